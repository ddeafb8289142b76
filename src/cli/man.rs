//! `zhifa man`: manual pages, from the definitions of the flags.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use zhifa::lang::tell;

use super::examples::examples;
use super::output::Output;
use super::{Cli, Ending};

#[derive(Debug, Args)]
#[command(
    about = tell!("Print the manual page, or write all of them into a folder", "打印手册页, 或把全部手册页写入文件夹"),
    after_long_help = examples(&[
        ("zhifa man > zhifa.1", tell!("the page of the program", "总的手册页")),
        ("zhifa man --dir man1", tell!("all pages: zhifa.1, zhifa-extract.1 …", "全部手册页: zhifa.1、 zhifa-extract.1 ……")),
        ("zhifa man --dir man1 --lang zh", tell!("in Chinese", "中文手册页")),
    ]),
)]
pub struct ManArgs {
    #[arg(long, value_name = "DIR", help = tell!("Write all pages into this folder", "把全部手册页写入此文件夹"))]
    dir: Option<PathBuf>,
}

pub fn run(args: &ManArgs) -> Result<Ending> {
    let mut program = Cli::command();
    program.build();
    match &args.dir {
        None => {
            let mut output = Output::open(None)?;
            output.write_all(&page(&program, "zhifa")?)?;
            output.complete()?;
        }
        Some(folder) => {
            let shown = folder.display();
            let cannot = || tell!("--dir {shown}: cannot be written", "--dir {shown}: 无法写入");
            fs::create_dir_all(folder).with_context(cannot)?;
            for (name, command) in all(&program, "zhifa") {
                fs::write(folder.join(format!("{name}.1")), page(command, &name)?).with_context(cannot)?;
            }
        }
    }
    Ok(Ending::Done)
}

/// A command and those below, each with the name of its page.
fn all<'c>(command: &'c Command, name: &str) -> Vec<(String, &'c Command)> {
    let below = command.get_subcommands().flat_map(|inner| all(inner, &format!("{name}-{}", inner.get_name())));
    [(name.to_owned(), command)].into_iter().chain(below).collect()
}

fn page(command: &Command, name: &str) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).title(name.to_owned()).render(&mut page)?;
    Ok(page)
}

//! `zhifa completions`: what a shell needs to complete the command line, from the definitions of the flags.

use std::io::Write;

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use zhifa::lang::tell;

use super::examples::examples;
use super::output::Output;
use super::{Cli, Ending};

#[derive(Debug, Args)]
#[command(
    about = tell!("Print completions for a shell", "打印命令行补全脚本"),
    after_long_help = examples(&[
        ("zhifa completions bash > zhifa.bash", tell!("then: source zhifa.bash", "然后: source zhifa.bash")),
        ("zhifa completions zsh > _zhifa", tell!("into a folder of $fpath", "放入 $fpath 中的文件夹")),
        ("zhifa completions fish > zhifa.fish", tell!("into ~/.config/fish/completions", "放入 ~/.config/fish/completions")),
    ]),
)]
pub struct CompletionsArgs {
    #[arg(value_name = "SHELL", help = tell!("The shell", "哪种 shell"))]
    shell: Shell,
}

pub fn run(args: &CompletionsArgs) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "zhifa", &mut script);
    let mut output = Output::open(None)?;
    output.write_all(&script)?;
    output.complete()?;
    Ok(Ending::Done)
}

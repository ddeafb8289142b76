//! Which reports a command reads: paths, lists of paths, and what of a folder is left out.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use zhifa::batch::{self, Choice, Globs, Input};
use zhifa::lang::tell;

/// The inputs of a command that reads many reports.
#[derive(Debug, Args)]
pub struct InputArgs {
    #[arg(
        value_name = "PATH",
        required_unless_present = "files_from",
        help = tell!("Reports, folders, or - for the standard input", "报告、 文件夹, 或 - (标准输入)"),
        long_help = tell!(
            "Reports, folders, or - for the standard input. A folder is walked for the files of known kinds, hidden ones and those that a .zhifaignore in it leaves out excepted. A file that is named is read whatever its ending.",
            "报告、 文件夹, 或 - (标准输入)。 文件夹会逐层查找已知类型的文件, 隐藏文件和其中 .zhifaignore 排除的文件除外。 直接点名的文件不论后缀都会读取。"
        ),
    )]
    paths: Vec<PathBuf>,

    #[arg(
        long,
        value_name = "GLOB",
        value_parser = glob,
        help = tell!("Of folders, only files that fit: '*.html', '2024/**'", "文件夹中只取符合的文件: '*.html'、 '2024/**'"),
        long_help = tell!(
            "Of folders, only the files that fit, as in .gitignore: '*.html' goes by the name, '2024/**' by the path below the folder. May be given more than once.",
            "文件夹中只取符合的文件, 写法同 .gitignore: '*.html' 看文件名, '2024/**' 看文件夹之下的路径。 可多次给出。"
        ),
    )]
    include: Vec<String>,

    #[arg(
        long,
        value_name = "GLOB",
        value_parser = glob,
        help = tell!("Of folders, no file or folder that fits", "文件夹中排除符合的文件或子文件夹"),
        long_help = tell!(
            "Of folders, no file or folder that fits, as in .gitignore. Goes before --include. May be given more than once. A file .zhifaignore in a folder does the same for that folder and those below.",
            "文件夹中排除符合的文件或子文件夹, 写法同 .gitignore, 优先于 --include。 可多次给出。 文件夹里的 .zhifaignore 对该文件夹及其下级起同样作用。"
        ),
    )]
    exclude: Vec<String>,

    #[arg(
        long,
        value_name = "FILE",
        help = tell!("Read paths from FILE, or - for the standard input", "从 FILE 读取路径清单; - 为标准输入"),
        long_help = tell!(
            "Read paths from FILE, or - for the standard input, one a line, or between NUL bytes where there are any (find -print0). They are read after the paths of the command line.",
            "从 FILE 读取路径清单, - 为标准输入: 每行一个, 含 NUL 字节时以 NUL 分隔 (find -print0)。 排在命令行给出的路径之后。"
        ),
    )]
    files_from: Option<PathBuf>,
}

impl InputArgs {
    /// The documents, in their order.
    pub fn inputs(&self) -> Result<Vec<Input>> {
        let choice = Choice { include: globs(&self.include)?, exclude: globs(&self.exclude)? };
        let Some(list) = &self.files_from else { return Ok(batch::chosen(&self.paths, &choice)) };
        if list == Path::new("-") && self.paths.iter().any(|path| path == Path::new("-")) {
            bail!(tell!(
                "--files-from -: the standard input cannot be a list and a report",
                "--files-from -: 标准输入不能既是清单又是报告"
            ));
        }
        let name = list.display();
        let bytes = read(list)
            .with_context(|| tell!("--files-from {name}: cannot be read", "--files-from {name}: 无法读取"))?;
        Ok(batch::chosen(&[self.paths.clone(), listed(&bytes)].concat(), &choice))
    }
}

fn read(list: &Path) -> io::Result<Vec<u8>> {
    if list != Path::new("-") {
        return fs::read(list);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// In a list, `-` is a file of that name.
fn listed(bytes: &[u8]) -> Vec<PathBuf> {
    let plain = |path: PathBuf| if path == Path::new("-") { Path::new(".").join(path) } else { path };
    batch::listed(bytes).into_iter().map(plain).collect()
}

/// A glob that is right in itself.
fn glob(glob: &str) -> Result<String, String> {
    Globs::new(&[glob]).map(|_| glob.to_owned())
}

fn globs(globs: &[String]) -> Result<Globs> {
    Globs::new(globs).map_err(anyhow::Error::msg)
}

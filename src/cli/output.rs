//! Where the data goes: the standard output, or a file that is replaced when it is complete.

#[cfg(unix)]
use std::fs::Permissions;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::{Builder, NamedTempFile};
use zhifa::lang::tell;

/// An output that is being written.
pub enum Output {
    /// The standard output.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// A device or pipe, which cannot be replaced.
    Device(BufWriter<File>),
    /// A file beside the one that it will replace.
    Beside { writer: BufWriter<NamedTempFile>, target: PathBuf },
}

impl Output {
    /// Opens the file of `-o`, or the standard output. The file itself is not touched yet.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::new(io::stdout().lock()))) };
        let shown = path.display();
        let wanted = || tell!("-o {shown}: a file that can be written is wanted", "-o {shown}: 无法写入");
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => {
                bail!(tell!("-o {shown}: a file is wanted, this is a folder", "-o {shown}: 是文件夹, 需要文件"))
            }
            Ok(meta) if !meta.is_file() => {
                let device = File::options().write(true).open(path).with_context(wanted)?;
                Ok(Self::Device(BufWriter::new(device)))
            }
            // A link stays a link: what it points to is replaced.
            Ok(meta) => beside(&fs::canonicalize(path).with_context(wanted)?, Some(&meta)).with_context(wanted),
            Err(_) => beside(path, None).with_context(wanted),
        }
    }

    /// The new file, where there is one, for a format that is not written byte by byte.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Beside { writer, .. } => Some(writer.get_ref().path().to_path_buf()),
            Self::Stdout(_) | Self::Device(_) => None,
        }
    }

    /// Writes what is left. A file is put beside the one it was to replace, as `FILE.partial`; its path comes back.
    pub fn keep(self) -> Result<Option<PathBuf>> {
        let Self::Beside { writer, target } = self else { return self.complete().map(|()| None) };
        let mut name = target.into_os_string();
        name.push(".partial");
        let partial = PathBuf::from(name);
        Self::Beside { writer, target: partial.clone() }.complete()?;
        Ok(Some(partial))
    }

    /// Writes what is left and puts the file in its place.
    pub fn complete(self) -> Result<()> {
        match self {
            Self::Stdout(mut writer) => writer.flush()?,
            Self::Device(mut writer) => writer.flush()?,
            Self::Beside { writer, target } => {
                let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
                // Some file systems tell only now that the disk is full.
                file.as_file().sync_all()?;
                file.persist(&target).map_err(|error| error.error)?;
            }
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(bytes),
            Self::Device(writer) => writer.write(bytes),
            Self::Beside { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::Device(writer) => writer.flush(),
            Self::Beside { writer, .. } => writer.flush(),
        }
    }
}

/// The new file is hidden, so that a walk of the same folder passes it over.
fn beside(target: &Path, replaced: Option<&Metadata>) -> io::Result<Output> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".zhifa-");
    set_permissions(&mut builder, replaced);
    Ok(Output::Beside { writer: BufWriter::new(builder.tempfile_in(folder)?), target: target.into() })
}

/// As the file that is replaced, or as any program makes a file: what the umask leaves.
#[cfg(unix)]
fn set_permissions(builder: &mut Builder<'_, '_>, replaced: Option<&Metadata>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(replaced.map_or_else(|| Permissions::from_mode(0o666), Metadata::permissions));
}

/// Elsewhere a new file is as its folder has it.
#[cfg(not(unix))]
fn set_permissions(_: &mut Builder<'_, '_>, _: Option<&Metadata>) {}

//! Lists of paths, as `find`, `find -print0` and `git ls-files -z` print them.

use std::path::PathBuf;

/// The paths of a list: between NUL bytes where it has any, else one a line. Empty ones are passed over; any other byte is
/// part of a name.
///
/// ```
/// use std::path::Path;
/// assert_eq!(zhifa::batch::listed(b"a b.txt\nc.txt\n"), [Path::new("a b.txt"), Path::new("c.txt")]);
/// assert_eq!(zhifa::batch::listed(b"two\nlines.txt\0"), [Path::new("two\nlines.txt")]);
/// ```
pub fn listed(list: &[u8]) -> Vec<PathBuf> {
    let nul = list.contains(&0);
    let names = list.split(|byte| *byte == if nul { 0 } else { b'\n' });
    let names = names.map(|name| if nul { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    names.filter(|name| !name.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(name).into()
}

/// Elsewhere names are Unicode.
#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

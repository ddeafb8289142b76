//! Archives of reports: a ZIP file is walked like a folder, its members read one at a time.
//!
//! In: an archive and which of its members are wanted. Out: each report in it under the path `archive.zip/inner/path`, the
//! members of one archive sorted by the bytes of their names; archives inside are walked in their place. Members are only
//! ever read into memory: a name is shown, and never opened.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::vec::IntoIter;

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::inputs::is_known;
use super::load::{self, exceeded_failure, failure};
use crate::limits::{Exceeded, Limit, Limits};
use crate::record::Failure;
use crate::zipped::{self, ZippedError};

/// What makes a ZIP file a document: a part that each of its kind has.
const DOCUMENT_MARKS: [&str; 3] = ["[Content_Types].xml", "OFD.xml", "mimetype"];

/// The bytes of members that may wait or be read at once, one member aside.
const BYTES_UNDER_WAY: u64 = 64 << 20;

/// A report in an archive.
pub(super) struct Member {
    pub(super) path: String,
    /// Its bytes, or why there are none.
    pub(super) bytes: Result<Vec<u8>, Failure>,
    /// Given back when the member is done with.
    _share: Option<Share>,
}

/// Whether a file is an archive, by its content; a damaged one by its name too. A pipe is none: looking would take from it.
pub(super) fn is_archive(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let Ok(mut file) = File::open(path) else { return false };
    let mut magic = [0; 4];
    if file.read_exact(&mut magic).is_err() || !is_zip(&magic) {
        return false;
    }
    match zipped::open(BufReader::new(file), &Limits::default()) {
        Ok(zip) => !is_document(&zip),
        Err(_) => is_zip_name(&path.to_string_lossy()),
    }
}

/// The archive that a path leads into, and the rest of the path: `a.zip/b/c.txt` is `b/c.txt` in `a.zip`.
pub(super) fn leading_into(path: &Path) -> Option<(PathBuf, String)> {
    let file = path.ancestors().skip(1).find(|above| above.is_file())?;
    let inner = path.strip_prefix(file).ok()?.to_string_lossy().replace('\\', "/");
    is_archive(file).then(|| (file.to_path_buf(), inner))
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn is_zip_name(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}

fn is_document<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    DOCUMENT_MARKS.iter().any(|mark| zip.index_for_name(mark).is_some())
}

/// The reports of an archive, one after the other as they are asked for.
pub(super) struct Members<'l> {
    limits: &'l Limits,
    /// The path of the one member, or folder of members, that is wanted.
    wanted: Option<String>,
    /// The archives that are open, each in the one before it.
    open: Vec<Level>,
    /// How many bytes may still be unpacked, and how many members listed.
    bytes_left: u64,
    count_left: u64,
    budget: Budget,
    /// What is told at the end: that nothing was found, or that there is no archive at all.
    last: Option<Failure>,
}

trait Seekable: Read + Seek + Send {}
impl<R: Read + Seek + Send> Seekable for R {}

type Zip = ZipArchive<Box<dyn Seekable>>;

/// An archive under way.
struct Level {
    path: String,
    zip: Zip,
    names: IntoIter<(String, usize)>,
}

impl<'l> Members<'l> {
    /// Opens an archive; `inner` is the path in it that is wanted.
    pub(super) fn of(file: &Path, inner: Option<&str>, limits: &'l Limits, budget: Budget) -> Self {
        let shown = file.to_string_lossy();
        let wanted = inner.map(|inner| format!("{shown}/{}", inner.trim_end_matches('/')));
        let last = match &wanted {
            Some(wanted) => failure(wanted, "not_found", "the archive has no such report"),
            None => failure(&shown, "no_reports", "no report in this archive"),
        };
        let (bytes_left, count_left) = (limits.of(Limit::ArchiveBytes), limits.of(Limit::ArchiveMembers));
        let mut all = Self { limits, wanted, open: Vec::new(), bytes_left, count_left, budget, last: Some(last) };
        let opened = File::open(file).map_err(|error| load::io_failure(&shown, &error));
        match opened.and_then(|file| all.list(&shown, Box::new(BufReader::new(file)))) {
            Ok(zip) => all.enter(shown.into_owned(), zip),
            Err(failure) => all.last = Some(failure),
        }
        all
    }

    fn list(&mut self, path: &str, file: Box<dyn Seekable>) -> Result<Zip, Failure> {
        let zip = zipped::open(file, self.limits).map_err(|error| zipped_failure(path, error))?;
        let limit = Limit::ArchiveMembers;
        let left = self.count_left.checked_sub(zip.len() as u64);
        self.count_left =
            left.ok_or_else(|| exceeded_failure(path, Exceeded { limit, bound: self.limits.of(limit) }))?;
        Ok(zip)
    }

    fn enter(&mut self, path: String, zip: Zip) {
        let names = names(&zip).into_iter();
        self.open.push(Level { path, zip, names });
    }

    /// What a member is: bytes of a report; nothing, where it is an archive that was entered.
    fn member(&mut self, path: &str, at: usize) -> Result<Option<Vec<u8>>, Failure> {
        let Some(level) = self.open.last_mut() else { return Ok(None) };
        let bytes = read(path, &mut level.zip, at, self.limits, &mut self.bytes_left)?;
        if !is_zip(&bytes) {
            return Ok(Some(bytes));
        }
        let depth = self.open.len() as u64 + 1;
        let looked = zipped::open(Cursor::new(bytes.as_slice()), self.limits);
        // What is wrong with a document its reader tells.
        if is_document(&looked.map_err(|error| zipped_failure(path, error))?) {
            return Ok(Some(bytes));
        }
        self.limits.check(Limit::ArchiveDepth, depth).map_err(|exceeded| exceeded_failure(path, exceeded))?;
        let zip = self.list(path, Box::new(Cursor::new(bytes)))?;
        self.enter(path.to_owned(), zip);
        Ok(None)
    }

    /// Whether a member is wanted itself, stands in a folder that is, or may hold what is.
    fn is_wanted(&self, member: &str) -> bool {
        let below = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let wanted = self.wanted.as_deref();
        wanted.is_none_or(|wanted| member == wanted || below(member, wanted) || below(wanted, member))
    }
}

impl Iterator for Members<'_> {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        while let Some(level) = self.open.last_mut() {
            let Some((name, at)) = level.names.next() else {
                self.open.pop();
                continue;
            };
            let path = format!("{}/{name}", level.path);
            if !self.is_wanted(&path) {
                continue;
            }
            let Some(bytes) = self.member(&path, at).transpose() else { continue };
            self.last = None;
            if bytes.as_ref().is_err_and(|failure| failure.code == Limit::ArchiveBytes.code()) {
                self.open.clear();
            }
            let share = bytes.as_ref().ok().map(|bytes| self.budget.take(bytes.len() as u64));
            return Some(Member { path, bytes, _share: share });
        }
        let last = self.last.take()?;
        Some(Member { path: last.path.clone(), bytes: Err(last), _share: None })
    }
}

/// The bytes of a member. What the archive says of its size is believed only where that makes it smaller.
fn read(path: &str, zip: &mut Zip, at: usize, limits: &Limits, left: &mut u64) -> Result<Vec<u8>, Failure> {
    let told = |exceeded| exceeded_failure(path, exceeded);
    let declared = zip.by_index_raw(at).map_err(|error| zipped_failure(path, error.into()))?.size();
    limits.check(Limit::FileBytes, declared).map_err(told)?;
    let limit = Limit::ArchiveBytes;
    *left = left.checked_sub(declared).ok_or_else(|| told(Exceeded { limit, bound: limits.of(limit) }))?;
    let bytes = zipped::member(zip, at, declared).map_err(|error| zipped_failure(path, error))?;
    bytes.ok_or_else(|| failure(path, "damaged", "it unpacks to more than the archive says"))
}

/// How many bytes of members are under way; whoever wants to add to them waits until there is room.
#[derive(Clone, Default)]
pub(super) struct Budget(Arc<(Mutex<u64>, Condvar)>);

/// Bytes that are under way until this is dropped.
struct Share {
    budget: Budget,
    bytes: u64,
}

impl Budget {
    fn take(&self, bytes: u64) -> Share {
        let (under_way, done) = &*self.0;
        let full = |under_way: &mut u64| *under_way > 0 && *under_way + bytes > BYTES_UNDER_WAY;
        let guard = under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *done.wait_while(guard, full).unwrap_or_else(PoisonError::into_inner) += bytes;
        Share { budget: self.clone(), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let (under_way, done) = &*self.budget.0;
        *under_way.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        done.notify_all();
    }
}

fn zipped_failure(path: &str, error: ZippedError) -> Failure {
    match error {
        ZippedError::Encrypted => failure(path, "encrypted", "this is locked with a password; save it without one"),
        ZippedError::Exceeded(exceeded) => exceeded_failure(path, exceeded),
        ZippedError::Damaged(cause) => failure(path, "damaged", format!("a damaged ZIP archive: {cause}")),
    }
}

/// The members that may be reports, sorted by the bytes of their names as they are shown.
fn names(zip: &Zip) -> Vec<(String, usize)> {
    let shown = zip.file_names_raw().enumerate().map(|(at, name)| (shown(name), at));
    let mut names: Vec<_> = shown.filter(|(name, _)| is_report(name)).collect();
    names.sort_unstable();
    names
}

/// A name as it is shown: decoded, with `/` between its parts, and without what leads out of the archive.
fn shown(name: &[u8]) -> String {
    // Archives made in China name their members in GBK, whatever the format says.
    let name =
        String::from_utf8(name.to_vec()).unwrap_or_else(|_| GB18030.decode_without_bom_handling(name).0.into_owned());
    let is_folder = name.ends_with(['/', '\\']);
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    parts.join("/") + if is_folder { "/" } else { "" }
}

/// Whether a member is neither hidden nor a folder, and of a known kind.
fn is_report(name: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
    !name.ends_with('/') && !name.split('/').any(is_hidden) && is_known(Path::new(name))
}

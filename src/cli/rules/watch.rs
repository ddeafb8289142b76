//! `zhifa rules test --watch`: the examples run again whenever a rule file changes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use zhifa::lang::tell;
use zhifa::rules::Pack;

use super::complain;

/// How long a change may go unseen.
const PAUSE: Duration = Duration::from_millis(200);

/// What tells one state of a folder from another: of each file its length and when it was written.
type State = BTreeMap<OsString, (u64, Option<SystemTime>)>;

/// Tests the pack of `folder` now and after every change, until the program is ended or the output is closed. A pack that
/// is broken for the moment is told as it is.
pub fn watch<W: Write>(folder: &Path, out: &mut W, mut test: impl FnMut(&Pack, &mut W) -> Result<()>) -> Result<()> {
    loop {
        let state = state(folder);
        match Pack::load(folder) {
            Ok(pack) => test(&pack, out)?,
            Err(errors) => complain(&errors.to_string()),
        }
        let name = folder.display();
        writeln!(out, "{}", tell!("{name}: waiting for a change", "{name}: 等待规则文件变化"))?;
        out.flush()?;
        while self::state(folder) == state {
            thread::sleep(PAUSE);
        }
    }
}

fn state(folder: &Path) -> State {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: fs::DirEntry| {
        let meta = entry.metadata().ok()?;
        Some((entry.file_name(), (meta.len(), meta.modified().ok())))
    };
    entries.filter_map(file).collect()
}

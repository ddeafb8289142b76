//! Finds for each record of A the one of B that tells of the same report.

use std::collections::{BTreeMap, VecDeque};

use crate::record::Record;
use crate::reread::{Reread, RereadError};

/// What came of the pairing.
pub(super) struct Paired {
    /// The records of A, and of B.
    pub of_a: usize,
    pub of_b: usize,
    /// Those without another half, sorted by path.
    pub only_a: Vec<Record>,
    pub only_b: Vec<Record>,
}

/// Records whose other half has not come yet. A path that an output has twice is paired in turn.
#[derive(Default)]
struct Waiting {
    by_path: BTreeMap<String, VecDeque<Record>>,
    seen: usize,
}

impl Waiting {
    fn take(&mut self, path: &str) -> Option<Record> {
        let queue = self.by_path.get_mut(path)?;
        let record = queue.pop_front();
        if queue.is_empty() {
            self.by_path.remove(path);
        }
        record
    }

    fn hold(&mut self, record: Record) {
        self.by_path.entry(record.source.path.clone()).or_default().push_back(record);
    }
}

/// Hands each pair to `pair`: those of the same path as they come, one record of each file at a time; in the end those that
/// moved, which have the same bytes.
pub(super) fn pairs(
    a: &mut Reread,
    b: &mut Reread,
    mut pair: impl FnMut(Record, Record),
) -> Result<Paired, RereadError> {
    let (mut of_a, mut of_b) = (Waiting::default(), Waiting::default());
    loop {
        let (old, new) = (a.next().transpose()?, b.next().transpose()?);
        if old.is_none() && new.is_none() {
            break;
        }
        if let Some(old) = old {
            of_a.seen += 1;
            match of_b.take(&old.source.path) {
                Some(new) => pair(old, new),
                None => of_a.hold(old),
            }
        }
        if let Some(new) = new {
            of_b.seen += 1;
            match of_a.take(&new.source.path) {
                Some(old) => pair(old, new),
                None => of_b.hold(new),
            }
        }
    }
    let mut moved: BTreeMap<String, VecDeque<Record>> = BTreeMap::new();
    for record in of_b.by_path.into_values().flatten() {
        moved.entry(record.source.sha256.clone()).or_default().push_back(record);
    }
    let mut only_a = Vec::new();
    for old in of_a.by_path.into_values().flatten() {
        match moved.get_mut(&old.source.sha256).and_then(VecDeque::pop_front) {
            Some(new) => pair(old, new),
            None => only_a.push(old),
        }
    }
    let mut only_b: Vec<Record> = moved.into_values().flatten().collect();
    only_b.sort_by(|one, other| one.source.path.cmp(&other.source.path));
    Ok(Paired { of_a: of_a.seen, of_b: of_b.seen, only_a, only_b })
}

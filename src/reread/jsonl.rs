//! One record a line.

use std::io::{BufRead, Read};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Fault, LONGEST_LINE, Piece, Sink};

/// As much of a record as tells that it is one.
#[derive(Deserialize)]
struct Probe {
    #[serde(rename = "source")]
    _source: IgnoredAny,
}

/// Whether a line is a record.
pub(super) fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<Probe>(line).is_ok()
}

/// Reads a record a line; empty lines are passed over.
pub(super) fn read(mut input: impl BufRead, sink: Sink) -> Result<(), Fault> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() as u64 == LONGEST_LINE {
            let message = format!("longer than {} MiB", LONGEST_LINE >> 20);
            return Err(Fault { line: Some(number), message });
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = serde_json::from_slice(&line).map_err(|error| Fault::of_json(&error, number))?;
        if !sink(Piece::Record(Box::new(record))) {
            break;
        }
    }
    Ok(())
}

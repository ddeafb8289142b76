//! What `--help` ends with: three examples of each command, as they can be typed. A test runs them.

use std::fmt::Write;

use zhifa::lang::tell;

/// The examples, each a command line and what comes of it.
pub fn examples(all: &[(&str, String)]) -> String {
    let mut text = tell!("Examples:", "示例:");
    for (line, told) in all {
        // Writing into a text does not fail.
        let _ = write!(text, "\n  {line}\n      {told}");
    }
    text
}

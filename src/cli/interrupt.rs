//! Ctrl-C, and the signals that ask a program to end: what is under way is finished, and kept.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use zhifa::lang::tell;

use super::settings::note;

/// The exit code of a run that was broken off, as shells have it.
pub const EXIT_CODE: u8 = 130;

static CAME: AtomicBool = AtomicBool::new(false);

/// From now on the first signal is only taken note of. The second ends the program at once.
pub fn watch() {
    // Refused where the system has no signals; then they do what they do.
    let _ = ctrlc::set_handler(|| {
        if CAME.swap(true, Ordering::SeqCst) {
            process::exit(EXIT_CODE.into());
        }
        note(&tell!(
            "zhifa: ending with what is under way; once more ends at once",
            "zhifa: 正在收尾, 已完成的会保留; 再按一次立即结束"
        ));
    });
}

/// Whether the signal came.
pub fn came() -> bool {
    CAME.load(Ordering::SeqCst)
}

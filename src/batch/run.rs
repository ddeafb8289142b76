//! The threads: many documents at once, handed on in order, a bounded number of them in memory.

use std::any::Any;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Input, load};
use crate::limits::Limits;
use crate::record::Failure;

/// The name of the threads that read.
pub const WORKER_NAME: &str = "report-reader";

/// Documents under way for each thread: a slow one at the head must not starve the others.
const WINDOW_PER_THREAD: usize = 8;

/// Room for deeply nested pages.
const STACK_BYTES: usize = 16 << 20;

type Outcome<T> = Result<T, Failure>;

/// A document and where to send what became of it.
type Job<T> = (Input, Sender<Outcome<T>>);

/// Reads the inputs on `threads` threads with `read` (the path as given, the bytes), none larger than `limits` allow, and hands each outcome to `sink`, on the
/// calling thread and in the order of the inputs.
///
/// # Errors
///
/// The first error of `sink`; what is under way is then dropped.
pub fn run<T: Send, E>(
    inputs: Vec<Input>,
    threads: NonZeroUsize,
    limits: &Limits,
    read: impl Fn(&str, &[u8]) -> Outcome<T> + Sync,
    mut sink: impl FnMut(Outcome<T>) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.get().min(inputs.len());
    let (jobs, queue) = mpsc::channel::<Job<T>>();
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        // Owned by the scope: on the way out, with an error or without, the queue closes and the threads end.
        let jobs = jobs;
        let spawn = || {
            let worker = thread::Builder::new().name(WORKER_NAME.into()).stack_size(STACK_BYTES);
            worker.spawn_scoped(scope, || work(&queue, limits, &read)).is_ok()
        };
        if (0..threads).filter(|_| spawn()).count() == 0 {
            return inputs.into_iter().try_for_each(|input| sink(read_one(&input, limits, &read)));
        }
        let mut pending: VecDeque<(String, Receiver<Outcome<T>>)> = VecDeque::new();
        for input in inputs {
            if pending.len() >= threads * WINDOW_PER_THREAD {
                pending.pop_front().map_or(Ok(()), |head| sink(wait(head)))?;
            }
            let (reply, outcome) = mpsc::channel();
            pending.push_back((input.path().into_owned(), outcome));
            // Refused only when every thread is gone; `wait` then says so.
            let _ = jobs.send((input, reply));
        }
        pending.into_iter().try_for_each(|head| sink(wait(head)))
    })
}

fn work<T>(queue: &Mutex<Receiver<Job<T>>>, limits: &Limits, read: &impl Fn(&str, &[u8]) -> Outcome<T>) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((input, reply)) = job else { return };
        // Refused when the caller has given up.
        if reply.send(read_one(&input, limits, read)).is_err() {
            return;
        }
    }
}

fn read_one<T>(input: &Input, limits: &Limits, read: &impl Fn(&str, &[u8]) -> Outcome<T>) -> Outcome<T> {
    let bytes = load::load(input, limits)?;
    let path = input.path();
    // Nothing outlives the call but the reader, which is only looked at: a panic leaves nothing half done.
    catch_unwind(AssertUnwindSafe(|| read(&path, &bytes)))
        .unwrap_or_else(|panic| Err(load::failure(&path, "internal", told(panic.as_ref()))))
}

fn wait<T>((path, outcome): (String, Receiver<Outcome<T>>)) -> Outcome<T> {
    outcome.recv().unwrap_or_else(|_| Err(load::failure(&path, "internal", "its thread is gone")))
}

fn told(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("reading it stopped: {}", words.unwrap_or("no reason given"))
}

//! The threads: many jobs at once, their results handed on in order, a bounded number of them in memory.

use std::any::Any;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The name of the threads that read.
pub const WORKER_NAME: &str = "report-reader";

/// Jobs under way for each thread: a slow one at the head must not starve the others.
const WINDOW_PER_THREAD: usize = 8;

/// Room for deeply nested pages.
const STACK_BYTES: usize = 16 << 20;

/// Does the jobs on `threads` threads and hands each result to `sink`, on the calling thread and in the order of the jobs.
///
/// A job is drawn from `jobs` only when there is room for it, so that a slow `sink` holds back all that comes before; drawing one
/// may block. Where `work` panics, `stopped` tells what the panic said.
///
/// # Errors
///
/// The first error of `sink`; what is under way is then dropped, and no further job than the one being waited for is drawn.
#[allow(clippy::missing_panics_doc)] // It does not panic: see the end.
pub fn in_order<J: Send, R: Send, E>(
    jobs: impl Iterator<Item = J> + Send,
    threads: NonZeroUsize,
    work: impl Fn(&J) -> R + Sync,
    stopped: impl Fn(&J, &str) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let done = |job: &J| {
        // Nothing outlives the call but what is only looked at: a panic leaves nothing half done.
        catch_unwind(AssertUnwindSafe(|| work(job))).unwrap_or_else(|panic| stopped(job, told(panic.as_ref())))
    };
    let threads = threads.get();
    let (todo, queue) = mpsc::channel::<(J, Sender<R>)>();
    let queue = Mutex::new(queue);
    let (awaited, heads) = mpsc::sync_channel::<Receiver<R>>(threads * WINDOW_PER_THREAD);
    let jobs = Mutex::new(Some(jobs));
    let taken = || jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let worker = || thread::Builder::new().name(WORKER_NAME.into()).stack_size(STACK_BYTES);
        let workers = (0..threads).filter(|_| worker().spawn_scoped(scope, || serve(&queue, &done)).is_ok()).count();
        // Owned by this thread alone, `todo` and `awaited` close when there is no more to do, and the others end.
        let feed = move || {
            for job in taken().into_iter().flatten() {
                let (reply, outcome) = mpsc::channel();
                if awaited.send(outcome).is_err() || todo.send((job, reply)).is_err() {
                    return;
                }
            }
        };
        if workers == 0 || thread::Builder::new().spawn_scoped(scope, feed).is_err() {
            return taken().into_iter().flatten().try_for_each(|job| sink(done(&job)));
        }
        // Owned by this call: with an error of the sink, the feeder is refused and ends.
        let heads = heads;
        heads.iter().try_for_each(|head| sink(head.recv().expect("a worker answers each job: its panics are caught")))
    })
}

fn serve<J, R>(queue: &Mutex<Receiver<(J, Sender<R>)>>, done: &impl Fn(&J) -> R) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, reply)) = job else { return };
        // Refused when the caller has given up.
        if reply.send(done(&job)).is_err() {
            return;
        }
    }
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("no reason given")
}

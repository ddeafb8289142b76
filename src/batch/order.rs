//! The threads: many jobs at once, their results handed on in order, a bounded number of them in memory.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Mutex, PoisonError};
use std::{iter, thread};

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
pub fn in_order<J, R: Send, E>(
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
    let (handed_on, freed) = mpsc::channel();
    let queue = Mutex::new(Queue { jobs: jobs.enumerate().fuse(), room: threads * WINDOW_PER_THREAD, freed });
    let draw = || queue.lock().unwrap_or_else(PoisonError::into_inner).draw();
    let (reply, replies) = mpsc::channel();
    let serve = |reply: Sender<(usize, R)>| {
        while let Some((place, job)) = draw() {
            if reply.send((place, done(&job))).is_err() {
                return;
            }
        }
    };
    let worker = || thread::Builder::new().name(WORKER_NAME.into()).stack_size(STACK_BYTES);
    thread::scope(|scope| {
        let spawned = |reply| worker().spawn_scoped(scope, || serve(reply)).is_ok();
        let workers = (0..threads).filter(|_| spawned(reply.clone())).count();
        drop(reply);
        // Owned by this call: with an error of the sink it closes, and no more is drawn.
        let handed_on = handed_on;
        if workers == 0 {
            return iter::from_fn(draw).try_for_each(|(_, job)| {
                let _ = handed_on.send(());
                sink(done(&job))
            });
        }
        let (mut early, mut due) = (BTreeMap::new(), 0);
        replies.iter().try_for_each(|(place, result)| {
            early.insert(place, result);
            while let Some(result) = early.remove(&due) {
                sink(result)?;
                due += 1;
                // Refused when there are no more jobs.
                let _ = handed_on.send(());
            }
            Ok(())
        })
    })
}

/// The jobs that are still to be drawn, each with its place, as there is room for them.
struct Queue<I> {
    jobs: I,
    /// How many more may be under way.
    room: usize,
    /// Told of each result that was handed on; closed when no more are wanted.
    freed: Receiver<()>,
}

impl<I: Iterator> Queue<I> {
    /// The next job, once there is room for it.
    fn draw(&mut self) -> Option<I::Item> {
        loop {
            match self.freed.try_recv() {
                Ok(()) => self.room += 1,
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) if self.room > 0 => break,
                Err(TryRecvError::Empty) => {
                    self.freed.recv().ok()?;
                    self.room += 1;
                }
            }
        }
        self.room -= 1;
        self.jobs.next()
    }
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.unwrap_or("no reason given")
}

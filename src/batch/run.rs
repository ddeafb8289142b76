//! Inputs read on threads, in order.

use std::num::NonZeroUsize;

use super::{Input, in_order, load};
use crate::limits::Limits;
use crate::record::Failure;

type Outcome<T> = Result<T, Failure>;

/// Reads the inputs on `threads` threads with `read` (the path as given, the bytes), none larger than `limits` allow, and hands
/// each outcome to `sink`, on the calling thread and in the order of the inputs. A panic of `read` is the failure of its document.
///
/// # Errors
///
/// The first error of `sink`; what is under way is then dropped.
pub fn run<I, T: Send, E>(
    inputs: I,
    threads: NonZeroUsize,
    limits: &Limits,
    read: impl Fn(&str, &[u8]) -> Outcome<T> + Sync,
    sink: impl FnMut(Outcome<T>) -> Result<(), E>,
) -> Result<(), E>
where
    I: IntoIterator<Item = Input, IntoIter: Send>,
{
    let inputs = inputs.into_iter();
    // No more threads than inputs, as far as their number is known.
    let most = inputs.size_hint().1.map_or(threads, |most| NonZeroUsize::new(most).unwrap_or(NonZeroUsize::MIN));
    let work = |input: &Input| read(&input.path(), &load::load(input, limits)?);
    in_order(inputs, threads.min(most), work, |input, panic| Err(load::stopped(&input.path(), panic)), sink)
}

//! Inputs read on threads, in order.

use std::num::NonZeroUsize;

#[cfg(feature = "zip")]
use super::archive::{Member, Members};
use super::{Input, in_order, load};
use crate::limits::Limits;
use crate::record::Failure;

type Outcome<T> = Result<T, Failure>;

/// What a thread is given to read.
enum Document {
    /// An input that the thread loads itself.
    Input(Input),
    /// A report in an archive.
    #[cfg(feature = "zip")]
    Member(Member),
}

/// Reads the inputs on `threads` threads with `read` (the path as given, the bytes) and hands each outcome to `sink`, on the
/// calling thread and in the order of the inputs. An archive has as many outcomes as reports. What is larger than `limits` allow
/// fails unread. A panic of `read` is the failure of its document.
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
    // No more threads than documents, as far as their number is known.
    let most = inputs.size_hint().1.map_or(threads, |most| NonZeroUsize::new(most).unwrap_or(NonZeroUsize::MIN));
    if most < threads {
        let few: Vec<Input> = inputs.collect();
        let has_archive = few.iter().any(|input| matches!(input, Input::Archive { .. }));
        return read_all(few.into_iter(), if has_archive { threads } else { most }, limits, read, sink);
    }
    read_all(inputs, threads, limits, read, sink)
}

fn read_all<T: Send, E>(
    inputs: impl Iterator<Item = Input> + Send,
    threads: NonZeroUsize,
    limits: &Limits,
    read: impl Fn(&str, &[u8]) -> Outcome<T> + Sync,
    sink: impl FnMut(Outcome<T>) -> Result<(), E>,
) -> Result<(), E> {
    let work = |document: &Document| match document {
        Document::Input(input) => read(&input.path(), &load::load(input, limits)?),
        #[cfg(feature = "zip")]
        Document::Member(member) => read(&member.path, member.bytes.as_ref().map_err(Clone::clone)?),
    };
    let stopped = |document: &Document, panic: &str| {
        Err(match document {
            Document::Input(input) => load::stopped(&input.path(), panic),
            #[cfg(feature = "zip")]
            Document::Member(member) => load::stopped(&member.path, panic),
        })
    };
    in_order(documents(inputs, limits), threads, work, stopped, sink)
}

/// The documents of the inputs: an input itself, or the reports of an archive, one after the other as they are asked for.
#[cfg(feature = "zip")]
fn documents(inputs: impl Iterator<Item = Input> + Send, limits: &Limits) -> impl Iterator<Item = Document> + Send {
    let budget = super::archive::Budget::default();
    inputs.flat_map(move |input| {
        let (own, members) = match input {
            Input::Archive { file, inner } => {
                (None, Some(Members::of(&file, inner.as_deref(), limits, budget.clone())))
            }
            other => (Some(Document::Input(other)), None),
        };
        own.into_iter().chain(members.into_iter().flatten().map(Document::Member))
    })
}

#[cfg(not(feature = "zip"))]
fn documents(inputs: impl Iterator<Item = Input> + Send, _: &Limits) -> impl Iterator<Item = Document> + Send {
    inputs.map(Document::Input)
}

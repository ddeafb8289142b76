//! From where on which drive is told, sentence by sentence.
//!
//! In: the sentences that are asked for, the drives that headings and the title name. Out: [`Frames`], each from its first byte
//! on: a drive is opened where a clause names it, and ends with its item or at words that return to the whole.

use super::super::Text;
use super::drive::{drive_in, named_above, titled};
use super::{clauses, goes_on};
use crate::rules::WordList;
use crate::span::CleanSpan;

/// The frames of a text in its order.
pub(super) struct Frames {
    /// Every sentence that is asked for opens with one.
    frames: Vec<Frame>,
    /// For each sentence where its frames begin.
    opened: Vec<usize>,
}

/// From here on a drive is told (or no longer).
#[derive(Debug, Clone, Copy)]
struct Frame {
    from: usize,
    drive: Option<CleanSpan>,
    /// Whether an earlier sentence names the drive, and neither a heading nor the title does.
    carried: bool,
}

impl Frames {
    /// The frames of the sentences that are `asked` for, below `headings` that name drives and a title that names `document`.
    pub(super) fn of(text: &Text, asked: &[bool], headings: &[Option<CleanSpan>], document: Option<CleanSpan>) -> Self {
        let sentences = &text.outline.sentences;
        let mut all = Self { frames: Vec::with_capacity(sentences.len()), opened: Vec::with_capacity(sentences.len()) };
        for (at, sentence) in sentences.iter().enumerate() {
            all.opened.push(all.frames.len());
            if !asked[at] {
                continue;
            }
            let heading = named_above(text, headings, sentence);
            let carried = all.frames.last().and_then(|f| f.drive).or(heading);
            let told = if goes_on(text, at) { carried } else { heading.or(document) };
            let drive = titled(text, at).or(told);
            let carried = drive.is_some() && drive == carried && drive != heading && drive != document;
            all.frames.push(Frame { from: sentence.span.start, drive, carried });
            all.read(text, sentence.span, heading.is_some(), document.is_some());
        }
        all
    }

    /// The drive that frames `at`, a byte of a sentence; of `standing` work only one that the sentence, a heading or the title
    /// names.
    pub(super) fn at(&self, sentence: usize, at: usize, standing: bool) -> Option<CleanSpan> {
        let end = self.opened.get(sentence + 1).copied().unwrap_or(self.frames.len());
        let frame = self.frames[self.opened[sentence]..end].iter().rev().find(|f| f.from <= at)?;
        frame.drive.filter(|_| !(standing && frame.carried))
    }

    fn push(&mut self, from: usize, drive: Option<CleanSpan>) {
        self.frames.push(Frame { from, drive, carried: false });
    }

    /// Reads a sentence clause by clause; `headed` and `in_drive` tell whether a heading or the title names a drive.
    fn read(&mut self, text: &Text, sentence: CleanSpan, headed: bool, in_drive: bool) {
        // A report on one drive leaves it only for what is plainly the whole year's.
        let returns = if in_drive { WordList::ReturnsFromTitle } else { WordList::Returns };
        let mut drive = self.frames.last().and_then(|frame| frame.drive);
        let may_return = drive.is_some() && !headed && text.may_hold(sentence, returns);
        if !may_return && !text.may_hold(sentence, WordList::Campaign) {
            return;
        }
        let mut opened_here = false;
        let mut clauses = clauses(text, sentence).peekable();
        while let Some(clause) = clauses.next() {
            // Words that return to the whole end a drive of the sentences before, not one that a heading names.
            let rest = CleanSpan::new(clause.start, sentence.end);
            let apart = || clause.start > sentence.start && text.clean[..clause.start].ends_with(';');
            let may_end = drive.is_some() && !headed && (!opened_here || apart());
            let ended = may_end && text.starts(rest, returns);
            let as_means = || !opened_here && !in_drive && names_means(text, clause, headed);
            if ended || drive.is_some() && as_means() {
                drive = None;
                self.push(clause.start, drive);
            }
            // 参加执法大练兵,我局获评先进集体: told for the honour.
            let mut honoured = || clauses.peek().is_some_and(|next| text.first(*next, WordList::Honoured).is_some());
            if let Some(named) = drive_in(text, clause).filter(|drive| !is_left(text, clause, *drive) && !honoured()) {
                drive = Some(named);
                opened_here = true;
                self.push(named.start, drive);
            }
        }
    }
}

/// 除专项行动外,…: whether a clause names a drive to leave it.
fn is_left(text: &Text, clause: CleanSpan, drive: CleanSpan) -> bool {
    let returns = text.first(clause, WordList::Returns).filter(|hit| hit.start == clause.start);
    returns.is_some_and(|hit| hit.contains(drive))
}

/// 二是专项执法有力度。开展涉水、涉气等专项检查12次,…: several drives are means, whatever the item is called; one is not under a
/// heading that names it (以大练兵为抓手).
fn names_means(text: &Text, clause: CleanSpan, headed: bool) -> bool {
    let listed = text.slice(clause).contains('、') && text.slice(clause).contains('等');
    let means = || !headed && text.first(clause, WordList::Means).is_some();
    text.first(clause, WordList::Campaign).is_some() && (listed || means())
}

//! The title of a report.
//!
//! In: the lines above the body and what the page's own markup calls its title. Out: the title and where it stands. A
//! page's menus, its name and its breadcrumb are never it; nor is the sentence a report opens with.

use std::ops::Range;

use jiff::civil::Date;

use super::agency;
use super::dates;
use super::form;
use super::page::{Line, LineKind, Page};
use super::words::{contains_any, ends_any};
use crate::rules::IdentityWords;

/// A title and, where the text has it, its bytes.
#[derive(Debug, Clone)]
pub(super) struct Title {
    /// Without line breaks.
    pub text: String,
    /// Bytes of the clean text.
    pub span: Option<Range<usize>>,
}

/// Characters of the longest line that dates a story.
const LONGEST_DATELINE: usize = 60;

/// Characters of the shortest title.
const SHORTEST: usize = 6;

/// The title of the page.
pub(super) fn find(page: &Page, hint: Option<&str>, words: &IdentityWords) -> Option<Title> {
    let hint = hint.map(squeeze).filter(|hint| !hint.is_empty());
    let mut best: Option<(u32, Title)> = None;
    for index in 0..page.body {
        let Some(title) = candidate(page.head(), index, words) else { continue };
        let score = score(page, index, &title.text, hint.as_deref(), words);
        if score > 0 && best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, title));
        }
    }
    let best = best.map(|(_, title)| title).or_else(|| labelled(page, words));
    match hint.and_then(|hint| hinted(&hint, words)) {
        Some(hint) if best.as_ref().is_none_or(|title| !ends_any(bare(&title.text), &words.title_endings)) => {
            let span = best.filter(|title| hint.contains(&squeeze(&title.text))).and_then(|title| title.span);
            Some(Title { text: hint, span })
        }
        _ => best,
    }
}

/// The title that a catalogue gives behind a label, where no line is one.
fn labelled(page: &Page, words: &IdentityWords) -> Option<Title> {
    page.head().iter().find_map(|line| {
        let value = words.title_labels.iter().find_map(|label| line.text.strip_prefix(label.as_str()))?;
        let text = value.trim_start_matches([':', '|', ' ']);
        let text = &text[..text.find([' ', '|']).unwrap_or(text.len())];
        let start = line.range().end - value.len() + value.find(text)?;
        ends_any(bare(text), &words.title_endings)
            .then(|| Title { text: text.to_owned(), span: Some(start..start + text.len()) })
    })
}

/// The title that ends with the line at `index`, with the line above it where the title is broken over two.
fn candidate(head: &[Line], index: usize, words: &IdentityWords) -> Option<Title> {
    let line = &head[index];
    if line.kind != LineKind::Plain || agency::whole(line.text, words).is_some() || dateline(line.text, words).is_some()
    {
        return None;
    }
    let above = index.checked_sub(1).map(|above| &head[above]).filter(|above| breaks_into(above, line, words));
    // 霜桥市人民政府关于 / 印发… / …的通知
    let about = |about: &&Line| about.kind == LineKind::Plain && about.text.ends_with("关于");
    let first = above.and(index.checked_sub(2)).map(|first| &head[first]).filter(about);
    let lines = || first.into_iter().chain(above).chain([line]);
    let start = lines().next().map_or(line.start, |line| line.start);
    let text: String = lines().map(|line| line.text).collect();
    (text.chars().count() >= SHORTEST).then(|| Title { text, span: Some(start..line.range().end) })
}

/// The day of a line that tells when and in what paper a story stood: 2024年12月06日 晚报 A03版 记者….
pub(super) fn dateline(line: &str, words: &IdentityWords) -> Option<Date> {
    let short = line.chars().count() <= LONGEST_DATELINE && !line.contains('。');
    let story = short && contains_any(line, &words.papers) && !ends_any(bare(line), &words.title_endings);
    dates::days(line).next().filter(|day| story && day.in_words).map(|day| day.date)
}

/// Whether a title goes on from the line `above` to `line`.
fn breaks_into(above: &Line, line: &Line, words: &IdentityWords) -> bool {
    if above.kind != LineKind::Plain
        || !ends_any(bare(line.text), &words.title_endings)
        || starts_with_body(line.text, words)
    {
        return false;
    }
    agency::whole(above.text, words).is_some()
        || (!ends_any(bare(above.text), &words.title_endings)
            && (above.text.contains("关于") || form::at_start(above.text).is_some()))
}

fn starts_with_body(line: &str, words: &IdentityWords) -> bool {
    form::at_start(line).is_some()
        || words.national.iter().any(|body| line.starts_with(body.as_str()))
        || agency::mentions(line, words).first().is_some_and(|body| body.start == 0)
}

/// How much the candidate that ends at `index` looks like the title; 0 is not at all.
fn score(page: &Page, index: usize, title: &str, hint: Option<&str>, words: &IdentityWords) -> u32 {
    let subject = title.contains("关于")
        || title.contains(|c: char| c.is_ascii_digit())
        || form::at_start(title).is_some()
        || !agency::mentions(title, words).is_empty();
    let next = page.lines.get(index + 1).map(|line| line.kind);
    let squeezed = squeeze(title);
    let mut score = 0;
    if hint.is_some_and(|hint| hint.contains(&squeezed) || squeezed.contains(hint)) {
        score += 8;
    }
    if subject && ends_any(bare(title), &words.title_endings) {
        score += 4;
    }
    if subject {
        score += 1;
    }
    if contains_any(title, &words.kinds.annual_report) || contains_any(title, &words.kinds.bulletin) {
        score += 1;
    }
    if form::at_start(title).is_some() {
        score += 1;
    }
    let followed =
        matches!(next, Some(LineKind::Label | LineKind::Prose | LineKind::Heading | LineKind::Number | LineKind::Call));
    if followed && title.chars().count() >= SHORTEST + 2 {
        score += 1;
    }
    score
}

/// The part of the page's own title that is the report's, without the name of the site.
fn hinted(hint: &str, words: &IdentityWords) -> Option<String> {
    let part = hint.split(['_', '|', '—', '–']).map(str::trim).max_by_key(|part| {
        let first_wins = usize::MAX - hint.find(part).unwrap_or(0);
        (ends_any(bare(part), &words.title_endings), part.chars().count().min(SHORTEST), first_wins)
    })?;
    let is_site = agency::whole(part, words).is_some() || contains_any(part, &words.chrome);
    (part.chars().count() >= SHORTEST && !is_site && !part.ends_with("网站") && !part.ends_with("门户"))
        .then(|| part.to_owned())
}

/// A title without what stands in brackets at its end.
fn bare(title: &str) -> &str {
    match title.rfind('(') {
        Some(at) if at > 0 && title.ends_with(')') => title[..at].trim_end(),
        _ => title,
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

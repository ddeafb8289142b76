//! Lines of pages to paragraphs: running heads and page numbers out, broken lines joined.
//!
//! In: the lines of each page. Out: the text. A line was broken by the width of the page where the first word of the next would
//! not have fitted on it; a shorter line ends its paragraph, and so does a wider gap, an indent, or the number of a heading.

use std::collections::{HashMap, HashSet};

use super::lines::Line;

/// The text of a document.
pub(in crate::ingest) fn text(pages: Vec<Vec<Line>>) -> String {
    let lines = without_running_heads(pages);
    let page = Page::of(&lines);
    let mut out = String::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        if at > 0 {
            let runs_on = page.runs_on(&lines[at - 1], &lines[at]);
            let needs_blank = || ends_latin(&out) && starts_latin(&line.cells[0]);
            match runs_on {
                true if needs_blank() => out.push(' '),
                true => {}
                false => out.push('\n'),
            }
        }
        out.push_str(&line.cells.join(if is_row(&lines, at) { "|" } else { " " }));
    }
    out
}

fn ends_latin(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_alphabetic())
}

fn starts_latin(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a line is a row of a table: it has cells, and a neighbour has too.
fn is_row(lines: &[(usize, Line)], at: usize) -> bool {
    let has_cells = |at: usize| lines.get(at).is_some_and(|(_, line)| line.cells.len() > 1);
    has_cells(at) && (has_cells(at + 1) || at > 0 && has_cells(at - 1))
}

/// The lines of all pages with the number of their page, without what stands at the head or foot of pages by habit.
fn without_running_heads(pages: Vec<Vec<Line>>) -> Vec<(usize, Line)> {
    /// Lines at either edge of a page that may be such.
    const EDGE: usize = 2;
    let key = |line: &Line| line.cells.concat().replace(|c: char| c.is_ascii_digit(), "0").replace("00", "0");
    let is_edge = |at: usize, of: usize| at < EDGE || at + EDGE >= of;
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        let edges = page.iter().enumerate().filter(|(at, _)| is_edge(*at, page.len()));
        for line in edges.map(|(_, line)| key(line)).collect::<HashSet<_>>() {
            *counts.entry(line).or_default() += 1;
        }
    }
    let often = (pages.len() * 2).div_ceil(3).max(2);
    let mut kept = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        let of = page.len();
        for (at, line) in page.into_iter().enumerate() {
            let is_habit = is_edge(at, of) && counts.get(&key(&line)).is_some_and(|count| *count >= often);
            let is_outermost = at == 0 || at + 1 == of;
            let text = line.cells.concat();
            if !(is_habit || is_outermost && (is_page_number(&text) || is_printers_line(&text))) {
                kept.push((number, line));
            }
        }
    }
    kept
}

/// Whether a line is the number of a page: 3, - 3 -, 第3页, 3/10, 第3页共10页.
fn is_page_number(line: &str) -> bool {
    const MOST_DIGITS: usize = 4;
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let others = line.chars().filter(|c| !c.is_ascii_digit());
    (1..=2 * MOST_DIGITS).contains(&digits)
        && others.clone().all(|c| "-—–－·•第页頁共/ ，,".contains(c))
        && (digits <= MOST_DIGITS || others.count() > 0)
}

/// Whether a line is what browsers print above and below a page: the time of printing, the address.
fn is_printers_line(line: &str) -> bool {
    let day = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '/');
    let is_day = line[..line.len() - day.len()].matches('/').count() == 2;
    let time = day.trim_start_matches([',', '，', ' ']);
    let minutes = time.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("file://")
        || line.starts_with("http://")
        || line.starts_with("https://")
        || is_day && minutes.len() < time.len() && minutes.starts_with(':')
}

/// How the lines of a document are set.
struct Page {
    left: f32,
    right: f32,
    /// From base line to base line.
    pitch: f32,
}

impl Page {
    fn of(lines: &[(usize, Line)]) -> Self {
        let long = || lines.iter().map(|(_, line)| line).filter(|line| line.right - line.left > 12.0 * line.size);
        let left = farthest(long().map(|line| (-line.left, line.size)).collect()).map_or(0.0, |left| -left);
        // Without long lines none was broken.
        let right = farthest(long().map(|line| (line.right, line.size)).collect()).unwrap_or(f32::INFINITY);
        let pairs = lines.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let pitch = most_common(pairs.map(|pair| pair[0].1.base - pair[1].1.base)).unwrap_or(0.0);
        Self { left, right, pitch }
    }

    /// Whether a line goes on with the one before it.
    fn runs_on(&self, (page_before, before): &(usize, Line), (page, line): &(usize, Line)) -> bool {
        let size = line.size.max(before.size);
        // Widths are those of the font, more or less; a sentence that is not at its end speaks for the break too.
        let is_long = before.right - self.left > 0.7 * (self.right - self.left);
        let slack = if is_long && !ends_sentence(&before.cells[0]) { 2.5 } else { 0.3 };
        let is_full = before.right + line.first_word > self.right - slack * size;
        let is_indented = line.left > self.left + 0.8 * size;
        let is_apart = page_before == page && before.base - line.base > 1.25 * self.pitch + 0.2 * size;
        let is_other_size = (line.size - before.size).abs() > 0.15 * size;
        is_full
            && !is_indented
            && !is_apart
            && !is_other_size
            && line.cells.len() == 1
            && before.cells.len() == 1
            && !(ends_sentence(&before.cells[0]) && starts_heading(&line.cells[0]))
    }
}

/// The farthest that more than a chance line reaches; of each line its end and its size.
fn farthest(mut ends: Vec<(f32, f32)>) -> Option<f32> {
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let enough = ends.len().div_ceil(6).min(3);
    let reached = |at: usize| ends.get(at + enough - 1).is_some_and(|other| ends[at].0 - other.0 < ends[at].1);
    (0..ends.len()).find(|at| reached(*at)).map(|at| ends[at].0)
}

/// The value that most others are near to.
fn most_common(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut counts: HashMap<i32, (usize, f32)> = HashMap::new();
    for value in values {
        // Beyond any sheet of paper, places are noise.
        #[allow(clippy::cast_possible_truncation)]
        let entry = counts.entry((value.clamp(-1e6, 1e6) * 4.0).round() as i32).or_insert((0, value));
        entry.0 += 1;
    }
    counts.into_iter().max_by_key(|(at, (count, _))| (*count, std::cmp::Reverse(*at))).map(|(_, (_, value))| value)
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['。', '：', ':', '！', '？', '；', ';', '.', '!', '?'])
}

/// Whether a line begins with the number of a heading: 一、 (一) 1. 第一章.
fn starts_heading(line: &str) -> bool {
    let line = line.strip_prefix(['(', '（', '第']).unwrap_or(line);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.len() < line.len() && rest.starts_with(['、', '.', '．', ')', '）', '章', '节'])
}

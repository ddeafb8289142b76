//! Marked places in printed text: colour on a terminal, 「…」 elsewhere; lines of Chinese at their width.

use std::io::{self, Write, stdout};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;
use zhifa::explain::Excerpt;

use super::settings::coloured;

/// The widest line, in columns.
const WIDTH: usize = 100;
/// Where the lines of an excerpt start.
const INDENT: usize = 14;
/// Characters shown before the first mark and behind the last.
const AROUND: usize = 60;

/// How places are marked.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    colour: bool,
}

impl Marks {
    /// Colour where the standard output has it.
    pub fn of_stdout() -> Self {
        Self { colour: coloured(&stdout()) }
    }

    /// The first line of something.
    pub fn heading(self, line: &str) -> String {
        let style = Style::new().bold();
        if self.colour { format!("{style}{line}{style:#}") } else { line.to_owned() }
    }

    /// Writes an excerpt on lines of its own, with its marks; what is far from them is left out.
    pub fn excerpt(self, excerpt: &Excerpt, out: &mut impl Write) -> io::Result<()> {
        let chars: Vec<char> = excerpt.text.chars().collect();
        let first = excerpt.marks.first().map_or(0, |mark| mark.start);
        let last = excerpt.marks.last().map_or(chars.len(), |mark| mark.end);
        let (from, to) = (first.saturating_sub(AROUND), (last + AROUND).min(chars.len()));
        let mut line = Line { out, column: 0 };
        line.start()?;
        if from > 0 {
            line.put("…", 1)?;
        }
        for (at, c) in chars.iter().enumerate().take(to).skip(from) {
            if excerpt.marks.iter().any(|mark| mark.start == at) {
                self.open(&mut line)?;
            }
            // A line end or another control character would break the column.
            let c = if c.is_control() { ' ' } else { *c };
            line.put(c.encode_utf8(&mut [0; 4]), c.width().unwrap_or(0))?;
            if excerpt.marks.iter().any(|mark| mark.end == at + 1) {
                self.close(&mut line)?;
            }
        }
        if to < chars.len() {
            line.put("…", 1)?;
        }
        writeln!(line.out)
    }

    fn open(self, line: &mut Line<impl Write>) -> io::Result<()> {
        if self.colour { write!(line.out, "{}", style()) } else { line.put("「", 2) }
    }

    fn close(self, line: &mut Line<impl Write>) -> io::Result<()> {
        if self.colour { write!(line.out, "{:#}", style()) } else { line.put("」", 2) }
    }
}

fn style() -> Style {
    AnsiColor::Green.on_default().bold()
}

/// A line that is broken before it grows too wide.
struct Line<'o, W> {
    out: &'o mut W,
    column: usize,
}

impl<W: Write> Line<'_, W> {
    fn start(&mut self) -> io::Result<()> {
        self.column = INDENT;
        write!(self.out, "{}", " ".repeat(INDENT))
    }

    fn put(&mut self, text: &str, width: usize) -> io::Result<()> {
        if self.column + width > WIDTH {
            writeln!(self.out)?;
            self.start()?;
        }
        self.column += width;
        write!(self.out, "{text}")
    }
}

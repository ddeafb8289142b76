//! The text of an old Word file (DOC, Word 97 to 2003), and which other old Office files stand in the same container.
//!
//! In: the bytes of the file. Out: its text, a paragraph a line and a table row a line. A list of pieces says where in the file
//! the characters stand, in UTF-16 or in one byte each. Numbers of automatic lists are not stored, and are not made up.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use encoding_rs::WINDOWS_1252;

use super::IngestError;

const FORMAT: &str = "old Word file (DOC)";

/// What other streams tell: a kind of file that is not read, or one that is locked.
const OTHERS: [(&str, &str); 4] = [
    ("/Workbook", "an old Excel file (XLS)"),
    ("/Book", "an old Excel file (XLS)"),
    ("/PowerPoint Document", "an old PowerPoint file (PPT)"),
    ("/FileHeader", "an HWP file"),
];

/// Reads the text of an old Word file.
pub(super) fn read(bytes: &[u8]) -> Result<String, IngestError> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    if file.exists("/EncryptedPackage") {
        return Err(IngestError::Encrypted("DOCX file"));
    }
    let Some(main) = stream(&mut file, "/WordDocument", bytes.len())? else {
        let other = OTHERS.iter().find(|(name, _)| file.exists(name));
        let format = other.map_or("an old Office file", |(_, told)| told);
        return Err(IngestError::Unsupported { format, advice: "save it as DOCX or PDF" });
    };
    let flags = u16_at(&main, 0x0a).unwrap_or(0);
    if u16_at(&main, 0) != Some(0xa5ec) {
        return Err(IngestError::Unsupported {
            format: "a Word file of before 1997",
            advice: "save it as DOCX or PDF",
        });
    }
    if flags & 0x100 != 0 {
        return Err(IngestError::Encrypted(FORMAT));
    }
    let name = if flags & 0x200 == 0 { "/0Table" } else { "/1Table" };
    let table = stream(&mut file, name, bytes.len())?.ok_or_else(|| damaged("it has no table of pieces"))?;
    let text = pieces(&main, &table).ok_or_else(|| damaged("its table of pieces leads nowhere"))?;
    Ok(lines(&text))
}

fn damaged(cause: &str) -> IngestError {
    IngestError::Damaged { format: FORMAT, cause: cause.to_owned() }
}

/// The bytes of a stream, which cannot be more than the file has.
fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str, most: usize) -> Result<Option<Vec<u8>>, IngestError> {
    if !file.is_stream(name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let opened = file.open_stream(name).map_err(|error| damaged(&error.to_string()))?;
    opened.take(most as u64).read_to_end(&mut bytes).map_err(|error| damaged(&error.to_string()))?;
    Ok(Some(bytes))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// The characters of the main text, put together from its pieces.
fn pieces(main: &[u8], table: &[u8]) -> Option<String> {
    // Places in the file's head: how many characters the main text has, and where the list of pieces stands.
    let (mut left, start, length) = (u32_at(main, 0x4c)?, u32_at(main, 0x1a2)?, u32_at(main, 0x1a6)?);
    let mut list = table.get(start..start.checked_add(length)?)?;
    // Before the list stand changes of properties, each with its length.
    while list.first() == Some(&1) {
        list = list.get(3 + usize::from(u16_at(list, 1)?)..)?;
    }
    let size = u32_at(list, 1).filter(|_| list.first() == Some(&2))?;
    let list = list.get(5..5_usize.checked_add(size)?)?;
    let count = size.checked_sub(4)? / 12;
    let mut text = String::new();
    for piece in 0..count {
        let characters = u32_at(list, 4 * (piece + 1))?.checked_sub(u32_at(list, 4 * piece)?)?.min(left);
        left -= characters;
        let place = u32_at(list, 4 * (count + 1) + 8 * piece + 2)?;
        // The flag says that characters have one byte, and that the place is counted in halves.
        if place & 0x4000_0000 == 0 {
            let bytes = main.get(place..place.checked_add(characters.checked_mul(2)?)?)?;
            let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
            text.push_str(&String::from_utf16_lossy(&units));
        } else {
            let place = (place & 0x3fff_ffff) / 2;
            text.push_str(
                &WINDOWS_1252.decode_without_bom_handling(main.get(place..place.checked_add(characters)?)?).0,
            );
        }
        // Pieces may stand over one another, but together they are no longer than the file.
        if text.len() > 3 * main.len() {
            return None;
        }
    }
    Some(text)
}

/// The lines of a text in Word's own marks: paragraphs, cells, fields.
fn lines(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let (mut line, mut row) = (String::new(), Vec::new());
    // The fields that are open, and whether each is at its result, which alone is shown: it stands behind the second mark.
    let (mut fields, mut codes) = (Vec::new(), 0_usize);
    for c in text.chars() {
        match c {
            '\u{13}' => {
                fields.push(false);
                codes += 1;
            }
            '\u{14}' => {
                codes -= usize::from(fields.last_mut().is_some_and(|at_result| !std::mem::replace(at_result, true)));
            }
            '\u{15}' => codes -= usize::from(fields.pop() == Some(false)),
            _ if codes > 0 => {}
            // Two in a row end a row.
            '\u{7}' if line.trim().is_empty() && !row.is_empty() => out.push(std::mem::take(&mut row).join("|")),
            '\u{7}' => row.push(std::mem::take(&mut line).trim().to_owned()),
            '\r' | '\u{b}' | '\u{c}' | '\u{e}' => out.push(std::mem::take(&mut line)),
            '\t' | '\u{a0}' => line.push(' '),
            '\u{1e}' => line.push('-'),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    out.extend([row.join("|"), line]);
    let shown = out.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    shown.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A Word file whose text stands in two pieces, the first in UTF-16, the second in single bytes.
    fn file(wide: &str, narrow: &str, flags: u16) -> Vec<u8> {
        let units: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (first, second) = (units.len() / 2, narrow.len());
        let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let mut main = vec![0; 0x200];
        main[..2].copy_from_slice(&0xa5ec_u16.to_le_bytes());
        main[0x0a..0x0c].copy_from_slice(&flags.to_le_bytes());
        main[0x4c..0x50].copy_from_slice(&number(first + second));
        let mut list = [number(0), number(first), number(first + second)].concat();
        for place in [0x200, ((0x200 + units.len()) * 2) | 0x4000_0000] {
            list.extend([&[0, 0][..], &number(place), &[0, 0]].concat());
        }
        let table = [&[1, 2, 0, 9, 9, 2][..], &number(list.len()), &list].concat();
        main[0x1a6..0x1aa].copy_from_slice(&number(table.len()));
        main.extend([units, narrow.as_bytes().to_vec()].concat());
        compound(&[("/WordDocument", &main), ("/0Table", &table)])
    }

    fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn pieces_are_joined_and_words_marks_read() {
        let wide = "一、执法情况\r立案\u{13}HYPERLINK\u{14}57\u{15}件。\u{13}PAGE\u{15}\r项目\u{7}件\u{7}\u{7}立案\u{7}57\u{7}\u{7}共";
        assert_eq!(read(&file(wide, "12\r", 0)).unwrap(), "一、执法情况\n立案57件。\n项目|件\n立案|57\n共12");
    }

    #[test]
    fn what_is_locked_of_another_kind_or_cut_short_fails_by_name() {
        let code = |bytes: &[u8]| read(bytes).map_err(|error| error.code());
        assert_eq!(code(&file("立案", "", 0x100)), Err("encrypted"));
        assert_eq!(code(&compound(&[("/EncryptedPackage", b"")])), Err("encrypted"));
        assert_eq!(code(&compound(&[("/Workbook", b"")])), Err("unsupported_format"));
        assert_eq!(code(&compound(&[("/WordDocument", b"\xec\xa5")])), Err("damaged"));
        let whole = file("立案57件", "", 0);
        for cut in [8, 512, whole.len() / 2] {
            assert!(matches!(code(&whole[..cut]), Err("damaged" | "unsupported_format")), "{cut}");
        }
    }
}

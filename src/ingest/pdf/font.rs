//! Fonts: which characters the bytes of a string are, and how wide they stand.

use std::collections::HashMap;

use encoding_rs::GB18030;
use lopdf::{Dictionary, Document, Encoding, Object};

/// How the codes of a font are told.
enum Codes<'d> {
    /// By a map of its own, which is best.
    Map(Box<Encoding<'d>>),
    /// `UniGB`: a code is a unit of UTF-16.
    Utf16,
    /// GBK-EUC and its kin.
    Gbk,
    /// An encoding of single bytes.
    Single(Encoding<'d>),
    /// By numbers of glyphs, which say nothing.
    Unknown,
}

/// A font as far as text needs it.
pub(super) struct Font<'d> {
    codes: Codes<'d>,
    /// Whether codes have two bytes.
    is_wide: bool,
    /// Widths by code, in thousandths of the size.
    widths: HashMap<u32, f32>,
    usual_width: f32,
}

/// A code of a string.
pub(super) struct Code {
    pub(super) text: String,
    /// In units of the size.
    pub(super) width: f32,
    /// Whether it is the single byte of a blank, by which words are spaced.
    pub(super) is_blank: bool,
}

/// The most bytes that a map of codes may unpack to.
const LARGEST_MAP: usize = 4 << 20;

/// The most widths that are kept of a font: more than there are codes.
const MOST_WIDTHS: u32 = 1 << 16;

impl<'d> Font<'d> {
    pub(super) fn of(font: &'d Dictionary, document: &'d Document) -> Self {
        let name = |key: &[u8]| font.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
        let is_wide = name(b"Subtype") == b"Type0";
        let encoding = name(b"Encoding");
        let codes = match map(font, document) {
            Some(map) => Codes::Map(Box::new(map)),
            None if !is_wide => {
                font.get_font_encoding_with_limit(document, LARGEST_MAP).map_or(Codes::Unknown, Codes::Single)
            }
            None if encoding.starts_with(b"UniGB-U") => Codes::Utf16,
            None if encoding.starts_with(b"GB") => Codes::Gbk,
            None => Codes::Unknown,
        };
        let mut all = Self { codes, is_wide, widths: HashMap::new(), usual_width: 1000.0 };
        if is_wide {
            all.read_wide_widths(font, document);
        } else {
            all.read_widths(font, document);
        }
        // Of a predefined encoding, the numbers of glyphs are not the codes; Latin stands in half the width.
        if matches!(all.codes, Codes::Utf16 | Codes::Gbk) {
            all.widths = (0..128).map(|code| (code, 500.0)).collect();
        }
        all
    }

    fn read_widths(&mut self, font: &Dictionary, document: &Document) {
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        // The widths of a Type 3 font are in a space of its own.
        let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
        let scale = matrix.and_then(|matrix| matrix.first()?.as_float().ok()).map_or(1.0, |scale| scale * 1000.0);
        let widths = font.get_deref(b"Widths", document).and_then(Object::as_array);
        for (code, width) in (u32::try_from(first).unwrap_or(0)..MOST_WIDTHS).zip(widths.into_iter().flatten()) {
            if let Ok((_, width)) = document.dereference(width)
                && let Ok(width) = width.as_float()
            {
                self.widths.insert(code, width * scale);
            }
        }
        self.usual_width = 500.0;
    }

    fn read_wide_widths(&mut self, font: &Dictionary, document: &Document) {
        let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
        let Some(first) = descendants.ok().and_then(|all| all.first()) else { return };
        let Ok(inner) = document.dereference(first).and_then(|(_, inner)| inner.as_dict()) else { return };
        if let Ok(usual) = inner.get_deref(b"DW", document).and_then(Object::as_float) {
            self.usual_width = usual;
        }
        let Ok(mut rest) = inner.get_deref(b"W", document).and_then(Object::as_array).map(Vec::as_slice) else {
            return;
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = |object: &Object| object.as_float().ok().map(|number| number.clamp(0.0, 65_535.0) as u32);
        // Either `first [width …]` or `first last width`.
        while let [first, second, after @ ..] = rest {
            let Some(first) = whole(first) else { return };
            if let Ok((_, Object::Array(widths))) = document.dereference(second) {
                let widths = (first..MOST_WIDTHS).zip(widths.iter().map(Object::as_float));
                self.widths.extend(widths.filter_map(|(code, width)| Some((code, width.ok()?))));
                rest = after;
            } else {
                let [width, after @ ..] = after else { return };
                let (Some(last), Ok(width)) = (whole(second), width.as_float()) else { return };
                self.widths.extend((first..=last).map(|code| (code, width)));
                rest = after;
            }
        }
    }

    /// The codes of a string.
    pub(super) fn codes(&self, bytes: &[u8]) -> Vec<Code> {
        let mut codes = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, after) = rest.split_at(self.length(rest));
            rest = after;
            let number = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
            let width = self.widths.get(&number).copied().unwrap_or(self.usual_width) / 1000.0;
            codes.push(Code { text: self.text(code, number), width, is_blank: code == b" " });
        }
        codes
    }

    /// How many bytes the code has that `bytes` begin with.
    fn length(&self, bytes: &[u8]) -> usize {
        let length = match &self.codes {
            Codes::Gbk => match bytes {
                [0..0x80, ..] => 1,
                [_, b'0'..=b'9', _, _, ..] => 4,
                _ => 2,
            },
            _ if self.is_wide => 2,
            _ => 1,
        };
        length.min(bytes.len())
    }

    fn text(&self, code: &[u8], number: u32) -> String {
        match &self.codes {
            Codes::Map(map) => {
                let told = |code: &[u8]| map.bytes_to_string(code).unwrap_or_default().replace('\0', "");
                let text = told(code);
                // Some maps name single bytes by two.
                if code.len() == 1 && text.contains(char::REPLACEMENT_CHARACTER) { told(&[0, code[0]]) } else { text }
            }
            Codes::Utf16 => {
                u16::try_from(number).map_or_else(|_| String::new(), |unit| String::from_utf16_lossy(&[unit]))
            }
            Codes::Gbk => GB18030.decode_without_bom_handling(code).0.into_owned(),
            Codes::Single(encoding) => encoding.bytes_to_string(code).unwrap_or_default(),
            Codes::Unknown => char::REPLACEMENT_CHARACTER.to_string(),
        }
    }
}

/// The map of a font's codes to characters, which the file carries along.
fn map<'d>(font: &Dictionary, document: &Document) -> Option<Encoding<'d>> {
    let stream = font.get(b"ToUnicode").ok()?;
    // Asked of a font that says nothing else, so that the encoding does not go before the map.
    let mut bare = Dictionary::new();
    bare.set("Type", Object::Name(b"Font".to_vec()));
    bare.set("ToUnicode", stream.clone());
    match bare.get_font_encoding_with_limit(document, LARGEST_MAP).ok()? {
        Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}

//! Which characters the bytes stand for.
//!
//! In: the bytes of a text or page. Out: [`Decoded`], never a failure. What proves itself goes first: a byte order mark,
//! then valid UTF-8, then UTF-16 without a mark. What is left is one of the two Chinese encodings or damaged UTF-8, and
//! the reading that gives the most everyday characters wins. A charset that an HTML page declares only tips the scales,
//! because pages are often saved in another one than they say. GB2312 and GBK are read as GB18030, which holds both.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

/// How many leading bytes are searched for a declared charset.
const DECLARATION_WINDOW: usize = 4096;

/// Decoded characters, without a byte order mark.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
    /// Whether bytes had no meaning and were replaced by U+FFFD.
    pub(super) lossy: bool,
}

/// Decodes `bytes` with the encoding that fits them best.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark..], encoding);
    }
    if memchr(0, bytes).is_some() {
        return decode_as(bytes, utf16_without_mark(bytes).unwrap_or(UTF_8));
    }
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), encoding: UTF_8, lossy: false },
        // Cut within its last character; the valid part must show that it is UTF-8 and not GB18030.
        Err(error) if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() => {
            decode_as(bytes, UTF_8)
        }
        Err(_) => decode_as(bytes, utf16_without_mark(bytes).unwrap_or_else(|| best_fit(bytes))),
    }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    // GB18030 has a byte order mark too, which the encoding standard does not know.
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.to_string(), str::to_owned);
    Decoded { text, encoding, lossy }
}

/// The byte order of UTF-16 without a mark: in one order nearly every unit is a character that Chinese prose uses, in the
/// other clearly fewer are. Bytes with NUL among them are UTF-16 or no text, so less is asked of them.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    const LEAST_UNITS: usize = 4;
    const SAMPLE: usize = 64 * 1024;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let units = sample.len() / 2;
    let has_nul = memchr(0, bytes).is_some();
    if units < LEAST_UNITS && !has_nul {
        return None;
    }
    let enough = if has_nul { 80 } else { 97 };
    let usual = |read: fn([u8; 2]) -> u16| {
        sample.chunks_exact(2).filter(|unit| is_usual_unit(read([unit[0], unit[1]]))).count()
    };
    let (little, big) = (usual(u16::from_le_bytes), usual(u16::from_be_bytes));
    let clearly = |this: usize, other: usize| this * 100 > units * enough && (this - other.min(this)) * 5 > units;
    if clearly(little, big) {
        Some(UTF_16LE)
    } else if clearly(big, little) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_usual_unit(unit: u16) -> bool {
    // In the wrong byte order an ASCII letter looks like a character that ends in 00; of these only 一 is usual.
    let turned_ascii = unit.trailing_zeros() >= 8 && !matches!(unit, 0x3000 | 0x4e00);
    !turned_ascii
        && matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x1ff | 0x2010..=0x2027 | 0x2160..=0x217f
            | 0x2460..=0x249b | 0x3000..=0x301f | 0x4e00..=0x9fff | 0xff01..=0xff5e)
}

/// The encoding for bytes that are neither UTF-8 nor UTF-16.
fn best_fit(bytes: &[u8]) -> &'static Encoding {
    let declared = declared_charset(bytes);
    let gb = pairs_in(bytes, is_everyday_gb);
    let big5 = pairs_in(bytes, is_everyday_big5);
    let chinese = if big5 > gb + big5_margin(bytes, declared) { BIG5 } else { GB18030 };
    if utf8_share(bytes) > gb.max(big5).max(50) {
        return UTF_8;
    }
    match declared {
        Some(other) if ![GB18030, BIG5].contains(&other) && !fails(bytes, other) && fails(bytes, chinese) => other,
        _ => chinese,
    }
}

/// By how many percent points Big5 must fit better: clearly where nothing else speaks for it, not at all where the page
/// itself says Big5, and by more than there is where only GB18030 gives every byte a meaning.
fn big5_margin(bytes: &[u8], declared: Option<&'static Encoding>) -> i32 {
    if fails(bytes, BIG5) && !fails(bytes, GB18030) {
        100
    } else if declared == Some(BIG5) {
        -10
    } else {
        20
    }
}

fn fails(bytes: &[u8], encoding: &'static Encoding) -> bool {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).is_none()
}

/// The share, in percent, of two-byte characters that `is_everyday` knows.
fn pairs_in(bytes: &[u8], is_everyday: fn(u8, u8) -> bool) -> i32 {
    let (mut all, mut everyday) = (0_usize, 0_usize);
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match tail {
            [second, after @ ..] if *first >= 0x80 => {
                all += 1;
                everyday += usize::from(is_everyday(*first, *second));
                after
            }
            _ => tail,
        };
    }
    percent(everyday, all)
}

/// Punctuation, pinyin and level 1 of GB 2312: the 3755 characters most in use.
fn is_everyday_gb(lead: u8, trail: u8) -> bool {
    matches!((lead, trail), (0xa1..=0xa3 | 0xb0..=0xd7, 0xa1..) | (0xa8, 0xa1..=0xc0))
}

/// Punctuation and level 1 of Big5: the 5401 characters most in use.
fn is_everyday_big5(lead: u8, trail: u8) -> bool {
    matches!(lead, 0xa1..=0xc6) && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe)
}

/// The share, in percent, of sequences beyond ASCII that are well-formed UTF-8.
fn utf8_share(bytes: &[u8]) -> i32 {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    percent(good, good + bad)
}

fn percent(part: usize, whole: usize) -> i32 {
    i32::try_from((part * 100).checked_div(whole).unwrap_or(0)).unwrap_or(0)
}

/// The charset that an HTML page or an XML file declares of itself.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_WINDOW)]).to_ascii_lowercase();
    let tags = head.split('<').filter_map(|tag| tag.split('>').next());
    let mut labels = tags.filter_map(|tag| match tag {
        _ if tag.starts_with("meta") => value_of(tag, "charset"),
        _ if tag.starts_with("?xml") => value_of(tag, "encoding"),
        _ => None,
    });
    let encoding = labels.find_map(|label| Encoding::for_label(label.as_bytes()))?;
    // Bytes in which a declaration can be read are not UTF-16.
    match encoding {
        _ if encoding == GBK => Some(GB18030),
        _ if encoding == UTF_8 || !encoding.is_ascii_compatible() => None,
        _ => Some(encoding),
    }
}

fn value_of<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let after = &tag[tag.find(key)? + key.len()..];
    let value = after.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    value.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).next().filter(|label| !label.is_empty())
}

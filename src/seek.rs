//! Looking for few characters in a long text, without decoding the others.
//!
//! Nearly every byte of a report belongs to a Chinese character of three bytes that nobody looks for. So what is looked
//! for is told by its bytes: one of few by [`memchr`], one of many by a [`CharSet`].

use memchr::memchr;

/// The lines of a text, each with its end.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        (end > 0).then_some(line)
    })
}

/// How many characters begin in `bytes`, which are part of a text.
pub fn chars_in(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xc0 != 0x80)
}

/// How many bytes fit.
pub fn count(bytes: &[u8], fits: impl Fn(u8) -> bool) -> usize {
    // Counted in a byte as far as one goes, so that many bytes are looked at at once.
    const CHUNK: usize = 240;
    let in_chunk = |chunk: &[u8]| chunk.iter().fold(0, |count, byte| count + u8::from(fits(*byte)));
    bytes.chunks(CHUNK).map(|chunk| usize::from(in_chunk(chunk))).sum()
}

/// A set of characters, a bit each. Those beyond the basic plane are in it together or not at all.
pub struct CharSet {
    bits: [u64; 1 << 10],
    beyond: bool,
}

impl CharSet {
    /// The set of these characters.
    pub const fn of(chars: &[char]) -> Self {
        let mut set = Self { bits: [0; 1 << 10], beyond: false };
        let mut at = 0;
        while at < chars.len() {
            set.add(chars[at]);
            at += 1;
        }
        set
    }

    /// Adds a character.
    pub const fn add(&mut self, c: char) {
        let code = c as usize;
        if code < 1 << 16 {
            self.bits[code >> 6] |= 1 << (code & 63);
        } else {
            self.beyond = true;
        }
    }

    /// Whether a character is in the set.
    #[inline]
    pub const fn contains(&self, c: char) -> bool {
        let code = c as usize;
        if code < 1 << 16 { self.bits[code >> 6] >> (code & 63) & 1 == 1 } else { self.beyond }
    }

    /// Where the first character of the set stands in `text`.
    pub fn find(&self, text: &str) -> Option<usize> {
        let mut rest = text.as_bytes();
        loop {
            // Nearly all are characters of three bytes, so two of them are looked at at once.
            while let Some(&[a, b, c, d, e, f, g]) = rest.first_chunk() {
                let (one, other) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([d, e, f, g]));
                let have_three = (one ^ 0xe0 | other ^ 0xe0) & 0xf0 == 0;
                if !have_three || (self.of_three(one) | self.of_three(other)) & 1 == 1 {
                    break;
                }
                rest = &rest[6..];
            }
            let (found, after) = match rest {
                [lead @ ..0x80, after @ ..] => (self.holds(low(*lead, 64) >> 6, *lead), after),
                [lead @ ..0xe0, second, after @ ..] => (self.holds(low(*lead, 31), *second), after),
                [lead @ ..0xf0, second, third, after @ ..] => {
                    (self.holds(low(*lead, 15) << 6 | low(*second, 63), *third), after)
                }
                [_, _, _, _, after @ ..] => (self.beyond, after),
                _ => return None,
            };
            if found {
                return Some(text.len() - rest.len());
            }
            rest = after;
        }
    }

    /// The bit of a character of three bytes, the first of them the lowest of `bytes`, with others above it.
    fn of_three(&self, bytes: u32) -> u64 {
        self.bits[((bytes & 15) << 6 | bytes >> 8 & 63) as usize] >> (bytes >> 16 & 63)
    }

    /// Whether a character is in the set, by its upper bits and its last byte, which holds the lower six.
    fn holds(&self, upper: usize, last: u8) -> bool {
        self.bits[upper] >> (last & 63) & 1 == 1
    }
}

/// The bits of a byte that a mask leaves.
const fn low(byte: u8, mask: u8) -> usize {
    (byte & mask) as usize
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn the_first_character_of_the_set_is_found_whatever_its_length() {
        let set = CharSet::of(&['7', 'é', '三', '\u{ffff}']);
        for (text, at) in [
            ("", None),
            ("全市立案,é7", Some(13)),
            ("a7", Some(1)),
            ("w", None),
            ("全市三家", Some(6)),
            ("上市\u{ffff}", Some(6)),
            ("😀w三", Some(5)),
            ("ß", None),
            ("上市三家市区", Some(6)),
            ("上市区县州三", Some(15)),
            ("上市a区县三州", Some(13)),
        ] {
            assert_eq!(set.find(text), at, "{text}");
        }
        assert_eq!(CharSet::of(&['😀']).find("三𠀾"), Some(3));
    }
}

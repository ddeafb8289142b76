//! Pinyin: whether letters are one syllable of Mandarin, with or without its tone.

use std::sync::LazyLock;

/// The letters of a syllable without its tone, `v` for ü: five bits each, so that syllables compare as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Syllable(u64);

impl Syllable {
    const EMPTY: Self = Self(0);

    /// The syllable of these letters, twelve at most, in lower case.
    pub const fn of(letters: &str) -> Self {
        let letters = letters.as_bytes();
        let (mut syllable, mut at) = (Self::EMPTY, 0);
        while at < letters.len() {
            syllable = syllable.and(letters[at]);
            at += 1;
        }
        syllable
    }

    const fn and(self, letter: u8) -> Self {
        Self(self.0 << 5 | (letter & 31) as u64)
    }

    /// Whether it is one of Mandarin.
    fn is_known(self) -> bool {
        SYLLABLES.binary_search(&self).is_ok()
    }
}

/// A syllable without its tone; `None` where the letters are no syllable of Mandarin in lower case.
///
/// A single letter counts only with a tone mark: 图(a) is no gloss, 額(é) is one.
pub fn toneless(text: &str) -> Option<Syllable> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut plain = Syllable::EMPTY;
    let (mut letters, mut marks) = (0, 0);
    for c in text.chars() {
        let (letter, marked) = plain_letter(c)?;
        if let Some(letter) = letter {
            plain = plain.and(letter);
            letters += 1;
        }
        marks += usize::from(marked);
    }
    (marks <= 1 && letters + marks > 1 && plain.is_known()).then_some(plain)
}

/// Bytes of the longest syllable (`zhuàng`), with room for a tone mark that stands apart.
const MAX_BYTES: usize = 10;

/// A letter without its tone mark, and whether it had one; a mark that stands apart is no letter.
fn plain_letter(c: char) -> Option<(Option<u8>, bool)> {
    let toned = |letter| Some((Some(letter), true));
    match c {
        'a'..='z' => Some((u8::try_from(c).ok(), false)),
        'ü' => Some((Some(b'v'), false)),
        'ɑ' => Some((Some(b'a'), false)),
        'ɡ' => Some((Some(b'g'), false)),
        'ā' | 'á' | 'ǎ' | 'à' | 'ă' => toned(b'a'),
        'ē' | 'é' | 'ě' | 'è' | 'ĕ' => toned(b'e'),
        'ī' | 'í' | 'ǐ' | 'ì' | 'ĭ' => toned(b'i'),
        'ō' | 'ó' | 'ǒ' | 'ò' | 'ŏ' => toned(b'o'),
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ŭ' => toned(b'u'),
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => toned(b'v'),
        'ń' | 'ň' | 'ǹ' => toned(b'n'),
        '\u{304}' | '\u{301}' | '\u{30c}' | '\u{300}' => Some((None, true)),
        _ => None,
    }
}

/// Finals, each with the initials it goes with; `-` is none. `y` and `w` stand as initials, as they are written.
const FINALS: [(&str, &str); 35] = [
    ("a", "- b p m f d t n l g k h zh ch sh z c s y w"),
    ("o", "- b p m f l y w"),
    ("e", "- m d t n l g k h zh ch sh r z c s y"),
    ("ai", "- b p m d t n l g k h zh ch sh z c s w"),
    ("ei", "b p m f d n l g h zh sh z w"),
    ("ao", "- b p m d t n l g k h zh ch sh r z c s y"),
    ("ou", "- p m f d t n l g k h zh ch sh r z c s y"),
    ("an", "- b p m f d t n l g k h zh ch sh r z c s y w"),
    ("en", "- b p m f d n g k h zh ch sh r z c s w"),
    ("ang", "- b p m f d t n l g k h zh ch sh r z c s y w"),
    ("eng", "b p m f d t n l g k h zh ch sh r z c s w"),
    ("ong", "d t n l g k h zh ch r z c s y"),
    ("er", "-"),
    ("i", "b p m d t n l j q x zh ch sh r z c s y"),
    ("ia", "d l j q x"),
    ("ie", "b p m d t n l j q x"),
    ("iao", "b p m d t n l j q x"),
    ("iu", "m d n l j q x"),
    ("ian", "b p m d t n l j q x"),
    ("in", "b p m n l j q x y"),
    ("iang", "n l j q x"),
    ("ing", "b p m d t n l j q x y"),
    ("iong", "j q x"),
    ("u", "b p m f d t n l g k h zh ch sh r z c s j q x y w"),
    ("ua", "g k h zh ch sh r"),
    ("uo", "d t n l g k h zh ch sh r z c s"),
    ("uai", "g k h zh ch sh"),
    ("ui", "d t g k h zh ch sh r z c s"),
    ("uan", "d t n l g k h zh ch sh r z c s j q x y"),
    ("un", "d t n l g k h zh ch sh r z c s j q x y"),
    ("uang", "g k h zh ch sh"),
    ("ue", "n l j q x y"),
    ("v", "n l j q x y"),
    ("ve", "n l j q x y"),
    ("van", "j q x y"),
];

/// All syllables, sorted.
static SYLLABLES: LazyLock<Vec<Syllable>> = LazyLock::new(|| {
    let spelt = |initial: &str, rest: &str| Syllable::of(&format!("{}{rest}", initial.trim_matches('-')));
    let mut all: Vec<_> = FINALS
        .iter()
        .flat_map(|(rest, initials)| initials.split(' ').map(move |initial| spelt(initial, rest)))
        .collect();
    all.sort_unstable();
    all
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_lose_their_tone() {
        for (text, plain) in [
            ("zhí", "zhi"),
            ("huán", "huan"),
            ("lǜ", "lv"),
            ("nüè", "nve"),
            ("lv", "lv"),
            ("jué", "jue"),
            ("é", "e"),
            ("er", "er"),
            ("ban", "ban"),
            ("zhuàng", "zhuang"),
            ("yo\u{300}ng", "yong"),
        ] {
            assert_eq!(toneless(text), Some(Syllable::of(plain)), "{text}");
        }
    }

    #[test]
    fn other_letters_are_no_syllable() {
        for text in
            ["", "app", "pdf", "VOCs", "Xiàn", "a", "x", "cod", "bong", "zhíí", "一", "jpg", "zhuangzhuang", "b1"]
        {
            assert_eq!(toneless(text), None, "{text}");
        }
    }
}

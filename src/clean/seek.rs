//! Looking for few characters in a long text: by their first bytes, without decoding the others.

/// Which bytes are looked for. A byte that continues a character is none of them.
pub struct Bytes([bool; 256]);

impl Bytes {
    pub const fn new(bytes: &[u8]) -> Self {
        let mut wanted = [false; 256];
        let mut at = 0;
        while at < bytes.len() {
            wanted[bytes[at] as usize] = true;
            at += 1;
        }
        Self(wanted)
    }
}

/// The characters of `text` whose first byte is among `bytes`, each with its place.
pub fn beginning<'t>(text: &'t str, bytes: &'static Bytes) -> impl Iterator<Item = (usize, char)> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.as_bytes()[from..].iter().position(|byte| bytes.0[usize::from(*byte)])?;
        let c = text[at..].chars().next()?;
        from = at + c.len_utf8();
        Some((at, c))
    })
}

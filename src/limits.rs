//! How much a file may ask for before it is turned down.
//!
//! Owns the bounds: each a named constant, a code that a failure carries, and the flag that raises it. In: what was counted.
//! Out: [`Exceeded`] where it is too much. Reports come nowhere near; a file that does is broken, or made to fill the memory.

use std::fmt;

/// The most bytes a file may have, or a member of an archive when it is unpacked.
pub const FILE_BYTES: u64 = 64 << 20;
/// The most bytes that the parts of one document (DOCX, OFD, PDF) may unpack to, as far as they are read.
pub const DECOMPRESSED_BYTES: u64 = 64 << 20;
/// The most bytes that all members of one archive may unpack to, those of archives inside among them.
pub const ARCHIVE_BYTES: u64 = 256 << 20;
/// The most members an archive may have, those of archives inside among them.
pub const ARCHIVE_MEMBERS: u64 = 10_000;
/// How deep archives may stand in archives; the outermost counts 1.
pub const ARCHIVE_DEPTH: u64 = 2;
/// How deep the elements of an XML part may be nested.
pub const XML_DEPTH: u64 = 256;
/// How many entities an XML part may declare; none is ever expanded, and documents declare none.
pub const XML_ENTITIES: u64 = 0;
/// How deep the elements of a page may be nested; browsers stop at 512.
pub const HTML_DEPTH: u64 = 4_000;
/// The most elements a page may have, those that a parser repeats for tags left open among them.
pub const HTML_ELEMENTS: u64 = 1_000_000;
/// The most objects a PDF file may have.
pub const PDF_OBJECTS: u64 = 200_000;
/// The most numbers a text may have: what is known of each takes far more room than itself.
pub const QUANTITIES: u64 = 300_000;

/// What is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`FILE_BYTES`]
    FileBytes,
    /// [`DECOMPRESSED_BYTES`]
    DecompressedBytes,
    /// [`ARCHIVE_BYTES`]
    ArchiveBytes,
    /// [`ARCHIVE_MEMBERS`]
    ArchiveMembers,
    /// [`ARCHIVE_DEPTH`]
    ArchiveDepth,
    /// [`XML_DEPTH`]
    XmlDepth,
    /// [`XML_ENTITIES`]
    XmlEntities,
    /// [`HTML_DEPTH`]
    HtmlDepth,
    /// [`HTML_ELEMENTS`]
    HtmlElements,
    /// [`PDF_OBJECTS`]
    PdfObjects,
    /// [`QUANTITIES`]
    Quantities,
}

/// What there is to say of a bound.
struct Bound {
    value: u64,
    code: &'static str,
    flag: &'static str,
    /// What there is too much of, `{}` standing for the bound.
    told: &'static str,
}

impl Limit {
    /// All of them, in the order of the variants.
    const ALL: [Self; 11] = [
        Self::FileBytes,
        Self::DecompressedBytes,
        Self::ArchiveBytes,
        Self::ArchiveMembers,
        Self::ArchiveDepth,
        Self::XmlDepth,
        Self::XmlEntities,
        Self::HtmlDepth,
        Self::HtmlElements,
        Self::PdfObjects,
        Self::Quantities,
    ];

    #[rustfmt::skip]
    const fn bound(self) -> Bound {
        match self {
            Self::FileBytes => Bound { value: FILE_BYTES, code: "file_too_large", flag: "--max-file-size", told: "larger than {}" },
            Self::DecompressedBytes => Bound { value: DECOMPRESSED_BYTES, code: "decompressed_too_large", flag: "--max-decompressed-size", told: "its parts unpack to more than {}" },
            Self::ArchiveBytes => Bound { value: ARCHIVE_BYTES, code: "archive_too_large", flag: "--max-archive-size", told: "the members of the archive unpack to more than {}" },
            Self::ArchiveMembers => Bound { value: ARCHIVE_MEMBERS, code: "too_many_members", flag: "--max-archive-members", told: "an archive of more than {} members" },
            Self::ArchiveDepth => Bound { value: ARCHIVE_DEPTH, code: "archive_too_deep", flag: "--max-archive-depth", told: "archives nested deeper than {}" },
            Self::XmlDepth => Bound { value: XML_DEPTH, code: "xml_too_deep", flag: "--max-xml-depth", told: "XML elements nested deeper than {}" },
            Self::XmlEntities => Bound { value: XML_ENTITIES, code: "too_many_entities", flag: "--max-xml-entities", told: "more than {} XML entities declared" },
            Self::HtmlDepth => Bound { value: HTML_DEPTH, code: "html_too_deep", flag: "--max-html-depth", told: "HTML elements nested deeper than {}" },
            Self::HtmlElements => Bound { value: HTML_ELEMENTS, code: "too_many_elements", flag: "--max-html-elements", told: "a page of more than {} elements" },
            Self::PdfObjects => Bound { value: PDF_OBJECTS, code: "too_many_objects", flag: "--max-pdf-objects", told: "a PDF of more than {} objects" },
            Self::Quantities => Bound { value: QUANTITIES, code: "too_many_quantities", flag: "--max-quantities", told: "more than {} numbers" },
        }
    }

    /// Its name in a failure, in snake case; it does not change between versions.
    pub fn code(self) -> &'static str {
        self.bound().code
    }

    fn is_bytes(self) -> bool {
        matches!(self, Self::FileBytes | Self::DecompressedBytes | Self::ArchiveBytes)
    }
}

/// The bounds that hold for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits([u64; Limit::ALL.len()]);

impl Default for Limits {
    fn default() -> Self {
        Self(Limit::ALL.map(|limit| limit.bound().value))
    }
}

impl Limits {
    /// The bound itself: the most that is let through; bytes, or a number of things.
    pub fn of(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// Sets another bound.
    pub fn set(&mut self, limit: Limit, value: u64) {
        self.0[limit as usize] = value;
    }

    /// Lets a count through, or not.
    ///
    /// # Errors
    ///
    /// [`Exceeded`] where `count` is more than the bound.
    pub fn check(&self, limit: Limit, count: u64) -> Result<(), Exceeded> {
        let bound = self.of(limit);
        if count > bound { Err(Exceeded { limit, bound }) } else { Ok(()) }
    }
}

/// A bound that a file went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exceeded {
    /// Which.
    pub limit: Limit,
    /// Where it was set.
    pub bound: u64,
}

impl std::error::Error for Exceeded {}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = match self.bound {
            bytes if !self.limit.is_bytes() => bytes.to_string(),
            bytes if bytes % (1 << 20) == 0 => format!("{} MiB", bytes >> 20),
            bytes => format!("{bytes} bytes"),
        };
        let Bound { told, flag, .. } = self.limit.bound();
        write!(f, "{}; {flag} raises the bound", told.replace("{}", &bound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_stand_in_the_order_of_the_variants() {
        for (at, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(limit as usize, at, "{}", limit.code());
            assert!(limit.bound().told.contains("{}"), "{}", limit.code());
        }
    }

    #[test]
    fn a_bound_lets_its_own_value_through_and_names_its_flag() {
        let mut limits = Limits::default();
        assert_eq!(limits.check(Limit::FileBytes, FILE_BYTES), Ok(()));
        let exceeded = limits.check(Limit::FileBytes, FILE_BYTES + 1).unwrap_err();
        assert_eq!(exceeded.to_string(), "larger than 64 MiB; --max-file-size raises the bound");
        limits.set(Limit::FileBytes, FILE_BYTES + 1);
        assert_eq!(limits.check(Limit::FileBytes, FILE_BYTES + 1), Ok(()));
    }
}

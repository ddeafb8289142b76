//! The words by which a report says what it is: the table `[identity]` of `pack.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use serde::Deserialize;

use crate::record::AgencyKind;

/// Plain texts (no notation), compared with clean text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentityWords {
    /// Bodies as they are named after their place: 生态环境局.
    pub agencies: Vec<String>,
    /// What bodies oversee, by words in their names: environment by 生态环境.
    pub agency_kinds: BTreeMap<AgencyKind, Vec<String>>,
    /// What the name of any body may end with, where a line or the start of a title is one: 局, 厅, 支队.
    pub endings: Vec<String>,
    /// Bodies of the whole country: 生态环境部.
    pub national: Vec<String>,
    /// What the name of a party's committee starts with, which stands beside its government's: 中共.
    pub party: Vec<String>,
    /// What a branch ends with that follows its bureau's name: 分局.
    pub branches: Vec<String>,
    /// How a body speaks of itself: 我局. The last character tells a bureau from a department.
    pub own: Vec<String>,
    /// Words that, later in the clause, make a body the superior of the one that reports: 领导下.
    pub superiors: Vec<String>,
    /// What follows a place where the text names its government: 人民政府.
    pub governments: Vec<String>,
    /// What a title ends with.
    pub title_endings: Vec<String>,
    /// Labels of the title in a catalogue.
    pub title_labels: Vec<String>,
    /// Words of a line that tells the day and the paper of a story, and is no title.
    pub papers: Vec<String>,
    /// What an opening sentence starts with that a title does not.
    pub openings: Vec<String>,
    /// What shows a line of the page around the report, anywhere in it.
    pub chrome: Vec<String>,
    /// The same at the start of a line.
    pub chrome_starts: Vec<String>,
    /// Labels of the day of publication, the surest first.
    pub date_labels: Vec<String>,
    /// Labels of the publishing body.
    pub source_labels: Vec<String>,
    /// The words of each kind of report.
    pub kinds: KindWords,
    #[serde(skip)]
    finder: Finder,
}

impl IdentityWords {
    /// Every place in `text` where one of the agencies stands, in bytes, by their ends.
    pub fn agencies_in<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let finder = self.finder.0.get_or_init(|| {
            let words: BTreeSet<&String> = self.agencies.iter().filter(|word| !word.is_empty()).collect();
            // Words are unique and not empty, so it is missing only where there are none.
            CharwiseDoubleArrayAhoCorasick::new(words).ok()
        });
        let found = finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.map(|found| found.start()..found.end())
    }
}

/// Looks for all agencies at once; made when first asked for.
#[derive(Clone, Default)]
struct Finder(OnceLock<Option<CharwiseDoubleArrayAhoCorasick<u32>>>);

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Finder")
    }
}

/// The words of each kind of report, in a title or in the sentence that announces it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KindWords {
    /// What marks the announcing sentence: 如下.
    pub announces: Vec<String>,
    /// Replies to delegates.
    pub reply: Vec<String>,
    /// Bulletins.
    pub bulletin: Vec<String>,
    /// Reports of a year, whatever else they say.
    pub annual_report: Vec<String>,
    /// Reports of a year where the title names a year and nothing of `not_annual`.
    pub summary: Vec<String>,
    /// Words of one drive or a part of a year.
    pub not_annual: Vec<String>,
}

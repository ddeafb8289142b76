//! Bodies that a text names by their level alone (市生态环境局), by their full names.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::agency::{Body, mentions, places_in};
use super::form;
use super::page::Page;
use crate::rules::IdentityWords;

/// A search for the full names of bodies.
pub(super) struct Search<'a> {
    pub page: &'a Page<'a>,
    pub title: Option<&'a str>,
    pub words: &'a IdentityWords,
    named: OnceCell<Vec<Body>>,
    /// Bodies by the short names under which they were looked for.
    known: RefCell<BTreeMap<String, Option<Body>>>,
}

impl<'a> Search<'a> {
    /// A search in the text of `page` and its title.
    pub fn new(page: &'a Page<'a>, title: Option<&'a str>, words: &'a IdentityWords) -> Self {
        Self { page, title, words, named: OnceCell::new(), known: RefCell::default() }
    }

    /// 市生态环境局 by its full name: as the text names it elsewhere, else with the place of the title or of the text.
    pub fn complete(&self, body: &Body) -> Option<Body> {
        if !body.is_short() {
            return Some(body.clone());
        }
        if let Some(known) = self.known.borrow().get(&body.name) {
            return known.clone();
        }
        let full = self.full_name(body);
        self.known.borrow_mut().insert(body.name.clone(), full.clone());
        full
    }

    /// All bodies that the text names, in its order.
    pub fn named(&self) -> &[Body] {
        self.named.get_or_init(|| mentions(self.page.text, self.words))
    }

    fn full_name(&self, body: &Body) -> Option<Body> {
        let named = self.named().iter().filter(|other| !other.is_short() && other.name.ends_with(&body.name));
        if let Some(other) = most_frequent(named.map(|other| (other, 1)), |other| &other.name) {
            return Some(other.clone());
        }
        let fits = |place: &String| form::suffix(place) == form::suffix(&body.place);
        let of_title = self.title.into_iter().flat_map(places_in).find(fits).or_else(|| self.in_short_of_title(body));
        let governed = || governed(self.page.text, self.words).into_iter().filter(fits);
        let of_text = || most_frequent(governed().map(|place| (place, 1)), String::as_str);
        of_title.or_else(of_text).map(|place| body.of(&place))
    }

    /// 霜桥市 for the title 霜桥:…, where the text names it.
    fn in_short_of_title(&self, body: &Body) -> Option<String> {
        let (short, _) = self.title?.split_once(':')?;
        let place = format!("{short}{}", body.place);
        (form::is_formed(&place) && self.page.text.contains(&place)).then_some(place)
    }
}

/// The places whose government or whose rules (《霜桥市…办法》) the text names.
fn governed(text: &str, words: &IdentityWords) -> Vec<String> {
    let ruled = text.match_indices('《').filter_map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        form::at_start(rest).map(|length| rest[..length].to_owned())
    });
    let governments = words.governments.iter().flat_map(|word| text.match_indices(word.as_str()));
    let governed = governments.filter_map(|(at, _)| form::at_end(&text[..at]).map(|start| text[start..at].to_owned()));
    ruled.chain(governed).filter(|place| form::suffix(place) != Some(place)).collect()
}

/// The one with the highest sum of weights; the first of equals.
pub(super) fn most_frequent<T>(weighed: impl Iterator<Item = (T, usize)>, name: impl Fn(&T) -> &str) -> Option<T> {
    let mut sums: Vec<(T, usize)> = Vec::new();
    for (item, weight) in weighed {
        match sums.iter_mut().find(|(other, _)| name(other) == name(&item)) {
            Some((_, sum)) => *sum += weight,
            None => sums.push((item, weight)),
        }
    }
    let highest = sums.iter().map(|(_, sum)| *sum).max()?;
    sums.into_iter().find(|(_, sum)| *sum == highest).map(|(item, _)| item)
}

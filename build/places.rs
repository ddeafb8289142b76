//! The table of places, sorted by code, by full and by short name, as Rust source.
//!
//! In: `data/regions.tsv`. Out: a text that holds every name, and tables of places in it, which `src/identity/places.rs` includes.
//! They hold no pointers: those would be adjusted each time the program starts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A line of the table.
struct Row<'t> {
    code: &'t str,
    name: &'t str,
    short: &'t str,
    /// The last year of a division that is no more.
    until: Option<u16>,
    /// Where it starts in the text.
    at: usize,
}

/// A place by some name: the name's start and length in the text.
type Named<'t, 'r> = (&'t str, usize, &'r Row<'t>);

/// The text of the names, and the tables.
pub fn laid_out(table: &str) -> Result<(String, String), String> {
    let rows: Vec<Row> = table.lines().map(|line| row(table, line)).collect::<Result<_, _>>()?;
    let code_at = |row: &Row| row.at;
    let name_at = |row: &Row| row.at + row.code.len() + 1;
    let named: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
    let mut without_peoples = rows.iter().filter_map(|row| Some((without_peoples(row)?, row))).collect::<Vec<_>>();
    without_peoples.retain(|(name, _)| !named.contains(name.as_str()));
    let mut text = table.to_owned();
    let mut by_name: Vec<Named> = rows.iter().map(|row| (row.name, name_at(row), row)).collect();
    for (name, row) in &without_peoples {
        by_name.push((name, text.len(), row));
        text.push_str(name);
    }
    let last: BTreeSet<char> = by_name.iter().filter_map(|(name, ..)| name.chars().next_back()).collect();
    let longest = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let tables = [
        sorted("BY_CODE", rows.iter().map(|row| (row.code, code_at(row), row)).collect()),
        sorted("BY_NAME", by_name),
        sorted("BY_SHORT", rows.iter().map(|row| (row.short, name_at(row), row)).collect()),
        format!("/// Characters of the longest name.\npub(super) const LONGEST: usize = {longest};\n"),
        format!(
            "/// The last characters of the names.\npub(super) const LAST: &[char] = &{:?};\n",
            last.into_iter().collect::<Vec<_>>()
        ),
    ];
    Ok((text, tables.concat()))
}

fn row<'t>(table: &str, line: &'t str) -> Result<Row<'t>, String> {
    let at = line.as_ptr() as usize - table.as_ptr() as usize;
    let (columns, until) = match *line.split('\t').collect::<Vec<_>>() {
        [code, name, short] => ([code, name, short], None),
        [code, name, short, until] => ([code, name, short], until.parse().ok()),
        _ => return Err(format!("regions.tsv: `{line}` has no three or four columns")),
    };
    let [code, name, short] = columns;
    if code.len() != 6 || !name.starts_with(short) {
        return Err(format!("regions.tsv: `{line}` is not a code of six digits, a name and the start of it"));
    }
    Ok(Row { code, name, short, until, at })
}

/// 黔东南州 for 黔东南苗族侗族自治州.
fn without_peoples(row: &Row) -> Option<String> {
    let autonomous = row.until.is_none() && row.name.contains("自治") && row.short != row.name;
    let name = || Some(format!("{}{}", row.short, row.name.chars().next_back()?));
    if autonomous && !row.code.ends_with("0000") { name() } else { None }
}

/// The places by their names: what shares one stays in the order of the codes, those of today first.
fn sorted(table: &str, mut places: Vec<Named>) -> String {
    places.sort_by_key(|(name, _, row)| (*name, row.until.is_some()));
    let mut starts: Vec<(char, usize)> =
        places.iter().enumerate().filter_map(|(at, (name, ..))| Some((name.chars().next()?, at))).collect();
    starts.dedup_by_key(|(first, _)| *first);
    let mut source = format!("pub(super) static {table}: Sorted = Sorted {{\n    names: &[\n");
    // Writing to a string cannot fail.
    for (name, at, _) in &places {
        let _ = writeln!(source, "        Name {{ at: {at}, len: {} }},", name.len());
    }
    source.push_str("    ],\n    places: &[\n");
    for (.., Row { at, name, short, until, .. }) in &places {
        let (name, short, until) = (name.len(), short.len(), until.unwrap_or(0));
        let _ = writeln!(source, "        Place {{ at: {at}, name: {name}, short: {short}, until: {until} }},");
    }
    let _ = writeln!(source, "    ],\n    first: &{starts:?},\n}};");
    source
}

//! How fast each stage reads, in bytes of source text a second, and whole reports on one and two threads: `cargo bench`.
//!
//! Every stage works on the same text, the fixtures one after the other; docs/performance.md has results.

use std::fs;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use zhifa::batch::in_order;
use zhifa::clean::clean;
use zhifa::context::time::Anchor;
use zhifa::context::{self, Author, Text};
use zhifa::identity::{Hints, identify};
use zhifa::ingest::ingest;
use zhifa::matching::Matcher;
use zhifa::outline::Outline;
use zhifa::pipeline::Reader;
use zhifa::quantity::{MeasureWords, quantities};
use zhifa::resolve::{self, resolve};
use zhifa::rules::Pack;

fn main() {
    divan::main();
}

fn pack() -> &'static Pack {
    Pack::embedded_without_examples().expect("the pack that is built in has no fault")
}

/// The fixtures that are UTF-8 text.
fn reports() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the fixtures").map(|e| e.expect("a fixture").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

fn source() -> String {
    reports().join("\n\n")
}

#[divan::bench]
fn decode(bencher: Bencher) {
    let source = source();
    bencher.counter(BytesCount::of_str(&source)).bench_local(|| ingest(black_box(source.as_bytes()), None));
}

#[divan::bench]
fn clean_plain(bencher: Bencher) {
    let source = source();
    bencher.counter(BytesCount::of_str(&source)).bench_local(|| clean(black_box(&source)));
}

/// The same text as scrapers garble it: full-width digits, a gloss behind each 执 and 处, lost characters.
#[divan::bench]
fn clean_garbled(bencher: Bencher) {
    let wide = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit)).unwrap_or(c);
    let source: String = source().chars().map(wide).collect();
    let source = source.replace('执', "執(zhí)").replace('处', "處(chù)").replace("。现", "?,F(xiàn)");
    bencher.counter(BytesCount::of_str(&source)).bench_local(|| clean(black_box(&source)));
}

#[divan::bench]
fn outline(bencher: Bencher) {
    let text = clean(&source()).text;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| Outline::of(black_box(&text)));
}

#[divan::bench]
fn identity(bencher: Bencher) {
    let text = clean(&source()).text;
    let words = &pack().identity;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| identify(black_box(&text), Hints::default(), words));
}

#[divan::bench]
fn quantity(bencher: Bencher) {
    let text = clean(&source()).text;
    let words = MeasureWords::new(&pack().measure_words, &pack().none_words);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| quantities(black_box(&text), &words));
}

#[divan::bench]
fn scan(bencher: Bencher) {
    let text = clean(&source()).text;
    let matcher = Matcher::new(pack());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| matcher.lexicon().scan(black_box(&text)));
}

#[divan::bench]
fn matching(bencher: Bencher) {
    let text = clean(&source()).text;
    let outline = Outline::of(&text);
    let matcher = Matcher::new(pack());
    let scan = matcher.lexicon().scan(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| matcher.candidates(black_box(&text), &outline, &scan, matcher.quantities(&text)));
}

#[divan::bench]
fn context_and_resolve(bencher: Bencher) {
    let clean = clean(&source()).text;
    let outline = Outline::of(&clean);
    let matcher = Matcher::new(pack());
    let scan = matcher.lexicon().scan(&clean);
    let text = Text { pack: pack(), scan: &scan, clean: &clean, outline: &outline, author: &Author::default() };
    bencher
        .counter(BytesCount::of_str(&clean))
        .with_inputs(|| matcher.candidates(&clean, &outline, &scan, matcher.quantities(&clean)))
        .bench_local_values(|matches| {
            let placed = context::place(&text, Anchor::default(), matches);
            let shares = context::shares::shares(&text, &placed);
            let period = context::shared_period(pack(), &placed);
            resolve(pack(), placed, &shares, resolve::Report { period, level: None })
        });
}

#[divan::bench]
fn write_jsonl(bencher: Bencher) {
    let (source, reader) = (source(), Reader::new(pack()));
    let record = reader.read("a.txt", source.as_bytes()).expect("it is text");
    bencher.counter(BytesCount::of_str(&source)).bench_local(|| serde_json::to_string(black_box(&record)));
}

/// From a pack to a reader: with the reading of the pack, what every run of the program begins with.
#[divan::bench]
fn index(bencher: Bencher) {
    bencher.bench_local(|| Reader::new(black_box(pack())));
}

#[divan::bench(args = [1, 2])]
fn reports_on_threads(bencher: Bencher, threads: usize) {
    let (reports, reader) = (reports(), Reader::new(pack()));
    let threads = NonZeroUsize::new(threads).expect("one or two");
    let work: Vec<&String> = reports.iter().cycle().take(8 * reports.len()).collect();
    bencher.counter(ItemsCount::new(work.len())).bench_local(|| {
        let read = |report: &&String| reader.read("a.txt", report.as_bytes()).is_ok();
        in_order(work.iter().copied(), threads, read, |_, _| false, |read| read.then_some(()).ok_or("a report failed"))
    });
}

//! Reads the figures out of the enforcement reports of Chinese agencies.
//!
//! A report is prose: 全年立案查处违法案件312件,罚款2458.6万元. zhifa gives back each figure in it — field, exact value, qualifier,
//! scope, period — with its place in the source and the rule that found it, and for each field the one that stands for the
//! report. What the text does not say is null. Nothing about a field is written in this crate: fields and their wordings are
//! a [rule pack](rules), one of which is built in.
//!
//! ```
//! use zhifa::pipeline::Reader;
//! use zhifa::rules::Pack;
//!
//! let report = "汀澜市生态环境局2024年工作总结\n全年立案查处违法案件312件,罚款2458.6万元,同比下降12.3%。";
//! let pack = Pack::embedded().expect("the pack that is built in has no fault");
//! let record = Reader::new(pack).read("report.txt", report.as_bytes()).expect("this is text");
//!
//! let fine = &record.figures[1];
//! println!("{}: {} {}", fine.field, fine.value, fine.quote);
//! assert_eq!(fine.field, "fine_amount");
//! assert_eq!(fine.value.to_string(), "24586000");
//! assert_eq!(fine.quote, "罚款2458.6万元");
//! assert_eq!(record.values["cases_filed"], 312);
//! assert!(record.values["litigation_cases"].is_null());
//! ```
//!
//! # Where things are
//!
//! | for | module |
//! |---|---|
//! | one report | [`pipeline`]: bytes to [`record`] |
//! | reports of another program | [`stream`]: a request a line, an answer a line |
//! | many reports | [`batch`]: paths to records in order; [`export`]: records to JSON, JSONL, CSV; [`schema`]: what they look like |
//! | outputs that are there | [`reread`]: back to records; [`diff`]: two of them compared |
//! | a run that was broken off | [`resume`]: what need not be read again |
//! | reports over the years | [`panel`]: records to rows of region and year |
//! | rules | [`rules`]: a pack and its faults; [`rules_test`]: its examples run |
//! | quality | [`eval`]: records against gold |
//! | the stages of a report, in order | [`ingest`], [`clean`], [`outline`], [`identity`], [`quantity`], [`matching`], [`context`], [`resolve`] |
//! | bounds | [`limits`]: how much a file may ask for; `zipped`: ZIP files within them |
//! | places in a text | [`span`]: typed ranges of bytes; [`locate`]: their code points and lines |
//!
//! Spans count bytes of one text, source or clean, and their type says of which. Offsets of the [`record`] count Unicode code
//! points of the decoded source text, ends exclusive. Values are decimals, never floats. The same bytes and the same pack
//! give the same record.
pub mod batch;
pub mod clean;
pub mod context;
pub mod diff;
pub mod duplicates;
pub mod eval;
pub mod explain;
pub mod export;
#[cfg(feature = "gaps")]
pub mod gaps;
pub mod identity;
pub mod ingest;
pub mod lang;
pub mod limits;
pub mod locate;
pub mod matching;
pub mod outline;
pub mod panel;
pub mod pipeline;
pub mod quantity;
pub mod record;
pub mod reread;
pub mod resolve;
pub mod resume;
pub mod rules;
pub mod rules_test;
pub mod schema;
mod seek;
pub mod span;
pub mod stream;
#[cfg(feature = "zip")]
pub mod zipped;

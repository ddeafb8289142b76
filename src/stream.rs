//! One request a line in, one answer a line out.
//!
//! Owns the form of both. A request is an object with a report (`text`, `html`, `path` or `base64`) and an `id` of any kind; the
//! answer is the record of the report with that `id` before it, or the `id` and an `error`. Other keys of a request are passed over.
//! In: a line of bytes. Out: a line of bytes. Reading and writing them is the caller's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::batch::{self, Input};
use crate::limits::{Limit, Limits};
use crate::pipeline::Reader;
use crate::record::{Failure, Record};

/// The most bytes a request may have: the largest file, and room for how it is written in JSON.
pub fn longest_request(limits: &Limits) -> u64 {
    limits.of(Limit::FileBytes).saturating_mul(2)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Request {
    id: Value,
    text: Option<String>,
    html: Option<String>,
    path: Option<String>,
    base64: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    told: Told,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Error(Error),
    #[serde(untagged)]
    Record(Box<Record>),
}

#[derive(Serialize)]
struct Error {
    code: String,
    message: String,
}

/// An answer, as the line that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// JSON with a line feed behind it.
    pub bytes: Vec<u8>,
    /// Whether it tells an error.
    pub failed: bool,
}

/// Answers one request. The record's `path` is that of the request, else its `id`.
///
/// ```
/// use zhifa::{pipeline::Reader, rules::Pack, stream};
/// let reader = Reader::new(Pack::embedded().unwrap());
/// let line = stream::answer(&reader, r#"{"id": 7, "text": "全市立案12件。"}"#.as_bytes());
/// assert!(line.bytes.starts_with(br#"{"id":7,"schema_version":"1","source":{"path":"7","#));
/// assert!(stream::answer(&reader, b"{").failed);
/// ```
pub fn answer(reader: &Reader<'_>, request: &[u8]) -> Line {
    match serde_json::from_slice::<Request>(request.trim_ascii()) {
        Ok(request) => line(&request.id, record(reader, &request)),
        Err(error) => refused("bad_request", &format!("no request: {error}")),
    }
}

/// The answer where there is no request to be read: its line is too long, cannot be read, or its reading panicked.
pub fn refused(code: &str, message: &str) -> Line {
    line(&Value::Null, Err(failure(code, message)))
}

fn line(id: &Value, outcome: Result<Record, Failure>) -> Line {
    let failed = outcome.is_err();
    let told = match outcome {
        Ok(record) => Told::Record(Box::new(record)),
        Err(Failure { code, message, .. }) => Told::Error(Error { code, message }),
    };
    // A record has no key that JSON could not write.
    let mut bytes = serde_json::to_vec(&Answer { id, told }).unwrap_or_default();
    bytes.push(b'\n');
    Line { bytes, failed }
}

fn record(reader: &Reader<'_>, request: &Request) -> Result<Record, Failure> {
    let name = match &request.id {
        Value::Null => "-".to_owned(),
        Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    match (&request.text, &request.html, &request.path, &request.base64) {
        (Some(text), None, None, None) => reader.read(&name, text.as_bytes()),
        (None, Some(html), None, None) => {
            // The ending says that it is a page, however it begins.
            let mut record = reader.read("-.html", html.as_bytes())?;
            record.source.path = name;
            Ok(record)
        }
        (None, None, Some(path), None) => reader.read(path, &batch::load(&Input::File(path.into()), reader.limits())?),
        (None, None, None, Some(base64)) => {
            let bytes = STANDARD.decode(base64.trim());
            reader.read(&name, &bytes.map_err(|error| failure("bad_base64", &format!("no base64: {error}")))?)
        }
        _ => Err(failure("bad_request", "one of text, html, path and base64 is wanted")),
    }
}

fn failure(code: &str, message: &str) -> Failure {
    Failure { path: String::new(), code: code.into(), message: message.into() }
}

//! Stub: gives every report an empty record, so that what stands around the pipeline can be built and tried.

use std::path::Path;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::record::{Document, Failure, Record, SCHEMA_VERSION, Source, Unit};
use crate::rules::{Field, Pack};

/// Reads reports with one pack.
pub struct Reader<'p> {
    pack: &'p Pack,
}

impl<'p> Reader<'p> {
    /// A reader.
    pub fn new(pack: &'p Pack) -> Self {
        Self { pack }
    }

    /// Reads a report.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn read(&self, path: &str, bytes: &[u8]) -> Result<Record, Failure> {
        let values: Map<String, Value> = self.pack.fields.iter().map(|f| (f.id.clone(), Value::Null)).collect();
        let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        Ok(Record {
            schema_version: SCHEMA_VERSION,
            source: Source { path: path.into(), sha256, format: "text".into(), encoding: "UTF-8".into() },
            document: Document::default(),
            values,
            figures: vec![],
            warnings: vec![],
        })
    }

    /// The decoded text.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn source_text(&self, _path: &str, bytes: &[u8]) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

impl Pack {
    /// The pack that is built in.
    ///
    /// # Errors
    ///
    /// When it is broken.
    pub fn embedded() -> Result<&'static Self, String> {
        static PACK: OnceLock<Pack> = OnceLock::new();
        Ok(PACK.get_or_init(|| stub(include_str!("../rules/environment/pack.toml")).expect("stub")))
    }

    /// A pack from a folder.
    ///
    /// # Errors
    ///
    /// When it is broken.
    pub fn load(dir: &Path) -> Result<Self, String> {
        let path = dir.join("pack.toml");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        stub(&text).map_err(|e| format!("{}: {e}", path.display()))
    }
}

fn stub(text: &str) -> Result<Pack, String> {
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
    let _ = Decimal::ZERO;
    let fields = table["fields"].as_array().ok_or("no fields")?.iter().filter_map(|f| f.as_str()).map(|id| Field {
        id: id.into(),
        zh: id.into(),
        en: id.into(),
        group: "cases".into(),
        unit: Unit::Count,
        counts: String::new(),
        excludes: String::new(),
        topics: vec![],
        patterns: vec![],
        examples: vec![],
        counterexamples: vec![],
        known_gaps: vec![],
    });
    Ok(Pack {
        name: "environment".into(),
        version: "1.0.0".into(),
        title: String::new(),
        digest: "0".repeat(64),
        fields: fields.collect(),
        groups: std::collections::BTreeMap::default(),
        measure_words: vec![],
        none_words: vec![],
        context: crate::rules::ContextWords::default(),
    })
}

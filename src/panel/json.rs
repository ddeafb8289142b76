//! A panel as one object, with all its tables.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Disagreement, Panel, Row};
use crate::export::Generator;
use crate::record::SCHEMA_VERSION;

impl Panel {
    /// The panel as data: `rows` with the `values` of each (value, place, quote), `disagreements`, `left_out`.
    pub fn to_json(&self, generator: &Generator) -> Value {
        json!({
            "schema_version": SCHEMA_VERSION,
            "generator": generator,
            "fields": self.fields.iter().map(|field| &field.id).collect::<Vec<_>>(),
            "rows": self.rows.iter().map(|row| self.row_json(row)).collect::<Vec<_>>(),
            "compared": self.compared,
            "disagreements": self.disagreements.iter().map(|d| self.disagreement_json(d)).collect::<Vec<_>>(),
            "left_out": self.left_out,
        })
    }

    fn row_json(&self, row: &Row) -> Value {
        let mut object = head(row);
        let Some(report) = &row.report else {
            object.extend([("report".to_owned(), Value::Null), ("values".to_owned(), Value::Null)]);
            return object.into();
        };
        let mut values: Map<String, Value> = self.fields.iter().map(|field| (field.id.clone(), Value::Null)).collect();
        values.extend(self.sources(report).map(|(field, source)| (field.to_owned(), told(source))));
        let report = json!({
            "path": report.path, "title": report.title, "agency": report.agency, "level": report.level,
            "kind": report.kind, "period": report.period, "published": report.published, "warnings": report.warnings,
        });
        object.extend([("report".to_owned(), report), ("values".to_owned(), values.into())]);
        object.into()
    }

    fn disagreement_json(&self, disagreement: &Disagreement) -> Value {
        let mut object = head(&self.rows[disagreement.row]);
        let own = self.own(disagreement);
        object.insert("field".to_owned(), self.fields[disagreement.field].id.clone().into());
        object.insert("path".to_owned(), told(&own.map(|(report, _)| &report.path)));
        object.insert("own".to_owned(), told(&own.map(|(_, source)| source)));
        object.insert("later_path".to_owned(), disagreement.path.clone().into());
        object.insert("later".to_owned(), told(&disagreement.later));
        object.into()
    }
}

/// Whose row, and of which year.
fn head(row: &Row) -> Map<String, Value> {
    let mut head = match told(&row.subject) {
        Value::Object(head) => head,
        _ => Map::new(),
    };
    head.insert("year".to_owned(), row.year.into());
    head
}

fn told(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

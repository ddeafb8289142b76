//! The form of the output, told to programs and people.
//!
//! Owns the JSON Schema of the JSON output (the record types, with the fields of the pack as the properties of `values`)
//! and the table of fields as CSV and Markdown.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::export::Extraction;
use crate::record::Unit;
use crate::rules::{Field, Pack};

/// The columns of the field table.
const COLUMNS: [&str; 7] = ["id", "zh", "en", "unit", "group", "counts", "excludes"];

/// The JSON Schema of the output; a line of JSONL is its `$defs/Record`.
pub fn json_schema(pack: &Pack) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Extraction>().to_value();
    if let Some(values) = schema.pointer_mut("/$defs/Record/properties/values") {
        *values = values_schema(pack);
    }
    schema
}

fn values_schema(pack: &Pack) -> Value {
    let ids: Vec<&str> = pack.fields.iter().map(|field| field.id.as_str()).collect();
    let properties: Map<String, Value> =
        pack.fields.iter().map(|field| (field.id.clone(), value_schema(field))).collect();
    json!({
        "description": "Every field of the pack, in its order: the headline value, or null.",
        "type": "object",
        "properties": properties,
        "required": ids,
        "additionalProperties": false,
    })
}

fn value_schema(field: &Field) -> Value {
    json!({
        "title": field.zh,
        "description": format!("{} ({}). {}", field.en, unit_name(field.unit), field.counts),
        "type": ["number", "null"],
    })
}

/// Writes the fields as CSV, one row each.
///
/// # Errors
///
/// What the writer says.
pub fn write_csv(pack: &Pack, out: impl Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS)?;
    pack.fields.iter().try_for_each(|field| table.write_record(row(field)))?;
    table.flush()
}

/// Writes the fields as a Markdown table.
///
/// # Errors
///
/// What the writer says.
pub fn write_markdown(pack: &Pack, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "| {} |", COLUMNS.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(COLUMNS.len()))?;
    for field in &pack.fields {
        let [id, cells @ ..] = row(field).map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        writeln!(out, "| `{id}` | {} |", cells.join(" | "))?;
    }
    out.flush()
}

fn row(field: &Field) -> [&str; COLUMNS.len()] {
    [&field.id, &field.zh, &field.en, unit_name(field.unit), &field.group, &field.counts, &field.excludes]
}

/// The name of a unit in the output.
pub fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Cny => "CNY",
        Unit::Percent => "percent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_knows_every_field_and_requires_nullable_keys() {
        let pack = Pack::embedded().unwrap();
        let schema = json_schema(pack);
        let record = &schema["$defs"]["Record"];
        assert_eq!(record["properties"]["values"]["required"].as_array().unwrap().len(), pack.fields.len());
        assert!(schema["$defs"]["Figure"]["required"].as_array().unwrap().contains(&json!("scope_name")));
        assert_eq!(schema["properties"]["reports"]["items"]["$ref"], "#/$defs/Record");
    }

    #[test]
    fn the_tables_have_a_row_for_each_field() {
        let pack = Pack::embedded().unwrap();
        let (mut csv, mut markdown) = (Vec::new(), Vec::new());
        write_csv(pack, &mut csv).unwrap();
        write_markdown(pack, &mut markdown).unwrap();
        assert_eq!(csv::Reader::from_reader(&csv[..]).records().count(), pack.fields.len());
        assert_eq!(String::from_utf8(markdown).unwrap().lines().count(), pack.fields.len() + 2);
    }
}

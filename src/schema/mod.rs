//! The form of the output, told to programs and people.
//!
//! Owns the JSON Schema of the JSON output (the record types, with the fields of the pack as the properties of `values`),
//! the table of fields as CSV and the page of fields in Markdown. All come from the types and the pack alone: what of them is
//! published under `docs` is what the program prints.

use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::export::Extraction;
use crate::record::Unit;
use crate::rules::{Example, Field, Pack};

/// The columns of the field table.
const COLUMNS: [&str; 7] = ["id", "zh", "en", "unit", "group", "counts", "excludes"];

/// The JSON Schema of the output; a line of JSONL is its `$defs/Record`. It knows all keys: another one is a fault.
pub fn json_schema(pack: &Pack) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Extraction>().to_value();
    close(&mut schema);
    let ids: Vec<&str> = pack.fields.iter().map(|field| field.id.as_str()).collect();
    for (place, part) in [
        ("/$defs/Record/properties/values", values_schema(pack)),
        ("/$defs/Figure/properties/field/enum", json!(ids)),
        (
            "/$defs/Warning/properties/field/enum",
            json!(ids.iter().copied().map(Some).chain([None]).collect::<Vec<_>>()),
        ),
    ] {
        put(&mut schema, place, part);
    }
    schema
}

/// Puts a part of the schema where it belongs.
fn put(schema: &mut Value, place: &str, part: Value) {
    if let Some((parent, key)) = place.rsplit_once('/')
        && let Some(parent) = schema.pointer_mut(parent)
    {
        parent[key] = part;
    }
}

/// Refuses unknown keys of every object, and takes away formats that speak of machine numbers: a decimal is no double.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(rules) => {
            if rules.contains_key("properties") {
                rules.insert("additionalProperties".into(), false.into());
            }
            if rules.get("format").is_some_and(|format| format == "double" || format == "uint") {
                rules.remove("format");
            }
            rules.values_mut().for_each(close);
        }
        Value::Array(parts) => parts.iter_mut().for_each(close),
        _ => {}
    }
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

/// Writes the fields as a page in Markdown: a table for each group, with an example for each field.
///
/// # Errors
///
/// What the writer says.
pub fn write_markdown(pack: &Pack, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "# Fields 字段\n")?;
    writeln!(
        out,
        "The fields of the rule pack `{}` ({}), in the order of every output. This page is",
        pack.name, pack.title
    )?;
    writeln!(out, "made from its rule files: `zhifa schema -f markdown`. 本页由规则文件生成。")?;
    let mut groups: Vec<&str> = Vec::new();
    for field in &pack.fields {
        if !groups.contains(&field.group.as_str()) {
            groups.push(&field.group);
        }
    }
    for group in groups {
        let zh = pack.groups.get(group).map_or("", |group| group.zh.as_str());
        writeln!(out, "\n## {zh} {group}\n")?;
        writeln!(out, "| id | 中文 | English | unit 单位 | counts 统计 | excludes 不含 | example 例 |")?;
        writeln!(out, "|---|---|---|---|---|---|---|")?;
        for field in pack.fields.iter().filter(|field| field.group == group) {
            let unit = unit_name(field.unit);
            let example = example(field);
            let cells = [&field.zh, &field.en, unit, &field.counts, &field.excludes, &example];
            let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
            writeln!(out, "| `{}` | {} |", field.id, cells.join(" | "))?;
        }
    }
    out.flush()
}

/// How the field is said, and what comes of it: the first of its examples.
fn example(field: &Field) -> String {
    let told = |example: &Example| {
        let values: Vec<String> =
            example.expect.iter().map(|expected| expected.value.normalize().to_string()).collect();
        format!("{} → {}", example.text, values.join(", "))
    };
    field.examples.first().map(told).unwrap_or_default()
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
    fn the_table_and_the_page_have_a_row_for_each_field() {
        let pack = Pack::embedded().unwrap();
        let (mut csv, mut markdown) = (Vec::new(), Vec::new());
        write_csv(pack, &mut csv).unwrap();
        write_markdown(pack, &mut markdown).unwrap();
        assert_eq!(csv::Reader::from_reader(&csv[..]).records().count(), pack.fields.len());
        let page = String::from_utf8(markdown).unwrap();
        assert_eq!(page.lines().filter(|line| line.starts_with("| `")).count(), pack.fields.len());
    }

    #[test]
    fn no_object_takes_a_key_that_is_not_known() {
        let schema = json_schema(Pack::embedded().unwrap());
        for (name, rules) in schema["$defs"].as_object().unwrap() {
            assert!(rules["type"] != "object" || rules["additionalProperties"] == false, "{name}");
        }
        assert!(!schema.to_string().contains("\"format\":\"double\""));
    }
}

use std::fs;

use rusqlite::Connection;
use rusqlite::types::Value as Sql;

use super::*;

fn database(records: &[Record], failures: &[Failure]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let mut export =
        export(Format::Sqlite, TableOptions::default(), &generator(), fields(), Sink::File(path.clone())).unwrap();
    for record in records {
        export.report(record).unwrap();
    }
    for failure in failures {
        export.failure(failure).unwrap();
    }
    export.finish().unwrap();
    drop(export);
    (folder, Connection::open(path).unwrap())
}

fn row<const N: usize>(database: &Connection, query: &str) -> [Sql; N] {
    database.query_row(query, [], |row| Ok(std::array::from_fn(|at| row.get_unwrap(at)))).unwrap()
}

fn text(text: &str) -> Sql {
    Sql::Text(text.into())
}

#[test]
fn values_are_numbers_nulls_are_null_and_text_is_as_it_is() {
    let (_folder, database) = database(&[record("-a.txt")], &[]);
    assert_eq!(
        row(&database, "SELECT path, title, region_code, period_start, cases, fines, rate, warnings FROM reports"),
        [
            text("-a.txt"),
            text("=关于\"工作\"的报告"),
            text("001000"),
            text("2024-01-01"),
            Sql::Integer(12),
            Sql::Integer(83_859_200),
            Sql::Null,
            text("part_only:rate;repaired_text"),
        ]
    );
    assert_eq!(
        row(&database, "SELECT value, upper, change_pct, headline, section, \"end\", exact_digits FROM figures"),
        [
            Sql::Integer(83_859_200),
            Sql::Null,
            Sql::Real(-15.7),
            Sql::Integer(1),
            text("一、执法 > （二）案件"),
            Sql::Integer(15),
            Sql::Null
        ]
    );
}

#[test]
fn what_no_number_of_the_database_holds_is_told_in_digits() {
    let mut long = record("a");
    long.figures[0].value = "12345678901234567890.5".parse().unwrap();
    long.figures[0].upper = Some("9223372036854775807".parse().unwrap());
    long.figures[0].change_pct = Some("0.1234567890123456".parse().unwrap());
    long.values["fines"] = "12345678901234567890.5".parse::<serde_json::Number>().unwrap().into();
    let (_folder, database) = database(&[long], &[]);
    let told = "value=12345678901234567890.5;change_pct=0.1234567890123456";
    let largest = Sql::Integer(i64::MAX);
    let rounded = Sql::Real(12_345_678_901_234_567_000.0);
    assert_eq!(
        row(&database, "SELECT value, upper, change_pct, exact_digits FROM figures"),
        [rounded.clone(), largest, Sql::Real(0.123_456_789_012_345_6), text(told)]
    );
    assert_eq!(
        row(&database, "SELECT fines, exact_digits FROM reports"),
        [rounded, text("fines=12345678901234567890.5")]
    );
}

#[test]
fn tables_hang_together_and_tell_what_made_them() {
    let failure = Failure { path: "x".into(), code: "io".into(), message: "gone".into() };
    let (_folder, database) = database(&[record("a"), record("b")], &[failure]);
    assert_eq!(row(&database, "SELECT count(*) FROM pragma_foreign_key_check"), [Sql::Integer(0)]);
    assert_eq!(
        row(&database, "SELECT path, field, field_zh, value, quote FROM headline WHERE report_id = 2"),
        [text("b"), text("fines"), text("金额"), Sql::Integer(83_859_200), text("+罚,约8385.92万元")]
    );
    assert_eq!(
        row(
            &database,
            "SELECT r.path, w.code, w.field FROM warnings w JOIN reports r ON r.id = report_id WHERE w.id = 3"
        ),
        [text("b"), text("part_only"), text("rate")]
    );
    assert_eq!(row(&database, "SELECT path, code, message FROM failures"), [text("x"), text("io"), text("gone")]);
    assert_eq!(row(&database, "SELECT value FROM meta WHERE key = 'rules_digest'"), [text("d")]);
    assert_eq!(row(&database, "SELECT user_version FROM pragma_user_version"), [Sql::Integer(1)]);
}

#[test]
fn the_bytes_are_the_same_each_time_in_a_file_or_a_stream() {
    let streamed = bytes(Format::Sqlite, TableOptions::default(), &[record("a"), record("b")], &[]);
    let (folder, database) = database(&[record("a"), record("b")], &[]);
    drop(database);
    assert!(fs::read(folder.path().join("a.sqlite")).unwrap() == streamed);
}

#[test]
fn fields_of_one_name_are_an_error() {
    let twice = [fields(), fields()].concat();
    let sink = Sink::Stream(Box::new(io::sink()));
    let error = export(Format::Sqlite, TableOptions::default(), &generator(), twice, sink).err().unwrap();
    assert!(error.to_string().contains("fields.id"), "{error}");
}

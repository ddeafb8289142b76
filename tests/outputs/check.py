#!/usr/bin/env python3
"""Extracts reports into every format and compares each, as other programs read it, with the JSON.

usage: check.py ZHIFA PATH...

The rows that must be there are made from the JSON, whose numbers are read as decimals. They are compared with CSV (csv,
DuckDB), XLSX (openpyxl, and LibreOffice where it is installed), Parquet (pyarrow, DuckDB) and SQLite (sqlite3).
"""

import csv
import datetime
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet

REPORT = ["path", "title", "agency", "agency_kind", "region", "region_code", "level", "kind", "period_start", "period_end", "published"]
LONG = [
    "path", "agency", "region", "field", "value", "unit", "qualifier", "upper", "change_pct", "scope", "scope_name",
    "period_start", "period_end", "period_basis", "headline", "text", "quote", "start", "end", "line", "section", "rule",
]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEADS = 2

# A report on which formats could differ: numbers beyond doubles and beyond six places, words that look like formulas.
HARD = """=汀澜市生态环境局2024年度法治政府建设情况报告
-现将我局2024年工作情况报告如下。
一、@严格“执法”
全年立案12345678901234567890123件,罚款1234567890123456.789万元,同比下降0.12345678%。下达行政处罚决定书12,345份。
出动执法人员90071992547409931人次。免罚金额0.1万元。案均罚款33333.333333元。负责人出庭率99.123456789012%。
在“碧水”专项行动中,查封扣押3至5件。全年未发生行政诉讼案件。
"""


def main(zhifa, paths):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        hard = folder / "=hard.txt"
        hard.write_text(HARD, encoding="utf-8")
        inputs = [*paths, str(hard), str(folder / "gone.txt")]

        def extract(name, *args):
            file = folder / name
            run = subprocess.run([zhifa, "extract", *inputs, "-o", file, *args], capture_output=True, text=True)
            # One input is missing: its failure is told, the others are written.
            assert run.returncode == 1, f"{name}: exit code {run.returncode}: {run.stderr}"
            return file

        whole = json.loads(extract("a.json").read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        wide, long = wide_table(whole), long_table(whole)
        assert len(wide[1]) > 10 and len(long[1]) > 100, "hardly anything to compare"
        lines = extract("a.jsonl").read_text(encoding="utf-8").split("\n")
        records = [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines if line]
        same("jsonl", records, whole["reports"])
        check_csv(extract, wide, long)
        check_parquet(extract, wide, long, whole)
        check_sqlite(extract("a.sqlite"), wide, long, whole)
        workbook = extract("a.xlsx")
        check_xlsx(workbook, wide, long, whole)
        check_libreoffice(workbook, wide, long, folder)
        print(f"{len(wide[1])} reports, {len(long[1])} figures: all formats agree")


def wide_table(whole):
    """The columns and rows of the wide layout, made from the JSON."""
    fields = list(whole["reports"][0]["values"])
    rows = []
    for record in whole["reports"]:
        document = record["document"]
        period = document["period"] or {}
        row = [record["source"]["path"], *(document[key] for key in REPORT[1:8])]
        row += [day(period.get("start")), day(period.get("end")), day(document["published"])]
        row += [record["values"][field] for field in fields]
        codes = [":".join(filter(None, [w["code"], w.get("field")])) for w in record["warnings"]]
        rows.append(row + [";".join(codes) or None])
    return [*REPORT, *fields, "warnings"], rows


def long_table(whole):
    """The columns and rows of the long layout, made from the JSON."""
    rows = []
    for record in whole["reports"]:
        for figure in record["figures"]:
            period = figure["period"] or {}
            known = {**figure, **{key: record["document"][key] for key in ("agency", "region")}}
            known |= {"path": record["source"]["path"], "section": " > ".join(figure["section"]) or None}
            known |= {"period_start": day(period.get("start")), "period_end": day(period.get("end"))}
            known["period_basis"] = period.get("basis")
            rows.append([known[column] for column in LONG])
    return LONG, rows


def day(text):
    return text and datetime.date.fromisoformat(text)


def same(name, found, wanted):
    """Stops at the first row that is not as wanted."""
    assert len(found) == len(wanted), f"{name}: {len(found)} rows, {len(wanted)} wanted"
    for number, (row, other) in enumerate(zip(found, wanted)):
        assert row == other, f"{name}: row {number}:\n found {row}\nwanted {other}"


def check_csv(extract, wide, long):
    for layout, (columns, rows) in (("wide", wide), ("long", long)):
        file = extract("a.csv", "--layout", layout)
        wanted = [columns, *([as_csv(cell) for cell in row] for row in rows)]
        with open(file, encoding="utf-8", newline="") as text:
            same(f"csv {layout}", list(csv.reader(text, strict=True)), wanted)
        options = f"'{file}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'"
        table = duckdb.sql(f"SELECT * FROM read_csv({options}, max_line_size = 10000000)")
        same(f"csv {layout}, DuckDB", [[cell or "" for cell in row] for row in table.fetchall()], wanted[1:])
        file = extract("b.csv", "--layout", layout, "--header", "zh", "--bom")
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "no byte order mark"
        with open(file, encoding="utf-8-sig", newline="") as text:
            heads, *cells = csv.reader(text, strict=True)
        same(f"csv {layout} zh", cells, wanted[1:])
        assert len(set(heads)) == len(columns) and not set(heads) & set(columns), f"csv {layout}: heads {heads}"


def as_csv(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, Decimal):
        return plain(cell)
    text = str(cell)
    return "'" + text if isinstance(cell, str) and text.startswith(FORMULA) else text


def plain(value):
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exactly(columns, row):
    """A row of numbers as decimals, those that it tells in digits instead of those that it holds rounded."""
    *cells, told = row
    told = dict(part.split("=") for part in told.split(";")) if told else {}
    cells = [Decimal(repr(cell)) if type(cell) in (int, float) else cell for cell in cells]
    return [Decimal(told[column]) if column in told else cell for column, cell in zip(columns, cells)]


def check_parquet(extract, wide, long, whole):
    for layout, (columns, rows) in (("wide", wide), ("long", long)):
        file = extract("a.parquet", "--layout", layout)
        table = pyarrow.parquet.read_table(file)
        assert table.column_names == [*columns, "exact_digits"], f"parquet {layout}: {table.column_names}"
        found = [exactly(columns, row.values()) for row in table.to_pylist()]
        same(f"parquet {layout}", found, rows)
        found = [exactly(columns, row) for row in duckdb.sql(f"SELECT * FROM '{file}'").fetchall()]
        same(f"parquet {layout}, DuckDB", found, rows)
        told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
        check_told("parquet", told, whole)
    assert pyarrow.parquet.read_schema(extract("b.parquet")).names[:-1] == LONG, "parquet is long unless asked"


def check_told(name, told, whole):
    rules = whole["generator"]["rules"]
    found = (told["schema_version"], told["rules_pack"], told["rules_digest"])
    assert found == (whole["schema_version"], rules["pack"], rules["digest"]), f"{name}: {told}"


def check_sqlite(file, wide, long, whole):
    database = sqlite3.connect(file)

    def select(columns, rest):
        names = ", ".join(f'"{column}"' for column in columns)
        return database.execute(f"SELECT {names} {rest}").fetchall()

    for name, (columns, rows) in (("reports", wide), ("figures", long)):
        found = [exactly(columns, row) for row in select([*columns, "exact_digits"], f"FROM {name} ORDER BY id")]
        # A database has days as text and flags as 0 and 1.
        wanted = [[as_sql(cell) for cell in row] for row in rows]
        same(f"sqlite {name}", found, wanted)
    headlines = select(["path", "field", "value", "exact_digits"], "FROM headline ORDER BY report_id, field")
    headlines = [exactly(["path", "field", "value"], row) for row in headlines]
    wanted = [
        [record["source"]["path"], field, value]
        for record in whole["reports"]
        for field, value in sorted(record["values"].items())
        if value is not None
    ]
    same("sqlite headline", headlines, wanted)
    keys = ["code", "message", "field", "start", "end"]
    wanted = [tuple(w.get(key) for key in keys) for record in whole["reports"] for w in record["warnings"]]
    same("sqlite warnings", select(keys, "FROM warnings ORDER BY id"), wanted)
    keys = ["path", "code", "message"]
    wanted = [tuple(failure[key] for key in keys) for failure in whole["failures"]]
    same("sqlite failures", select(keys, "FROM failures ORDER BY id"), wanted)
    check_told("sqlite", dict(select(["key", "value"], "FROM meta")), whole)
    assert not select(["table"], "FROM pragma_foreign_key_check") and select(["integrity_check"], "FROM pragma_integrity_check") == [("ok",)]


def as_sql(cell):
    if isinstance(cell, bool):
        return Decimal(int(cell))
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def check_xlsx(file, wide, long, whole):
    workbook = openpyxl.load_workbook(file)
    assert workbook.sheetnames == ["报告", "数据", "说明"], workbook.sheetnames
    for name, (columns, rows) in (("报告", wide), ("数据", long)):
        sheet = workbook[name]
        assert [cell.value for cell in sheet[HEADS]][: len(columns)] == columns, f"xlsx {name}: heads"
        numbers = {at for at, column in enumerate(columns) if any(isinstance(row[at], Decimal) for row in rows)}
        found = []
        for row in sheet.iter_rows(min_row=HEADS + 1, max_col=len(columns), values_only=True):
            found.append([from_xlsx(cell, at in numbers) for at, cell in enumerate(row)])
        same(f"xlsx {name}", found, rows)
        assert sheet.freeze_panes == f"B{HEADS + 1}" and sheet.auto_filter.ref, f"xlsx {name}: heads do not stay"
    check_marks(workbook["报告"], wide[0], whole)
    digest = whole["generator"]["rules"]["digest"]
    told = {row[1]: row for row in workbook["说明"].iter_rows(values_only=True)}
    assert told["rules_digest"][4] == digest and set(whole["reports"][0]["values"]) <= set(told), "xlsx 说明"
    for sheet in openpyxl.load_workbook(file, read_only=True):
        assert sheet.title in workbook.sheetnames


def from_xlsx(cell, number):
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return Decimal(str(cell)) if number and cell is not None else cell


def check_marks(sheet, columns, whole):
    """Each headline value has its quote as a note; each cell with a warning is coloured and tells it."""
    at = {column: number for number, column in enumerate(columns, 1)}
    for number, record in enumerate(whole["reports"], HEADS + 1):
        for figure in record["figures"]:
            note = sheet.cell(number, at[figure["field"]]).comment
            if figure["headline"]:
                assert note and figure["quote"][:500] in note.text.replace("\r", ""), f"no quote: {record['source']['path']} {figure}"
        for warning in record["warnings"]:
            cell = sheet.cell(number, at[warning.get("field", "warnings")])
            assert cell.fill.fill_type == "solid", f"no colour: {cell.coordinate} {warning}"
            words = sheet.cell(number, len(columns) + 1).value
            assert warning["message"] in words, f"no words: {cell.coordinate} {warning}"


def check_libreoffice(workbook, wide, long, folder):
    """Every sheet must open and hold the same cells; values as they are, not as they are shown."""
    office = shutil.which("soffice")
    if not office:
        print("skipped: LibreOffice is not installed, the workbook was not opened in it")
        return
    # Comma, quote, UTF-8, from line 1, no cell formats, no quoting of all text, values as they are, every sheet.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", folder / "office", workbook]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    for name, (columns, rows) in (("报告", wide), ("数据", long)):
        file = folder / "office" / f"{workbook.stem}-{name}.csv"
        assert file.exists(), f"LibreOffice did not open the workbook: {run.stdout}{run.stderr}"
        with open(file, encoding="utf-8", newline="") as text:
            cells = list(csv.reader(text))[HEADS:]
        found = [row[: len(columns)] for row in cells]
        # Numbers come back without an exponent or places that are zero.
        wanted = [[as_office(cell) for cell in row] for row in rows]
        same(f"LibreOffice {name}", [[number(cell) for cell in row] for row in found], wanted)


def as_office(cell):
    if isinstance(cell, bool):
        return str(cell).upper()
    return number("" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell))


def number(text):
    """A number in one form, other text as it is."""
    try:
        return f"{Decimal(text).normalize():f}"
    except ArithmeticError:
        return text


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])

#!/usr/bin/env python3
"""Compares the headline values of reports in another format with those of their texts.

usage: compare.py ZHIFA TEXT_DIR DOCUMENT_DIR

DOCUMENT_DIR/NAME*.ENDING is compared with TEXT_DIR/NAME.txt. Prints the share of equal values by ending, and each that
differs; fails below 0.99, and where a document cannot be read or there is none.
"""
import json
import subprocess
import sys
from pathlib import Path

LEAST = 0.99


def values(zhifa, folder):
    """The headlines that are not null, by the file's name and the field."""
    run = subprocess.run([zhifa, "extract", str(folder), "-f", "json"], capture_output=True, text=True, check=False)
    output = json.loads(run.stdout)
    for failure in output["failures"]:
        print(f"{failure['path']}: {failure['message']} [{failure['code']}]")
    records = {Path(record["source"]["path"]).name: record["values"] for record in output["reports"]}
    found = {name: {k: v for k, v in all.items() if v is not None} for name, all in records.items()}
    return found, len(output["failures"])


def main():
    zhifa, texts, documents = sys.argv[1:]
    wanted, _ = values(zhifa, texts)
    wanted = {Path(name).stem: all for name, all in wanted.items() if name.endswith(".txt")}
    found, failed = values(zhifa, documents)
    shares = {}
    for name, have in sorted(found.items()):
        report = max((stem for stem in wanted if name.startswith(stem)), key=len, default=None)
        if report is None:
            continue
        want = wanted[report]
        fields = sorted(want.keys() | have.keys())
        differ = [field for field in fields if want.get(field) != have.get(field)]
        for field in differ:
            print(f"{name}: {field}: {want.get(field)} in the text, {have.get(field)} here")
        equal, all = shares.get(name[len(report):], (0, 0))
        shares[name[len(report):]] = (equal + len(fields) - len(differ), all + len(fields))
    low = [ending for ending, (equal, all) in shares.items() if equal < LEAST * all]
    for ending, (equal, all) in sorted(shares.items()):
        print(f"{ending:24} {equal:4} of {all:4} values equal, {equal / max(all, 1):.4f}")
    sys.exit(1 if failed or low or not shares else 0)


if __name__ == "__main__":
    main()

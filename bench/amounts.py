"""The amounts of money in reports, as jionlp reads them: each number before 元 is given to its parser. Prints CSV."""

import csv
import re
import sys
from pathlib import Path

import jionlp

AMOUNT = re.compile(r"[0-9一二三四五六七八九十百千两][0-9.,一二三四五六七八九十百千万亿余多]*元")

out = csv.writer(sys.stdout)
for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
    for hit in AMOUNT.finditer(path.read_text(encoding="utf-8", errors="replace")):
        try:
            out.writerow([path, hit[0], jionlp.parse_money(hit[0])["num"]])
        except (ValueError, KeyError, TypeError):
            out.writerow([path, hit[0], ""])

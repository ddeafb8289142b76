#!/usr/bin/env bash
# Whole processes side by side on the same files: bench/compare.sh FOLDER [ROUNDS]
# FOLDER holds reports as *.txt. Wants a release build (cargo build --release) and Python 3.11; ripgrep and jionlp are left out
# where they are missing. All take turns, so that a busy machine is busy for all; printed are medians and the middle half.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(cd "$1" && pwd)
export ROUNDS=${2:-7}
export ZHIFA=${ZHIFA:-${CARGO_TARGET_DIR:-$here/target}/release/zhifa}
export PYTHON=${PYTHON:-python3}

exec "$PYTHON" - "$here" "$folder" << 'END'
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

here, folder = sys.argv[1:]
zhifa, python, rounds = os.environ["ZHIFA"], os.environ["PYTHON"], int(os.environ["ROUNDS"])
files = list(Path(folder).rglob("*.txt"))
size = sum(file.stat().st_size for file in files)
print(f"{len(files)} files, {size / 1e6:.1f} MB, {rounds} rounds")

# The words of the patterns: what no reading of a report can do without looking for.
words = set()
for path in Path(here, "rules/environment").glob("*.toml"):
    for pattern in tomllib.loads(path.read_text(encoding="utf-8")).get("pattern", []):
        words.update(re.findall("[\u4e00-\u9fff]{2,}", str(pattern.get("match", ""))))
listed = tempfile.NamedTemporaryFile("w", encoding="utf-8")
listed.write("\n".join(sorted(words)))
listed.flush()
print(f"{len(words)} words")

runs = {
    "zhifa, 1 thread": [zhifa, "extract", folder, "-j", "1", "-f", "csv", "--no-config"],
    "zhifa, 2 threads": [zhifa, "extract", folder, "-j", "2", "-f", "csv", "--no-config"],
    # What the machine itself gives for a second processor: two runs that share nothing, each of all files.
    "zhifa, 1 thread, twice": ["sh", "-c", '"$@" & "$@" & wait', "sh", zhifa, "extract", folder, "-j", "1", "-f", "csv", "--no-config"],
    "python re, 21 fields": [python, f"{here}/bench/fields.py", folder],
}
if shutil.which("rg"):
    runs["rg -c, all words, 1 thread"] = ["rg", "-j", "1", "-c", "-f", listed.name, folder]
else:
    print("ripgrep is not here: left out")
if subprocess.run([python, "-c", "import jionlp"], capture_output=True).returncode == 0:
    runs["jionlp, amounts alone"] = [python, f"{here}/bench/amounts.py", folder]
else:
    print("jionlp is not here: left out")

times = {name: [] for name in runs}
for _ in range(rounds):
    for name, command in runs.items():
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        times[name].append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))

times["zhifa, 1 thread, twice"] = [(wall / 2, cpu / 2) for wall, cpu in times["zhifa, 1 thread, twice"]]
one = statistics.median(wall for wall, _ in times["zhifa, 1 thread"])
print(f"{'':28} {'s':>8} {'middle half':>15} {'CPU s':>8} {'reports/s':>10} {'MB/s':>7} {'of zhifa':>9}")
for name, taken in times.items():
    walls = sorted(wall for wall, _ in taken)
    wall, cpu = statistics.median(walls), statistics.median(cpu for _, cpu in taken)
    half = f"{walls[len(walls) // 4]:.2f}–{walls[-1 - len(walls) // 4]:.2f}"
    print(f"{name:28} {wall:8.2f} {half:>15} {cpu:8.2f} {len(files) / wall:10.0f} {size / 1e6 / wall:7.1f} {one / wall:9.2f}")
END

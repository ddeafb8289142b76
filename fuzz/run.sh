#!/usr/bin/env bash
# Fuzzes each target for some seconds, from seeds made of the fixtures and the rules: fuzz/run.sh SECONDS [TARGET…]
# Wants cargo-fuzz. Its flags need a nightly Rust, or RUSTC_BOOTSTRAP=1.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=$1
shift
[ $# -gt 0 ] || set -- bytes cleaning numbers page rules word
corpus=fuzz/corpus

# Every word of the rules, as libFuzzer reads a dictionary: in bytes beyond ASCII.
mkdir -p "$corpus"
cat rules/environment/*.toml | grep -o '"[^"\\ ]\{2,30\}"' | sort -u |
  perl -pe 's/([\x80-\xff])/sprintf "\\x%02x", ord $1/ge' > "$corpus/words.dict"
printf '%s\n' '"(ji\xc3\xa0n)"' '"?,F(xi\xc3\xa0n)"' '"\xef\xbc\x8c"' '"<td>"' '"<br>"' '"<w:t>"' '"<w:p>"' '"[[pattern]]\x0amatch = \""' >> "$corpus/words.dict"

seed() { mkdir -p "$corpus/$1" && cp "$2" "$corpus/$1/$3"; }
for report in fixtures/*.txt fixtures/*.html tests/ingest/*.html tests/cases/clean/*; do
  [ -f "$report" ] || continue
  for target in bytes page cleaning numbers; do seed "$target" "$report" "seed-$(basename "$report")"; done
  { printf '<w:document><w:body><w:p><w:r><w:t>' && sed 's|$|</w:t></w:r></w:p><w:p><w:r><w:t>|' "$report"; } > "$corpus/part.xml"
  seed word "$corpus/part.xml" "seed-$(basename "$report")"
done
for field in rules/environment/*.toml; do
  [ "$field" = rules/environment/pack.toml ] && continue
  { sed '/^fields = \[/,/^\]/c\fields = ["cases"]' rules/environment/pack.toml && echo ---- && cat "$field"; } > "$corpus/pack"
  seed rules "$corpus/pack" "seed-$(basename "$field")"
done
for target in "$@"; do
  mkdir -p "tests/cases/fuzz/$target"
  for case in tests/cases/fuzz/"$target"/*; do [ ! -f "$case" ] || seed "$target" "$case" "case-$(basename "$case")"; done
  cargo fuzz run --sanitizer none "$target" -- "-max_total_time=$seconds" "-dict=$corpus/words.dict" \
    -max_len=20000 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
done

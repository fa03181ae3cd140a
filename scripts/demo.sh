#!/bin/sh
# The year of the example municipality: from its published figures to the papers, then the site.
# `demo.sh --no-serve` ends when the site's data is loaded.
set -eu
cd "$(dirname "$0")/.."
sheet=examples/ban-song/scores.csv

say() { if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }

say "prongsai score $sheet"
.venv/bin/prongsai score "$sheet"
say "prongsai analyse $sheet"
.venv/bin/prongsai analyse "$sheet"
say "prongsai whatif $sheet --target AA"
.venv/bin/prongsai whatif "$sheet" --target AA
say "prongsai run examples/ban-song -o demo"
.venv/bin/prongsai run examples/ban-song -o demo
say "prongsai plan check demo/plan.xlsx $sheet"
.venv/bin/prongsai plan check demo/plan.xlsx "$sheet"
say "prongsai demo"
.venv/bin/prongsai demo --no-serve
.venv/bin/prongsai demo --story 2570 --no-serve
[ "${1:-}" = --no-serve ] && exit 0

say "เว็บตัวอย่างที่ 1: กลางปี 2566 ที่งานเดินแล้ว · เว็บตัวอย่างที่ 2: ปี 2570 ที่เพิ่งได้ผลปี 2569
Door 1: half-way through 2566 · door 2: 2570, today's work on results of 2569"
.venv/bin/prongsai demo --story 2570 &
second=$!
trap 'kill "$second" 2>/dev/null || true; wait "$second" 2>/dev/null || true' EXIT INT TERM
.venv/bin/prongsai demo

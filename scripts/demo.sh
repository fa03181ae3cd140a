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
exec .venv/bin/prongsai demo "$@"

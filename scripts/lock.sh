#!/bin/sh
# Write requirements.txt: all Python dependencies, pinned with hashes, for Python 3.11 and newer on all platforms.
# Pins that still fit are kept; `make lock UPGRADE=--upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

python=$(scripts/find-python.sh | head -n 1)
"$python" -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet --disable-pip-version-check uv==0.13.8

compile() {
    output=$1
    shift
    "$work/tools/bin/uv" --no-config --system-certs pip compile --quiet --universal --python-version 3.11 \
        --python "$work/tools/bin/python" --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-header --output-file "$output" pyproject.toml "$@"
}

# All at once, so that every part has the same pins; uv reads the pins to keep from the output file.
[ ! -e requirements.txt ] || cp requirements.txt "$work/all.txt"
# shellcheck disable=SC2086  # UPGRADE is a list of options
compile "$work/all.txt" --extra site --group dev --group node ${UPGRADE:-}
compile "$work/site.txt" --extra site --constraints "$work/all.txt"
compile "$work/dev.txt" --extra site --group dev --constraints "$work/all.txt"

names() { sed -n 's/^\([a-z0-9._-]*\).*==.*/\1/p' "$@"; }
part() {
    echo "# == $1 == $2"
    awk 'FNR == 1 { file += 1 }
         file == 1 { wanted[$0]; next }
         file == 2 { without[$0]; next }
         /^[a-z0-9]/ { split($0, name, /[^a-z0-9._-]/); on = name[1] in wanted && !(name[1] in without) }
         on' "$3" "$4" "$work/all.txt"
}

for name in site dev all; do
    names "$work/$name.txt" >"$work/$name.names"
done
echo "# nothing" >"$work/nothing.names"
{
    echo "# Written by \`make lock\` from pyproject.toml. Take the parts you need by scripts/pins.sh."
    part site "what runs the command and the site" "$work/site.names" "$work/nothing.names"
    part dev "what developers need besides" "$work/dev.names" "$work/site.names"
    part node "node and npm, for machines without them" "$work/all.names" "$work/dev.names"
} >"$work/requirements.txt"
mv "$work/requirements.txt" requirements.txt

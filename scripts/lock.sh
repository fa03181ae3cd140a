#!/bin/sh
# Write requirements.txt: all Python dependencies, pinned with hashes, for Python 3.11 and newer on all platforms.
# Each part holds what the parts before it lack: site, nation, dask, spark, dev, mutants, node (pyproject.toml names them).
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
        --no-header --output-file "$output" pyproject.toml --extra site "$@"
}

# All at once, so that every part has the same pins; uv reads the pins to keep from the output file.
all=$work/all.txt
[ ! -e requirements.txt ] || cp requirements.txt "$all"
# shellcheck disable=SC2086  # UPGRADE is a list of options
compile "$all" --extra nation --extra dask --extra spark --group dev --group mutants --group node ${UPGRADE:-}

echo "# Written by \`make lock\` from pyproject.toml; \`scripts/pins.sh PART...\` prints parts for pip." >"$work/lock.txt"
: >"$work/written"
part() {
    # shellcheck disable=SC2086  # groups are a list of options
    compile "$work/part.txt" --constraints "$all" $3
    echo "# == $1 == $2" >>"$work/lock.txt"
    awk -v written="$work/written" '
        BEGIN { while ((getline name <written) > 0) before[name] }
        { is_pin = match($0, /^[a-z0-9._-]+/); name = substr($0, 1, RLENGTH) }
        FNR == NR { if (is_pin) wanted[name]; next }
        is_pin { on = name in wanted && !(name in before); if (on) print name >>written }
        on' "$work/part.txt" "$all" >>"$work/lock.txt"
}
part site "what the command and the site run on" ""
part nation "what prongsai nation needs besides" "--extra nation"
part dask "what prongsai nation --dask needs besides" "--extra nation --extra dask"
part spark "what prongsai nation --spark needs besides" "--extra nation --extra spark"
part dev "what developers need besides" "--group dev"
part mutants "what make mutants needs besides" "--group dev --group mutants"
part node "node and npm, for machines without them" "--group node"
mv "$work/lock.txt" requirements.txt

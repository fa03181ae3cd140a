#!/bin/sh
# Pin every Python dependency, with hashes, for Python 3.11 and newer on all platforms.
# Pins that still fit are kept; `make lock UPGRADE=--upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
trap 'exit 130' INT TERM

python=$(scripts/find-python.sh | head -n 1)
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv==0.13.8

compile() {
    output=$1
    shift
    # shellcheck disable=SC2086  # UPGRADE is a list of options
    "$tools/bin/uv" --no-config --system-certs pip compile --quiet --universal --python-version 3.11 \
        --python "$tools/bin/python" --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock" ${UPGRADE:-} --output-file "$output" "$@"
}

compile requirements.txt pyproject.toml --extra site
compile requirements-dev.txt pyproject.toml --extra site requirements-dev.in --constraints requirements.txt
compile requirements-node.txt requirements-node.in
compile requirements-mutants.txt requirements-mutants.in

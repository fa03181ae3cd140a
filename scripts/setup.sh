#!/bin/sh
# Make .venv from the lock file; bring a finished one up to date.
# What was interrupted, or copied here from another folder, is made from nothing.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.ready # written last; holds the folder it was made in

say() { printf '%s\n' "$*" >&2; }

is_finished() {
    [ "$(cat "$stamp" 2>/dev/null)" = "$(pwd -P)" ] && .venv/bin/python -m pip --version >/dev/null 2>&1
}

make_venv() {
    for python in $(scripts/find-python.sh); do
        rm -rf .venv
        if "$python" -m venv .venv >/dev/null 2>&1 && .venv/bin/python -m pip --version >/dev/null 2>&1; then
            return 0
        fi
    done
    rm -rf .venv
    return 1
}

ensure_venv() {
    if is_finished; then
        return 0
    fi
    if [ -z "$(scripts/find-python.sh)" ]; then
        say "No Python 3.11 or newer was found on PATH. Install one and run make again."
        exit 2
    fi
    say "Making .venv"
    make_venv && return 0
    say "python3 -m venv does not work here. As an administrator, run one of these, then make again:"
    say "    apt-get update && apt-get install -y python3-venv"
    say "    make system-tools   # the same, and the programs that some tests use"
    exit 2
}

install_python_packages() {
    say "Installing Python packages (requirements.txt)"
    scripts/pins.sh site nation dask dev >.venv/requirements.txt
    # The lock is whole. Left to resolve it, older pips stumble over an extra (coverage[toml]) as soon as
    # a newer release than the locked one is out.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/requirements.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    .venv/bin/python -m pip --disable-pip-version-check check >&2
    # An editable install compiles nothing; the command would start twice as slowly at its first run.
    .venv/bin/python -m compileall -q src
}

ensure_venv
rm -f "$stamp"
install_python_packages
pwd -P >"$stamp"
say "Ready."

#!/bin/sh
# Make frontend/node_modules from the lock file: fonts, what the site's look is built from, the tools of `make check`.
# Where there is no npm, or a node too old for them (frontend/.npmrc), those of a Python package are used.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# npm keeps what it fetches below the home of the user, where there is one to write to.
[ -w "${HOME:-/nonexistent}" ] || export npm_config_cache="$PWD/.venv/npm-cache"

npm_ci() {
    # NODE_USE_SYSTEM_CA: trust the certificates this machine trusts, as pip does (office networks need it).
    (cd frontend && NODE_USE_SYSTEM_CA=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2)
}

install_npm_packages() {
    say "Installing npm packages (frontend/package-lock.json)"
    if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
        npm_ci && return 0
        say "This machine's npm could not do it."
    fi
    say "Using node and npm from Python packages (requirements.txt, part node)"
    scripts/pins.sh node >.venv/requirements-node.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/requirements-node.txt
    PATH="$PWD/.venv/bin:$PATH" npm_ci
}

rm -f frontend/node_modules/.ready
install_npm_packages
touch frontend/node_modules/.ready

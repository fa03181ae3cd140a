#!/bin/sh
# Install PySpark, pinned by hash, where Java is: some tests of the whole run count by it. 450 MB, so not in set-up.
set -eu
cd "$(dirname "$0")/.."
if command -v java >/dev/null 2>&1; then
    echo "Installing PySpark (requirements.txt)" >&2
    scripts/pins.sh spark >.venv/spark.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/spark.txt
fi
touch .venv/.spark

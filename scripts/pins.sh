#!/bin/sh
# Print parts of the lock file: `scripts/pins.sh site dev`. The parts: site, nation, dask, spark, dev, mutants, node.
set -eu
awk -v wanted=" $* " '/^# == / { on = index(wanted, " " $3 " ") } on' "$(dirname "$0")/../requirements.txt"

#!/bin/sh
# Print every Python of this machine that is new enough, the newest first.
for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$name"
    fi
done

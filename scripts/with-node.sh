#!/bin/sh
# Run a tool of JavaScript with the node that `make setup` may have put beside Python.
PATH="$PWD/.venv/bin:$PATH" exec "$@"

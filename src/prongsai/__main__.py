"""`python -m prongsai` is the command `prongsai`."""

import os
import sys

# `-m` puts the current folder first: a file of a library's name that lies there would be run.
if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109
    del sys.path[0]

from prongsai.cli.main import main

main()

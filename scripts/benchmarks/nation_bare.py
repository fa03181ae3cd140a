"""The floor of `prongsai nation score`: pyarrow decodes the files of answers, and that is all.

    python nation_bare.py IIT.parquet EIT.parquet

pyarrow is no dependency of ours; run it with a Python that has it.
"""

from __future__ import annotations

import sys

import pyarrow.parquet


def main() -> None:
    """Decode each file."""
    for path in sys.argv[1:]:
        pyarrow.parquet.read_table(path)


if __name__ == "__main__":
    main()

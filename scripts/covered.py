"""Run the tests and tell how much of the code they ran; in CI, fail where it is less than before.

`scripts/covered.py [pytest's arguments]`: the tests as `make test-all` runs them, instrumented by
SlipCover, which takes its marks out of a line once it has run: Coverage.py made the tests of the
core take three times as long on Python 3.11. Lines and branches count alike. What runs in a process
of its own (a drawn paper, a started site) is not seen, so the floors are lower bounds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "coverage.json"
SOURCE = "src/prongsai"
# Percent of lines and branches, a quarter below what was reached on 25 November 2026, because
# properties are tried with other values each time; raised as tests are added.
FLOORS = {"core": 98.1, "readers": 96.5, "documents": 98.0, "links": 97.7, "cli": 96.7, "web": 95.8}
# What SlipCover makes pytest say: it is there before it, and leaves the tests' own branches out.
WARNINGS = (
    "ignore:Unable to activate pytest branch coverage:RuntimeWarning",
    "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning",
)


def main(arguments: Sequence[str]) -> int:
    """The exit code of the tests, or in CI 1 where they ran too little of the code."""
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.unlink(missing_ok=True)
    command = [
        sys.executable, "-W", WARNINGS[0], "-m", "slipcover", "--branch", "--source", SOURCE,
        "--json", "--out", str(KEPT),
        "-m", "pytest", "-p", "scripts.sparing", *(f"-W{one}" for one in WARNINGS), *arguments,
    ]  # fmt: skip
    code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own tests
    if not KEPT.is_file():
        return code or 1
    shares = shares_of(json.loads(KEPT.read_text(encoding="utf-8")))
    for room, share in shares.items():
        print(f"{room:<10} {share:6.2f} % of lines and branches (at least {FLOORS.get(room, 0)})")
    low = [room for room, floor in FLOORS.items() if shares.get(room, 0.0) < floor]
    if low:
        print(f"The tests run too little of: {', '.join(low)}. Which lines: {KEPT}")
    # A machine without a browser or PostgreSQL runs fewer, and tells so; CI has both.
    return code or int(bool(low) and "CI" in os.environ)


def shares_of(coverage: Mapping[str, Any]) -> dict[str, float]:
    """Percent of lines and branches that ran, of each room below `prongsai`."""
    counts: dict[str, list[int]] = {}
    for name, one in coverage["files"].items():
        if "/migrations/" in name:
            continue
        room = Path(name).relative_to(SOURCE).parts[0].removesuffix(".py")
        told = one["summary"]
        ran = told["covered_lines"] + told["covered_branches"]
        count = counts.setdefault(room, [0, 0])
        count[0] += ran
        count[1] += ran + told["missing_lines"] + told["missing_branches"]
    return {room: 100 * ran / whole for room, (ran, whole) in sorted(counts.items()) if whole}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Pictures of every screen of the site, 1280 and 360 wide, in build/pictures; one in docs/pictures.

The browser tests walk the site anyway; here they keep what they see.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build/pictures"
SHOWN = ROOT / "docs/pictures"


def main() -> int:
    """Run the browser tests as photographers; their verdict is the exit code."""
    os.chdir(ROOT)
    os.environ["PRONGSAI_SHOTS"] = "1"
    code = pytest.main(["tests/browser", "-q", "-n", "2", "--no-header", "--durations=0"])
    found = len(list(PICTURES.glob("*-360.png")))
    dashboard = PICTURES / "newcomer-page-1280.png"
    if dashboard.is_file():
        shutil.copyfile(dashboard, SHOWN / "dashboard-th.png")
    print(f"{found} screens in build/pictures")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

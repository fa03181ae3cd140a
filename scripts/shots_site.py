"""Pictures of every screen of the site, 1280 and 360 wide, in build/pictures; one in docs/pictures.

The browser tests walk the site anyway; here they keep what they see.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build/pictures"
SHOWN = ROOT / "docs/pictures"
# Of README's picture: as far down as the second row of cards.
_FIRST_SCREEN = (0, 0, 1280, 872)


def main() -> int:
    """Run the browser tests as photographers; their verdict is the exit code."""
    os.chdir(ROOT)
    os.environ["PRONGSAI_SHOTS"] = "1"
    code = pytest.main(
        ["tests/browser", "--whole", "-q", "-n", "2", "--no-header", "--durations=0"]
    )
    found = len(list(PICTURES.glob("*-360.png")))
    dashboard = PICTURES / "tour-start-1280.png"
    if dashboard.is_file():
        with Image.open(dashboard) as picture:
            small = (
                picture.convert("RGB").crop(_FIRST_SCREEN).quantize(256, dither=Image.Dither.NONE)
            )
        small.save(SHOWN / "dashboard-th.png", optimize=True)
    print(f"{found} screens in build/pictures")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())

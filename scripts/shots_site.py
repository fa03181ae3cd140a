"""Pictures of every screen of the site, 1280 and 360 wide, in build/pictures; one in docs/pictures.

The browser tests walk the site anyway; here they keep what they see. `shots_site.py guides` makes
pictures of the guides alone, of the demo that `make demo-data` has loaded.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build/pictures"
SHOWN = ROOT / "docs/pictures"
# Of README's picture: as far down as the second row of cards.
_FIRST_SCREEN = (0, 0, 1280, 872)
GUIDES = ROOT / "src/prongsai/data/guides/pictures"
_PORT = 8199
_HEIGHT = 760
_COLOURS = 64
_PATIENCE = 120_000  # milliseconds: a busy machine draws slowly
# Each picture of the guides: by which door of the demo one enters, the page, how wide it is shown.
_OF_GUIDES = {
    "work": ("ผู้อำนวยการกองคลัง", "/work/", 360),
    "registers": ("ผู้อำนวยการกองคลัง", "/2566/registers/", 900),
    "signing": ("นายกเทศมนตรี", "/signing/", 360),
    "year": ("เจ้าหน้าที่ ITA", "/2566/", 900),
    "oit": ("เจ้าหน้าที่ ITA", "/2566/oit/", 900),
    "cases": ("ปลัดเทศบาล", "/desk/", 900),
    "agency": ("เจ้าหน้าที่ ITA", "/agency/", 900),
    "bring": ("เจ้าหน้าที่ ITA", "{public}desk/", 360),
}


def browser_path() -> str | None:
    """Chromium, best without a window of its own."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def draw_guides() -> int:
    """Serve the demo, and keep the first screen of each page that a guide shows."""
    here = f"http://127.0.0.1:{_PORT}"
    command = [ROOT / ".venv/bin/prongsai", "demo", "--port", str(_PORT)]
    demo = subprocess.Popen(command)  # noqa: S603 - our own
    GUIDES.mkdir(exist_ok=True)
    try:
        _wait_for(here)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path())
            for name, (door, page, width) in _OF_GUIDES.items():
                opened = browser.new_page(
                    viewport={"width": width, "height": _HEIGHT}, locale="th-TH"
                )
                opened.set_default_timeout(_PATIENCE)
                opened.goto(here)
                opened.get_by_role("button", name=door).first.click()
                opened.goto(f"{here}/public-site/")
                home = re.search(r"/site/[0-9a-f-]{36}/", opened.content())
                opened.goto(f"{here}{page.format(public=home[0] if home else '/')}")
                _keep_small(opened.screenshot(), GUIDES / f"{name}.png")
                opened.close()
    finally:
        demo.terminate()
        demo.wait()
    return 0


def _wait_for(address: str) -> None:
    for _second in range(600):
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own
        except (URLError, OSError):
            time.sleep(1)
        else:
            return


def _keep_small(shot: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(shot)) as picture:
        small = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> int:
    """Run the browser tests as photographers; their verdict is the exit code."""
    os.chdir(ROOT)
    if sys.argv[1:] == ["guides"]:
        return draw_guides()
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

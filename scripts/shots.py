"""Pictures of what the command line prints: all into build/pictures, some into docs/pictures.

Runs the commands on the example, lays the letters on a grid as a terminal does, and lets
Chromium paint it. Thai letters keep their marks; each cluster has the width a terminal gives it.
"""

from __future__ import annotations

import base64
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
FONT = ROOT / "frontend/node_modules/@expo-google-fonts/sarabun/400Regular/Sarabun_400Regular.ttf"
PICTURES = ROOT / "build/pictures"
SHOWN = ROOT / "docs/pictures"
SHEET = "examples/ban-song/scores.csv"
SHOTS = {
    "score-th": ["score", SHEET],
    "score-en": ["--lang", "en", "score", SHEET],
    "analyse-th": ["analyse", SHEET],
    "whatif-th": ["whatif", SHEET, "--target", "AA"],
    "whatif-en": ["--lang", "en", "whatif", SHEET, "--target", "AA"],
    "explain-th": ["score", SHEET, "--explain", "4"],
    "framework-th": ["framework", "list"],
    "diff-th": ["framework", "diff", "2566", "2567"],
    "help-th": ["score", "--help"],
    "error-th": ["score", "no-such-file.pdf"],
}
IN_DOCS = ("score-th", "score-en", "whatif-th", "whatif-en")
CELL = 9
LINE = 20
MARGIN = 16
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
LOWEST = 240
NARROW = 80
WIDE = 110
# Black, red, green, yellow, blue, magenta, cyan, white, as terminals of today paint them.
_COLOURS = [(60, 60, 60), (240, 113, 120), (140, 200, 110), (230, 190, 90)]
_COLOURS += [(110, 160, 240), (200, 150, 230), (110, 200, 210), (230, 230, 230)]
THEME = TerminalTheme((22, 25, 29), (230, 230, 230), _COLOURS, _COLOURS)


def main() -> None:
    """Paint every shot at two widths."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("needs Chromium: run make system-tools")
    for folder in (PICTURES, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    for name, arguments in SHOTS.items():
        for columns in (WIDE, NARROW):
            lines = list(_screen(arguments, columns))
            target = PICTURES / f"{name}-{columns}.png"
            _paint(browser, lines, columns, target)
            print(target.relative_to(ROOT))
    for name in IN_DOCS:
        shutil.copy(PICTURES / f"{name}-{WIDE}.png", SHOWN / f"{name}.png")


def _screen(arguments: list[str], columns: int) -> Iterator[Text]:
    """The lines a terminal of so many columns shows, the command first."""
    environment = os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(columns)}
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [ROOT / ".venv/bin/prongsai", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    yield Text(f"$ prongsai {' '.join(arguments)}", style="bold")
    console = Console(width=columns)
    for line in (done.stdout + done.stderr).splitlines():
        yield from Text.from_ansi(line).wrap(console, columns)


def _paint(browser: str, lines: list[Text], columns: int, target: Path) -> None:
    width, height = columns * CELL + 2 * MARGIN, max(len(lines) * LINE + 2 * MARGIN, LOWEST)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "screen.html"
        page.write_text(_page(lines), encoding="utf-8")
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            [
                browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
                f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
                f"--screenshot={target}", page.as_uri(),
            ],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip


def _page(lines: list[Text]) -> str:
    console = Console(color_system="truecolor", force_terminal=True)
    font = base64.b64encode(FONT.read_bytes()).decode()
    body = "".join(
        f'<i style="left:{MARGIN + at * CELL}px;top:{MARGIN + row * LINE}px;{style}">'
        f"{html.escape(run)}</i>"
        for row, line in enumerate(lines)
        for at, run, style in _runs(line, console)
    )
    return f"""<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Thai; src: url("data:font/ttf;base64,{font}");
    unicode-range: U+0E00-0E7F; size-adjust: 105%; }}
body {{ margin: 0; background: #16191d; color: #e6e6e6; }}
i {{ position: absolute; height: {LINE}px; line-height: {LINE}px; font-style: normal;
    font-family: Thai, "DejaVu Sans Mono", monospace; font-size: 15px; white-space: pre; }}
</style>{body}"""


def _runs(line: Text, console: Console) -> Iterator[tuple[int, str, str]]:
    """Each word at the column a terminal gives it: column, letters, style."""
    column = 0
    for segment in line.render(console):
        style = segment.style.get_html_style(THEME) if segment.style else ""
        for run in re.findall(r"[ \n]+|[^ \n─-╿]+|[─-╿]", segment.text):
            if run.strip():
                yield column, run, style
            column += cell_len(run)


if __name__ == "__main__":
    main()

"""Pictures of every page of the example's papers: into build/pictures, one into docs/pictures.

The pages are drawn by pdfium, as a browser shows them.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "build/pictures"
SHOWN = ROOT / "docs/pictures"
CASE = "examples/ban-song"
_DOTS = 96 / 72
# The page of the booklet with the indicators over the years, by the place it has there.
_SHOWN_PAGE = "booklet-08"


def main() -> None:
    """Make the papers and paint their pages."""
    for folder in (PICTURES, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            [ROOT / ".venv/bin/prongsai", "run", CASE, "-o", folder, "--format", "pdf"],
            cwd=ROOT, capture_output=True, check=True,
        )  # fmt: skip
        for paper in sorted(Path(folder).glob("*.pdf")):
            _paint(paper)
    picture = PICTURES / f"{_SHOWN_PAGE}.png"
    (SHOWN / "booklet.png").write_bytes(picture.read_bytes())


def _paint(paper: Path) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        for number, page in enumerate(document, start=1):
            target = PICTURES / f"{paper.stem}-{number:02d}.png"
            page.render(scale=_DOTS).to_pil().save(target, optimize=True)
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()

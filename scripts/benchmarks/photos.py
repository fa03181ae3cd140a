"""A results report of a hundred photos from a telephone: size, time and memory."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from prongsai.cli.case import read_case
from prongsai.core.papers.digits import printed
from prongsai.core.papers.document import Photo
from prongsai.core.papers.progress import Result, ResultsLayout, results_report
from prongsai.core.progress.rounds import Round, rows_of
from prongsai.documents.pdf import to_pdf
from prongsai.documents.photos import for_print
from scripts.benchmarks.measure import clean_environment, exponent, peak_memory, processor_seconds
from scripts.benchmarks.results import Growth, Report

_ROOT = Path(__file__).resolve().parents[2]
_EXAMPLE = _ROOT / "examples" / "ban-song"
# Twelve megapixels, as most telephones give them.
_WIDTH, _HEIGHT = 4000, 3000
_GRAIN = 8
_SIZES = (10, 30, 100)
_GROWTH_LIMIT = 1.1
_MEMORY_LIMIT = 2.0
_MOST_BYTES = 30_000_000
_ACROSS = 2


def measure(report: Report, *, largest: int) -> None:
    """Reports of several sizes, each in a process of its own."""
    rows = []
    found: dict[str, Any] = {}
    sizes = [size for size in _SIZES if size <= largest]
    for size in sizes:
        found = _child(size)
        rows.append((size, found["seconds"], found["peak"]))
    met = "met" if found["bytes"] < _MOST_BYTES else "not met"
    report.remarks.append(
        f"Results report with {sizes[-1]} photos of 12 megapixels:"
        f" PDF of {found['bytes'] / 1e6:.1f} MB (limit {_MOST_BYTES / 1e6:.0f} MB: {met})."
    )
    slope = exponent([(size, taken) for size, taken, _ in rows])
    report.growth.append(
        Growth("results report, photos", tuple(rows), slope, _GROWTH_LIMIT, _MEMORY_LIMIT)
    )


def telephone_photo(number: int) -> bytes:
    """A grainy picture of twelve megapixels; no two are alike."""
    grain = random.Random(number).randbytes(_WIDTH * _HEIGHT * 3 // _GRAIN**2)  # noqa: S311
    small = Image.frombytes("RGB", (_WIDTH // _GRAIN, _HEIGHT // _GRAIN), grain)
    target = io.BytesIO()
    small.resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC).save(target, "JPEG", quality=88)
    return target.getvalue()


def report_of(sources: list[Path]) -> bytes:
    """The PDF of the example's results with these photos, two in a row, shared out evenly."""
    case = read_case(_EXAMPLE, frameworks=None, draft=False).case
    rows = rows_of(Round(case.plan.fiscal_year, 12), case.plan.measures, {})
    results = []
    for place, row in enumerate(rows):
        own = sources[place :: len(rows)]
        photos = tuple(
            Photo(for_print(one.read_bytes(), across=_ACROSS), one.stem, one.stem) for one in own
        )
        results.append(Result(row, photos))
    paper = results_report(case.office, case.plan, results, layout=ResultsLayout.THREE_WITH_PHOTOS)
    digits = case.agency.digits
    return to_pdf(printed(paper, digits), digits=digits)


def _child(size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(size):
            photo = Path(folder) / f"photo {number + 1}.jpg"
            photo.write_bytes(telephone_photo(number))
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-m", "scripts.benchmarks.photos", folder],
            cwd=_ROOT,
            env=clean_environment(Path(folder)),
            capture_output=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """`scripts.benchmarks.photos FOLDER`: size, time and memory of one report, as JSON."""
    sources = sorted(Path(sys.argv[1]).glob("*.jpg"))
    report_of([])  # loads the engine
    start = processor_seconds()
    pdf = report_of(sources)
    found = {"bytes": len(pdf), "seconds": processor_seconds() - start, "peak": peak_memory()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

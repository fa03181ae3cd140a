"""Plan and papers: a whole run, the booklet beside another engine, and a plan that grows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from prongsai.cli.case import read_case
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Document
from prongsai.core.papers.kinds import paper
from prongsai.documents.page import to_html
from prongsai.documents.pdf import to_pdf
from prongsai.documents.typesetting.font import FONT_FOLDER
from scripts.benchmarks.measure import (
    call,
    clean_environment,
    exponent,
    pairs,
    peak_memory,
    process,
    processor_seconds,
    prongsai_command,
)
from scripts.benchmarks.results import Growth, Line, Report

_ROOT = Path(__file__).resolve().parents[2]
_EXAMPLE = _ROOT / "examples" / "ban-song"
_SIZES = (1, 20, 50, 200)
_WEASYPRINT_LIMIT = 0.75
_GROWTH_LIMIT = 1.1
_MEMORY_LIMIT = 4.0
_FACES = "\n".join(
    f"@font-face {{font-family: '{family}'; font-weight: {weight};"
    f" src: url('{(FONT_FOLDER / f'ProngsaiSarabun-{style}.ttf').as_uri()}')}}"
    for family in ("TH SarabunPSK", "TH Sarabun New", "Sarabun")
    for weight, style in ((400, "Regular"), (700, "Bold"))
)


def measure(report: Report, folder: Path, *, count: int, largest: int) -> None:
    """The run as a process, the booklet inside one, plans of several sizes in their own."""
    environment = clean_environment(folder)
    command = [prongsai_command(), "run", str(_EXAMPLE), "-o", str(folder / "demo")]
    bare = [sys.executable, "-c", "pass"]
    ratio = pairs(process(command, environment), process(bare, environment), max(count // 4, 5))
    report.lines.append(
        Line("prongsai run: plan, 13 papers as PDF and DOCX", "python -c pass", ratio)
    )
    report.lines.append(_beside_weasyprint(count=max(count // 4, 5)))
    report.growth.append(_growth([size for size in _SIZES if size <= largest]))


def case() -> Case:
    """The example."""
    return read_case(_EXAMPLE, frameworks=None, draft=False).case


def of_size(one: Case, measures: int) -> Case:
    """The example with a plan of so many measures; the drafted ones in turn."""
    drafted = one.plan.measures
    many = tuple(
        replace(drafted[number % len(drafted)], key=f"own-{number}", number=str(number + 1))
        for number in range(measures)
    )
    return replace(one, plan=replace(one.plan, measures=many))


def _beside_weasyprint(*, count: int) -> Line:
    """The same Document, new words each time: Typst keeps what it drew before."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - only here, and slow to load
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    style = CSS(string=_FACES, font_config=fonts)
    fresh = _fresh(case())

    def peer() -> object:
        page = to_html(fresh(), case().agency.digits)
        return HTML(string=page).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )

    digits = case().agency.digits
    ours = call(lambda: to_pdf(fresh(), digits=digits))
    return Line(
        "booklet of the example as PDF",
        "WeasyPrint, the same Document as HTML",
        pairs(ours, call(peer), count, warm=1),
        _WEASYPRINT_LIMIT,
    )


def _fresh(one: Case) -> Callable[[], Document]:
    numbers = count(1)

    def made() -> Document:
        agency = replace(one.agency, office=f"{one.agency.office} {next(numbers)}")
        return paper("booklet", replace(one, agency=agency))

    return made


def _growth(sizes: list[int]) -> Growth:
    rows = []
    for size in sizes:
        found = _child(size)
        rows.append((size, found["seconds"], found["peak"]))
    slope = exponent([(size, taken) for size, taken, _ in rows])
    return Growth("booklet, measures", tuple(rows), slope, _GROWTH_LIMIT, _MEMORY_LIMIT)


def _child(size: int) -> dict[str, Any]:
    """One booklet in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-m", "scripts.benchmarks.papers", str(size)],
            cwd=_ROOT,
            env=clean_environment(Path(home)),
            capture_output=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """`python -m scripts.benchmarks.papers MEASURES`: time and memory of one booklet, as JSON."""
    size = int(sys.argv[1])
    one = of_size(case(), size)
    to_pdf(paper("order", one), digits=one.agency.digits)  # loads the engine
    start = processor_seconds()
    to_pdf(paper("booklet", one), digits=one.agency.digits)
    found = {"seconds": processor_seconds() - start, "peak": peak_memory()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

"""Reading evidence: our text beside bare pdfium, scans, and all items of an agency.

The scans are sheets of our own booklet, drawn as pictures and set askew.
"""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.preaudit.audit import preaudit
from prongsai.readers.evidence import read_evidence
from prongsai.readers.recognition import knows_thai
from scripts.benchmarks.measure import call, clean_environment, pairs, peak_memory, prongsai_command
from scripts.benchmarks.results import Line, Report, seconds
from scripts.benchmarks.serving import Memory
from scripts.benchmarks.site import demo, serving

_CASE = Path(__file__).resolve().parents[2] / "examples" / "ban-song"
_YEAR = 2566
_SCANNED = 20
_MOST_MEMORY = 512 * 2**20
_PEER = "bare pdfium"
_PATIENCE = 900.0
_WAITING = "SELECT count(*) FROM platform_job WHERE state IN ('waiting', 'running')"


def measure(report: Report, folder: Path, *, count: int) -> None:
    """A booklet, twenty scanned pages, and forty-three items."""
    made = folder / "evidence"
    subprocess.run(  # noqa: S603 - our own command
        [prongsai_command(), "run", str(_CASE), "-o", str(made)],
        check=False, env=clean_environment(folder), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    booklet = (made / "booklet.pdf").read_bytes()
    ratio = pairs(
        call(lambda: read_evidence(booklet, "booklet.pdf")), call(lambda: bare(booklet)), count
    )
    pages = len(read_evidence(booklet, "booklet.pdf").pages)
    report.lines.append(Line(f"Evidence: text of a PDF of {pages} pages", _PEER, ratio))
    report.remarks.append(f"Evidence with a text layer: {pages / ratio.ours:,.0f} pages a second.")
    report.remarks.append(_items(made))
    if not knows_thai():
        report.remarks.append("Scans: not measured, tesseract with Thai is missing.")
        return
    (made / "scan.pdf").write_bytes(scanned(booklet))
    told = json.loads(
        subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-m", "scripts.benchmarks.evidence", str(made / "scan.pdf")],
            check=True, capture_output=True,
        ).stdout
    )  # fmt: skip
    met = "met" if told["peak"] <= _MOST_MEMORY else "not met"
    report.remarks.append(
        f"{told['pages']} scanned pages: {seconds(told['seconds'])},"
        f" {told['pages'] / told['seconds']:.2f} pages a second; with the recogniser at most"
        f" {told['peak'] / 2**20:.0f} MB (limit {_MOST_MEMORY / 2**20:.0f} MB: {met})."
    )
    report.remarks.append(_site(folder, [made / "booklet.pdf", made / "scan.pdf"]))


def bare(data: bytes) -> list[str]:
    """The text of every page as the library gives it."""
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def scanned(data: bytes) -> bytes:
    """The first pages of a PDF as pictures of a scanner."""
    sheets: list[Image.Image] = []
    with pdfium.PdfDocument(data) as document:
        for number in range(_SCANNED):
            sheet = document[number % len(document)].render(scale=200 / 72, grayscale=True)
            sheets.append(sheet.to_pil().rotate(0.3, fillcolor=255))
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=200)
    return out.getvalue()


def _items(made: Path) -> str:
    """How long all items of a year take, each with a paper of its own."""
    catalogue = Catalogue()
    codes = [code for code in catalogue.get(_YEAR, draft=True).items if code.startswith("o")]
    papers = sorted(made.glob("*.pdf"))
    start, pages = perf_counter(), 0
    for number, code in enumerate(codes):
        paper = papers[number % len(papers)]
        evidence = read_evidence(paper.read_bytes(), paper.name)
        preaudit([evidence], code, _YEAR, catalogue)
        pages += len(evidence.pages)
    taken = perf_counter() - start
    return f"{len(codes)} items of an agency, {pages} pages, read and judged: {seconds(taken)}."


def _site(folder: Path, files: list[Path]) -> str:
    """What the site holds while its worker reads the evidence of every item, and how long it takes.

    Shape:  the demo's evidence, with a booklet and a scan of twenty pages beside that of two items.
    """
    environment, data = clean_environment(folder), folder / "read"
    environment.pop("DATABASE_URL", None)
    subprocess.run([*demo(data), "--no-serve"], env=environment, check=True, capture_output=True)  # noqa: S603 - our own command
    told = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-m", "scripts.benchmarks.site_rows", str(data), "attach", *files],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    codes = json.loads(told.stdout)
    with serving(data, environment) as site:
        memory = Memory(site.process.pid)
        memory.start()
        cookies, board = site.signed_in("ITA"), f"/{_YEAR}/oit/"
        start = perf_counter()
        for code in codes:
            page = site.page(f"{board}{code}/", cookies)
            site.post(f"{board}{code}/reading/", page, cookies)
        with sqlite3.connect(f"file:{data / 'prongsai.sqlite3'}?mode=ro", uri=True) as rows:
            while rows.execute(_WAITING).fetchone()[0] and perf_counter() - start < _PATIENCE:
                sleep(1)
        taken = perf_counter() - start
        memory.stop()
    met = "met" if memory.most <= _MOST_MEMORY else "not met"
    return (
        f"The site while it reads {len(codes)} items, among them a booklet and a scan of {_SCANNED}"
        f" pages: at most {memory.most / 2**20:.0f} MB in {memory.processes} processes (limit"
        f" {_MOST_MEMORY / 2**20:.0f} MB: {met}), {seconds(taken)}."
    )


def _child(path: Path) -> dict[str, Any]:
    start = perf_counter()
    evidence = read_evidence(path.read_bytes(), path.name)
    taken = perf_counter() - start
    return {"pages": len(evidence.pages), "seconds": taken, "peak": peak_memory()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_child(Path(sys.argv[1]))))

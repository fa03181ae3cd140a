"""`python -m scripts.benchmarks [--quick] [--public | --evidence | --surveys | --registers | ...]`.

The pages that are written are docs/performance*.md.

`--public` measures links and the public site alone, which have a page of their own.

The exit code says only whether the run went through; what limits are met stands in the output.
"""

from __future__ import annotations

import argparse
import compileall
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.benchmarks import (
    counter,
    desk,
    evidence,
    links,
    many,
    nation_rows,
    page,
    papers,
    photos,
    public,
    reading,
    registers,
    reports,
    site,
    startup,
    surveys,
    whatif,
)
from scripts.benchmarks.results import Report

_SOURCE = Path(__file__).resolve().parents[2] / "src"


def main() -> None:
    """Run every measurement."""
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="few rounds, for a first look; the page stays as it is"
    )
    parser.add_argument("--public", action="store_true", help="links and the public site alone")
    for name in _ALONE:
        parser.add_argument(f"--{name}", action="store_true", help="alone; writes no page")
    given = parser.parse_args()
    compileall.compile_dir(_SOURCE, quiet=1)
    for name, measure in _ALONE.items():
        if getattr(given, name):
            _alone(measure, quick=given.quick)
            return
    if not given.public:
        _all(quick=given.quick)
    _public(quick=given.quick)


def _all(*, quick: bool) -> None:
    """Everything but links and the public site."""
    report = _begun()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("1/9 whole processes", flush=True)
        startup.measure(report, folder, count=9 if quick else 41)
        print("2/9 reading XLSX", flush=True)
        reading.measure(report, count=9 if quick else 31)
        print("3/9 what-if", flush=True)
        evidence.measure(report, folder, count=5 if quick else 15)
        whatif.measure(report, count=9 if quick else 31)
        print("4/9 many sheets", flush=True)
        many.measure(report, folder, rounds=1 if quick else 3, largest=100 if quick else 1_000)
        _measure_nation(report, folder, quick=quick)
        print("5/9 plan and papers", flush=True)
        papers.measure(report, folder, count=9 if quick else 31, largest=50 if quick else 200)
        photos.measure(report, largest=30 if quick else 100)
        reports.measure(report, count=5 if quick else 15, largest=50 if quick else 200)
        print("6/9 registers", flush=True)
        _measure_registers(report, folder, quick=quick)
        print("7/9 the site", flush=True)
        site.measure(
            report,
            folder,
            rounds=3 if quick else 5,
            requests=40 if quick else 60,
            starts=2 if quick else 3,
        )
        print("8/9 surveys", flush=True)
        _measure_surveys(report, folder, quick=quick)
        print("9/9 the desk", flush=True)
        _measure_desk(report, folder, quick=quick)
    page.show(report)
    if not quick:
        page.write(report)
        print(f"written: docs/{page.PAGE.name}")


def _alone(measure: Callable[..., None], *, quick: bool) -> None:
    report = _begun()
    with tempfile.TemporaryDirectory() as name:
        measure(report, Path(name), quick=quick)
    page.show(report)


def _measure_nation(report: Report, folder: Path, *, quick: bool) -> None:
    nation_rows.measure(report, folder, count=3 if quick else 9)


def _measure_surveys(report: Report, folder: Path, *, quick: bool) -> None:
    surveys.measure(report, folder, rounds=1 if quick else 5, requests=400 if quick else 1_600)


def _measure_registers(report: Report, folder: Path, *, quick: bool) -> None:
    registers.measure(report, count=5 if quick else 15, largest=1_000 if quick else 5_000)
    rounds, rows = (3, 2_000) if quick else (9, 50_000)
    registers.measure_site(report, folder, rounds=rounds, rows=rows)


def _measure_desk(report: Report, folder: Path, *, quick: bool) -> None:
    desk.measure(
        report,
        folder,
        rounds=1 if quick else 5,
        requests=400 if quick else 1_600,
        cases=2_000 if quick else 20_000,
    )
    _measure_queue(report, folder, quick=quick)


def _measure_evidence(report: Report, folder: Path, *, quick: bool) -> None:
    evidence.measure(report, folder, count=5 if quick else 15)


def _measure_queue(report: Report, folder: Path, *, quick: bool) -> None:
    size = counter.Size(200, 5_000, 5) if quick else counter.Size(1_000, 100_000, 15)
    counter.measure(report, folder, size)


_ALONE = {
    "surveys": _measure_surveys,
    "registers": _measure_registers,
    "desk": _measure_desk,
    "evidence": _measure_evidence,
    "nation": _measure_nation,
    "queue": _measure_queue,
}


def _public(*, quick: bool) -> None:
    """Links and the public site."""
    report = _begun()
    with tempfile.TemporaryDirectory() as name:
        print("1/2 links", flush=True)
        links.measure(report, count=1 if quick else 3, hosts=20 if quick else links.HOSTS)
        print("2/2 the public site", flush=True)
        public.measure(report, Path(name), rounds=2 if quick else 7, requests=100 if quick else 400)
    page.show(report)
    if not quick:
        page.write_public(report)
        print(f"written: docs/{page.PUBLIC_PAGE.name}")


def _begun() -> Report:
    report = Report(load=os.getloadavg()[0])
    print(f"{page.machine()}; load at the start {report.load:.1f}; src/ byte-compiled first.")
    return report


if __name__ == "__main__":
    main()

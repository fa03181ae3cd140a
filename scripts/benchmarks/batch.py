"""The process that reads and scores many sheets held in memory, and prints JSON about it."""

from __future__ import annotations

import csv
import gc
import io
import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.rounding import half_up
from prongsai.core.scoring.compute import score_sheet
from prongsai.readers.scores import read_scores
from scripts.benchmarks.measure import peak_memory

_CHUNKS = 20


def main() -> None:
    """`python -m scripts.benchmarks.batch FOLDER KIND SHEETS plain|floor`."""
    folder, kind, count, mode = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    sheets = [(folder / f"{number}.{kind}").read_bytes() for number in range(count + 1)]
    totals = json.loads((folder / "totals.json").read_text(encoding="utf-8"))
    work = Work(f"sheet.{kind}")
    work.run(sheets[0])  # loads the framework and the reader's library
    found = _plain(work, sheets[1:], totals[1:]) if mode == "plain" else _pairs(work, kind, sheets)
    sys.stdout.write(json.dumps(found) + "\n")


class Work:
    """Reading and scoring with one catalogue."""

    def __init__(self, name: str) -> None:
        """`name` is the file name the bytes go by."""
        self.name = name
        self.catalogue = Catalogue()

    def run(self, data: bytes) -> str:
        """The total of one sheet, as published."""
        sheet = read_scores(data, self.name, self.catalogue).sheet
        if sheet.fiscal_year is None:
            return ""
        card = score_sheet(self.catalogue.get(sheet.fiscal_year), sheet)
        return "" if card.total.value is None else str(half_up(card.total.value))


def _plain(work: Work, sheets: Sequence[bytes], totals: Sequence[str]) -> dict[str, object]:
    gc.collect()
    start = process_time()  # no peer runs beside it, so what else the machine does must not count
    found = [work.run(data) for data in sheets]
    taken = process_time() - start
    gaps = [_hundredths(own, drawn) for own, drawn in zip(found, totals, strict=False)]
    return {"sheets": len(sheets), "seconds": taken, "peak": peak_memory(), "gaps": gaps}


def _hundredths(own: str, drawn: str) -> int:
    """How far a total is from the drawn one, in its last digit."""
    return abs(int((Decimal(own) - Decimal(drawn)) * 100))


def _pairs(work: Work, kind: str, sheets: Sequence[bytes]) -> dict[str, object]:
    """Chunks of the same sheets through the floor and through the product, in turn."""
    floor = _csv_floor if kind == "csv" else _openpyxl_floor()
    size = max(len(sheets) // _CHUNKS, 1)
    floor(sheets[0])
    timings: list[tuple[float, float]] = []
    for first in range(1, len(sheets), size):
        chunk = sheets[first : first + size]
        timings.append((_timed(floor, chunk), _timed(work.run, chunk)))
    return {"pairs": timings}


def _timed(function: Callable[[bytes], object], chunk: Sequence[bytes]) -> float:
    """Seconds per sheet."""
    gc.collect()
    start = perf_counter()
    for data in chunk:
        function(data)
    return (perf_counter() - start) / len(chunk)


def _csv_floor(data: bytes) -> object:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _openpyxl_floor() -> Callable[[bytes], object]:
    from scripts.benchmarks.reading import with_openpyxl  # noqa: PLC0415 - its memory must not count

    return with_openpyxl


if __name__ == "__main__":
    main()

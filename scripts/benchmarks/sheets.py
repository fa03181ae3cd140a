"""The score sheets that are measured: the example, drawn ones, and one large workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random

import openpyxl  # type: ignore[import-untyped]

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.ids import Level
from prongsai.core.rounding import half_up
from prongsai.core.scoring.template import template_rows
from prongsai.documents.framework_workbook import score_template

YEAR = 2565
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ban-song" / "scores.csv"

_FIRST_ROW = 5
_SCORE_CELL = re.compile(rb'(<c r="D(\d+)"[^>]*>)<v>[^<]*</v>')
_SHEET = "xl/worksheets/sheet1.xml"
_SEED = 2565
_GOLDEN, _ROOT = 0.6180339887, 0.4142135624

Scores = Mapping[str, str]


def framework() -> Framework:
    """The framework of the year that is measured."""
    return Catalogue().get(YEAR)


def codes(frame: Framework) -> list[str]:
    """Every code as the score template types it, in its order."""
    return [row.code for row in template_rows(frame)]


def example_scores() -> dict[str, str]:
    """The example's published figures of the year, by typed code."""
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: row["score"] for row in rows if row["year"] == str(YEAR)}


def as_xlsx(frame: Framework, scores: Scores) -> bytes:
    """The score template with its scores filled in, saved as an office program would."""
    book = openpyxl.load_workbook(io.BytesIO(score_template(frame)))
    sheet = book.worksheets[0]
    for row, code in enumerate(codes(frame), start=_FIRST_ROW):
        if code in scores:
            sheet.cell(row=row, column=4, value=float(scores[code]))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_csv(scores: Scores) -> bytes:
    """Code, year and score, one row each."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(("code", "year", "score"))
    writer.writerows((code, YEAR, score) for code, score in scores.items())
    return target.getvalue().encode()


def with_scores(filled: bytes, frame: Framework, scores: Scores) -> bytes:
    """A filled template with other scores: the same workbook, other numbers in its cells."""
    rows = dict(enumerate(codes(frame), start=_FIRST_ROW))

    def cell(found: re.Match[bytes]) -> bytes:
        score = scores[rows[int(found[2])]]
        return found[1] + f"<v>{float(score):g}</v>".encode()

    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(filled)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, _SCORE_CELL.sub(cell, data) if entry.filename == _SHEET else data)
    return target.getvalue()


def drawn(count: int) -> Iterator[dict[str, str]]:
    """Score sheets as they are published: answers drawn by a fixed seed, means rounded half-up."""
    frame = framework()
    random = Random(_SEED)  # noqa: S311 - test data
    for number in range(-1, count - 1):  # the first one only warms up
        yield _draw(frame, random, number)


def _spread(number: int, step: float, low: float, high: float) -> float:
    """A value of a series of which any part, however short, covers the range evenly."""
    return low + (high - low) * ((number * step + 0.5) % 1)


def _draw(frame: Framework, random: Random, number: int) -> dict[str, str]:
    values: dict[str, Fraction] = {}
    for position, part in enumerate(frame.instruments):
        respondents = round(_spread(number, _GOLDEN, 20, 200))
        leaning = _spread(number + position, _ROOT, 1.5, 5.0)
        for item in part.items or ():
            if item.code[0] == "o":
                values[item.code] = Fraction(random.choice((0, 100, 100, 100, 100)))
                continue
            points = frame.scale_of[item.scale].points
            weights = [leaning**place for place in range(len(points))]
            answers = respondents * item.answers_per_respondent
            values[item.code] = Fraction(sum(random.choices(points, weights, k=answers)), answers)
    return {
        f"ind{code}" if node.level is Level.INDICATOR else code: str(
            half_up(_value(frame, code, values))
        )
        for code, node in frame.tree.items()
    }


def _value(frame: Framework, code: str, values: dict[str, Fraction]) -> Fraction:
    """The exact value of a node, its items being known."""
    if code not in values:
        parts = frame.tree[code].children or ()
        terms = (share * _value(frame, child, values) for child, share in parts)
        values[code] = sum(terms, Fraction(0))
    return values[code]


def large_workbook(rows: int, columns: int) -> bytes:
    """A table of texts, numbers and empty cells, nothing of which is a score."""
    random = Random(_SEED)  # noqa: S311 - test data
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("รายการ")
    sheet.append([f"หัวข้อที่ {column}" for column in range(columns)])
    for row in range(rows - 1):
        sheet.append([_cell(random, row, column) for column in range(columns)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(random: Random, row: int, column: int) -> object:
    kind = column % 4
    if kind == 0:
        return f"รายการที่ {row} หมวด {column}"
    if kind == 1:
        return round(random.uniform(0, 100), 2)
    return random.randint(0, 10_000) if kind == 2 else None  # noqa: PLR2004 - the third kind

"""Score sheets for tests: the published figures of document 003, and small ones made by hand."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import (
    Candidate,
    Doubt,
    Figure,
    Origin,
    PublishedRating,
    Remark,
    ScoreSheet,
)
from prongsai.readers.scores import read_scores

SAMPLE = Path(__file__).parents[3] / "examples" / "ban-song" / "scores.csv"


@cache
def ban_song():
    """All 88 items and the parts of 2565, with the indicators of two years before."""
    return read_scores(SAMPLE.read_bytes(), SAMPLE.name, Catalogue()).sheet


def sheet(year=2565, figures=None, *, rating="", remarks=()):
    """A small sheet."""
    figures = {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32"} if figures is None else figures
    made = [
        Figure(code, year, text, Decimal(text), Origin.TABLE, Place("คะแนน.csv", row=row))
        for row, (code, text) in enumerate(figures.items(), start=2)
    ]
    ratings = (PublishedRating(rating, year, rating, Place()),) if rating else ()
    texts = tuple(Remark(text, Place(line=line)) for line, text in enumerate(remarks, start=1))
    return ScoreSheet(year, tuple(made), ratings, texts)


def candidate(value="90.52", code="total", year=2565, *doubts, **more):
    """A number of a plan that may be a score; `page` says where, `level` makes it a level."""
    place = Place("แผน.pdf", page=more.get("page", 12), line=3, quote=f"ได้คะแนน {value} ในปีก่อน")
    level = more.get("level")
    number = None if level else Decimal(value)
    return Candidate(code, year, value, number, place, doubts or (Doubt.SENTENCE,), level=level)

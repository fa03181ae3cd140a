"""Our own papers are read back: every printed score as published, and nothing else for one."""

from decimal import Decimal
from pathlib import Path

import pytest

from prongsai.cli.case import read_case
from prongsai.cli.making import MADE, Making
from prongsai.core.analysis.claims import check_claims
from prongsai.core.framework.catalogue import Catalogue
from prongsai.documents.page import to_html
from prongsai.documents.pdf import to_pdf
from prongsai.documents.word import to_docx
from prongsai.readers.scores import read_scores

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ban-song"
NOTICE = ROOT / "src/prongsai/data/announcements/no-gift.yaml"


@pytest.fixture(scope="module")
def reading():
    return read_case(EXAMPLE, frameworks=None, draft=False)


@pytest.fixture(scope="module")
def published():
    """The example's figures by year and code."""
    sheet = read_scores((EXAMPLE / "scores.csv").read_bytes(), "scores.csv", Catalogue()).sheet
    return {
        year: {code: figure.value for code, figure in sheet.of_year(year).items()}
        for year in sheet.years()
    }


@pytest.fixture(scope="module")
def read_back(reading, paper_fonts):
    """A paper written in a format and read like anybody's file."""
    making = Making(EXAMPLE, reading, notice_file=NOTICE)
    write = {
        "pdf": lambda paper: to_pdf(paper, digits=reading.case.agency.digits),
        "docx": lambda paper: to_docx(paper, digits=reading.case.agency.digits),
        "html": lambda paper: to_html(paper, reading.case.agency.digits).encode(),
    }

    def read_back(kind, ending):
        data = write[ending](making.document(kind))
        return read_scores(data, f"{kind}.{ending}", Catalogue())

    return read_back


def _values(reading):
    sheet = reading.sheet
    return {
        (year, code): figure.value
        for year in sheet.years()
        for code, figure in sheet.of_year(year).items()
    }


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_the_booklet_gives_back_every_score_and_no_other(read_back, published, ending):
    found = _values(read_back("booklet", ending))
    expected = {
        (year, code): value for year, own in published.items() for code, value in own.items()
    }
    assert len([1 for year, _ in expected if year == 2565]) == 109
    assert found == expected


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
@pytest.mark.parametrize("kind", [kind for kind in MADE if kind != "booklet"])
def test_no_other_paper_gives_a_wrong_score(read_back, published, kind, ending):
    reading = read_back(kind, ending)
    wrong = {
        place: value
        for place, value in _values(reading).items()
        if published.get(place[0], {}).get(place[1]) != value
    }
    assert not wrong
    assert not [remark.text for remark in reading.sheet.remarks if "scores.csv" in remark.text]


@pytest.mark.parametrize("kind", ["booklet", "memo", "announcement"])
def test_what_our_papers_say_in_words_agrees_with_their_figures(read_back, kind):
    sheet = read_back(kind, "docx").sheet
    assert check_claims(sheet, {2564: Decimal(85), 2565: Decimal(85)}) == ()
    assert kind == "announcement" or sheet.statements

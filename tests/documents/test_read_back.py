"""Our own papers are read back: every printed score as published, and nothing else for one."""

import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from prongsai.cli.case import read_case
from prongsai.cli.making import MADE, Making
from prongsai.core.analysis.claims import check_claims
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import Level, level_of, written
from prongsai.core.papers.facts import two_places
from prongsai.documents.page import to_html
from prongsai.documents.pdf import to_pdf
from prongsai.documents.word import to_docx
from prongsai.readers.scores import read_scores

pytestmark = pytest.mark.long

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


class Made:
    """An agency that a test invents: its folder, and what its card and trend hold."""

    def __init__(self, folder, name, digits, years, missing):
        self.folder = folder
        (folder / "agency.yaml").write_text(f"name: {name}\ndigits: {digits}\n", encoding="utf-8")
        rows = ["code,year,score", *_rows(years, missing)]
        (folder / "scores.csv").write_text("\n".join(rows), encoding="utf-8")
        self.reading = read_case(folder, frameworks=None, draft=True)
        case = self.reading.case
        card = case.card
        self.printed = {
            (card.fiscal_year, score.code): Decimal(two_places(score.figure))
            for score in card.scores.values()
            if score.figure is not None
        }
        for series in (*case.trend.indicators, case.trend.total):
            told = {point.fiscal_year: point.figure for point in series.points}
            if told.get(card.fiscal_year) is None:
                continue
            for year, figure in told.items():
                if figure is not None:
                    self.printed[year, series.key] = Decimal(two_places(figure))

    def read_back(self, kind, ending):
        digits = self.reading.case.agency.digits
        paper = Making(self.folder, self.reading).document(kind)
        write = {"pdf": to_pdf, "docx": to_docx}[ending]
        data = write(paper, digits=digits)
        return read_scores(data, f"{kind}.{ending}", Catalogue(), draft=True)


def _rows(years, missing):
    """Scores of invented years; every `missing`th item or part is left out."""
    chance = random.Random(sum(years))  # noqa: S311 - invented scores
    for number, year in enumerate(years):
        framework = Catalogue().get(year, draft=True)
        made, left_out = {}, set()
        for place, code in enumerate(dict.fromkeys((*framework.tree, *framework.items))):
            if number and level_of(code) in (Level.ITEM, Level.SUB_INDICATOR):
                continue
            score = chance.choice([0, 100, 100]) if code[0] == "o" else chance.uniform(55, 99)
            made[code] = Decimal(f"{score:.2f}")
            if missing and code != "total" and place % missing == 0:
                left_out.add(code)
        for code, score in _summed(framework, made).items():
            if code not in left_out:
                yield f"{written(code)},{year},{score}"


def _summed(framework, made):
    """The same scores, a whole being what its parts come to."""
    for code, node in reversed(framework.tree.items()):
        parts = node.children or ()
        if parts and all(part in made for part, _ in parts):
            score = sum(share * Fraction(made[part]) for part, share in parts)
            made[code] = Decimal(two_places(score))
    return made


MADE_AGENCIES = {
    "province": ("องค์การบริหารส่วนจังหวัดสมมติ", "arabic", (2566, 2565, 2564), 0),
    "one year": ("เทศบาลเมืองในเมืองสมมติ", "thai", (2564,), 0),
    "gaps": ("องค์การบริหารส่วนตำบลกองทูลสมมติ", "thai-in-prose", (2568, 2567), 7),
    "draft year": ("เทศบาลนครแผนดีสมมติ", "thai", (2569,), 0),
    "draft year, before": ("เทศบาลตำบลบ้านเป้าสมมติ", "arabic", (2569, 2568), 5),
}


@pytest.fixture(scope="module", params=MADE_AGENCIES, ids=lambda name: name.replace(" ", "-"))
def made(request, tmp_path_factory, paper_fonts):
    """Every invented agency in turn."""
    return Made(tmp_path_factory.mktemp("made"), *MADE_AGENCIES[request.param])


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_booklet_of_any_agency_gives_back_what_it_prints(made, ending):
    reading = made.read_back("booklet", ending)
    assert _values(reading) == made.printed
    assert not reading.sheet.remarks
    assert "several_agencies" not in {finding.code for finding in reading.findings}


def test_a_memo_gives_the_same_as_pdf_and_as_docx(made):
    """A memo tells in sentences: its figures are candidates."""
    pdf, docx = (made.read_back("memo", ending) for ending in ("pdf", "docx"))
    assert _values(pdf) == _values(docx)
    assert _values(pdf).items() <= made.printed.items()
    assert {"total"} <= {one.code for one in (*pdf.sheet.figures, *pdf.candidates)}

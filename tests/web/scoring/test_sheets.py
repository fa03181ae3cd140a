from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.web.scoring.samples import ban_song, sheet

from prongsai.core.framework.catalogue import Catalogue
from prongsai.web.year.assessment.framework.documents import RowFate
from prongsai.web.year.scoring.sheets import changes, digest_of, of_year, with_typed


@pytest.fixture(scope="module")
def framework():
    return Catalogue().get(2565)


def test_the_digest_is_that_of_the_figures_not_of_their_places_and_zeros():
    one = sheet(figures={"total": "90.5", "i7": "84.94"})
    same = sheet(figures={"i7": "84.94", "total": "90.50"})
    assert digest_of(one) == digest_of(same)


@pytest.mark.parametrize(
    "other",
    [
        sheet(figures={"total": "90.51", "i7": "84.94"}),
        sheet(figures={"total": "90.5"}),
        sheet(2564, {"total": "90.5", "i7": "84.94"}),
        sheet(figures={"total": "90.5", "i7": "84.94"}, rating="A"),
    ],
)
def test_whatever_it_says_otherwise_gives_another_digest(other):
    assert digest_of(sheet(figures={"total": "90.5", "i7": "84.94"})) != digest_of(other)


def test_another_print_of_a_code_counts():
    one = sheet(figures={"total": "90.5"})
    more = replace(one.figures[0], value=Decimal(91), published="91")
    assert digest_of(one) != digest_of(replace(one, figures=(*one.figures, more)))


def test_changes_name_what_is_new_changed_and_gone(framework):
    before = sheet(figures={"IIT": "93.1", "i7": "84.94", "o12": "0"}, rating="A")
    after = sheet(figures={"IIT": "93.10", "i7": "90.00", "o20": "100"})
    found = {
        one.code: (one.kind, one.before, one.after) for one in changes(before, after, framework)
    }
    assert found == {
        "rating": (RowFate.GONE, "A", None),
        "i7": (RowFate.CHANGED, "84.94", "90.00"),
        "o12": (RowFate.GONE, "0", None),
        "o20": (RowFate.NEW, None, "100"),
    }


def test_a_sheet_taken_for_another_year_keeps_all_its_figures():
    whole = ban_song()
    earlier = of_year(whole, 2564)
    assert earlier.fiscal_year == 2564
    assert earlier.figures == whole.figures
    assert digest_of(earlier) != digest_of(whole)


def test_typing_nothing_new_changes_nothing(framework):
    whole = ban_song()
    typed = {code: figure.published for code, figure in whole.of_year(2565).items()}
    rating = whole.rating_of(2565)
    again = with_typed(whole, framework, typed, rating.code if rating else "")
    assert digest_of(again) == digest_of(whole)
    assert len(again.figures) == len(whole.figures)


def test_typed_figures_replace_those_of_the_year_and_no_others(framework):
    whole = ban_song()
    typed = {code: figure.published for code, figure in whole.of_year(2565).items()}
    del typed["o12"]
    typed["i7"] = "99.99"
    made = with_typed(whole, framework, typed, "AA")
    assert made.of_year(2565)["i7"].published == "99.99"
    assert "o12" not in made.of_year(2565)
    assert made.of_year(2564) == whole.of_year(2564)
    assert made.rating_of(2565).code == "AA"


def test_a_level_can_be_taken_away(framework):
    made = with_typed(sheet(rating="A"), framework, {"total": "90"}, "")
    assert made.rating_of(2565) is None

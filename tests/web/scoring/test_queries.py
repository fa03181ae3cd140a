"""The scores as others see them: right, alone, and in a fixed number of queries."""

import pytest
from tests.web.scoring.samples import ban_song, sheet

from prongsai.core.measures.draft import LinkedRemark
from prongsai.web.year.scoring import pages, queries
from prongsai.web.year.scoring.services import remarks as register

pytestmark = pytest.mark.django_db


def enter(agency, *sheets):
    for number, one in enumerate(sheets, start=1):
        register.import_sheet(agency, by=None, sheet=one, source=f"{number}.csv")


def versions(count):
    return [sheet(figures={"IIT": f"{90 + number}"}) for number in range(count)]


def test_nothing_stands_before_anything_is_entered(agency):
    assert queries.current_scores(agency, 2565) is None
    assert queries.history(agency, 2565) == ()
    assert queries.remarks(agency, 2565) == ()
    assert queries.revisions(agency, 2565) == ()


def test_the_newest_revision_stands(agency):
    enter(agency, *versions(3))
    held = queries.current_scores(agency, 2565)
    assert held.revision.number == 3
    assert held.card.scores["IIT"].published == "92"
    assert [row.number for row in queries.revisions(agency, 2565)] == [3, 2, 1]


def test_another_agencys_scores_are_nobodys_here(agency, other_agency):
    enter(other_agency, ban_song())
    assert queries.current_scores(agency, 2565) is None
    assert queries.history(agency, 2565) == ()
    assert queries.current_scores(other_agency, 2565).card.total.published == "90.52"


def test_history_reads_years_without_scores_of_their_own_from_a_later_sheet(agency):
    enter(agency, ban_song())
    assert [card.fiscal_year for card in queries.history(agency, 2565)] == [2563, 2564, 2565]
    enter(agency, sheet(2564, {"total": "80"}))
    cards = queries.history(agency, 2565)
    assert cards[1].total.published == "80"
    assert [card.fiscal_year for card in queries.history(agency, 2564)] == [2564]


@pytest.mark.parametrize("count", [1, 3])
def test_standing_asks_a_fixed_number_of_queries(agency, count, django_assert_num_queries):
    enter(agency, *versions(count))
    with django_assert_num_queries(3):
        queries.current_scores(agency, 2565)
    # The sheet is kept: a revision never changes.
    with django_assert_num_queries(2):
        queries.current_scores(agency, 2565)


@pytest.mark.parametrize("years", [(2565,), (2564, 2565, 2566)])
def test_history_asks_a_fixed_number_of_queries(agency, years, django_assert_num_queries):
    enter(agency, *(sheet(year) for year in years))
    with django_assert_num_queries(3):
        assert len(queries.history(agency, 2566)) == len(years)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_revisions_asks_a_fixed_number_of_queries(
    agency, officer, count, django_assert_num_queries
):
    enter(agency, *versions(count))
    with django_assert_num_queries(5):
        page = pages.scores_page(officer, 2566)
    assert len(page["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_a_fixed_number_of_queries(
    agency, officer, count, django_assert_num_queries
):
    enter(agency, sheet())
    found = [LinkedRemark(f"ข้อ {number}", ("i7",)) for number in range(count)]
    register.set_remarks(agency, by=officer, score_year=2565, remarks=found)
    with django_assert_num_queries(5):
        page = pages.remarks_page(officer, 2566)
    assert [items for _, items in page["rows"]] == [[("i7", page["rows"][0][1][0][1])]] * count


def test_the_list_tells_what_changed_between_revisions(agency, officer):
    enter(agency, *versions(2), sheet(figures={"IIT": "91", "EIT": "80"}))
    rows = pages.scores_page(officer, 2566)["rows"]
    assert [(row.number, row.changed, row.is_standing) for row in rows] == [
        (3, 1, True),
        (2, 1, False),
        (1, None, False),
    ]


def test_one_revision_is_compared_with_any_other(agency, officer):
    enter(agency, *versions(3))
    page = pages.revision_page(officer, 2566, 3, None)
    change = page["groups"][0].changes[0]
    assert (page["compared_with"], change.before, change.after) == (2, "91", "92")
    page = pages.revision_page(officer, 2566, 3, 1)
    assert (page["compared_with"], page["groups"][0].changes[0].before) == (1, "90")
    assert pages.revision_page(officer, 2566, 4, None) is None
    first = pages.revision_page(officer, 2566, 1, None)
    assert (first["compared_with"], first["changes"]) == (None, 0)


def test_a_year_without_a_framework_shows_no_scores(officer):
    page = pages.scores_page(officer, 2600)
    assert page["head"].framework is None
    assert page["rows"] == ()


def test_a_draft_year_is_told(agency, officer):
    enter(agency, sheet(2569, {"OIT": "90"}))
    page = pages.scores_page(officer, 2570)
    assert page["head"].is_draft
    assert len(page["rows"]) == 1

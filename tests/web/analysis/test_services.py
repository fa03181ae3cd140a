"""Scenarios are kept, deleted and brought back; each act stands in the journal."""

from decimal import Decimal
from uuid import uuid4

import pytest
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.scoring.samples import sheet

from prongsai.core.errors import Misuse
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.analysis import services, whatif_queries
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.whatif_queries import Question, answer
from prongsai.web.year.scoring.queries import current_scores

pytestmark = pytest.mark.django_db
ASKED = {"level": "AA", "rise": "15"}


def keep(agency, person, name="ทำ OIT ก่อน", **question):
    found = current_scores(agency, 2565)
    asked = Question("AA", Decimal(15), **question)
    return services.save_scenario(
        agency,
        by=person,
        scores=found,
        name=name,
        asked=ASKED,
        answer=answer(found.card, asked),
    )


def listed(agency, revision=1):
    return tuple(whatif_queries.scenarios(agency, 2565, revision))


def verbs(agency):
    rows = JournalEntry.objects.filter(agency=agency, verb__startswith="scenario")
    return [(row.verb, row.subject) for row in rows]


def test_a_scenario_keeps_its_question_and_its_answer(agency, officer):
    full_year(agency)
    made = keep(agency, officer)
    assert (made.asked, made.result) == (
        ASKED,
        {"total": "95.00", "level": {"th": "AA", "en": "AA"}},
    )
    (row,) = listed(agency)
    assert (row.name, row.total, row.level.th, row.is_old) == ("ทำ OIT ก่อน", "95.00", "AA", False)
    assert verbs(agency) == [("scenario-kept", "ทำ OIT ก่อน")]


def test_a_scenario_of_older_scores_says_so(agency, officer):
    full_year(agency)
    keep(agency, officer)
    assert listed(agency, revision=2)[0].is_old


def test_a_question_without_a_total_is_kept_too(agency, officer):
    open_year(agency)
    enter(agency, sheet(2565, {"IIT": "90"}))
    made = keep(agency, officer, changes={"IIT": Decimal(95)})
    assert made.result == {"total": None, "level": None}
    assert listed(agency)[0].total == "–"


def test_a_name_is_taken_once_in_an_agency_and_a_year(agency, officer, other_agency, make_actor):
    full_year(agency)
    full_year(other_agency)
    keep(agency, officer)
    with pytest.raises(Misuse, match="already"):
        keep(agency, officer)
    keep(other_agency, make_actor(other_agency))
    keep(agency, officer, name="อีกแบบ")
    assert len(listed(agency)) == 2
    assert len(verbs(agency)) == 2


def test_deleting_is_taken_back(agency, officer):
    full_year(agency)
    made = keep(agency, officer)
    act = {"by": officer, "score_year": 2565, "scenario_id": made.pk}
    assert services.delete_scenario(agency, **act).name == "ทำ OIT ก่อน"
    assert listed(agency) == ()
    assert services.delete_scenario(agency, **act).pk == made.pk
    for _pressed_twice in range(2):
        assert services.delete_scenario(agency, **act, is_back=True).pk == made.pk
    assert len(listed(agency)) == 1
    assert [verb for verb, _ in verbs(agency)] == [
        "scenario-kept", "scenario-deleted", "scenario-restored",
    ]  # fmt: skip


def test_a_deleted_name_is_free_and_its_bringing_back_then_refused(agency, officer):
    full_year(agency)
    gone = keep(agency, officer)
    act = {"by": officer, "score_year": 2565, "scenario_id": gone.pk}
    services.delete_scenario(agency, **act)
    second = keep(agency, officer)
    with pytest.raises(Misuse, match="already"):
        services.delete_scenario(agency, **act, is_back=True)
    services.delete_scenario(agency, by=officer, score_year=2565, scenario_id=second.pk)
    assert services.delete_scenario(agency, **act, is_back=True) is not None


def test_nobody_deletes_what_is_anothers_or_of_another_year(
    agency, officer, other_agency, make_actor
):
    full_year(agency)
    made = keep(agency, officer)
    stranger = make_actor(other_agency)
    for where, year, key in (
        (other_agency, 2565, made.pk), (agency, 2564, made.pk), (agency, 2565, uuid4()),
    ):  # fmt: skip
        act = {"by": stranger, "score_year": year, "scenario_id": key}
        assert services.delete_scenario(where, **act) is None
        assert services.delete_scenario(where, **act, is_back=True) is None
    assert len(listed(agency)) == 1


@pytest.mark.long
def test_a_year_holds_so_many_and_says_what_to_do(agency, officer):
    full_year(agency)
    for number in range(whatif_queries.MOST):
        keep(agency, officer, name=f"แบบ {number}")
    with pytest.raises(Misuse) as refused:
        keep(agency, officer)
    assert "ลบ" in refused.value.next_step.th
    assert Scenario.objects.count() == whatif_queries.MOST


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_one_query(agency, officer, count, django_assert_num_queries):
    full_year(agency)
    for number in range(count):
        keep(agency, officer, name=f"แบบ {number}")
    with django_assert_num_queries(1):
        assert len(listed(agency)) == count

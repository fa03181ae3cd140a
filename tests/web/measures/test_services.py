"""What is done with a plan: drafted, edited by several at once, moved, removed, brought back."""

from decimal import Decimal

import pytest
from tests.web.analysis.years import REMARKS, full_year, open_year
from tests.web.measures.plans import (
    FIRST,
    YEAR,
    drafted,
    emptied,
    first,
    own,
    point,
    with_changes,
)

from prongsai.core.errors import Misuse
from prongsai.core.measures.check import standing as standing_of
from prongsai.core.papers.case import Narrative
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import verify
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.measures.models import MeasureRevision, MeasureRow, PlanRow, PointRow
from prongsai.web.year.measures.queries import narratives_of, plan_of, rows_of
from prongsai.web.year.measures.services import arranging, editing
from prongsai.web.year.measures.values import values_of
from prongsai.web.year.scoring.models import Remark
from prongsai.web.year.scoring.queries import current_scores, remarks

pytestmark = pytest.mark.django_db


def verbs():
    return list(JournalEntry.objects.order_by("number").values_list("verb", flat=True))


def save(agency, by, row, seen=None, **changes):
    return editing.save_row(
        agency,
        by=by,
        fiscal_year=YEAR,
        row=row,
        values=with_changes(row, **changes),
        seen=row.version if seen is None else seen,
    )


def titles(agency):
    return [row.title for row in rows_of(agency, YEAR)]


# drafting


def test_a_draft_answers_every_point_and_keeps_its_first_versions(agency, officer):
    told = drafted(agency, officer)
    plan, found = plan_of(agency, YEAR), current_scores(agency, YEAR - 1)
    covered = standing_of(plan, found.card, remarks(agency, YEAR - 1))
    assert (covered.open, len(plan.measures)) == (0, told.measures)
    assert covered.points <= told.points == len(plan.points)
    assert (plan.agency, plan.fiscal_year, plan.score_year) == (agency.name, 2566, 2565)
    assert (
        MeasureRevision.objects.filter(number=1, change_reason="drafted").count() == told.measures
    )
    assert all(row.starts_on and row.ends_on for row in rows_of(agency, YEAR))
    assert verbs()[-1] == "plan-drafted"
    assert not list(verify(agency))


def test_no_plan_is_drafted_without_scores(agency, officer):
    open_year(agency, YEAR)
    with pytest.raises(Misuse):
        editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=None)
    with pytest.raises(Misuse):
        editing.start_empty(agency, by=officer, fiscal_year=YEAR)
    assert plan_of(agency, YEAR) is None


def test_drafting_again_changes_nothing_that_was_edited(agency, officer):
    drafted(agency, officer)
    row = first(agency)
    save(agency, officer, row, title="คำของเรา", steps=["ก", "ข"])
    gone = rows_of(agency, YEAR)[-1]
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=gone.pk)
    before = plan_of(agency, YEAR)
    told = editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=FIRST)
    assert (told.measures, told.points) == (0, 0)
    assert plan_of(agency, YEAR) == before
    assert verbs().count("plan-drafted") == 1


def test_drafting_again_adds_what_is_new(agency, officer):
    drafted(agency, officer)
    row = first(agency)
    save(agency, officer, row, title="คำของเรา")
    before = plan_of(agency, YEAR)
    Remark.objects.create(
        agency=agency, score_year=2565, number=3, text="ควรเปิดเผยคู่มือของทุกงาน", items=["e10"]
    )
    told = editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=FIRST)
    after = plan_of(agency, YEAR)
    assert told.points == 1
    assert after.points[: len(before.points)] == before.points
    assert after.points[-1].remark == len(REMARKS) + 1
    assert [m.title for m in after.measures][: len(before.measures)] == [
        m.title for m in before.measures
    ]
    assert after.points[-1].answered_by(after.measures)


@pytest.mark.parametrize(
    ("asked", "target"),
    [({"number": "92.5", "level": "pass"}, "92.5"), ({"level": "excellent"}, "95")],
)
def test_the_target_comes_from_a_kept_scenario(agency, officer, asked, target):
    full_year(agency, YEAR)
    card = current_scores(agency, 2565).card
    asked = asked if "number" in asked else {"level": card.framework.rating.levels[0].code}
    one = Scenario.objects.create(
        agency=agency, score_year=2565, name="ถึง AA", asked=asked, revision=1, made_at=now()
    )
    editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=None, scenario_id=one.pk)
    row = PlanRow.objects.get(agency=agency)
    assert row.target == Decimal(target)
    assert row.scenario == "ถึง AA"
    assert plan_of(agency, YEAR).target == Decimal(target)


def test_a_scenario_of_another_agency_is_no_target(agency, other_agency, officer):
    full_year(agency, YEAR)
    one = Scenario.objects.create(
        agency=other_agency, score_year=2565, name="ก", asked={"number": "90"}, revision=1,
        made_at=now(),
    )  # fmt: skip
    with pytest.raises(Misuse):
        editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=None, scenario_id=one.pk)


def test_an_empty_plan_has_the_points_alone(agency, officer):
    emptied(agency, officer)
    plan = plan_of(agency, YEAR)
    assert not plan.measures
    assert plan.points
    assert editing.start_empty(agency, by=officer, fiscal_year=YEAR).fiscal_year == YEAR
    assert verbs() == ["scores-imported", "plan-drafted"]


# one row


def test_a_row_is_saved_by_itself_with_a_revision(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    told = save(agency, officer, row, due="ก.ย. 66", title="ใหม่")
    row.refresh_from_db()
    assert told.changed == ("title", "due")
    assert (row.version, row.title, row.ends_on.isoformat()) == (2, "ใหม่", "2023-09-30")
    kept = row.revisions.get(number=2)
    assert (kept.change_reason, kept.based_on, kept.made_by) == ("edited", 1, officer.user)
    assert row.revisions.get(number=1).values["title"] == "มาตรการของเรา"
    entry = JournalEntry.objects.latest("number")
    assert (entry.verb, entry.detail["fields"]) == ("measure-edited", ["title", "due"])


def test_the_same_again_changes_nothing_even_over_a_newer_version(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ใหม่")
    again = save(agency, officer, row, title="ใหม่")
    assert (again.changed, again.refused) == ((), None)
    assert MeasureRevision.objects.count() == 2


def test_a_date_that_cannot_be_read_is_kept_as_typed(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer, due="สิ้นปี")
    assert (row.due, row.ends_on) == ("สิ้นปี", None)


# two at once


def test_who_comes_second_loses_nothing(agency, officer, make_actor):
    other = make_actor(agency, "head", login="head")
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, other, row, title="ของหัวหน้า")
    told = save(agency, officer, row, title="ของเจ้าหน้าที่", budget="5,000 บาท")
    row.refresh_from_db()
    assert row.title == "ของหัวหน้า"
    assert told.refused.values["title"] == "ของเจ้าหน้าที่"
    assert (told.refused.number, told.refused.based_on) == (None, 1)
    assert verbs()[-1] == "version-kept-aside"


def settle(agency, by, row, revision, seen, **changes):
    return editing.settle_row(
        agency,
        by=by,
        fiscal_year=YEAR,
        row=row,
        revision_id=revision.pk,
        values=with_changes(row, **changes),
        seen=seen,
    )


def test_a_choice_between_two_versions_is_a_new_version(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ก")
    told = save(agency, officer, row, seen=1, title="ข")
    row.refresh_from_db()
    done = settle(agency, officer, row, told.refused, 2, title="ข")
    row.refresh_from_db()
    told.refused.refresh_from_db()
    assert (done.changed, row.title, row.version) == (("title",), "ข", 3)
    assert told.refused.settled_at is not None
    assert verbs()[-2:] == ["measure-edited", "version-settled"]
    assert settle(agency, officer, row, told.refused, 3, title="ค").changed == ()


def test_a_choice_over_a_third_version_is_asked_again(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ก")
    told = save(agency, officer, row, seen=1, title="ข")
    row.refresh_from_db()
    save(agency, officer, row, title="ค")
    again = settle(agency, officer, row, told.refused, 2, title="ข")
    row.refresh_from_db()
    assert (row.title, again.refused) == ("ค", told.refused)


def test_an_edit_of_a_removed_row_is_kept_and_can_bring_it_back(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    told = save(agency, officer, row, title="ยังพิมพ์อยู่")
    assert told.refused.values["title"] == "ยังพิมพ์อยู่"
    assert not rows_of(agency, YEAR)
    settle(agency, officer, row, told.refused, 1, title="ยังพิมพ์อยู่")
    assert titles(agency) == ["ยังพิมพ์อยู่"]


def test_a_point_is_saved_and_collides_like_a_measure(agency, officer):
    emptied(agency, officer)
    one = point(agency, remark=1)

    def write(seen, **values):
        return editing.save_row(
            agency, by=officer, fiscal_year=YEAR, row=one,
            values={"guideline": one.guideline, "reason": ""} | values, seen=seen,
        )  # fmt: skip

    assert write(1, reason="มีอยู่แล้ว").changed == ("reason",)
    told = write(1, reason="ไม่เกี่ยว")
    assert told.refused.values["reason"] == "ไม่เกี่ยว"
    one.refresh_from_db()
    assert (one.reason, one.version) == ("มีอยู่แล้ว", 2)
    found = standing_of(plan_of(agency, YEAR))
    assert found.reasoned == 1


def test_a_former_version_stands_again(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    before = values_of(row)
    save(agency, officer, row, title="ใหม่", items=["o1"], due="ก.ย. 66")
    one = row.revisions.get(number=1)
    told = editing.restore_row(
        agency, by=officer, fiscal_year=YEAR, row=row, revision_id=one.pk, seen=2
    )
    row.refresh_from_db()
    assert values_of(row) == before
    assert (row.version, told.row.version) == (3, 3)
    assert row.ends_on.isoformat() == "2023-09-30"
    assert verbs()[-1] == "measure-restored"


def test_restoring_over_a_newer_version_collides(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ก")
    one = row.revisions.get(number=1)
    told = editing.restore_row(
        agency, by=officer, fiscal_year=YEAR, row=row, revision_id=one.pk, seen=1
    )
    row.refresh_from_db()
    assert (row.title, told.refused.values["title"]) == ("ก", "มาตรการของเรา")


# adding, moving, removing


def test_a_pattern_is_linked_with_the_points_it_answers(agency, officer):
    emptied(agency, officer)
    row = arranging.add_pattern(agency, by=officer, fiscal_year=YEAR, key="M01", not_before=FIRST)
    again = arranging.add_pattern(agency, by=officer, fiscal_year=YEAR, key="M01", not_before=FIRST)
    assert (row.key, again.key, row.number, again.number) == ("M01", "M01-1", "1", "2")
    assert row.items or row.remarks
    with pytest.raises(Misuse):
        arranging.add_pattern(agency, by=officer, fiscal_year=YEAR, key="M999", not_before=None)


def test_measures_move_inside_their_group_and_groups_as_a_whole(agency, officer):
    emptied(agency, officer)
    rows = [own(agency, officer, title, group=group)
            for title, group in (("ก", "1"), ("ข", "2"), ("ค", "1"), ("ง", "2"))]  # fmt: skip

    def move(row, act, *, up):
        act(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk, up=up)
        return titles(agency)

    assert move(rows[2], arranging.move_measure, up=True) == ["ค", "ข", "ก", "ง"]
    assert move(rows[2], arranging.move_measure, up=True) == ["ค", "ข", "ก", "ง"]
    assert move(rows[2], arranging.move_measure, up=False) == ["ก", "ข", "ค", "ง"]
    assert move(rows[0], arranging.move_group, up=False) == ["ข", "ง", "ก", "ค"]
    assert move(rows[0], arranging.move_group, up=False) == ["ข", "ง", "ก", "ค"]
    assert arranging.renumber(agency, by=officer, fiscal_year=YEAR) == 4
    assert [row.number for row in rows_of(agency, YEAR)] == ["1", "2", "3", "4"]
    assert arranging.renumber(agency, by=officer, fiscal_year=YEAR) == 0


def test_a_removed_measure_comes_back_where_it_stood(agency, officer):
    emptied(agency, officer)
    rows = [own(agency, officer, title) for title in "กขค"]
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=rows[1].pk)
    assert titles(agency) == ["ก", "ค"]
    assert (
        arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=rows[1].pk)
        is None
    )
    for _again in range(2):
        arranging.bring_back(agency, by=officer, fiscal_year=YEAR, measure_id=rows[1].pk)
    assert titles(agency) == ["ก", "ข", "ค"]
    assert verbs()[-2:] == ["measure-removed", "measure-brought-back"]


def test_a_key_that_was_taken_meanwhile_does_not_keep_a_measure_out(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    arranging.remove_measure(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    MeasureRow.objects.create(agency=agency, plan=row.plan, key=row.key, place=99, title="อีกแถว")
    back = arranging.bring_back(agency, by=officer, fiscal_year=YEAR, measure_id=row.pk)
    assert (back.key, len(titles(agency))) == ("web-1-1", 2)


def test_nothing_of_another_agency_is_changed(agency, other_agency, officer, make_actor):
    emptied(agency, officer)
    row = own(agency, officer)
    stranger = make_actor(other_agency, "ita-officer", login="stranger")
    emptied(other_agency, stranger)
    with pytest.raises(Misuse):
        save(other_agency, stranger, row, title="ของคนอื่น")
    with pytest.raises(Misuse):
        arranging.remove_measure(other_agency, by=stranger, fiscal_year=YEAR, measure_id=row.pk)
    row.refresh_from_db()
    assert (row.title, row.removed_at) == ("มาตรการของเรา", None)


# the head


def head(agency, by, **values):
    usual = {"target": Decimal(85), "approved": "", "seen": 1}
    return arranging.edit_head(agency, by=by, fiscal_year=YEAR, **usual | values)


def test_target_and_approval_are_set(agency, officer):
    emptied(agency, officer)
    assert head(agency, officer, target=Decimal("92.5"), approved="15 ต.ค. 2565")
    plan = plan_of(agency, YEAR)
    assert (plan.target, plan.approved) == (Decimal("92.5"), "15 ต.ค. 2565")
    assert not head(agency, officer, target=Decimal("92.5"), approved="15 ต.ค. 2565")


def test_the_head_is_not_saved_over_another(agency, officer):
    emptied(agency, officer)
    head(agency, officer, approved="15 ต.ค. 2565")
    with pytest.raises(arranging.HeadChanged) as error:
        head(agency, officer, approved="1 พ.ย. 2565")
    assert error.value.row.approved == "15 ต.ค. 2565"


def say(agency, by, seen=1, **texts):
    narratives = [Narrative("EIT", **texts)]
    return arranging.edit_narratives(
        agency, by=by, fiscal_year=YEAR, narratives=narratives, seen=seen
    )


def test_a_summary_of_an_instrument_is_kept_and_comes_into_the_case(agency, officer):
    emptied(agency, officer)
    assert say(agency, officer, mend="ขั้นตอนการให้บริการ")
    assert not say(agency, officer, mend="ขั้นตอนการให้บริการ")
    assert narratives_of(agency, YEAR) == (Narrative("EIT", mend="ขั้นตอนการให้บริการ"),)
    assert say(agency, officer, seen=2)
    assert narratives_of(agency, YEAR) == ()


def test_a_summary_is_not_saved_over_another(agency, officer):
    emptied(agency, officer)
    say(agency, officer, mend="ก")
    with pytest.raises(arranging.HeadChanged):
        say(agency, officer, mend="ข")
    assert say(agency, officer, mend="ข", seen=2)


def test_points_keep_their_printed_score(agency, officer):
    emptied(agency, officer)
    found = {one.item: one.score for one in plan_of(agency, YEAR).points if one.item}
    assert all(
        PointRow.objects.get(item=item).score == f"{score:f}" for item, score in found.items()
    )

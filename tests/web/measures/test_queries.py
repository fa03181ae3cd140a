"""What the pages of the plan show, in a fixed number of queries."""

from datetime import date

import pytest
from tests.web import factories
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.measures.plans import FIRST, YEAR, drafted, emptied, own, point, with_changes
from tests.web.roles import UNIT_HEAD
from tests.web.scoring.samples import sheet

from prongsai.core.measures.grid import COLUMNS, Arrangement, Layout
from prongsai.core.papers.kinds import KINDS, paper
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.readers.plan import read_plan
from prongsai.web.office.papers.queries import case_of
from prongsai.web.platform.clock import now
from prongsai.web.year.measures import queries
from prongsai.web.year.measures.hooks import plan as tile
from prongsai.web.year.measures.models import MeasureRevision, MeasureRow, names_in
from prongsai.web.year.measures.queries import details, pages
from prongsai.web.year.measures.rights import may_edit_measure
from prongsai.web.year.measures.services import arranging, editing, rows
from prongsai.web.year.measures.values import values_of
from prongsai.web.year.scoring.models import Remark

pytestmark = pytest.mark.django_db
DAY = date(2022, 11, 20)


def page_of(person):
    return pages.plan_page(person, YEAR)


def save(agency, by, row, **changes):
    return editing.save_row(
        agency, by=by, fiscal_year=YEAR, row=row,
        values=with_changes(row, **changes), seen=row.version,
    )  # fmt: skip


def test_without_a_plan_there_is_none(agency, officer):
    assert page_of(officer) is None
    assert queries.plan_of(agency, YEAR) is None
    assert queries.rows_of(agency, YEAR) == ()
    assert tile(agency, YEAR).figure == "–"


def test_a_drafted_plan_answers_everything(agency, officer):
    drafted(agency, officer)
    page = page_of(officer)
    assert (page.covered.open, page.to_correct, page.covered.unlisted) == (0, 0, ())
    assert page.covered.remarks.all == page.covered.remarks.done == 2
    assert sum(len(group.measures) for group in page.groups) == page.count
    assert tile(agency, YEAR).unit.startswith("จาก")


def test_open_points_are_named(agency, officer):
    emptied(agency, officer)
    page = page_of(officer)
    assert page.covered.open == page.covered.items.all + 2
    assert {one.row.item for one in page.covered.open_items} >= {"e6", "o12"}
    assert [one.row.remark for one in page.covered.open_remarks] == [1, 2]
    own(agency, officer, items=["e6"], remarks=[1])
    one = point(agency, remark=2)
    editing.save_row(
        agency, by=officer, fiscal_year=YEAR, row=one,
        values={"guideline": "", "reason": "ทำแล้ว"}, seen=1,
    )  # fmt: skip
    page = page_of(officer)
    assert "e6" not in {line.row.item for line in page.covered.open_items}
    assert page.covered.open_remarks == ()
    states = {line.row.remark: line.state for line in page.covered.points if line.row.remark}
    assert states == {1: "answered", 2: "reasoned"}


def test_what_only_the_general_measure_holds_is_not_answered(agency, officer):
    full_year(agency, YEAR)
    Remark.objects.create(
        agency=agency, score_year=2565, number=3, text="ควรประกาศเจตนารมณ์ของผู้บริหาร", items=[]
    )
    editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=FIRST)
    covered = page_of(officer).covered
    assert (covered.open, covered.general) == (0, 1)
    assert [one.row.remark for one in covered.general_points] == [3]
    assert covered.remarks.done == 2
    shown = tile(agency, YEAR)
    assert shown.figure == str(covered.all - 1)
    assert "มาตรการทั่วไป" in shown.note
    held = point(agency, remark=3)
    editing.save_row(
        agency, by=officer, fiscal_year=YEAR, row=held,
        values={"guideline": "", "reason": "ทำแล้ว"}, seen=1,
    )  # fmt: skip
    assert page_of(officer).covered.general == 0


@pytest.mark.parametrize(("total", "is_unplaced"), [("60.00", True), ("97.00", False)])
def test_a_plan_that_nothing_is_asked_of_claims_no_answers(
    total, is_unplaced, agency, officer, client_of
):
    open_year(agency, YEAR)
    enter(agency, sheet(2565, {"total": total}))
    editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=FIRST)
    own(agency, officer, items=[], remarks=[])
    covered = page_of(officer).covered
    assert (covered.all, covered.is_unplaced) == (0, is_unplaced)
    shown = client_of(officer).get(f"/{YEAR}/plan/").content.decode()
    assert "แผนตอบทุกจุดอ่อน" not in shown
    assert "0 จาก 0 จุดอ่อน</h1>" not in shown
    words = "ไม่ทราบว่าเสียที่ใด" if is_unplaced else "ไม่มีจุดอ่อนหรือข้อเสนอแนะที่ต้องตอบ"
    assert words in shown


def test_a_new_remark_is_told_as_not_listed(agency, officer):
    drafted(agency, officer)
    Remark.objects.create(agency=agency, score_year=2565, number=3, text="ใหม่จริง", items=["e1"])
    assert [one.name for one in page_of(officer).covered.unlisted] == ["ใหม่จริง"]


def test_findings_stand_at_their_rows(agency, officer):
    emptied(agency, officer)
    own(agency, officer, "ดี")
    own(agency, officer, "ขาด", unit="", due="สิ้นปีหน้า", budget="นิดหน่อย")
    good, bad = page_of(officer).groups[0].measures
    assert good.findings == ()
    assert {one.kind for one in bad.findings} == {"bad", "warn"}
    assert len(bad.findings) == 3
    steps = [one.next_step for one in bad.findings if one.next_step]
    assert not any("แถว" in step.th or "prongsai " in step.en for step in steps)
    assert page_of(officer).to_correct == 2


def test_a_unit_head_edits_the_measures_of_the_unit(agency, officer, make_actor):
    emptied(agency, officer)
    unit = factories.make_unit(agency, "กองสาธารณสุขและสิ่งแวดล้อม")
    user = factories.make_user(agency, login="chief")
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    chief = factories.actor_on(user, DAY)
    mine = own(agency, officer, "ของเรา", unit="กองคลัง, กองสาธารณสุขและสิ่งแวดล้อม")
    other = own(agency, officer, "ของเขา", unit="กองสาธารณสุข")
    assert may_edit_measure(chief, mine, DAY)
    assert not may_edit_measure(chief, other, DAY)
    assert not page_of(chief).may_edit


@pytest.mark.parametrize(
    ("words", "named"),
    [("กองคลัง", True), ("กองช่าง และกองคลัง", True), ("กองคลัง\nกองช่าง", True),
     ("กองช่าง/กองคลัง", True), ("งานคลัง", False), ("", False), ("ทุกส่วนราชการ", False)],
)  # fmt: skip
def test_whose_measure_it_is(words, named):
    assert ("กองคลัง" in names_in(words, ())) is named


def test_a_collision_is_shown_field_by_field(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ก", unit="กองช่าง")
    told = save(agency, officer, row, title="ข", budget="5,000")
    row.refresh_from_db()
    lines = {one.field: one for one in details.collided(row, told.refused)}
    assert set(lines) == {"title", "unit", "budget"}
    assert (lines["title"].is_both, lines["title"].takes_mine) == (True, False)
    assert (lines["unit"].is_both, lines["unit"].takes_mine) == (False, False)
    assert (lines["budget"].is_both, lines["budget"].takes_mine) == (False, True)
    assert (lines["title"].then, lines["title"].now, lines["title"].mine) == (
        "มาตรการของเรา", "ก", "ข",
    )  # fmt: skip
    assert page_of(officer).waiting == 1


def test_versions_tell_what_each_changed(agency, officer):
    emptied(agency, officer)
    row = own(agency, officer)
    save(agency, officer, row, title="ก", due="ก.ย. 66")
    row.refresh_from_db()
    newest, oldest = details.revisions(row)
    assert [label.th for label in newest.changed] == ["มาตรการ", "กำหนดแล้วเสร็จ"]
    assert (newest.is_standing, oldest.is_standing, oldest.changed) == (True, False, ())


def test_the_library_puts_what_answers_open_points_first(agency, officer):
    emptied(agency, officer)
    _held, fitting, others = details.library_page(agency, YEAR)
    counts = [len(one.open) for one in fitting]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0
    assert not any(one.open for one in others)
    drafted_all = fitting[0].pattern.key
    arranging.add_pattern(agency, by=officer, fiscal_year=YEAR, key=drafted_all, not_before=None)
    _held, fitting, others = details.library_page(agency, YEAR)
    assert next(one for one in others if one.pattern.key == drafted_all).is_used


@pytest.mark.parametrize("arrangement", Arrangement)
@pytest.mark.parametrize("columns", COLUMNS)
def test_every_layout_shows_every_measure_once(agency, officer, arrangement, columns):
    drafted(agency, officer)
    found = details.printed(agency, YEAR, Layout(arrangement, columns))
    shown = [one.key for _heading, own_ in found["groups"] for one in own_]
    assert sorted(shown) == sorted(row.key for row in queries.rows_of(agency, YEAR))
    assert len(found["layout"].fields) == columns


@pytest.mark.parametrize("kind", KINDS)
def test_the_papers_are_those_that_the_command_line_makes_of_the_exported_plan(
    agency, officer, kind
):
    from msgspec.structs import replace  # noqa: PLC0415

    drafted(agency, officer)
    row = queries.rows_of(agency, YEAR)[0]
    save(agency, officer, row, title="คำของหน่วยงาน", budget="5,000 บาท")
    case = case_of(agency, YEAR, DAY)
    assert "คำของหน่วยงาน" in {one.title for one in case.plan.measures}
    exported = read_plan(plan_workbook(queries.plan_of(agency, YEAR)), "plan.xlsx").plan
    assert paper(kind, replace(case, plan=exported)) == paper(kind, case)


def test_nothing_of_another_agency_is_seen(agency, other_agency, officer, make_actor):
    drafted(agency, officer)
    row = queries.rows_of(agency, YEAR)[0]
    assert queries.plan_of(other_agency, YEAR) is None
    assert queries.measure_row(other_agency, YEAR, row.pk) is None
    assert queries.measure_row(agency, YEAR, row.pk) == row
    assert queries.rows_of(other_agency, YEAR) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(agency, officer, count, django_assert_num_queries):
    emptied(agency, officer)
    for number in range(count):
        row = own(agency, officer, f"ม {number}")
        save(agency, officer, row, title=f"แก้ {number}")
    page_of(officer)
    # the names that no unit bears are one more
    with django_assert_num_queries(8):
        page_of(officer)
    with django_assert_num_queries(2):
        queries.plan_row(agency, YEAR)
        queries.rows_of(agency, YEAR)
    with django_assert_num_queries(2):
        queries.plan_of(agency, YEAR)
    with django_assert_num_queries(1):
        details.revisions(row)
    with django_assert_num_queries(5):
        tile(agency, YEAR)


@pytest.mark.long
def test_two_hundred_measures_with_a_thousand_versions_are_listed(
    agency, officer, client_of, django_assert_max_num_queries
):
    """How long it takes is measured by the benchmarks, which know a plan of this size."""
    emptied(agency, officer)
    row = own(agency, officer)
    made = MeasureRow.objects.bulk_create(
        MeasureRow(
            agency=agency, plan=row.plan, key=f"k{n}", place=n + 2, number=str(n),
            title=f"งาน {n}", group=f"ด้าน {n % 6}", unit="กองคลัง", due="ก.ย. 66", steps=["ก"],
            evidence=["ข"], at_six_months="ค", budget="ไม่ใช้งบประมาณ", items=["e6", "o12"],
            remarks=[1],
        )
        for n in range(199)
    )  # fmt: skip
    rows.follow(made)
    MeasureRevision.objects.bulk_create(
        MeasureRevision(
            agency=agency, measure=one, number=number, change_reason="edited",
            values=values_of(one), made_at=now(),
        )
        for one in made for number in range(1, 6)
    )  # fmt: skip
    browser = client_of(officer)
    browser.get(f"/{YEAR}/plan/")
    with django_assert_max_num_queries(40):
        assert browser.get(f"/{YEAR}/plan/").status_code == 200
    assert page_of(officer).count == 200


def test_of_remarks_that_nobody_entered_the_plan_claims_nothing(agency, officer, client_of):
    open_year(agency, YEAR)
    enter(agency, sheet(2565, {"IIT": "80.00", "EIT": "90.00", "OIT": "95.00", "total": "89.00"}))
    editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=FIRST)
    covered = page_of(officer).covered
    assert covered.items.all > 0
    assert covered.remarks.all == 0
    shown = client_of(officer).get(f"/{YEAR}/plan/").content.decode()
    assert "ทุกข้อเสนอแนะแล้ว" not in shown
    assert "ยังไม่ได้ใส่ข้อเสนอแนะของ ป.ป.ช. จึงไม่ทราบว่ามีให้ตอบหรือไม่" in shown

"""A plan as a workbook: out, edited, in again after a preview; nothing that others did is lost."""

import csv
import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from msgspec.structs import replace
from tests.web.measures.plans import YEAR, drafted, emptied, own, point

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.measures.model import Measure
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.readers.plan import read_plan
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.measures.models import MeasureRevision, MeasureRow, PlanPreview, PointRow
from prongsai.web.year.measures.queries import plan_of, rows_of
from prongsai.web.year.measures.services import arranging, editing, importing
from prongsai.web.year.measures.services.editing import put_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def read(agency, by, plan, name="แผน.xlsx", exported=None):
    data = plan_workbook(plan, exported=exported)
    return importing.read_workbook(agency, by=by, fiscal_year=YEAR, name=name, data=data)


def take(agency, by, preview, *, removes=False, seen=None):
    seen = seen or importing.outcome(agency, preview).state
    return importing.take_preview(
        agency, by=by, fiscal_year=YEAR, preview_id=preview.pk, seen=seen, removes=removes,
    )  # fmt: skip


def test_the_workbook_of_a_plan_says_what_the_plan_says(agency, officer):
    drafted(agency, officer)
    own(agency, officer, unit="กองคลัง\nกองช่าง", other=[["ผู้ประสาน", "หัวหน้างาน"]])
    plan = plan_of(agency, YEAR)
    assert read_plan(plan_workbook(plan), "plan.xlsx").plan == plan
    preview = read(agency, officer, plan)
    outcome = importing.outcome(agency, preview)
    assert outcome.is_nothing
    assert not outcome.faults
    before = MeasureRevision.objects.count()
    take(agency, officer, preview)
    assert MeasureRevision.objects.count() == before
    assert plan_of(agency, YEAR) == plan


def test_new_changed_and_gone_are_told_and_taken(agency, officer):
    emptied(agency, officer)
    for title in "กขค":
        own(agency, officer, title)
    plan = plan_of(agency, YEAR)
    one, _two, three = plan.measures
    new = replace(one, key="", number="4", title="ใหม่")
    points = (replace(plan.points[0], reason="ทำไปแล้ว"), *plan.points[1:])
    file = replace(
        plan, measures=(three, replace(one, title="ก แก้", due="ก.ย. 66"), new), points=points,
        approved="1 ต.ค. 2565",
    )  # fmt: skip
    preview = read(agency, officer, file)
    found = importing.outcome(agency, preview)
    assert [m.title for m in found.new] == ["ใหม่"]
    assert [[cell.field for cell in c.cells] for c in found.changed] == [["title", "due"]]
    assert [row.title for row in found.gone] == ["ข"]
    assert [cell.field for cell in found.head] == ["approved"]
    assert len(found.points) == 1
    assert found.is_moved
    assert plan_of(agency, YEAR) == plan
    take(agency, officer, preview)
    after = plan_of(agency, YEAR)
    assert [m.title for m in after.measures] == ["ค", "ก แก้", "ข", "ใหม่"]
    assert after.approved == "1 ต.ค. 2565"
    assert after.points[0].reason == "ทำไปแล้ว"
    row = MeasureRow.objects.get(title="ก แก้")
    assert (row.version, row.ends_on.isoformat()) == (2, "2023-09-30")
    assert row.revisions.first().change_reason == "imported"
    entry = JournalEntry.objects.latest("number")
    assert (entry.verb, entry.detail["new"], entry.detail["gone"]) == ("plan-imported", 1, 0)


def test_what_the_file_does_not_have_goes_only_when_asked(agency, officer):
    emptied(agency, officer)
    own(agency, officer, "ก")
    own(agency, officer, "ข")
    plan = plan_of(agency, YEAR)
    preview = read(agency, officer, replace(plan, measures=plan.measures[:1]))
    take(agency, officer, preview, removes=True)
    assert [row.title for row in rows_of(agency, YEAR)] == ["ก"]
    gone = MeasureRow.objects.get(title="ข")
    arranging.bring_back(agency, by=officer, fiscal_year=YEAR, measure_id=gone.pk)
    assert [row.title for row in rows_of(agency, YEAR)] == ["ก", "ข"]


def test_a_preview_is_taken_once_and_only_over_the_plan_it_was_shown_against(agency, officer):
    emptied(agency, officer)
    own(agency, officer, "ก")
    plan = plan_of(agency, YEAR)
    preview = read(
        agency, officer, replace(plan, measures=(replace(plan.measures[0], title="ก2"),))
    )
    seen = importing.outcome(agency, preview).state
    own(agency, officer, "ระหว่างนั้น")
    with pytest.raises(importing.OutOfDate):
        take(agency, officer, preview, seen=seen)
    assert take(agency, officer, preview) is not None
    assert take(agency, officer, preview, seen=seen) is None
    assert [row.title for row in rows_of(agency, YEAR)] == ["ก2", "ระหว่างนั้น"]


def test_a_key_that_stands_twice_is_refused(agency, officer):
    emptied(agency, officer)
    own(agency, officer, "ก")
    held = plan_of(agency, YEAR)
    row = held.measures[0]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["รหัส", "มาตรการ", "ขั้นตอน", "หน่วยงาน", "ระยะเวลา"])
    for title in ("ก", "ข"):
        writer.writerow([row.key, title, "ทำ", "กองคลัง", "ทั้งปี"])
        writer.writerow(["x" + title, "อื่น" + title, "ทำ", "กองคลัง", "ทั้งปี"])
    preview = importing.read_workbook(
        agency, by=officer, fiscal_year=YEAR, name="แผน.csv", data=text.getvalue().encode()
    )
    found = importing.outcome(agency, preview)
    if found.faults:
        with pytest.raises(Misuse):
            take(agency, officer, preview)
    assert plan_of(agency, YEAR) == held


def test_a_file_of_another_year_is_refused_and_one_that_is_no_plan(agency, officer):
    emptied(agency, officer)
    plan = plan_of(agency, YEAR)
    with pytest.raises(UnreadableInput):
        read(agency, officer, replace(plan, fiscal_year=2567, measures=(_measure(plan),)))
    with pytest.raises(UnreadableInput):
        importing.read_workbook(
            agency, by=officer, fiscal_year=YEAR, name="x.xlsx", data=b"nothing"
        )
    assert not PlanPreview.objects.exists()


@pytest.mark.parametrize("year", [2566, 2568])
def test_a_document_adds_its_points_and_erases_nothing_and_none_of_another_year(
    agency, officer, year
):
    emptied(agency, officer)
    held = PointRow.objects.filter(item="e7").update(reason="ทำไปแล้ว", guideline="เดิม")
    count = PointRow.objects.count()
    document = (
        f"มาตรการส่งเสริมความโปร่งใส ประจำปี {year}",
        "มาตรการ\tวิธีการ\tผู้รับผิดชอบ", "๑. ประกาศ\tติด\tกองคลัง", "",
        "ข้อ\tประเด็น\tแนวทาง", "e7\tเผยแพร่ผลงาน\tลงเว็บไซต์", "o1\tโครงสร้าง\tทำใหม่",
    )  # fmt: skip
    data = "\n".join(document).encode()
    preview = importing.read_workbook(
        agency, by=officer, fiscal_year=YEAR, name="แผน.txt", data=data
    )
    take(agency, officer, preview)
    row = point(agency, item="e7")
    is_own = year == YEAR
    assert (held, row.reason) == (1, "ทำไปแล้ว")
    assert row.guideline == ("ลงเว็บไซต์" if is_own else "เดิม")
    assert PointRow.objects.count() == count + is_own
    assert PointRow.objects.filter(item="o1").exists() == is_own
    assert [one.title for one in rows_of(agency, YEAR)] == ["ประกาศ"]


@pytest.mark.parametrize("year", [2566, 2568, 0])
def test_the_items_of_measures_of_another_years_file_are_only_proposed(agency, officer, year):
    emptied(agency, officer)
    preview = of_document(agency, officer, year, "๑. ประกาศ\tติด\to12")
    outcome = importing.outcome(agency, preview)
    is_own = year in (0, YEAR)
    assert [measure.items for measure in outcome.new] == [("o12",) if is_own else ()]
    assert [item.code for item in outcome.candidates] == ([] if is_own else ["o12"])
    warned = {entry.code for entry in outcome.findings} & {"no_year_in_file", "title_of_other_year"}
    assert warned == {0: {"no_year_in_file"}, YEAR: set()}.get(year, {"title_of_other_year"})


@pytest.mark.parametrize(("year", "items"), [(YEAR, ("o1",)), (2568, ("o12",))])
def test_a_file_of_another_year_changes_no_items_of_a_measure(agency, officer, year, items):
    emptied(agency, officer)
    take(agency, officer, of_document(agency, officer, YEAR, "๑. ประกาศ\tติด\to12"))
    take(agency, officer, of_document(agency, officer, year, "๑. ประกาศ\tปิด\to1"))
    (measure,) = plan_of(agency, YEAR).measures
    assert (measure.steps, measure.items) == (("ปิด",), items)


def of_document(agency, by, year, row):
    title = f"มาตรการส่งเสริมความโปร่งใส ประจำปี {year}" if year else "มาตรการส่งเสริมความโปร่งใส"
    data = f"{title}\nมาตรการ\tวิธีการ\tข้อที่ตอบ\n{row}\n".encode()
    return importing.read_workbook(agency, by=by, fiscal_year=YEAR, name="แผน.txt", data=data)


def _measure(plan):
    from prongsai.core.measures.model import Measure  # noqa: PLC0415

    return Measure("own-1", "1", "ก", items=(plan.points[0].item or "e6",), unit="ก", due="ก.ย. 66")


def test_two_hundred_rows_are_read_and_taken(agency, officer):
    emptied(agency, officer)
    one = _measure(plan_of(agency, YEAR))
    plan = plan_of(agency, YEAR)
    many = tuple(replace(one, key=f"k{n}", number=str(n), title=f"งาน {n}") for n in range(200))
    preview = read(agency, officer, replace(plan, measures=many))
    found = importing.outcome(agency, preview)
    assert len(found.new) == 200
    take(agency, officer, preview)
    assert plan_of(agency, YEAR).measures == many
    assert MeasureRevision.objects.count() == 200


def test_previews_of_another_agency_are_not_taken(agency, other_agency, officer, make_actor):
    emptied(agency, officer)
    own(agency, officer, "ก")
    preview = read(agency, officer, plan_of(agency, YEAR))
    stranger = make_actor(other_agency, "ita-officer", login="stranger")
    emptied(other_agency, stranger)
    with pytest.raises(Misuse):
        take(other_agency, stranger, preview, seen="x")


def test_a_remark_is_named_by_its_number_in_the_file(agency, officer):
    emptied(agency, officer)
    own(agency, officer, remarks=[2], items=[])
    plan = plan_of(agency, YEAR)
    assert point(agency, remark=2).name in [p.name for p in plan.points]
    assert read_plan(plan_workbook(plan), "plan.xlsx").plan.measures[0].remarks == (2,)


def edited_on_site(agency, by, row, **values):
    editing.save_row(agency, by=by, fiscal_year=YEAR, row=row, values=values, seen=row.version)


def test_an_old_file_takes_back_nothing_that_the_site_changed_since(agency, officer, settings):
    settings.FROZEN_NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
    drafted(agency, officer)
    plan = plan_of(agency, YEAR)
    settings.FROZEN_NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)
    exported = clock.now()
    settings.FROZEN_NOW = datetime(2026, 3, 20, 11, tzinfo=UTC)
    site, both, _ = MeasureRow.objects.filter(agency=agency)[:3]
    edited_on_site(agency, officer, site, title="แก้บนเว็บ")
    edited_on_site(agency, officer, both, title="แก้บนเว็บด้วย")
    one, two, three, *rest = plan.measures
    file = replace(plan, measures=(
        one, replace(two, title="แก้ในไฟล์ด้วย", budget="500"), replace(three, unit="กองช่าง"), *rest,
    ))  # fmt: skip
    preview = read(agency, officer, file, exported=exported)
    found = importing.outcome(agency, preview)
    assert [(c.key, [cell.field for cell in c.cells], [cell.field for cell in c.clashes])
            for c in found.changed] == [
        (two.key, ["budget"], ["title"]), (three.key, ["unit"], []),
    ]  # fmt: skip
    assert found.clashes == 1
    take(agency, officer, preview)
    standing = plan_of(agency, YEAR).measures
    assert [one.title for one in standing[:2]] == ["แก้บนเว็บ", "แก้บนเว็บด้วย"]
    assert (standing[1].budget, standing[2].unit) == ("500", "กองช่าง")
    aside = MeasureRevision.objects.get(number=None)
    assert (aside.measure_id, aside.values["title"]) == (both.pk, "แก้ในไฟล์ด้วย")
    assert (aside.values["budget"], aside.settled_at) == ("500", None)


def test_a_file_that_does_not_say_when_it_was_taken_out_counts_as_new(agency, officer):
    drafted(agency, officer)
    plan = plan_of(agency, YEAR)
    edited_on_site(agency, officer, MeasureRow.objects.filter(agency=agency)[0], title="แก้บนเว็บ")
    found = importing.outcome(agency, read(agency, officer, plan))
    assert [[cell.field for cell in one.cells] for one in found.changed] == [["title"]]
    assert not found.clashes


def test_points_are_compared_the_same_way(agency, officer, settings):
    settings.FROZEN_NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
    drafted(agency, officer)
    plan = plan_of(agency, YEAR)
    exported = clock.now()
    settings.FROZEN_NOW = datetime(2026, 3, 20, 11, tzinfo=UTC)
    row = PointRow.objects.filter(agency=agency)[0]
    editing.save_row(
        agency, by=officer, fiscal_year=YEAR, row=row,
        values={"reason": "เหตุผลบนเว็บ"}, seen=row.version,
    )  # fmt: skip
    first, *rest = plan.points
    file = replace(plan, points=(replace(first, reason="เหตุผลในไฟล์"), *rest))
    (found,) = importing.outcome(agency, read(agency, officer, file, exported=exported)).points
    assert [cell.field for cell in found.clashes] == ["reason"]
    assert not found.cells


def test_an_old_file_takes_no_target_and_no_approval_back(agency, officer):
    drafted(agency, officer)
    own(agency, officer, "ก")
    exported = clock.now()
    plan = plan_of(agency, YEAR)
    arranging.edit_head(
        agency, by=officer, fiscal_year=YEAR, target=plan.target + 1, approved="3 ก.พ. 2566",
        seen=1,
    )  # fmt: skip
    file = replace(plan, measures=(replace(plan.measures[0], title="แก้ในไฟล์"), *plan.measures[1:]))
    preview = read(agency, officer, file, exported=exported)
    found = importing.outcome(agency, preview)
    assert found.head == ()
    assert [cell.field for cell in found.head_kept] == ["target", "approved"]
    take(agency, officer, preview)
    after = plan_of(agency, YEAR)
    assert (after.target, after.approved) == (plan.target + 1, "3 ก.พ. 2566")
    assert after.measures[0].title == "แก้ในไฟล์"
    # Taken out after that change, the file's own target is taken.
    fresh = replace(after, target=after.target + 1)
    later = read(agency, officer, fresh, exported=clock.now())
    assert [cell.field for cell in importing.outcome(agency, later).head] == ["target"]
    take(agency, officer, later)
    assert plan_of(agency, YEAR).target == plan.target + 2


def test_a_file_brings_no_words_as_day_of_approval(agency, officer):
    emptied(agency, officer)
    plan = plan_of(agency, YEAR)
    preview = read(agency, officer, replace(plan, approved="1 ต.ค. 2565 และให้จัดซื้อรถยนต์"))
    assert [one.code for one in importing.outcome(agency, preview).faults] == ["unreadable_date"]
    with pytest.raises(Misuse, match="is not a date"):
        take(agency, officer, preview)
    take(agency, officer, read(agency, officer, replace(plan, approved="1 ต.ค. 2565")))
    assert plan_of(agency, YEAR).approved == "1 ต.ค. 2565"


def test_a_file_sets_no_other_day_than_that_of_the_approval(agency, officer):
    emptied(agency, officer)
    put_in_force(agency, by=officer, fiscal_year=YEAR, day=date(2023, 3, 14), submission=uuid4())
    plan = plan_of(agency, YEAR)
    assert plan.approved == "14 มีนาคม 2566"
    file = replace(plan, approved="1 ต.ค. 2565", target=plan.target + 1)
    preview = read(agency, officer, file)
    found = importing.outcome(agency, preview)
    assert [cell.field for cell in found.head] == ["target"]
    assert [cell.field for cell in found.head_kept] == ["approved"]
    take(agency, officer, preview)
    after = plan_of(agency, YEAR)
    assert (after.approved, after.target) == ("14 มีนาคม 2566", plan.target + 1)


def test_new_measures_get_the_items_that_they_name_and_those_that_a_person_confirms(
    agency, officer, client_of
):
    """What was not offered is not taken, whatever is sent; nothing near gets nothing."""
    emptied(agency, officer)
    titles = ("การมีส่วนร่วมของผู้บริหาร", "จัดให้มีแผนปฏิบัติการป้องกันการทุจริต",
              "จัดทำมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "ตรวจสอบการใช้ดุลพินิจ")  # fmt: skip
    measures = tuple(Measure(f"own-{n}", str(n), title) for n, title in enumerate(titles, 1))
    plan = replace(plan_of(agency, YEAR), measures=measures)
    preview = read(agency, officer, plan)
    offered = {item.value for item in importing.outcome(agency, preview).candidates}
    assert offered == {"o39 own-2", "o42 own-3"}
    browser, page = client_of(officer), reverse("measures:preview", args=[YEAR, preview.pk])
    shown = browser.get(page).content.decode()
    assert shown.count('name="item"') == len(offered)
    seen = importing.outcome(agency, preview).state
    browser.post(page, {"seen": seen, "item": ["o39 own-2", "o12 own-4"]})
    items = [measure.items for measure in plan_of(agency, YEAR).measures]
    assert items == [("o35",), ("o39",), (), ()]

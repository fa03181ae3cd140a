"""What pages show: states, findings, who owes what, past days told again, the same few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import factories
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.reports import samples
from tests.web.reports.samples import HALF, RESULTS, WHOLE, YEAR, at, filled, march, write
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER
from tests.web.running import run_jobs
from tests.web.scoring.samples import sheet

from prongsai.core.progress.status import MeasureState
from prongsai.web.platform import clock
from prongsai.web.year.calendar.queries import event_id, event_of
from prongsai.web.year.calendar.services import dates
from prongsai.web.year.reports.hooks import next_report, rows_owed
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.reports.queries.pages import cards, report_page, row_page
from prongsai.web.year.reports.queries.shown import ItemMove, effect_page
from prongsai.web.year.reports.queries.states import ReportState
from prongsai.web.year.tracking import services as recording

pytestmark = pytest.mark.django_db
DAY = date(2023, 3, 30)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


def page(person, kind=HALF, day=DAY, known_by=None):
    return report_page(person, YEAR, kind, day, known_by)


def test_a_round_opens_filled_with_what_units_wrote(agency, officer):
    rows = samples.year(agency, 3)
    samples.note(rows[0], officer, date(2023, 1, 9), 20, done="ประกาศแล้ว", spent=None)
    samples.note(rows[0], officer, date(2023, 3, 9), 60, 3, done="อบรมแล้ว", problem="คนน้อย")
    samples.note(rows[0], officer, date(2023, 4, 9), 90, done="หลังรอบ")
    found = page(officer)
    first, second, _ = found.lines
    assert (found.state, found.filled, found.count, found.missing) == (ReportState.OPEN, 1, 3, 2)
    assert (
        first.line.entry.summary,
        first.line.entry.row.status.percent,
        len(first.line.entry.photos),
    ) == ("ประกาศแล้ว\nอบรมแล้ว", 60, 2)
    assert (second.line.is_empty, second.line.entry.row.owner) == (True, "กองช่าง")
    assert [one.owner for one in found.owed] == ["กองช่าง", "สำนักปลัด"]
    later = page(officer, WHOLE, date(2023, 9, 30)).lines[0]
    assert (later.line.entry.summary, later.line.entry.row.status.percent) == (
        "ประกาศแล้ว\nอบรมแล้ว\nหลังรอบ",
        90,
    )


@pytest.mark.parametrize(
    ("day", "kind", "state"),
    [
        (date(2023, 2, 28), HALF, ReportState.NOT_YET),
        (date(2023, 3, 1), HALF, ReportState.COMPILED),
        (date(2023, 8, 30), WHOLE, ReportState.NOT_YET),
        (date(2023, 8, 31), RESULTS, ReportState.COMPILED),
        (date(2024, 1, 1), HALF, ReportState.COMPILED),
    ],
)
def test_states_follow_the_day_and_the_rows(agency, officer, day, kind, state):
    filled(agency, officer, 1)
    assert page(officer, kind, day).state is state


def test_a_report_with_errors_is_open_and_one_without_plan_is_nothing(agency, officer):
    full_year(agency, YEAR)
    assert page(officer) is None
    assert {card.state for card in cards(agency, YEAR, DAY)} == {ReportState.NO_PLAN}
    samples.measures(agency, 1)
    assert page(officer).state is ReportState.OPEN


def test_who_is_late_is_told_with_days(agency, officer):
    rows = samples.year(agency, 2)
    samples.note(rows[0], officer)
    found = page(officer, day=date(2023, 4, 5))
    assert [(one.owner, one.days) for one in found.owed] == [("กองช่าง", 5)]
    assert [line.late_days for line in found.lines] == [0, 5]
    assert found.days_left == -5
    assert [one.days for one in page(officer, day=date(2023, 3, 31)).owed] == [0]


def test_a_finding_quotes_each_place_once_and_no_more_than_three(agency, officer):
    (row,) = samples.year(agency, 1)
    for day, done in enumerate("กกขคงง", start=1):
        samples.note(row, officer, date(2023, 1, day), done=f"ทำงาน {done}")
    samples.approve_plan(agency, "25 มีนาคม 2566")
    (found,) = [one for one in page(officer).findings if one.code == "work_before_approval"]
    assert found.quotes == ("ทำงาน ก", "ทำงาน ข", "ทำงาน ค")
    assert found.unquoted == 1


def test_findings_lead_to_their_rows_errors_first(agency, officer):
    rows = filled(agency, officer, 2)
    samples.approve_plan(agency, "25 มีนาคม 2566")
    with march():
        write(agency, officer, rows[1], summary="ควรมีป้าย", problem="ไม่มี")
        found = page(officer)
    assert [(one.kind, one.code, one.measure_id) for one in found.findings] == [
        ("bad", "result_is_plan", rows[1].pk),
        ("warn", "work_before_approval", rows[0].pk),
        ("warn", "work_before_approval", rows[1].pk),
    ]
    assert found.findings[0].quotes == ("ควรมีป้าย",)
    assert [(line.errors, line.warnings) for line in found.lines] == [(0, 1), (1, 1)]
    assert not found.may_submit


def test_the_report_of_31_march_says_the_same_in_june(agency, officer):
    """The movable clock: what was known on the last day is told again, to the letter."""
    with at(2023, 3, 20):
        rows = samples.year(agency, 3)
        kept = samples.note(rows[0], officer, date(2023, 3, 10), 60, 1, done="อบรมแล้ว", problem="-")
        samples.note(rows[1], officer, date(2023, 3, 15), 100, 1, done="เสร็จแล้ว")
    with at(2023, 3, 31):
        write(agency, officer, rows[2], summary="ยังไม่ได้ดำเนินการ เพราะรองบประมาณ", problem="งบช้า")
        then = samples.held(agency)
        values, findings = then.values(), then.findings
    with at(2023, 6, 15):
        recording.correct(
            kept, by=officer, entry=recording.Entry(date(2023, 3, 10), 10, done="อบรมครึ่งเดียว")
        )
        samples.note(rows[2], officer, date(2023, 3, 1), 80, 2, done="นึกได้ทีหลัง")
        recording.withdraw(
            recording.record(rows[1], by=officer, entry=recording.Entry(date(2023, 3, 2), 5, "ก")),
            by=officer, reason="ผิด",
        )  # fmt: skip
        write(agency, officer, rows[2], seen=1, summary="แก้ในเดือนมิถุนายน", problem="ไม่มี")
        again = samples.held(agency, known_by=date(2023, 3, 31))
        assert again.values() == values
        assert again.findings == findings
        now = samples.held(agency)
        assert now.values() != values
        assert now.entries[0].row.status.percent == 10
        assert now.entries[2].summary == "แก้ในเดือนมิถุนายน"
        shown = page(officer, day=clock.today(), known_by=date(2023, 3, 31))
        assert shown.lines[0].line.entry.row.status.percent == 60


def test_an_earlier_day_tells_the_state_of_that_day(agency, officer):
    with at(2023, 1, 20):
        (row,) = samples.year(agency, 1)
        samples.note(row, officer, date(2023, 1, 10), 30)
    with at(2023, 3, 20):
        samples.note(row, officer, date(2023, 3, 10), 90)
        held = samples.held(agency, known_by=date(2023, 1, 31))
    assert held.on == date(2023, 1, 31)
    assert held.entries[0].row.status.percent == 30
    assert held.entries[0].row.status.state is MeasureState.DOING


def test_before_its_last_day_a_report_tells_today_and_no_day_to_come(agency, officer):
    """A measure that is due in May is not late in March, whatever the report's last day."""
    (row,) = samples.year(agency, 1)
    row.due, row.ends_on = "31 พฤษภาคม 2566", date(2023, 5, 31)
    row.save()
    samples.note(row, officer, date(2023, 3, 20), 40)
    states = {
        day: compiled_report(agency, YEAR, WHOLE, day).entries[0].row.status.state
        for day in (date(2023, 3, 30), date(2023, 6, 1), date(2024, 6, 1))
    }
    assert list(states.values()) == [
        MeasureState.DOING, MeasureState.OVERDUE, MeasureState.OVERDUE,
    ]  # fmt: skip
    assert compiled_report(agency, YEAR, WHOLE, date(2024, 6, 1)).on == date(2023, 9, 30)


@pytest.mark.long
def test_a_draft_is_old_by_what_it_says_and_not_by_the_day(agency, officer):
    from prongsai.web.year.reports import services  # noqa: PLC0415

    (row,) = filled(agency, officer, 1)
    with march():
        services.ask_draft(agency, by=officer, year=YEAR, kind=HALF)
        run_jobs()
    assert not any(draft.is_old for draft in page(officer, day=date(2023, 4, 9)).drafts)
    with march():
        write(agency, officer, row, summary="แก้แล้ว", problem="ไม่มี")
    drafts = page(officer, day=date(2023, 4, 9)).drafts
    assert [draft.is_old for draft in drafts] == [True, True, True]


def test_new_notes_after_a_row_was_written_are_told(agency, officer):
    (row,) = filled(agency, officer, 1)
    with march():
        write(agency, officer, row, summary="สรุปแล้ว", problem="ไม่มี")
        assert not page(officer).lines[0].line.is_behind
        samples.note(row, officer, date(2023, 3, 29), 90, done="เพิ่มอีก")
        assert page(officer).lines[0].line.is_behind
        write(agency, officer, row, seen=1, summary="สรุปแล้ว", problem="ไม่มี")
        assert not page(officer).lines[0].line.is_behind


def test_a_photo_that_is_gone_is_gone_from_the_report(agency, officer):
    from prongsai.web.signing.evidence.models import EvidenceRow  # noqa: PLC0415

    (row,) = filled(agency, officer, 1)
    photo = str(EvidenceRow.objects.get().pk)
    with march():
        write(agency, officer, row, summary="สรุป", photos=(photo,))
        assert len(page(officer).lines[0].line.entry.photos) == 1
        EvidenceRow.objects.update(removed_at=factories.MADE_AT)
        assert len(page(officer).lines[0].line.entry.photos) == 0


def test_rows_wait_for_those_who_owe_them_in_an_open_round(agency, officer):
    rows = samples.year(agency, 4)
    head = samples.head(agency)
    assert rows_owed(head, date(2023, 2, 28)) == ()
    (one,) = rows_owed(head, date(2023, 3, 1))
    assert (one.ask.th, one.due, one.since) == (
        "เขียนผล 2 มาตรการ", date(2023, 3, 31), date(2023, 3, 1),
    )  # fmt: skip
    samples.note(rows[0], officer)
    assert rows_owed(head, DAY)[0].ask.th == "เขียนผล 1 มาตรการ"
    samples.note(rows[3], officer)
    assert rows_owed(head, DAY) == ()
    assert rows_owed(officer, DAY) == ()


@pytest.mark.parametrize(("name", "last"), [("report-6", 3), ("report-12", 9), ("results", 10)])
def test_a_report_is_due_when_its_date_in_the_calendar_is(agency, officer, name, last):
    samples.year(agency, 1)
    kind = KINDS[name]
    planned = date(2023, last, 30 if last == 9 else 31)
    assert kind.due_on(agency, YEAR) == planned
    event = event_of(agency, YEAR, event_id(agency, YEAR, kind.event))
    later = (event.first, planned + timedelta(days=12))
    dates.move(
        agency, by=officer, event=event, days=later, seen=(event.first, event.last), reason="เลื่อน"
    )
    assert kind.due_on(agency, YEAR) == later[1]
    assert page(officer, kind).days_left == (later[1] - DAY).days


def test_a_report_that_is_due_before_its_round_ends_opens_thirty_days_before(agency, officer):
    samples.year(agency, 4)
    event = event_of(agency, YEAR, event_id(agency, YEAR, HALF.event))
    early = (date(2023, 2, 1), date(2023, 2, 20))
    dates.move(
        agency, by=officer, event=event, days=early, seen=(event.first, event.last), reason="เลื่อน"
    )
    head = samples.head(agency)
    assert rows_owed(head, date(2023, 1, 20)) == ()
    (owed,) = rows_owed(head, date(2023, 1, 21))
    assert (owed.since, owed.due) == (date(2023, 1, 21), early[1])
    assert page(officer, day=date(2023, 1, 21)).state is not ReportState.NOT_YET


def test_the_tile_tells_the_next_report(agency, officer):
    full_year(agency, YEAR)
    assert next_report(agency, YEAR) is None
    samples.measures(agency, 2)
    with at(2023, 3, 21):
        tile = next_report(agency, YEAR)
    assert (tile.heading, tile.figure, tile.unit) == ("รายงานรอบ 6 เดือน", "10", "วันก่อนครบกำหนด")
    assert tile.note == "เขียนแล้ว 0 จาก 2 แถว"
    with at(2023, 4, 2):
        assert (next_report(agency, YEAR).figure, next_report(agency, YEAR).unit) == (
            "2", "วันเกินกำหนด",
        )  # fmt: skip


def test_a_row_leads_to_the_next_that_is_empty(agency, officer):
    rows = samples.year(agency, 3)
    samples.note(rows[1], officer)
    assert row_page(officer, YEAR, HALF, rows[0].pk, DAY).next_id == rows[2].pk
    assert row_page(officer, YEAR, HALF, rows[2].pk, DAY).next_id is None


def test_what_items_did_in_the_following_year(agency, officer):
    full_year(agency, YEAR)
    rows = samples.measures(agency, 2)
    rows[0].items = ["e6", "i1"]
    rows[0].save()
    rows[1].items = []
    rows[1].save()
    waiting = effect_page(agency, YEAR)
    parts = [waiting[name] for name in ("has_plan", "has_after", "lines", "opens")]
    assert parts == [True, False, [], None]
    open_year(agency, 2567)
    assert effect_page(agency, YEAR)["opens"] == 2567
    enter(agency, sheet(2566, {"total": "88", "e6": "95.00", "i1": "40"}))
    found = effect_page(agency, YEAR)
    ((_row, items),) = found["lines"]
    told = {item.code: item for item in items}
    assert (found["before"], found["after"]) == (2565, 2566)
    assert (told["e6"].way, str(told["e6"].after)) == (ItemMove.UP, "95.00")
    assert told["e6"].change == told["e6"].after - told["e6"].before
    assert sum(found["counts"][way] for way in ("up", "down", "same")) >= 1


def test_an_item_whose_question_changed_is_not_compared(agency, officer):
    full_year(agency, YEAR)
    (row,) = samples.measures(agency, 1)
    row.items = ["o43"]
    row.save()
    enter(agency, sheet(2566, {"total": "88", "e6": "95"}))
    ((_row, (item,)),) = effect_page(agency, YEAR)["lines"]
    assert item.way is ItemMove.UNKNOWN
    assert item.why is not None


def test_nothing_of_another_agency_is_seen(agency, other_agency, officer, make_actor):
    filled(agency, officer, 1)
    theirs = make_actor(other_agency, ITA_OFFICER, login="theirs")
    assert page(theirs) is None
    assert next(cards(other_agency, YEAR, DAY)).state is ReportState.NO_PLAN
    assert compiled_report(agency, YEAR, HALF, DAY) is not None
    assert row_page(theirs, YEAR, HALF, samples.held(agency).lines[0].row.pk, DAY) is None


def counted(act):
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def queries_of(agency, officer, count):
    rows = samples.year(agency, count)
    with march():
        for row in rows:
            for month in (1, 2, 3):
                samples.note(row, officer, date(2023, month, 9), 20 * month, 1)
            write(agency, officer, row, summary="สรุป", problem="ไม่มี")
        return (
            counted(lambda: page(officer)),
            counted(lambda: row_page(officer, YEAR, HALF, rows[0].pk, DAY)),
            counted(lambda: tuple(cards(agency, YEAR, DAY))),
            counted(lambda: rows_owed(officer, DAY)),
            counted(lambda: effect_page(agency, YEAR)),
        )


@pytest.mark.long
def test_pages_ask_a_fixed_number_of_queries(agency, other_agency, officer, make_actor):
    theirs = make_actor(other_agency, ITA_OFFICER, ADMINISTRATOR, login="theirs")
    one = queries_of(agency, officer, 1)
    three = queries_of(other_agency, theirs, 3)
    assert one == three
    assert one[0] <= 16

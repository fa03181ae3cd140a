"""The queues of half a year as papers: counted from the tickets, made by who keeps counters."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import CHIEF_ADMINISTRATOR, COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.thai import arabic_digits
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import QueueReport, Ticket
from prongsai.web.citizens.counter.queries import PAPERS, figures_of
from prongsai.web.citizens.counter.services import queues
from prongsai.web.citizens.counter.services.queues import (
    PointWords,
    end_day,
    make_point,
    open_day,
)
from prongsai.web.citizens.desk.queries import answers
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.platform.clock import freeze, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR, ZONE = 2566, ZoneInfo("Asia/Bangkok")
NOVEMBER, AFTER = datetime(2022, 11, 8, 9, tzinfo=ZONE), datetime(2023, 4, 3, 9, tzinfo=ZONE)
PAPER = PAPERS["6"]


@pytest.fixture(autouse=True)
def _no_second_factor(agency, settings, tmp_path):
    settings.DATA = tmp_path
    agency.second_factor = []
    agency.save()


@pytest.fixture
def queue(closed_point, clerk):
    """A queue that was open in November and, with nobody there, in January."""
    for moment in (NOVEMBER, NOVEMBER + timedelta(days=70)):
        with freeze(moment):
            open_day(closed_point, by=clerk)
            end_day(closed_point, by=clerk)
    closed_point.refresh_from_db()
    return closed_point


def taken(point, prefix, count, *, wait=7, moment=NOVEMBER, first=1):
    line = point.lines.get(prefix=prefix)
    Ticket.objects.bulk_create(
        Ticket(
            agency=point.agency, point=point, line=line, day=moment.date(), number=number,
            code=f"{prefix}{moment:%m%d}{number}", taken_at=moment,
            called_at=None if wait is None else moment + timedelta(minutes=wait),
            ended_at=moment + timedelta(minutes=30),
            state="left" if wait is None else "served",
        )
        for number in range(first, first + count)
    )  # fmt: skip


def at(name, *args):
    return reverse(f"counter:{name}", args=args)


def figures(agency):
    with freeze(AFTER):
        (half,) = figures_of(agency, PAPER, YEAR, today())["halves"]
    return half


def test_it_is_counted_from_the_tickets(agency, queue):
    taken(queue, "A", 9)
    taken(queue, "B", 6, wait=None)
    half = figures(agency)
    found = {one["key"]: (one["taken"], one["median"], one["is_known"]) for one in half["services"]}
    keys = {one.prefix: str(one.pk) for one in queue.lines.all()}
    assert found == {keys["A"]: (9, 7, True), keys["B"]: (6, None, False)}
    # November and January were open, though nobody came in January.
    assert list(half["shut"]) == [0, 2, 4, 5]


def test_the_half_ends_in_thailand_and_holds_nothing_of_another_agency(agency, queue, words):
    last = datetime(2023, 3, 31, 23, 30, tzinfo=ZONE)
    taken(queue, "A", 5, moment=last)
    taken(queue, "A", 5, moment=last + timedelta(hours=1))
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    user = factories.make_user(other)
    factories.hold(user, factories.make_position(other, CHIEF_ADMINISTRATOR))
    keeper = actor_on(user, today())
    theirs = make_point(by=keeper, words=PointWords("ที่อื่น", None, *lines_of(words())))
    taken(theirs, "A", 8, moment=last)
    half = figures(agency)
    assert half["taken"] == 5
    assert len(half["services"]) == 2


def lines_of(words):
    return words.lines, words.windows


def test_who_keeps_counters_makes_it_and_everybody_reads_it(agency, queue, keeper, person):
    taken(queue, "A", 9)
    taken(queue, "B", 3)
    with freeze(AFTER):
        row = queues.make(keeper, PAPER, YEAR)
        run_jobs()
        reader = Client()
        reader.force_login(person(COMPLAINT_OFFICER).user)
        page = reader.get(at("report", YEAR, "6")).content.decode()
        assert "ฉบับที่ 1" in page
        assert "<button" not in page.split("</h1>")[1].split("ฉบับที่ 1")[0]
        assert reader.post(at("report", YEAR, "6")).status_code == 403
        kept = {
            form: b"".join(reader.get(f"{at('report', YEAR, '6')}{row.pk}.{form}"))
            for form in ("pdf", "docx", "xlsx")
        }
    pdf = pypdfium2.PdfDocument(kept["pdf"])
    text = arabic_digits("".join(one.get_textpage().get_text_range() for one in pdf))
    assert "12" in text
    book = openpyxl.load_workbook(io.BytesIO(kept["xlsx"]))
    cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    assert "ไม่แสดง" in cells
    assert "ไม่ได้เปิด" in cells
    assert kept["docx"].startswith(b"PK")
    assert JournalEntry.objects.filter(agency=agency, verb="queue-report-made").count() == 1


def test_who_keeps_none_makes_none(agency, queue, person, unit):
    with freeze(AFTER):
        for one in (person(COMPLAINT_OFFICER), person(UNIT_HEAD, unit)):
            with pytest.raises(Refused):
                queues.make(one, PAPER, YEAR)
    assert not QueueReport.objects.exists()


@pytest.mark.parametrize(
    ("day", "months", "is_made"),
    [
        (date(2023, 3, 31), "6", False), (date(2023, 4, 1), "6", True),
        (date(2023, 9, 30), "12", False), (date(2023, 10, 1), "12", True),
    ],
)  # fmt: skip
def test_only_of_a_time_that_is_over(agency, keeper, day, months, is_made):
    with freeze(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)):
        if is_made:
            assert queues.make(keeper, PAPERS[months], YEAR).number == 1
            return
        with pytest.raises(Refused):
            queues.make(keeper, PAPERS[months], YEAR)


def test_an_edition_keeps_the_figures_of_its_day(agency, queue, keeper):
    taken(queue, "A", 9)
    with freeze(AFTER):
        first = queues.make(keeper, PAPER, YEAR)
        taken(queue, "A", 5, first=50)
        second = queues.make(keeper, PAPER, YEAR)
    first.refresh_from_db()
    assert (first.number, first.figures["halves"][0]["taken"]) == (1, 9)
    assert (second.number, second.figures["halves"][0]["taken"]) == (2, 14)


def test_no_paper_of_another_agency_is_read(agency, queue, keeper):
    with freeze(AFTER):
        row = queues.make(keeper, PAPER, YEAR)
        run_jobs()
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    user = factories.make_user(other)
    factories.hold(user, factories.make_position(other, CHIEF_ADMINISTRATOR))
    stranger = Client()
    stranger.force_login(user)
    assert stranger.get(f"{at('report', YEAR, '6')}{row.pk}.pdf").status_code == 404
    assert "ฉบับที่ 1" in keepers_page(keeper)
    assert "ฉบับที่ 1" not in stranger.get(at("report", YEAR, "6")).content.decode()


def keepers_page(keeper):
    browser = Client()
    browser.force_login(keeper.user)
    return browser.get(at("report", YEAR, "6")).content.decode()


def test_queries_do_not_grow_with_the_tickets(agency, queue, django_assert_num_queries):
    taken(queue, "A", 200)
    taken(queue, "B", 200)
    with django_assert_num_queries(3):
        figures(agency)


@pytest.mark.long
def test_it_becomes_evidence_of_statistics_of_service_by_a_button(
    agency, queue, keeper, person, client_of
):
    open_year(agency, YEAR)
    taken(queue, "A", 9)
    officer, other = person(ITA_OFFICER), person(UNIT_HEAD)
    page = at("report", YEAR, "6")
    with freeze(AFTER):
        first = queues.make(keeper, PAPER, YEAR)
        run_jobs()
        (answer,) = answers(agency, PAPERS["6"], YEAR)
        assert all("service-statistics" in item.keys for item in answer.items)
        button = f"{page}{first.pk}/evidence/"
        assert button not in client_of(other).get(page).content.decode()
        assert client_of(other).post(button, {"year": YEAR}).status_code == 403
        assert not Piece.objects.exists()
        shown = client_of(officer).get(page).content.decode()
        assert button in shown
        assert answer.codes in shown
        sent = client_of(officer).post(button, {"year": YEAR, "data": "1"})
        assert sent.url == reverse("disclosure:item", args=[YEAR, answer.items[0].code])
        assert Piece.objects.filter(removed_at=None).count() == 2
        assert button not in client_of(officer).get(page).content.decode()
        newer = queues.make(keeper, PAPER, YEAR)
        run_jobs()
        given = {"by": officer, "year": YEAR, "items": answer.items, "forms": ("pdf",)}
        with pytest.raises(Refused, match="newer"):
            queues.make_evidence(first, **given)
        with pytest.raises(Refused, match="does not answer that item"):
            queues.make_evidence(newer, **{**given, "items": ()})
        queues.make_evidence(newer, **given)
    assert Piece.objects.filter(removed_at=None).count() == 1

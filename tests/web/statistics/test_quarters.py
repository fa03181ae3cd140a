"""The report of a quarter: what it tells, what it does not claim, who makes and who notes it."""

import io
from datetime import date, datetime, time, timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.timezone import make_aware
from docx import Document
from tests.web import factories
from tests.web.public_site.samples import YEAR
from tests.web.roles import OFFICE_HEAD
from tests.web.running import run_jobs

from prongsai.core.fiscal import Quarter, quarter_of
from prongsai.core.messages import read_words
from prongsai.core.thai import arabic_digits
from prongsai.links.verdicts import Verdict
from prongsai.readers.scores import read_scores
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.links.models import Link, LinkCheck
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.hooks import quarter_report
from prongsai.web.disclosure.statistics.models import (
    Counting,
    PageReading,
    QuarterPaper,
    SearchCount,
)
from prongsai.web.disclosure.statistics.queries.quarters import gathered
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.publication.gate import shows_draft
from prongsai.web.year.assessment.queries import catalogue_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = timedelta(days=1)


@pytest.fixture
def browser(house, client_of):
    return client_of(house["publication"])


@pytest.fixture
def quarter():
    return quarter_of(today())


def at(name, *args):
    return reverse(f"statistics:{name}", args=args)


def key_of(quarter):
    return f"{quarter.year}-{quarter.number}"


def began(agency, day):
    Counting.objects.create(agency=agency, began_on=day)


def read(agency, day, count, name="home", *args):
    path = reverse(f"public_site:{name}", args=[agency.pk, *args])
    PageReading.objects.create(agency=agency, day=day, path=path, count=count)


def search(agency, day, words, count, unfound):
    SearchCount.objects.create(agency=agency, day=day, words=words, count=count, unfound=unfound)


def morning(day):
    return make_aware(datetime.combine(day, time(9)))


def look(agency, link, day, verdict):
    moment = morning(day)
    LinkCheck.objects.create(agency=agency, link=link, checked_at=moment, verdict=verdict.value)


def link_of(agency, number):
    return Link.objects.create(
        agency=agency, address=f"https://www.example.go.th/{number}", digest=f"{number:064}"
    )


def made(browser, quarter, **told):
    assert browser.post(at("quarter-make", key_of(quarter)), told).status_code == 302
    row = QuarterPaper.objects.first()
    assert row.job.arguments == {"paper": str(row.pk)}, "the worker reads jobs of v0.2.0 too"
    run_jobs()
    row.refresh_from_db()
    return row


def words_of(browser, row, form):
    answer = browser.get(at("quarter-file", row.pk, form))
    assert answer.status_code == 200
    if form == "docx":
        paper = Document(io.BytesIO(answer.content))
        told = [one.text for one in paper.paragraphs]
        told += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        return "".join("".join(told).split()), answer.content
    document = pypdfium2.PdfDocument(answer.content)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(text.split()), answer.content


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.long
def test_the_paper_tells_what_was_counted_and_is_no_sheet_of_scores(form, house, browser, quarter):
    agency, on = house.agency, today()
    began(agency, on - 10 * DAY)
    read(agency, on, 1234)
    read(agency, on, 87, "item", YEAR, "o12")
    for day in (on - DAY, on):
        search(agency, day, "ภาษีที่ดิน", 20, 15)
        search(agency, day, "", 45, 16)
    row = made(browser, quarter, problems="หาแบบคำขอไม่พบ", proposals="ทำหน้ารวมแบบคำขอ")
    text, data = words_of(browser, row, form)
    plain = arabic_digits(text)
    for said in (
        f"ไตรมาสที่{quarter.number}ปีงบประมาณพ.ศ.{quarter.year}", "1,321", "ภาษีที่ดิน", "ไม่พบข้อมูล32ครั้ง",
        "หาแบบคำขอไม่พบ", "ทำหน้ารวมแบบคำขอ", f"ข้อITA{YEAR}o12", "จึงเรียนมาเพื่อโปรดทราบ",
    ):  # fmt: skip
        assert said in plain, said
    # In prose Thai digits, as the agency has it.
    assert "๑,๓๒๑" in text
    reading = read_scores(data, f"report.{form}", catalogue_of(agency))
    sheet = reading.sheet
    assert (sheet.figures, sheet.ratings, sheet.claims) == ((), (), ())
    assert read_words("scoresheet/no_scores") in [one.message for one in reading.findings]


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.long
def test_what_was_not_counted_is_not_known_and_never_zero(form, house, browser):
    former = quarter_of(today()).before
    began(house.agency, today())
    row = made(browser, former)
    text, _ = words_of(browser, row, form)
    assert text.count("ไม่ทราบเพราะระบบยังไม่เริ่มนับในไตรมาสนี้") == 2
    assert "ไม่ได้ตรวจลิงก์ในไตรมาสนี้จึงไม่ทราบ" in text
    # Nothing typed is no "none".
    assert text.count("เจ้าหน้าที่ไม่ได้บันทึกไว้") == 2
    assert "มีการเปิดอ่าน" not in text


def test_figures_that_hold_since_a_day_say_so(house, quarter):
    began(house.agency, today())
    told = gathered(house.agency, quarter, today())
    assert (told.readings, told.known_from) == (0, today())
    assert {week.count for week in told.weeks} == {None, 0}


def test_acts_are_those_of_the_quarter(house, quarter):
    agency, by = house.agency, house["publication"]
    page = publishing.begin(agency, by=by, kind=PageKind.NEWS, shown=Shown("ข่าวแรก", "x"))
    house.publish(page.editions.get())
    publishing.write(page, by=by, shown=Shown("ข่าวแรก แก้แล้ว", "y"), seen=1)
    house.publish(page.editions.first())
    publishing.withdraw(SitePage.objects.get(pk=page.pk), by=by, reason="ซ้ำ")
    told = gathered(agency, quarter, today()).acts
    own = [(one.act, one.title, one.reason) for one in told if "ข่าว" in one.title]
    assert own == [
        ("published", "ข่าวแรก", ""),
        ("changed", "ข่าวแรก แก้แล้ว", ""),
        ("withdrawn", "ข่าวแรก แก้แล้ว", "ซ้ำ"),
    ]
    assert all(quarter.first <= one.day <= quarter.last for one in told)
    assert gathered(agency, quarter.before, today()).acts == ()


def test_a_page_that_came_back_was_withdrawn_all_the_same(house, quarter):
    by, page = house["publication"], SitePage.objects.get()
    with clock.freeze(clock.now() + timedelta(hours=1)):
        publishing.withdraw(page, by=by, reason="ไฟล์ผิด")
    with clock.freeze(clock.now() + timedelta(hours=2)):
        house.attach("o13", "คู่มือ", "https://www.example.go.th/o13")
        house.publish(house.prepare(), anyway="ตรวจด้วยตาแล้ว")
    told = [one.act for one in gathered(house.agency, quarter, today()).acts]
    assert told == ["published", "withdrawn", "changed"]


def test_links_that_broke_and_came_back_are_counted_once_each(house, quarter):
    agency, first = house.agency, quarter.first
    broke, back, sound, unsure, old = (link_of(agency, number) for number in range(5))
    look(agency, broke, first, Verdict.ALIVE)
    look(agency, broke, first + DAY, Verdict.GONE)
    look(agency, broke, first + 2 * DAY, Verdict.GONE)
    look(agency, back, first - DAY, Verdict.GONE)
    look(agency, back, first, Verdict.UNKNOWN)
    look(agency, back, first + DAY, Verdict.ALIVE)
    look(agency, sound, first, Verdict.ALIVE)
    look(agency, unsure, first, Verdict.SLOW)
    # Mended in the quarter before: another report's.
    look(agency, old, first - 3 * DAY, Verdict.GONE)
    look(agency, old, first - 2 * DAY, Verdict.ALIVE)
    look(agency, old, first, Verdict.ALIVE)
    told = gathered(agency, quarter, first + 20 * DAY).links
    assert (told.looks, told.broken, told.mended, told.still) == (8, 1, 1, 0)
    assert gathered(agency, Quarter(quarter.year - 3, 1), today()).links.looks == 0


def test_states_of_items_are_counted_only_where_the_year_has_items(house):
    told = gathered(house.agency, Quarter(YEAR, 2), today()).states
    assert sum(one.count for one in told) == 43
    assert gathered(house.agency, Quarter(YEAR - 5, 2), today()).states == ()


@pytest.mark.long
def test_a_report_stays_as_it_was_made(house, browser, quarter):
    began(house.agency, quarter.first)
    row = made(browser, quarter)
    read(house.agency, today(), 500)
    assert QuarterPaper.objects.get(pk=row.pk).content["readings"] == 0
    again = made(browser, quarter)
    assert (again.content["readings"], QuarterPaper.objects.count()) == (500, 2)
    assert JournalEntry.objects.filter(verb="quarter-made").count() == 2


@pytest.mark.long
def test_the_executive_notes_it_in_the_system(house, browser, quarter):
    head = factories.make_user(house.agency, login="head")
    factories.hold(head, factories.make_position(house.agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัด"))
    row = made(browser, quarter)
    assert browser.post(at("quarter-send", row.pk)).status_code == 302
    run_jobs()
    sent = Submission.objects.get(kind="web-quarter")
    assert sent.subject == row.pk
    # The same again goes nowhere while it is on its way.
    with pytest.raises(Refused, match="was submitted already"):
        services.send(row, by=house["publication"])
    for person in (actor_on(head, today()), house["clerk"], house["mayor"]):
        sent.refresh_from_db()
        decide(sent, by=person, verdict="noted")
    run_jobs()
    sent.refresh_from_db()
    assert sent.state == "approved"
    page = browser.get(at("quarter", key_of(quarter))).content.decode()
    assert "การลงนาม" in page
    with pytest.raises(Refused, match="noted this one"):
        services.send(row, by=house["publication"])
    # There is more to tell: a new report may go.
    newer = made(browser, quarter)
    with pytest.raises(Refused, match="newer report"):
        services.send(row, by=house["publication"])
    assert services.send(newer, by=house["publication"]).state == "preparing"


@pytest.mark.parametrize("is_early", [True, False])
def test_made_while_its_quarter_goes_on_it_is_a_draft_wherever_it_is_shown(
    house, browser, quarter, is_early
):
    row = made(browser, quarter if is_early else quarter.before)
    for file in (row.pdf, row.docx):
        assert shows_draft(house.agency, file.digest) == is_early
    sent = services.send(row, by=house["publication"])
    run_jobs()
    assert shows_draft(house.agency, sent.versions.get().file.digest) == is_early
    known = KINDS[sent.kind].against(house.agency, row.pk, sent.versions.get())
    assert bool(known.red) == is_early


def test_only_who_publishes_makes_it_and_only_the_agency_reads_it(
    house, browser, client_of, make_actor, other_agency, quarter
):
    row = made(browser, quarter)
    mayor = client_of(house["mayor"])
    assert mayor.post(at("quarter-make", key_of(quarter))).status_code == 403
    assert mayor.post(at("quarter-send", row.pk)).status_code == 403
    assert mayor.get(at("quarter-file", row.pk, "pdf")).status_code == 200
    assert "ทำรายงานจากข้อมูลวันนี้" not in mayor.get(at("quarter", key_of(quarter))).content.decode()
    stranger = client_of(make_actor(other_agency, "publication-officer"))
    assert stranger.get(at("quarter-file", row.pk, "pdf")).status_code == 404
    assert stranger.post(at("quarter-send", row.pk)).status_code == 404


@pytest.mark.long
def test_quarters_that_are_none_or_to_come_are_not_there(house, browser, quarter):
    assert browser.get(at("quarter", key_of(quarter))).status_code == 200
    following = quarter_of(quarter.last + DAY)
    for key in (key_of(following), "2569-5", "9999-1", "x"):
        assert browser.get(at("quarter", key)).status_code == 404
        assert browser.post(at("quarter-make", key)).status_code == 404
    with pytest.raises(Refused, match="not begun"):
        services.make(house.agency, by=house["publication"], quarter=following)
    assert browser.get(at("quarter-file", made(browser, quarter).pk, "xlsx")).status_code == 404


def test_words_too_long_are_told_and_nothing_is_made(house, browser, quarter):
    answer = browser.post(at("quarter-make", key_of(quarter)), {"problems": "ก" * 4_001})
    assert answer.status_code == 422
    assert "ก" * 50 in answer.content.decode()
    assert not QuarterPaper.objects.exists()


def test_the_quarter_that_ended_waits_for_who_publishes(house, quarter):
    agency, by = house.agency, house["publication"]
    over = quarter.last + 10 * DAY
    assert quarter_report(by, over) == ()  # nothing was counted
    began(agency, quarter.first)
    (one,) = quarter_report(by, over)
    assert one.due == quarter.last + 30 * DAY
    assert one.url == at("quarter", key_of(quarter))
    assert quarter_report(house["mayor"], over) == ()
    assert quarter_report(by, quarter.last + 31 * DAY) == ()
    # A report of before its end is not the quarter's.
    services.make(agency, by=by, quarter=quarter)
    assert quarter_report(by, over)
    with clock.freeze(morning(over)):
        services.make(agency, by=house["publication"], quarter=quarter)
    assert quarter_report(by, over) == ()


def test_a_quarter_of_october_is_the_first_of_the_next_year(house):
    told = gathered(house.agency, quarter_of(date(2022, 10, 1)), date(2022, 10, 1))
    assert (told.year, told.number) == (2566, 1)
    assert (told.quarter.first, told.quarter.last) == (date(2022, 10, 1), date(2022, 12, 31))

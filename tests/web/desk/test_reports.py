"""Statistics as papers: few are told of by nobody, nought is nought, and evidence follows."""

import io
from datetime import date, timedelta

import openpyxl
import pypdfium2
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.desk.conftest import TYPED
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    UNIT_HEAD,
)
from tests.web.running import run_jobs

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.core.thai import arabic_digits
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.hooks import made_papers
from prongsai.web.citizens.desk.models import Case, CorruptionMonth, DeskReport
from prongsai.web.citizens.desk.queries import PAPERS, answers, months_of, others_of
from prongsai.web.citizens.desk.services import receiving, reports
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.platform import files
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.ownership.services import assign

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2566
ZERO = MonthCounts()
TWO = MonthCounts({Class.POWER: {End.OPEN: 1, End.UNFOUNDED: 1}})


@pytest.fixture(autouse=True)
def year(agency, settings, tmp_path):
    settings.DATA = tmp_path
    agency.second_factor = []
    agency.save()
    open_year(agency, YEAR)


@pytest.fixture
def counter(person):
    """The complaint officer."""
    return person(COMPLAINT_OFFICER)


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def noon(*day):
    """Noon of a day in Thailand."""
    return now().replace(**dict(zip(("year", "month", "day"), day, strict=True)), hour=5)


def cases(agency, day, count, kind="complaint", **more):
    first = Case.objects.filter(agency=agency).count()
    for number in range(count):
        row = receiving.receive(
            agency, kind_of(kind), receiving.Brought(TYPED, slip_of(first + number))
        )
        kept = {"day": day, "due_on": day + timedelta(days=15), "fiscal_year": YEAR, **more}
        Case.objects.filter(pk=row.pk).update(**kept, number=first + number + 1)


def entered(counter, months=range(12), **counts):
    for place in months:
        reports.enter(counter, YEAR, place, counts.get(f"m{place}", ZERO), seen=0)


def made(by, key, year=YEAR):
    row = reports.make(by, PAPERS[key], year)
    run_jobs()
    row.refresh_from_db()
    return row


def text_of(file):
    document = pypdfium2.PdfDocument(files.read(file))
    pages = (page.get_textpage().get_text_bounded() for page in document)
    return arabic_digits("".join("".join(pages).split()))


def sheets_of(file):
    book = openpyxl.load_workbook(io.BytesIO(files.read(file)))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def test_the_paper_of_the_desk_withholds_what_is_few_in_every_form(agency, officer, client_of):
    cases(agency, date(2022, 10, 5), 7, class_key="lights")
    cases(agency, date(2022, 11, 5), 2, "question")
    cases(agency, date(2022, 12, 5), 9, "opinion")
    row = made(officer, "desk-6")
    text = text_of(row.pdf)
    for words in ("รอบ6เดือน", "ไม่รวมชนิดที่แสดงแยก", "18", "ไม่แสดง", "น้อยกว่า5เรื่อง"):
        assert words in text
    assert TYPED["subject"] not in text
    kinds = next(rows for name, rows in sheets_of(row.xlsx).items() if "ชนิดเรื่อง" in name)
    told = {line[0]: line[1] for line in kinds}
    assert told[kind_of("question").title.th] == told[kind_of("complaint").title.th] == "ไม่แสดง"
    assert told[kind_of("opinion").title.th] == 9
    assert told[kind_of("prune-trees").title.th] == 0
    assert told["รวม"] == 18
    # What is withheld is not kept with the edition either.
    assert "2" not in str(row.figures["cases"][0]["kinds"])
    browser = client_of(officer)
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        answer = browser.get(at("report-file", YEAR, "desk-6", row.pk, form))
        assert answer.content.startswith(start)
    assert browser.get(at("report-file", YEAR, "corruption-6", row.pk, "pdf")).status_code == 404


def test_a_desk_without_a_case_says_so_and_shows_noughts(officer):
    text = text_of(made(officer, "desk-12").pdf)
    assert "ไม่มีเรื่องที่แจ้งเข้ามา" in text
    assert "ครึ่งปีหลัง" in text


@pytest.mark.parametrize(("count", "shown"), [(3, "ไม่แสดง"), (7, 7)])
def test_whoever_knows_all_other_cases_learns_of_no_complaint_by_subtraction(
    agency, officer, person, count, shown
):
    person(COMPLAINT_OFFICER)
    cases(agency, date(2022, 10, 5), 9)
    cases(agency, date(2022, 10, 5), count, "unfair-service")
    row = made(officer, "desk-6")
    (half,) = row.figures["cases"]
    assert half["received"] == 9
    for way in ("months", "kinds", "outcomes", "times"):
        assert sum(part["count"] or 0 for part in half[way]) == 9
    sheets = sheets_of(row.xlsx).values()
    told = {line[0]: line[1] for rows in sheets for line in rows if len(line) > 1}
    assert told[kind_of("unfair-service").title.th] == shown
    assert told[kind_of("work-assignment").title.th] == 0
    assert "ไม่มีเรื่องที่แจ้งเข้ามา" not in text_of(row.pdf)


def test_what_stands_apart_is_no_desk_without_a_case(agency, officer, person):
    person(COMPLAINT_OFFICER)
    cases(agency, date(2022, 10, 5), 1, "unfair-service")
    assert "ไม่มีเรื่องที่แจ้งเข้ามา" not in text_of(made(officer, "desk-6").pdf)


def test_no_paper_is_made_before_its_time_is_over(officer, client_of):
    with freeze(noon(2023, 3, 31)):
        with pytest.raises(Refused, match="not over"):
            reports.make(officer, PAPERS["desk-6"], YEAR)
        page = client_of(officer).get(at("report", YEAR, "desk-6")).content.decode()
        assert "31 มี.ค. 2566" in page or "31 มีนาคม 2566" in page
        assert "ทำรายงาน</button>" not in "".join(page.split())
    with freeze(noon(2023, 4, 1)):
        reports.make(officer, PAPERS["desk-6"], YEAR)


@pytest.mark.parametrize("role", [UNIT_HEAD, ITA_OFFICER, ADMINISTRATOR])
def test_who_does_not_keep_the_desk_makes_no_paper(person, client_of, role):
    other = person(role)
    for key in PAPERS:
        with pytest.raises(Refused):
            reports.make(other, PAPERS[key], YEAR)
        assert client_of(other).post(at("report", YEAR, key)).status_code == 403
        assert client_of(other).get(at("report", YEAR, key)).status_code == 200
    assert not DeskReport.objects.exists()


def test_complaints_are_the_complaint_officers_alone(person, counter, client_of):
    entered(counter)
    for role in (CHIEF_ADMINISTRATOR, ITA_OFFICER, ADMINISTRATOR, UNIT_HEAD):
        other = person(role)
        with pytest.raises(Refused):
            reports.enter(other, YEAR, 0, TWO, seen=1)
        with pytest.raises(Refused):
            reports.make(other, PAPERS["corruption-6"], YEAR)
        assert client_of(other).get(at("corruption", YEAR)).status_code == 403
        assert client_of(other).get(at("corruption-month", YEAR, 0)).status_code == 403
        sent = client_of(other).post(at("corruption-month", YEAR, 0), {"total": 0, "seen": 1})
        assert sent.status_code == 403
    assert all(one.counts.total == 0 for one in months_of(counter.agency, YEAR, today()))
    assert client_of(counter).get(at("corruption", YEAR)).status_code == 200
    reports.make(counter, PAPERS["corruption-6"], YEAR)


def test_a_month_is_entered_on_its_page_and_nought_is_said(counter, client_of):
    browser, page = client_of(counter), at("corruption-month", YEAR, 2)
    refused = browser.post(page, {"total": "", "seen": "0"})
    assert refused.status_code == 422
    assert not CorruptionMonth.objects.exists()
    uneven = browser.post(page, {"total": "3", "power-open": "๑", "seen": "0"})
    assert uneven.status_code == 422
    assert "รวมกันได้ 1 เรื่อง" in uneven.content.decode()
    assert not CorruptionMonth.objects.exists()
    assert browser.post(page, {"total": "๒", "power-open": "2", "seen": "0"}).status_code == 302
    assert browser.post(at("corruption-month", YEAR, 3), {"total": "0"}).status_code == 302
    months = months_of(counter.agency, YEAR, today())
    assert [one.counts and one.counts.total for one in months[:5]] == [None, None, 2, 0, None]
    shown = browser.get(at("corruption", YEAR)).content.decode()
    assert "0 เรื่อง" in shown
    assert shown.count("ยังไม่ได้บันทึกจำนวน") == 10
    assert 'value="2"' in browser.get(page).content.decode()


def test_what_another_entered_meanwhile_is_not_written_over_unseen(counter, client_of):
    reports.enter(counter, YEAR, 0, TWO, seen=0)
    browser, page = client_of(counter), at("corruption-month", YEAR, 0)
    late = browser.post(page, {"total": "0", "seen": "0"})
    assert late.status_code == 422
    assert 'name="seen" value="1"' in late.content.decode()
    assert months_of(counter.agency, YEAR, today())[0].counts.total == 2
    assert browser.post(page, {"total": "0", "seen": "1"}).status_code == 302
    assert months_of(counter.agency, YEAR, today())[0].counts.total == 0


@pytest.mark.parametrize(("of", "month"), [(2700, 0), (YEAR, 12)])
def test_a_month_that_is_none_has_no_page(counter, client_of, of, month):
    assert client_of(counter).get(at("corruption-month", of, month)).status_code == 404


def test_a_month_that_is_not_over_is_not_entered(counter):
    with freeze(noon(2022, 10, 31)):
        refused = pytest.raises(Refused, match="not over")
        with refused:
            reports.enter(counter, YEAR, 0, ZERO, seen=0)
    with freeze(noon(2022, 11, 1)):
        reports.enter(counter, YEAR, 0, ZERO, seen=0)


def test_the_journal_tells_the_month_and_no_figure(counter):
    reports.enter(counter, YEAR, 0, MonthCounts({Class.OTHER: {End.OPEN: 37}}), seen=0)
    told = JournalEntry.objects.get(verb="corruption-counted")
    assert "ตุลาคม 2565" in told.subject
    assert "37" not in told.subject + str(told.detail)


def test_a_month_that_was_not_entered_keeps_the_paper_from_being_made(counter, client_of):
    entered(counter, (0, 1, 2, 4, 5))
    with pytest.raises(Refused) as refused:
        reports.make(counter, PAPERS["corruption-6"], YEAR)
    assert refused.value.message.th == "ยังไม่ได้บันทึก มกราคม 2566"
    assert refused.value.message.en == "not entered yet: January 2566"
    page = client_of(counter).get(at("report", YEAR, "corruption-6")).content.decode()
    assert "มกราคม 2566" in page
    assert "ไม่ใช่ศูนย์" in page
    entered(counter, (3,))
    assert made(counter, "corruption-6").drawn_at


@pytest.mark.parametrize(("language", "month"), [("en", "January BE 2566"), ("th", "มกราคม 2566")])
def test_months_are_named_in_the_language_of_the_reader(
    agency, counter, client_of, language, month
):
    cases(agency, date(2023, 1, 5), 1)
    entered(counter, (0, 1, 2, 4, 5))
    browser = client_of(counter)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name, *rest in (("corruption", YEAR), ("corruption-month", YEAR, 3)):
        page = browser.get(at(name, *rest)).content.decode()
        assert month in page, name
    assert month in browser.get(at("report", YEAR, "corruption-6")).content.decode()
    short = browser.get(at("statistics", YEAR)).content.decode()
    assert (">Jan<" in short, ">ม.ค.<" in short) == (language == "en", language == "th")


@pytest.mark.long
def test_complaints_are_told_as_the_item_asks_and_become_evidence(
    agency, counter, person, client_of
):
    entered(counter, m2=TWO)
    first = made(counter, "corruption-6")
    text = text_of(first.pdf)
    for words in (
        "เรื่องที่รับทั้งหมด",
        "ดำเนินการแล้วเสร็จ",
        "อยู่ระหว่างดำเนินการ",
        "ไม่แสดง",
        "ไม่ใช่เกณฑ์ของป.ป.ช.",
    ):
        assert words in text
    months = next(rows for name, rows in sheets_of(first.xlsx).items() if "รายเดือน" in name)
    assert all(line[1] == "ไม่แสดง" for line in months if line[0] and "256" in str(line[0]))
    (answer,) = [one for one in answers(agency, PAPERS["corruption-6"], YEAR) if one.year == YEAR]
    officer = person(ITA_OFFICER)
    stranger = person(UNIT_HEAD)
    given = {"year": YEAR, "items": answer.items, "forms": ("pdf",)}
    with pytest.raises(Refused, match="another unit"):
        reports.make_evidence(first, by=stranger, **given)
    sent = client_of(stranger).post(at("evidence", YEAR, "corruption-6", first.pk), {"year": YEAR})
    assert sent.status_code == 403
    assert not Piece.objects.exists()
    page = client_of(officer).get(at("report", YEAR, "corruption-6")).content.decode()
    assert answer.codes in page
    sent = client_of(officer).post(
        at("evidence", YEAR, "corruption-6", first.pk), {"year": YEAR, "data": "1"}
    )
    assert sent.status_code == 302
    assert Piece.objects.filter(removed_at=None).count() == 2
    with pytest.raises(Refused, match="already"):
        reports.make_evidence(first, by=officer, **given)
    newer = made(counter, "corruption-6")
    with pytest.raises(Refused, match="newer"):
        reports.make_evidence(first, by=officer, **given)
    reports.make_evidence(newer, by=officer, **given)
    assert Piece.objects.filter(removed_at=None).count() == 1


@pytest.mark.long
def test_a_newer_paper_takes_nothing_off_the_item_of_another(agency, counter, person):
    """Of two owners one makes a newer edition evidence: the other's item keeps what it had."""
    entered(counter, m2=TWO)
    officer, heads = person(ITA_OFFICER), [person(UNIT_HEAD), person(UNIT_HEAD)]
    (answer,) = [one for one in answers(agency, PAPERS["corruption-6"], YEAR) if one.year == YEAR]
    (asked,) = answer.items
    others = next(one for one in items_of(agency, YEAR).items if one.key != asked.key)
    for item, head in zip((asked, others), heads, strict=True):
        assign(agency, by=officer, year=YEAR, subjects=[item.subject], user=head.user)
    given = {"year": YEAR, "items": answer.items, "forms": ("pdf",)}
    (shared,) = reports.make_evidence(made(counter, "corruption-6"), by=officer, **given)
    pieces.change(
        shared, by=officer, words=pieces.Words(shared.title), items=[asked, others],
    )  # fmt: skip
    (newer,) = reports.make_evidence(made(counter, "corruption-6"), by=heads[0], **given)
    shared.refresh_from_db()
    assert shared.removed_at is None
    assert [row.item for row in shared.items.all()] == [others.key]
    assert [row.item for row in newer.items.all()] == [asked.key]
    # Who keeps the whole takes it away for all.
    reports.make_evidence(made(counter, "corruption-6"), by=officer, **given)
    shared.refresh_from_db()
    newer.refresh_from_db()
    assert shared.removed_at
    assert newer.removed_at


def test_none_is_told_in_words(counter):
    entered(counter)
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ" in text_of(made(counter, "corruption-12").pdf)


def test_a_paper_is_no_evidence_of_another_item_or_year(agency, officer, person):
    row = made(officer, "desk-6")
    by = person(ITA_OFFICER)
    known = items_of(agency, YEAR).items
    wrong = [one for one in known if "service-statistics" not in one.keys][:1]
    for items in ((), wrong):
        with pytest.raises(Refused, match="does not answer that item"):
            reports.make_evidence(row, by=by, year=YEAR, items=items, forms=("pdf",))
    assert not Piece.objects.exists()


def test_half_a_year_and_a_whole_one_answer_their_own_items_and_refusals_name_both(
    agency, counter, person
):
    """The item of 2566 asks for six months, that of 2569 for all of 2568."""
    by, officer = counter, person(ITA_OFFICER)
    for year in (2568, 2569):
        open_year(agency, year)

    def years_of(key, year):
        return [answer.year for answer in answers(agency, PAPERS[key], year)]

    def item_of(year):
        subject = "corruption-complaint-statistics"
        return next(item for item in items_of(agency, year).items if subject in item.keys)

    assert (years_of("corruption-6", YEAR), years_of("corruption-12", YEAR)) == ([YEAR], [])
    assert (years_of("corruption-6", 2568), years_of("corruption-12", 2568)) == ([], [2569])
    # A text that takes months, quarters or six months takes the year as before.
    assert years_of("desk-12", YEAR) == [YEAR]
    entered(by)
    whole = made(by, "corruption-12")
    words = "asks for “the first six months of 2566”, but this paper is of “fiscal year 2566”"
    with pytest.raises(Refused, match=f"o29 of 2566 {words}"):
        reports.make_evidence(whole, by=officer, year=YEAR, items=[item_of(YEAR)], forms=("pdf",))
    (piece,) = reports.make_evidence(
        made(by, "corruption-6"), by=officer, year=YEAR, items=[item_of(YEAR)], forms=("pdf",)
    )
    assert piece.fiscal_year == YEAR
    others = others_of(agency, PAPERS["corruption-6"], 2568)
    assert (2569, "ทั้งปี 2568") in {(other.year, other.asked.th) for other in others}


def test_a_paper_of_another_year_leads_to_the_year_that_the_item_asks(agency, person, client_of):
    """It said that no item asks for it, and below that one asks for another year."""
    for year in (2568, 2569):
        open_year(agency, year)
    browser = client_of(person(COMPLAINT_OFFICER))
    page = browser.get(at("report", 2569, "corruption-6")).content.decode()
    assert "ไม่มีข้อ OIT ที่ขอรายงานนี้" not in page
    assert at("report", 2568, "corruption-6") in page
    asked = browser.get(at("report", 2568, "corruption-12")).content.decode()
    assert "ของปี 2569" in asked
    assert at("report", 2567, "corruption-12") not in asked


def test_the_statistics_lead_who_counts_corruption_to_the_counts(person, client_of):
    page, counts = at("statistics", YEAR), at("corruption", YEAR)
    assert counts in client_of(person(COMPLAINT_OFFICER)).get(page).content.decode()
    assert counts not in client_of(person(CHIEF_ADMINISTRATOR)).get(page).content.decode()


def test_an_item_shows_the_paper_to_make_next(agency, person):
    """The last that is over, as registers' papers; none before its time is over."""
    officer = person(ITA_OFFICER)

    def titles(*day):
        items = items_of(agency, YEAR)
        item = next(item for item in items.items if "service-statistics" in item.keys)
        made_now = made_papers(Wanted(officer, items, item, date(*day)))
        return {(made.url, made.row) for made in made_now}

    assert titles(2023, 3, 31) == set()
    assert titles(2023, 4, 1) == {(at("report", YEAR, "desk-6"), None)}


def test_another_agency_sees_no_paper(agency, officer, client_of, make_actor, other_agency):
    row = made(officer, "desk-6")
    stranger = make_actor(other_agency, CHIEF_ADMINISTRATOR)
    address = at("report-file", YEAR, "desk-6", row.pk, "pdf")
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(officer).get(address).status_code == 200


@pytest.mark.long
def test_an_edition_stays_as_it_was_when_cases_change(agency, officer):
    cases(agency, date(2022, 10, 5), 7)
    row = made(officer, "desk-6")
    cases(agency, date(2022, 10, 6), 7)
    reports.draw(row)
    assert "14" not in text_of(row.pdf)
    assert "14" in text_of(made(officer, "desk-6").pdf)


def published(row, by):
    """Make an edition evidence of the items that it answers."""
    paper = PAPERS[f"{row.about}-{row.months}"]
    (answer,) = [one for one in answers(row.agency, paper, YEAR) if one.year == YEAR]
    given = {"year": YEAR, "items": answer.items, "forms": ("pdf",)}
    return reports.make_evidence(row, by=by, **given)


@pytest.mark.long
def test_two_published_papers_subtracted_tell_of_no_case_that_came_late(agency, officer, person):
    """Six months, then the year, with one letter that was entered since."""
    by = person(ITA_OFFICER)
    cases(agency, date(2022, 10, 5), 20)
    cases(agency, date(2022, 11, 5), 8, "question")
    first, year = made(officer, "desk-6"), made(officer, "desk-12")
    cases(agency, date(2022, 11, 5), 1, "question")
    newer = made(officer, "desk-12")
    assert newer.figures["cases"][0]["months"][0]["count"] == 20, "nothing is published yet"
    published(first, by)
    with pytest.raises(Refused, match="difference of the two"):
        published(newer, by)
    newer = made(officer, "desk-12")
    half = newer.figures["cases"][0]
    assert half["received"] == 29
    assert {part["count"] for part in half["months"] + half["kinds"]} == {None}
    assert year.figures["cases"][0]["kinds"] != half["kinds"]
    published(newer, by)
    cases(agency, date(2022, 11, 6), 9, "question")
    assert made(officer, "desk-12").figures["cases"][0]["months"][0]["count"] == 20


def test_a_month_and_an_edition_are_there_once(counter):
    entered(counter, (0,))
    with pytest.raises(IntegrityError), transaction.atomic():
        CorruptionMonth.objects.create(agency=counter.agency, fiscal_year=YEAR, month=0, counts={})


def test_the_page_of_a_paper_asks_the_database_as_much_with_many_cases(
    agency, officer, client_of, django_assert_max_num_queries
):
    browser = client_of(officer)
    cases(agency, date(2022, 10, 5), 3)
    browser.get(at("statistics", YEAR))
    with django_assert_max_num_queries(60) as few:
        browser.get(at("statistics", YEAR))
    cases(agency, date(2022, 10, 5), 20)
    with django_assert_max_num_queries(len(few)):
        browser.get(at("statistics", YEAR))

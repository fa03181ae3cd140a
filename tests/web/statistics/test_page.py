"""The page of figures: what is known, what is not, what is due, and for whom."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.public_site.samples import YEAR

from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount
from prongsai.web.disclosure.statistics.queries.figures import figures, offered, period_of
from prongsai.web.disclosure.statistics.queries.quarters import Freshness, freshness
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = timedelta(days=1)


@pytest.fixture
def browser(house, client_of):
    return client_of(house["publication"])


def began(agency, day):
    Counting.objects.create(agency=agency, began_on=day)


def read(agency, day, count, name="home", *args):
    path = reverse(f"public_site:{name}", args=[agency.pk, *args])
    PageReading.objects.create(agency=agency, day=day, path=path, count=count)


def search(agency, day, words, count, unfound):
    SearchCount.objects.create(agency=agency, day=day, words=words, count=count, unfound=unfound)


def page(browser, **asked):
    return browser.get(reverse("statistics:statistics"), asked).content.decode()


def table(browser, name, **asked):
    data = browser.get(reverse("statistics:export", args=[name]), asked).content
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_before_counting_began_figures_are_not_known_and_never_zero(house):
    agency, on = house.agency, today()
    assert figures(agency, on - DAY, on, on).readings is None
    began(agency, on)
    before = figures(agency, on - 9 * DAY, on - DAY, on)
    assert (before.readings, before.searches, before.is_known) == (None, None, False)
    # From the day on, nothing is a zero.
    now = figures(agency, on - 9 * DAY, on, on)
    assert (now.readings, now.searches, now.unfound, now.known_from) == (0, 0, 0, on)
    assert [week.count for week in now.weeks] == [None, 0]


def test_weeks_begin_on_mondays_wherever_their_period_begins(house):
    """The page's twelve weeks and a quarter's paper count a week alike."""
    sunday = today() - (today().weekday() + 1) * DAY
    began(house.agency, sunday - 30 * DAY)
    read(house.agency, sunday, 5)
    read(house.agency, sunday + DAY, 7)
    first, second = figures(house.agency, sunday, sunday + DAY, today()).weeks
    assert (first.first, first.last, first.count) == (sunday, sunday, 5)
    assert (second.first, second.count) == (sunday + DAY, 7)


def test_figures_are_of_their_days_and_of_their_agency(house, other_agency):
    agency, on = house.agency, today()
    began(agency, on - 40 * DAY)
    read(agency, on - 20 * DAY, 100)
    read(agency, on - 3 * DAY, 2)
    read(agency, on, 3)
    read(agency, on, 4, "item", YEAR, "o12")
    read(other_agency, on, 50)
    found = figures(agency, on - 6 * DAY, on, on)
    assert found.readings == 9
    most = found.pages[0]
    assert (most.title, most.count, most.share) == ("", 5, 100)
    assert found.pages[1].title.startswith(f"{YEAR} o12 ")
    assert found.known_from is None


def test_rare_words_are_a_number_only(house, browser):
    agency, on = house.agency, today()
    began(agency, on - 40 * DAY)
    for day in (on - DAY, on):
        search(agency, day, "ภาษีที่ดิน", 2, 1)
        search(agency, day, "", 12, 6)
    search(agency, on, "ชื่อใครคนหนึ่ง", 2, 2)
    search(agency, on, "หลายครั้งในวันเดียว", 8, 8)
    found = figures(agency, on - 6 * DAY, on, on)
    assert [(one.words, one.count, one.more) for one in found.words] == [("ภาษีที่ดิน", 4, 2)]
    assert (found.searches, found.unfound, found.rare) == (24, 12, 20)
    text = page(browser)
    assert "ภาษีที่ดิน" in text
    told = table(browser, "words")
    assert [row[0] for row in told[1:]] == ["ภาษีที่ดิน", "ทุกคำ"]
    for hidden in ("ชื่อใครคนหนึ่ง", "หลายครั้งในวันเดียว"):
        assert hidden not in text


def test_each_page_says_how_old_it_is_and_what_is_due(house):
    agency, on = house.agency, today()
    assert [one.state for one in freshness(agency, on)] == [Freshness.FRESH]
    by = house["publication"]
    shown = Shown("ถามตอบ", "ข้อความ", expires_on=on + 5 * DAY)
    ends = publishing.begin(agency, by=by, kind=PageKind.PAGE, shown=shown)
    house.publish(ends.editions.get())
    house.attach("o13", "คู่มือ", "https://www.example.go.th/o13")
    told = {one.label.th: one.state for one in freshness(agency, on)}
    assert told == {"หน้า ITA": Freshness.CHANGED, "หน้าเว็บ": Freshness.ENDS_SOON}
    later = {one.label.th: one for one in freshness(agency, on + 6 * DAY)}
    assert later["หน้าเว็บ"].state is Freshness.EXPIRED
    assert later["หน้าเว็บ"].days == 6
    row = SitePage.objects.get(kind=PageKind.PAGE)
    publishing.withdraw(row, by=by, reason="ซ้ำ")
    assert {one.label.th: one.state for one in freshness(agency, on)}["หน้าเว็บ"] is (
        Freshness.WITHDRAWN
    )


def test_a_page_that_nobody_renewed_for_a_year_is_old_and_news_are_not(house):
    by, on = house["publication"], today()
    for kind in (PageKind.PAGE, PageKind.NEWS):
        house.publish(
            publishing.begin(house.agency, by=by, kind=kind, shown=Shown("x", "x")).editions.get()
        )
    told = {one.label.th: one.state for one in freshness(house.agency, on + 366 * DAY)}
    assert told["หน้าเว็บ"] is told["หน้า ITA"] is Freshness.STALE
    assert told["ข่าว"] is Freshness.FRESH
    assert Freshness.STALE not in {one.state for one in freshness(house.agency, on + 365 * DAY)}


def test_periods_are_weeks_and_quarters_of_fiscal_years():
    on = date(2026, 11, 20)
    keys = [one.key for one in offered(on)]
    assert keys == ["", "2570-1", "2569-4", "2569-3", "2569-2", "2569-1"]
    weeks, quarter = offered(on)[:2]
    assert (weeks.first, weeks.last) == (date(2026, 8, 31), on)
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert period_of("2569-2", on).first == date(2026, 1, 1)
    for wrong in ("2569-5", "9999-1", "x", "2569-1 "):
        assert period_of(wrong, on).key == ""


def test_the_page_is_for_the_agencys_staff(house, browser, client_of, make_actor, other_agency):
    began(house.agency, today() - 30 * DAY)
    read(house.agency, today(), 7654)
    assert "7654" in page(browser)
    stranger = client_of(make_actor(other_agency, "publication-officer"))
    assert "7654" not in page(stranger)
    assert Client().get(reverse("statistics:statistics")).status_code == 302


def test_an_empty_agency_is_told_what_to_do(agency, officer, client_of):
    text = page(client_of(officer))
    assert "ยังไม่มีตัวเลขของช่วงนี้" in text
    assert "ไม่ใช่ศูนย์" in text
    assert "ยังไม่มีหน้าที่เผยแพร่" in text


def test_a_quarter_that_goes_on_says_so(house, browser):
    began(house.agency, today() - 300 * DAY)
    now = offered(today())[1]
    assert "ไตรมาสนี้ยังไม่จบ" in page(browser, period=now.key)
    assert "ไตรมาสนี้ยังไม่จบ" not in page(browser, period=offered(today())[2].key)


def test_tables_can_be_taken_along(house, browser):
    assert table(browser, "readings")[1][3] == "ไม่ทราบ"
    began(house.agency, today() - 30 * DAY)
    read(house.agency, today(), 3)
    rows = table(browser, "readings")
    assert rows[1][0] == "หน้าแรก"
    assert rows[1][2].startswith("http://testserver/site/")
    assert (rows[1][3], rows[2][0], rows[2][3]) == ("3", "ทั้งเว็บ", "3")
    assert table(browser, "freshness")[1][0] == "หน้า ITA"
    assert browser.get(reverse("statistics:export", args=["others"])).status_code == 404


def test_many_pages_take_no_more_queries(house, browser):
    began(house.agency, today() - 30 * DAY)
    counts = []
    for codes in (range(1, 3), range(3, 40)):
        for number in codes:
            read(house.agency, today(), 1, "item", YEAR, f"o{number}")
        with CaptureQueriesContext(connection) as queries:
            assert page(browser)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_english_readers_read_english(house, browser):
    began(house.agency, today() - 30 * DAY)
    browser.cookies["django_language"] = "en"
    with clock.freeze(clock.now()):
        text = browser.get(
            reverse("statistics:statistics"), headers={"Accept-Language": "en"}
        ).content.decode()
    assert "Readings are counted, not people" in text

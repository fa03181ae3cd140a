"""Readings are counted, and nothing of the reader; what is no reading is not."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.public_site.samples import YEAR
from tests.web.statistics.conftest import BROWSER

from prongsai.web.disclosure.statistics import counted, services
from prongsai.web.disclosure.statistics.models import PageReading, SearchCount
from prongsai.web.platform.clock import today
from prongsai.web.project.export.gathering import Asker

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


def readings(agency):
    rows = PageReading.objects.filter(agency=agency)
    return {row.path: row.count for row in rows}


def searches(agency):
    rows = SearchCount.objects.filter(agency=agency, day=today())
    return {row.words: (row.count, row.unfound) for row in rows}


def test_each_page_counts_for_itself_in_whatever_way_it_is_asked_for(house, reader):
    agency = house.agency
    page = at("ita", agency.pk, YEAR)
    reader.get(page)
    reader.get(page, {"language": "en", "from": "somewhere"})
    # An address that was made up is no page.
    reader.get(page.replace("/2566/", "/02566/"))
    reader.get(at("item", agency.pk, YEAR, "o12"))
    file = at("file", agency.pk, YEAR, house.piece.pk)
    assert b"".join(reader.get(file).streaming_content)
    expected = {page: 2, at("item", agency.pk, YEAR, "o12"): 1, file: 1}
    assert readings(agency) == expected
    assert {row.day for row in PageReading.objects.all()} == {today()}


def test_what_is_no_reading_is_not_counted(house, reader):
    agency = house.agency
    page = at("home", agency.pk)
    tag = reader.get(page)["ETag"]
    assert reader.get(page, headers={"If-None-Match": tag}).status_code == 304
    assert reader.head(page).status_code == 200
    assert reader.get(at("ita", agency.pk, 2560)).status_code == 404
    assert reader.post(page).status_code == 405
    assert reader.get(page, headers={"Sec-Purpose": "prefetch"}).status_code == 200
    for name in ("sitemap", "feed"):
        assert reader.get(at(name, agency.pk)).status_code == 200
    assert readings(agency) == {page: 1}


@pytest.mark.parametrize(
    "agent",
    [
        "", "curl/8.5.0", "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)", "Mozilla/5.0 AppleWebKit HeadlessChrome/130.0",
        "Mozilla/5.0 (compatible; prongsai-links/1.0; checks evidence of ITA)",
    ],
)  # fmt: skip
@pytest.mark.few(3)
def test_programs_are_no_readers(house, agent):
    assert Client(headers={"User-Agent": agent}).get(at("home", house.agency.pk)).status_code == 200
    assert readings(house.agency) == {}


def test_a_telephone_whose_maker_is_called_like_a_program_is_a_reader(house):
    agent = "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 30) AppleWebKit/537.36 Mobile"
    Client(headers={"User-Agent": agent}).get(at("home", house.agency.pk))
    assert sum(readings(house.agency).values()) == 1


def test_a_page_from_the_shelf_is_a_reading_too(house, reader, settings, client_of):
    settings.PAGES_KEPT = True
    page = at("ita", house.agency.pk, YEAR)
    for _ in range(3):
        assert reader.get(page).status_code == 200
    staff = client_of(house["publication"], headers={"User-Agent": BROWSER})
    for _ in range(2):
        assert staff.get(page).status_code == 200
    assert readings(house.agency) == {page: 3}


def test_staff_who_are_signed_in_and_the_copy_as_files_are_not_counted(
    house, reader, client_of, settings
):
    page = at("home", house.agency.pk)
    staff = client_of(house["publication"], headers={"User-Agent": BROWSER})
    assert staff.get(page).status_code == 200
    assert Asker("http://testserver").ask(page).status == 200
    assert readings(house.agency) == {}
    # A cookie of a session that ended makes nobody staff.
    staff.logout()
    staff.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    staff.get(page)
    reader.get(page)
    assert readings(house.agency) == {page: 2}


def test_counting_changes_no_header_and_needs_one_query_more(house, reader, monkeypatch):
    names = ("home", house.agency.pk), ("data", house.agency.pk, YEAR, "json")
    pages = [at(name, *args) for name, *args in names]
    first = [reader.get(page) for page in pages]
    for page, answer in zip(pages, first, strict=True):
        with CaptureQueriesContext(
            connection,
        ) as counted_queries:
            again = reader.get(page)
        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as plain:
            patch.setattr(counted, "_count", lambda *_: None)
            bare = reader.get(page)
        kept = {name: value for name, value in again.items() if "nonce" not in value}
        assert kept == {name: value for name, value in bare.items() if "nonce" not in value}
        assert again.get("Vary") == answer.get("Vary")
        assert not again.cookies
        own = [one for one in counted_queries if "SAVEPOINT" not in one["sql"]]
        assert len(own) == len(plain) + 1


def test_a_count_that_fails_fails_no_page(house, reader, monkeypatch, caplog):
    def broken(*_args, **_named):
        raise DatabaseError

    monkeypatch.setattr(counted, "count_reading", broken)
    answer = reader.get(at("home", house.agency.pk))
    assert answer.status_code == 200
    assert "ITA" in answer.content.decode()
    assert "not counted" in caplog.text


def test_searched_words_are_counted_with_what_they_found(house, reader):
    agency = house.agency
    page = at("search", agency.pk)
    for asked in ("รายงาน", "  รายงาน ", "ถนนชำรุด", ""):
        reader.get(page, {"q": asked})
    reader.get(page, {"q": "รายงาน", "page": "2"})
    told = searches(agency)
    assert told[""][0] >= 3
    assert told["ถนนชำรุด"] == (1, 1)
    assert told["รายงาน"][0] >= 2
    assert told["รายงาน"][1] == 0
    assert readings(agency) == {page: 5}


@pytest.mark.parametrize(
    "asked",
    [
        "1101700230708", "081-234-5678", "somchai@example.com", "นายสมชาย ใจดี", "เงินเดือน นางสาวมาลี",
        "ด.ช.ตัวอย่าง", "Mr John", "เลขคดี 123456", "นายกมล", "๐๘๑-๒๓๔-๕๖๗๘", "081_234_5678",
        "081,234,5678", "ดร.ตัวอย่าง", "ผศ.ดร. ตัวอย่าง", "ว่าที่ ร.ต.ตัวอย่าง", "พ.ต.อ. ตัวอย่าง",
        "จ.ส.อ.ตัวอย่าง", "สิบเอกตัวอย่าง", "คุณตัวอย่าง", "ม.ร.ว.ตัวอย่าง", "Dr. John", "“นายตัวอย่าง”",
        "ร้องเรียน(นายตัวอย่าง)", "ชื่อนายตัวอย่าง", "ทุนเด็กหญิงตัวอย่าง",
    ],
)  # fmt: skip
@pytest.mark.few(3)
def test_words_that_may_tell_of_somebody_are_counted_and_not_kept(house, reader, asked):
    reader.get(at("search", house.agency.pk), {"q": asked})
    assert searches(house.agency) == {"": (1, 1)}


@pytest.mark.parametrize(
    "asked",
    [
        "นายก", "นายกเทศมนตรี", "นายช่างโยธา", "แผน 2566", "ภาษีป้าย", "o12", "No Gift Policy",
        "คุณภาพน้ำ", "คุณสมบัติ", "พ.ร.บ. ข้อมูล", "ป.ป.ช.", "ส.จ. เขต 1", "ส.ต.ง.", "จ.ร้อยเอ็ด",
        "รายชื่อนายก", "พ.ศ. 2566",
    ],
)  # fmt: skip
def test_words_of_the_matter_are_kept(asked):
    assert counted.words_to_keep(asked) == asked.casefold()


def test_nothing_else_of_a_reader_is_kept():
    """Whoever adds a column must say here why it tells nothing of anybody."""
    columns = {
        model.__name__: {field.name for field in model._meta.get_fields()}
        for model in (PageReading, SearchCount, apps.get_model("statistics.Counting"))
    }
    assert columns == {
        "PageReading": {"id", "agency", "day", "path", "count"},
        "SearchCount": {"id", "agency", "day", "words", "count", "unfound"},
        "Counting": {"agency", "began_on"},
    }


def test_ever_new_words_fill_no_database(agency, monkeypatch):
    monkeypatch.setattr(services, "MOST_WORDS", 3)
    for number in range(9):
        services.count_search(agency.pk, today(), f"คำ{number}", is_found=False)
    services.count_search(agency.pk, today(), "คำ0", is_found=False)
    rows = SearchCount.objects.filter(agency=agency)
    assert rows.exclude(words="").count() == 3
    assert rows.get(words="").count == 10
    assert rows.get(words="คำ0").count == 2

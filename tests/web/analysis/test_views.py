"""The pages as a browser gets them: for whom, with what, and what a refusal says."""

import io
import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.web.analysis.years import enter, full_year, open_year, total_only
from tests.web.markup import tight
from tests.web.roles import CHIEF_EXECUTIVE, ITA_OFFICER
from tests.web.scoring.samples import ban_song, sheet

from prongsai.web.platform import clock
from prongsai.web.year.analysis.models import Scenario

pytestmark = pytest.mark.django_db
PAGES = (
    "/2566/", "/2566/analysis/", "/2566/analysis/print/", "/2566/item/o12/", "/2566/item/e3/",
    "/2566/indicator/7/", "/2566/why/", "/2566/whatif/", "/2566/scenarios/",
    "/2566/analysis/weak.csv", "/2566/analysis/all.xlsx", "/2566/why/verification.csv",
)  # fmt: skip
HTMX = {"HX-Request": "true"}


@pytest.fixture
def march():
    with clock.freeze(datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))):
        yield


@pytest.fixture
def browser(agency, officer, client_of, march):
    full_year(agency)
    return client_of(officer)


def text_of(response):
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("&nbsp;", " ").replace("\u00a0", " "))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.few(3)
def test_pages_open_for_the_agency_and_for_nobody_else(
    browser, client, address, other_agency, make_actor, client_of
):
    assert browser.get(address).status_code == 200
    strange = client.get(address)
    assert strange.status_code == 302
    assert "login" in strange["Location"]
    assert client_of(make_actor(other_agency, CHIEF_EXECUTIVE)).get(address).status_code == 404
    assert client_of(make_actor(other_agency)).get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/2570/", "/2570/analysis/", "/2570/whatif/", "/2566/item/o99/", "/2566/item/7/",
        "/2566/indicator/11/", "/2566/indicator/e3/", "/2566/analysis/weak.pdf",
        "/2566/analysis/nothing.csv", "/2566/analysis/all.csv",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(browser, address):
    assert browser.get(address).status_code == 404


def test_the_root_goes_to_the_newest_year(browser, agency):
    assert browser.get("/")["Location"] == "/2566/"
    open_year(agency, 2567)
    assert browser.get("/")["Location"] == "/2567/"


def test_the_root_of_an_empty_site_starts_it(client, db):
    assert client.get("/")["Location"] == reverse("agency:start")


def test_the_root_without_a_year_opens_one_or_leads_to_what_needs_none(
    agency, officer, chief_executive, client_of
):
    assert client_of(officer).get("/")["Location"] == reverse("assessment:open")
    assert client_of(chief_executive).get("/")["Location"] == reverse("approval:inbox")


def test_the_dashboard_says_what_is_next(browser):
    text = text_of(browser.get("/2566/"))
    assert "คะแนนปี 2565 ได้ 90.52 เป้าคือ 85" in text
    assert "มีจุดอ่อน 15 ข้อ" in text
    assert "ระดับ A สูงกว่าเป้า 85 อยู่ 5.52" in text
    assert "แก้ครบได้คืน 1.07 คะแนน" in text
    assert "ป.ป.ช. เสนอแนะไว้ในข้อ 1" in text
    assert "จาก 6 แบบ" in text


def test_an_empty_year_has_one_next_step_and_only_for_whom_it_is(
    agency, officer, chief_executive, client_of, march
):
    open_year(agency)
    html = client_of(officer).get("/2566/").content.decode()
    assert "เริ่มปีงบประมาณ 2566" in html
    assert html.count('class="govuk-button"') == 1
    assert reverse("scoring:upload", args=[2566]) in html
    seen = client_of(chief_executive).get("/2566/").content.decode()
    assert reverse("scoring:upload", args=[2566]) not in seen
    for address in ("/2566/analysis/", "/2566/why/", "/2566/whatif/"):
        assert "ยังไม่มีผลคะแนนปี 2565" in text_of(client_of(officer).get(address))
    assert client_of(officer).get("/2566/item/o12/").status_code == 404
    assert client_of(officer).get("/2566/analysis/all.xlsx").status_code == 404


def test_a_total_alone_is_enough_for_every_page(agency, officer, client_of, march):
    open_year(agency)
    enter(agency, total_only())
    browser = client_of(officer)
    assert "ต่ำกว่าเป้า 85 อยู่ 4.50" in text_of(browser.get("/2566/"))
    assert "เสียไป 19.50 คะแนน" in text_of(browser.get("/2566/analysis/"))
    assert browser.get("/2566/why/").status_code == 200
    assert "ไม่มีข้อที่เพิ่มคะแนนได้" in text_of(browser.get("/2566/whatif/"))
    assert "ไม่มีคะแนนของข้อนี้" in text_of(browser.get("/2566/item/o12/"))


@pytest.mark.parametrize("address", PAGES[:9])
def test_pages_speak_english_too(browser, address):
    response = browser.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()


def test_the_analysis_leads_with_the_finding(browser):
    text = text_of(browser.get("/2566/analysis/"))
    assert "เสียไป 9.48 คะแนน สองในสามอยู่ที่ EIT" in text
    assert "คุณภาพการดำเนินงานลดมากที่สุด: 98.19 เหลือ 81.03" in text
    assert "อันดับ 1 ร่วม" in text


def test_the_item_page_leads_on(browser):
    html = browser.get("/2566/item/o12/").content.decode()
    assert "/2566/whatif/?item_1=o12&amp;score_1=100" in html
    assert "/2566/item/o11/" in html
    assert "ต้องเปิดเผยอะไรบ้าง" in html
    assert "ควรแสดงปัญหาและอุปสรรคในรายงาน" in html


# ---------------------------------------------------------------- exports


def test_a_list_goes_into_a_spreadsheet(browser):
    response = browser.get("/2566/analysis/weak.csv")
    assert response["Content-Type"].startswith("text/csv")
    assert "filename*=utf-8''" in response["Content-Disposition"]
    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("ข้อ,ชื่อ,")
    assert len(rows) == 16
    assert rows[1].startswith("e3,")


def test_all_lists_go_into_one_workbook(browser):
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(browser.get("/2566/analysis/all.xlsx").content)
    )
    assert book.sheet_names == ["จุดอ่อน", "พัฒนาต่อ", "สูงสุด", "OIT ได้ 0", "แนวโน้ม", "ทุกข้อ"]
    trend = book.get_sheet_by_name("แนวโน้ม").to_python()
    again = "คำนวณใหม่ได้ต่างจากที่ประกาศ"
    assert trend[0] == ["รหัส", "ชื่อ", "2563", "2564", "2565", "เปลี่ยนแปลง", again]
    assert trend[1] == ["total", "คะแนนรวม", 59.5, 85.26, 90.52, 5.26, "2564: 85.27"]
    assert len(book.get_sheet_by_name("ทุกข้อ").to_python()) == 89


def test_a_name_that_looks_like_a_formula_stays_a_text():
    from prongsai.web.year.analysis.exports import Sheet, to_csv  # noqa: PLC0415

    sheet = Sheet("x", "x", ("ชื่อ",), (("=1+1",), ("-",), ("ปกติ",)))
    assert to_csv(sheet).decode("utf-8-sig").splitlines()[1:] == ["'=1+1", "'-", "ปกติ"]


# ---------------------------------------------------------------- what-if


def test_the_way_is_told_with_cumulated_totals(browser):
    text = text_of(browser.get("/2566/whatif/?level=AA&rise=15"))
    assert "ทางที่ลงแรงน้อยที่สุดไปถึง AA" in text
    assert "แก้ OIT 2 ข้อก่อน แล้วเพิ่มคะแนนข้อสำรวจ 12 ข้อ" in text
    assert "95.00" in text


def test_a_live_answer_is_the_same_page(browser):
    plain = browser.get("/2566/whatif/?level=AA&rise=10")
    live = browser.get("/2566/whatif/?level=AA&rise=10", headers=HTMX)
    for part in (b'id="whatif_result"', b'id="whatif_finding"', b'id="whatif_number_said"'):
        assert part in plain.content
        assert part in live.content


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_bad_input_stays_in_its_field_with_what_to_write(browser, headers):
    response = browser.get(
        "/2566/whatif/?number=เก้าสิบ&rise=7&item_1=o12&score_1=5", headers=headers
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>ผิดพลาด:" in tight(html)
    assert "“เก้าสิบ” ไม่ใช่คะแนนรวม ใส่ 0 ถึง 100 เช่น 92.5" in html
    for kept in ("เก้าสิบ", "7", "o12", "5"):
        assert f'value="{kept}"' in html


def test_markup_that_is_typed_is_shown_and_not_run(browser):
    html = browser.get("/2566/whatif/?number=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def keep(browser, name="ทำ OIT ก่อน", **fields):
    data = {"name": name, "level": "AA", "rise": "15"} | fields
    return browser.post("/2566/scenarios/keep/", data)


@pytest.mark.long
def test_a_scenario_is_kept_opened_compared_deleted_and_brought_back(browser):
    assert keep(browser)["Location"] == "/2566/scenarios/"
    keep(browser, "เติม o12", level="", rise="", item_1="o12", score_1="100")
    text = text_of(browser.get("/2566/scenarios/"))
    assert "เก็บแบบจำลองไว้ 2 แบบ" in text
    assert "91.02" in text

    first, second = Scenario.objects.order_by("made_at")
    opened = urlsplit(browser.get(f"/2566/scenarios/{first.pk}/")["Location"])
    assert (opened.path, parse_qs(opened.query, keep_blank_values=True)) == (
        "/2566/whatif/",
        {"level": ["AA"], "number": [""], "rise": ["15"], "leave": [""]},
    )
    compared = browser.get(f"/2566/scenarios/compare/?first={first.pk}&second={second.pk}")
    assert "เท่าเดิม" in text_of(compared)
    assert "ข้อที่ขยับ 14 ข้อ" in text_of(compared)

    gone = browser.post(f"/2566/scenarios/{first.pk}/delete/")
    page = browser.get(gone["Location"]).content.decode()
    assert "ลบแบบจำลอง “ทำ OIT ก่อน” แล้ว" in page
    assert f"/2566/scenarios/{first.pk}/restore/" in page
    assert browser.get(f"/2566/scenarios/{first.pk}/").status_code == 404
    browser.post(f"/2566/scenarios/{first.pk}/restore/")
    assert "เก็บแบบจำลองไว้ 2 แบบ" in text_of(browser.get("/2566/scenarios/"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": ""}, "ใส่ชื่อแบบจำลอง"),
        ({"name": "ทำ OIT ก่อน"}, "มีแบบจำลองชื่อ “ทำ OIT ก่อน” แล้ว ใช้ชื่ออื่น"),
        ({"name": "ก", "number": "เก้าสิบ"}, "ไม่ใช่คะแนนรวม"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_what_was_typed(browser, data, said):
    keep(browser)
    response = keep(browser, **data | {"item_1": "o12", "score_1": "77"})
    assert response.status_code == 422
    html = response.content.decode()
    assert said in html
    assert 'value="77"' in html
    assert Scenario.objects.count() == 1


def test_the_address_of_a_refused_form_leads_back_to_its_page(browser):
    response = browser.get("/2566/scenarios/keep/?kept=1")
    assert response["Location"] == "/2566/whatif/?kept=1"


def test_comparing_asks_for_two_that_differ(browser):
    keep(browser)
    keep(browser, "สอง")
    one = Scenario.objects.first().pk
    for query in ("", f"first={one}", f"first={one}&second={one}", f"first={one}&second={uuid4()}"):
        response = browser.get(f"/2566/scenarios/compare/?{query}")
        assert response.status_code == 422
        assert "เลือก" in text_of(response)


def test_who_only_looks_on_keeps_and_deletes_nothing(browser, agency, chief_executive, client_of):
    keep(browser)
    made = Scenario.objects.get()
    looking = client_of(chief_executive)
    assert "เก็บแบบนี้" not in text_of(looking.get("/2566/whatif/"))
    assert keep(looking, "อีก").status_code == 403
    for act in ("delete", "restore"):
        assert looking.post(f"/2566/scenarios/{made.pk}/{act}/").status_code == 403
    assert looking.get(f"/2566/scenarios/{made.pk}/").status_code == 302
    assert Scenario.objects.get().deleted_at is None


def test_another_agencys_scenario_is_not_found(browser, other_agency, make_actor, client_of):
    keep(browser)
    made = Scenario.objects.get()
    full_year(other_agency)
    stranger = client_of(make_actor(other_agency, ITA_OFFICER))
    assert stranger.get(f"/2566/scenarios/{made.pk}/").status_code == 404
    assert stranger.post(f"/2566/scenarios/{made.pk}/delete/").status_code == 404
    assert stranger.post(f"/2566/scenarios/{made.pk}/restore/").status_code == 404
    query = f"first={made.pk}&second={uuid4()}"
    assert stranger.get(f"/2566/scenarios/compare/?{query}").status_code == 422


def asked(browser, address):
    browser.get(address)  # the cards of unchanging revisions are kept
    with CaptureQueriesContext(connection) as held:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in held]


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/2566/", 17), ("/2566/analysis/", 6), ("/2566/analysis/print/", 6),
        ("/2566/item/o12/", 6), ("/2566/indicator/7/", 6), ("/2566/why/", 3),
        ("/2566/whatif/", 3), ("/2566/scenarios/", 3), ("/2566/analysis/all.xlsx", 5),
    ],
)  # fmt: skip
@pytest.mark.few(3)
def test_a_page_asks_the_same_few_queries_of_one_row_and_of_three(browser, agency, address, own):
    keep(browser)
    once = asked(browser, address)
    for year in (2563, 2564):
        enter(agency, sheet(year, {"total": "80"}))
        keep(browser, f"แบบ {year}")
    enter(agency, sheet(2565, {"total": "80"}), source="อีกครั้ง.csv")
    enter(agency, ban_song(), source="อีกครั้ง.csv")
    assert len(asked(browser, address)) == len(once)
    # Session, person, positions, the years twice (the page's and the frame's), what is unread.
    assert len(once) <= own + 7


BANNERED = ("dashboard", "analysis", "print", "why", "whatif")


@pytest.mark.parametrize("page", BANNERED)
def test_figures_of_a_year_that_is_not_confirmed_say_so(page, agency, officer, client_of):
    open_year(agency, 2567)
    # The framework of 2566 is not confirmed in what scores.
    enter(agency, sheet(2566, {"total": "80.5"}))
    shown = client_of(officer).get(reverse(f"analysis:{page}", args=[2567])).content.decode()
    assert 'id="unconfirmed"' in shown
    assert f"{reverse('assessment:unknown', args=[2567])}#year-2566" in shown


@pytest.mark.parametrize("page", BANNERED[1:])
def test_figures_of_a_year_that_is_confirmed_carry_no_such_note(page, agency, officer, client_of):
    full_year(agency, 2566)
    shown = client_of(officer).get(reverse(f"analysis:{page}", args=[2566])).content.decode()
    assert 'id="unconfirmed"' not in shown


@pytest.mark.parametrize("address", ["/2566/", "/2566/analysis/", "/2566/analysis/print/"])
def test_the_page_says_what_the_level_lacks_and_which_instruments_cost_it(browser, address):
    text = text_of(browser.get(address))
    assert "ต้องเพิ่มอีก 4.48 คะแนนจึงได้ระดับ AA (คะแนนรวมเสียไปที่ EIT " in text

"""The pages of the registers: forms that keep what was typed, lists under one query count."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.web import factories
from tests.web.roles import ITA_OFFICER

from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.numbering import queries, services
from prongsai.web.signing.numbering.models import NumberRow, PaperRange, Register

pytestmark = pytest.mark.django_db
THIS_YEAR = 2569
REGISTER = f"/numbers/?series=memo&year={THIS_YEAR}"
PAPER = {
    "day": "15 ม.ค. 2569", "title": "ขออนุมัติจัดโครงการ", "sender": "กองคลัง",
    "receiver": "นายกเทศมนตรี",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _january(frozen_clock):
    pass


def issued(agency, by, count=1, **said):
    usual = {"series": "memo", "on": date(2026, 1, 15), "title": "ขออนุมัติ"}
    return [services.issue(agency, by=by, **usual | said) for _ in range(count)][-1]


def test_an_empty_register_says_what_to_do(client_of, officer, chief_executive):
    page = client_of(officer).get("/numbers/").content.decode()
    assert "ตั้งเลขถัดจากทะเบียนกระดาษ" in page
    assert "ออกเลขที่" in page
    assert "/numbers/issue/" not in client_of(chief_executive).get("/numbers/").content.decode()


def test_a_number_is_issued_by_a_form_that_acts_once(client_of, officer, agency):
    browser = client_of(officer)
    key = "a" * 32
    for _ in range(2):
        answer = browser.post(
            f"/numbers/issue/?series=memo&year={THIS_YEAR}", PAPER | {"once": key}
        )
        assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    row = NumberRow.objects.get()
    assert (row.number, row.sender, row.day) == (1, "กองคลัง", date(2026, 1, 15))
    page = browser.get(REGISTER).content.decode()
    assert "ขออนุมัติจัดโครงการ" in page
    assert "เลขถัดไปคือ 2" in page


def test_what_was_typed_is_kept_where_it_cannot_be_used(client_of, officer):
    answer = client_of(officer).post("/numbers/issue/", PAPER | {"title": "", "day": "15/13/2569"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "กองคลัง" in page
    assert "เขียนเรื่อง" in page
    assert not NumberRow.objects.exists()


@pytest.mark.parametrize(
    ("name", "bad", "good", "model"),
    [
        ("keep", {"count": "51", "reason": "ไฟดับ"}, {"count": "๓", "reason": "ไฟดับ"}, NumberRow),
        ("keep", {"count": "สาม", "reason": "ไฟดับ"}, {"count": "3", "reason": "ไฟดับ"}, NumberRow),
        (
            "begin",
            {"number": "1", "reason": "กระดาษ"},
            {"number": "15", "reason": "กระดาษ"},
            PaperRange,
        ),
        ("begin", {"number": "15", "reason": ""}, {"number": "15", "reason": "ก"}, PaperRange),
    ],
)
def test_refusals_stand_at_their_field_and_their_twins_pass(
    client_of, officer, name, bad, good, model
):
    browser, address = client_of(officer), f"/numbers/{name}/?series=order&year={THIS_YEAR}"
    answer = browser.post(address, bad)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not model.objects.exists()
    assert browser.post(address, good).status_code == 302
    assert model.objects.exists()


def test_a_units_register_is_opened_and_shown_as_a_tab(client_of, officer, agency):
    unit = factories.make_unit(agency)
    browser = client_of(officer)
    address = f"/numbers/unit/?series=memo&year={THIS_YEAR}"
    assert browser.post(address, {"unit": str(unit.pk), "lead": ""}).status_code == 422
    answer = browser.post(address, {"unit": str(unit.pk), "lead": "ตย 00001/"})
    assert answer["Location"] == f"{REGISTER}&unit={unit.pk}"
    assert unit.name in browser.get(REGISTER).content.decode()
    assert Register.objects.get().prefix == "ตย 00001/"


def test_voiding_asks_first_and_the_number_stays_struck_out(client_of, officer, agency):
    row = issued(agency, officer)
    browser, address = client_of(officer), reverse("numbering:void", args=[row.pk])
    assert "เรียกคืนไม่ได้" in browser.get(address).content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "พิมพ์ซ้ำ"}).status_code == 302
    page = browser.get(REGISTER).content.decode()
    assert f"<s>{row.text.replace('1', '๑')}</s>" in page
    assert "พิมพ์ซ้ำ" in page


def test_a_kept_number_is_filled_in_from_its_line(client_of, officer, agency):
    row = services.reserve(
        agency, by=officer, series="memo", year=THIS_YEAR, count=1, reason="ไฟดับ"
    )[0]
    browser, address = client_of(officer), reverse("numbering:describe", args=[row.pk])
    assert address in browser.get(REGISTER).content.decode()
    assert browser.post(address, PAPER).status_code == 302
    assert address not in browser.get(REGISTER).content.decode()


def test_who_may_not_issue_sees_and_changes_nothing(client_of, officer, chief_executive, agency):
    row = issued(agency, officer)
    browser = client_of(chief_executive)
    assert browser.get(REGISTER).status_code == 200
    for address in ("/numbers/issue/", "/numbers/keep/", "/numbers/begin/", "/numbers/unit/"):
        assert browser.post(address, PAPER).status_code == 403
    assert (
        browser.post(reverse("numbering:void", args=[row.pk]), {"reason": "ก"}).status_code == 403
    )
    assert NumberRow.objects.get().voided_at is None


def test_another_agencys_register_and_numbers_are_not_there(
    client_of, officer, agency, other_agency, make_actor
):
    unit = factories.make_unit(agency)
    services.open_unit_register(
        agency, by=officer, series="memo", year=THIS_YEAR, unit=unit, prefix="ตย 1/"
    )
    row = issued(agency, officer, title="เรื่องลับ")
    browser = client_of(make_actor(other_agency, ITA_OFFICER))
    assert "เรื่องลับ" not in browser.get(REGISTER).content.decode()
    assert browser.get(f"{REGISTER}&unit={unit.pk}").status_code == 404
    assert browser.get(reverse("numbering:void", args=[row.pk])).status_code == 404
    assert client_of(officer).get(f"{REGISTER}&unit={unit.pk}").status_code == 200


@pytest.mark.parametrize("query", ["series=other", "unit=x", "year=1", f"year={'9' * 5_000}"])
def test_a_register_that_there_is_not_is_404(client_of, officer, query):
    assert client_of(officer).get(f"/numbers/?{query}").status_code == 404


def test_print_and_workbook_hold_the_register_in_its_order(client_of, officer, agency):
    issued(agency, officer, 2)
    services.void(agency, NumberRow.objects.last().pk, by=officer, reason="ซ้ำ")
    browser = client_of(officer)
    assert "เลขทะเบียน" in browser.get("/numbers/print/?series=memo").content.decode()
    answer = browser.get("/numbers/export/?series=memo")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("เลขทะเบียน", "วันที่", "จาก", "ถึง", "เรื่อง", "หมายเหตุ")
    assert rows[1][4] == "ขออนุมัติ"
    assert rows[2][5] == "ยกเลิก: ซ้ำ"


def test_a_formula_in_a_title_is_text_in_the_workbook(client_of, officer, agency):
    issued(agency, officer, title='=HYPERLINK("http://x")')
    answer = client_of(officer).get("/numbers/export/?series=memo")
    cell = load_workbook(io.BytesIO(answer.content)).active["E4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("count", [1, 3])
def test_a_register_is_read_in_three_queries(agency, officer, count, django_assert_num_queries):
    issued(agency, officer, count)
    with django_assert_num_queries(3):
        page = queries.register_page(agency, "memo", THIS_YEAR, THIS_YEAR)
    assert len(page.lines) == count
    assert JournalEntry.objects.count() == count

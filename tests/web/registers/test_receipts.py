"""The receipt of a loan: what was agreed, as the row is now, for who sees the row."""

import io

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, LOANS, YEAR, add, change, head_of, move, row_of
from tests.web.roles import CHIEF_ADMINISTRATOR

from prongsai.core.registers.reading import shipped_register
from prongsai.web.disclosure.registers.services import saving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def lent(agency, make_actor):
    """A loan that is handed out, and the person whose unit it is."""
    finance = head_of(agency)
    kept = add(finance)
    move(make_actor(agency, CHIEF_ADMINISTRATOR), kept, "approved")
    change(finance, kept, lent_on="6 ม.ค. 2569")
    move(finance, kept, "lent")
    return finance, kept


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def text_of(data):
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return text.replace("\x02", "-")  # where a line ends by one, PDFium marks it


def test_it_tells_what_was_agreed_with_a_code_that_opens_the_row(lent, client_of):
    finance, kept = lent
    browser = client_of(finance)
    address = at("receipt", LOANS, kept.pk)
    assert address in browser.get(at("row", LOANS, kept.pk)).content.decode()
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    text = text_of(answer.content)
    for told in ("1/2569", "เต็นท์", "12 ม.ค. 2569", at("row", LOANS, kept.pk)):
        assert told.replace(" ", "") in text.replace(" ", "").replace("\r\n", "")
    assert "คิวอาร์นี้เปิดรายการ" in text
    assert len(pypdfium2.PdfDocument(answer.content)) == 1


def test_there_is_none_before_it_is_handed_out_nor_of_a_removed_row(lent, agency, client_of):
    finance, _ = lent
    asked = add(finance, number="2/2569")
    browser = client_of(finance)
    assert browser.get(at("receipt", LOANS, asked.pk)).status_code == 404
    assert "receipt.pdf" not in browser.get(at("row", LOANS, asked.pk)).content.decode()
    gift = add(finance, GIFTS)
    assert browser.get(at("receipt", GIFTS, gift.pk)).status_code == 404
    saving.remove(asked, by=finance, register=shipped_register(LOANS))
    assert browser.get(at("receipt", LOANS, asked.pk)).status_code == 404


def test_a_stranger_and_another_agency_get_none(lent, other_agency, make_actor, client_of):
    _, kept = lent
    open_year(other_agency, YEAR)
    theirs = client_of(make_actor(other_agency, CHIEF_ADMINISTRATOR))
    address = at("receipt", LOANS, kept.pk)
    assert theirs.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_hearing_tells_invitation_heads_opinions_and_answers_line_by_line(agency, client_of):
    """Its register has no states: the receipt names none."""
    head = head_of(agency, "สำนักปลัด")
    typed = {
        "held_on": "14 ม.ค. 2569", "kind": "รับฟังความคิดเห็น", "title": "ร่างเทศบัญญัติ (ตัวอย่าง)",
        "place": "ห้องประชุม", "unit": "สำนักปลัด", "invited_on": "5 ม.ค. 2569", "people": "62",
        "opinions": "1. ขอไฟทาง\n2. ขอลอกท่อ",
        "answers": "1. อยู่ในแผน\n2. เริ่มเมษายน", "result": "แก้ร่าง",
    }  # fmt: skip
    key = "public-participation"
    kept = saving.add(
        agency, by=head, register=shipped_register(key), year=YEAR, row=row_of(agency, key, typed)
    )
    text = text_of(client_of(head).get(at("receipt", key, kept.pk)).content)
    lines = [line.strip() for line in text.replace("\u2060", "").splitlines()]
    for line in ("1. ขอไฟทาง", "2. ขอลอกท่อ", "1. อยู่ในแผน", "2. เริ่มเมษายน"):
        assert any(one.endswith(line) for one in lines), lines
    assert "สถานะ" not in text
    assert "5 ม.ค. 2569" in text


def test_it_has_no_address_until_others_find_the_site(lent, client_of, settings):
    finance, kept = lent
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    text = text_of(client_of(finance).get(at("receipt", LOANS, kept.pk)).content)
    assert "เต็นท์" in text
    assert "127.0.0.1" not in text
    assert "คิวอาร์" not in text

"""What is typed, pasted or sent wrong: clear words at each place, nothing of the rest is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, link, work
from tests.web.markup import tight

from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]

# One of each kind that may not be kept, with the word that tells why.
BAD = [
    ("http://officer:secret@www.example.go.th/plan", "รหัสผ่าน"),
    ("https://www.example.go.th/" + "a" * 3_000, "ตัวอักษร"),
    ("http://192.168.1.4/plan", "ภายใน"),
    ("http://10.0.0.5/plan", "ภายใน"),
    ("http://169.254.169.254/latest", "ภายใน"),
    ("ftp://www.example.go.th/plan.pdf", "http"),
]


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


@pytest.mark.parametrize(("address", "word"), BAD)
def test_a_pasted_line_is_refused_in_words_and_the_others_are_kept(address, word, browser, agency):
    text = f"o1\t{SITE}/1\no2\t{address}\no3\t{SITE}/3"
    shown = tight(browser.post(at("paste"), {"text": text, "act": "read"}).content.decode())
    assert "อ่านได้ 2 ลิงก์" in shown
    assert "บรรทัด 2" in shown
    assert word in shown
    assert browser.post(at("paste"), {"text": text, "act": "take"}).status_code == 302
    assert work(agency, "o1").pieces
    assert work(agency, "o3").pieces
    assert not work(agency, "o2").pieces


@pytest.mark.parametrize(("address", "word"), BAD)
def test_a_piece_moves_to_no_such_address_and_stays(address, word, browser, officer):
    piece = link(officer, "o13", address=f"{SITE}/13", title="ชื่อเดิม")
    sent = {"title": "ชื่อใหม่", "address": address, "items": "o13", "seen": pieces.standing(piece)}
    answer = browser.post(at("piece", piece.pk), sent)
    assert answer.status_code == 422
    text = tight(answer.content.decode())
    assert word in text
    assert "ชื่อใหม่" in text
    piece.refresh_from_db()
    assert (piece.title, piece.address) == ("ชื่อเดิม", f"{SITE}/13")


def test_an_item_the_year_does_not_have_is_told_with_what_was_typed(browser, officer):
    piece = link(officer, "o13", address=f"{SITE}/13")
    sent = {
        "title": "ชื่อใหม่", "address": piece.address, "items": "o13, o99",
        "seen": pieces.standing(piece),
    }  # fmt: skip
    answer = browser.post(at("piece", piece.pk), sent)
    assert answer.status_code == 422
    assert "ปีนี้ไม่มีข้อ o99" in answer.content.decode()
    assert "o13, o99" in answer.content.decode()
    assert [one.item for one in Piece.objects.get().items.all()]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("แผน.exe", b"MZ\x90\x00"),
        ("แผน.pdf", b"<html>not a pdf</html>"),
        ("แผน.svg", b"<svg onload='x()'></svg>"),
        ("แผน.docx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_the_gate_refuses_leaves_what_was_typed(name, data, browser):
    sent = {
        "title": "ชื่อที่พิมพ์ไว้", "valid_from": "1 ต.ค. 2565", "file": SimpleUploadedFile(name, data)
    }  # fmt: skip
    answer = browser.post(at("add", "o13"), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ชื่อที่พิมพ์ไว้" in text
    assert "1 ต.ค. 2565" in text
    assert not Piece.objects.exists()

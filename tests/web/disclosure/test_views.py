"""Pages of the disclosure: seen by all, changed by those whose item it is, nothing is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook
from tests.web import factories
from tests.web.disclosure import samples
from tests.web.disclosure.samples import (
    SITE,
    YEAR,
    item,
    link,
    look,
    save,
    shown_fields,
    work,
)
from tests.web.markup import tight

from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece, PieceOfItem
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.platform.clock import today
from prongsai.web.year.ownership.services import assign, ranked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def head(agency, officer):
    user = samples.unit_head(agency, officer, "o13", "o14")
    return actor_on(user, today())


@pytest.fixture
def heads(head, client_of):
    return client_of(head)


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def text_of(answer):
    return tight(answer.content.decode())


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, "PNG")
    return SimpleUploadedFile("สถิติ.png", file.getvalue(), "image/png")


def test_the_board_says_how_many_are_ready_and_what_the_rest_is_worth(browser, officer):
    link(officer)
    look(officer)
    save(officer)
    text = text_of(browser.get(at("board")))
    assert "พร้อมส่ง 1 จาก 43 ข้อ" in text
    assert "อีก 42 ข้อ คิดเป็น 39.50 คะแนน" in text


def test_the_board_by_unit_and_on_paper(browser, officer, head):
    link(officer)
    assert "กองคลัง" in text_of(browser.get(at("board"), {"group": "unit"}))
    assert "ยังไม่ได้ตรวจ" in text_of(browser.get(at("print")))


def test_the_workbook_can_be_pasted_back(browser, officer):
    link(officer, "o13", title="รายงาน")
    data = browser.get(at("export")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    filled = [row for row in rows if row[0] == "o13"]
    assert [row[:3] for row in filled] == [["o13", f"{SITE}/o13", "รายงาน"]]
    answer = browser.post(at("paste"), {"file": SimpleUploadedFile("OIT.xlsx", data)})
    text = text_of(answer)
    assert "อ่านได้ 1 ลิงก์" in text
    assert f"o13\t{SITE}/o13\tรายงาน" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("OIT.csv", "ข้อ,ที่อยู่\no1,https://a.go.th/1\no99,https://a.go.th/2\n", "อ่านได้ 1 ลิงก์"),
        ("OIT.csv", "", "ว่าง"),
        ("OIT.pdf", "%PDF-1.7", "XLSX หรือ CSV"),
        ("OIT.xlsx", "PK\x03\x04 broken", "เปิดไม่ได้"),
    ],
)
def test_a_file_is_read_or_refused_in_words_and_never_taken_unseen(browser, name, data, word):
    file = SimpleUploadedFile(name, data.encode())
    answer = browser.post(at("paste"), {"file": file, "act": "take"})
    assert answer.status_code in (200, 422)
    assert word in text_of(answer)
    assert not Piece.objects.exists()


def test_an_item_is_worked_on_from_its_page(browser, agency):
    answer = browser.post(at("add", "o13"), {"address": "www.example.go.th/o13", "title": "รายงาน"})
    assert answer.status_code == 302
    sent = shown_fields(browser, at("item", "o13"))
    sent |= {"state": "done", "explanation": "เมนู ITA", "due": "31 มี.ค. 2566"}
    sent |= {f"presence_{one.key}": "present" for one in item(agency).requirements}
    assert browser.post(at("item", "o13"), sent).status_code == 302
    found = work(agency)
    assert found.readiness.is_ready
    assert [one.address for one in found.pieces] == ["https://www.example.go.th/o13"]
    text = text_of(browser.get(at("item", "o13")))
    assert "31 มี.ค. 2566" in text
    assert "ไม่ใช่ผลตรวจของ ป.ป.ช." in text


def test_an_item_of_several_units_tells_which_gave_their_share(browser, agency, officer):
    units = [factories.make_unit(agency, name) for name in ("กองคลัง", "กองช่าง")]
    for unit, rank in ranked(units):
        assign(agency, by=officer, year=YEAR, subjects=[item(agency).subject], unit=unit, rank=rank)
    assert "ให้หลักฐานแล้ว 0 จาก 2 ส่วนราชการ" in text_of(browser.get(at("item", "o13")))
    link(officer, title="คู่มือ", unit=units[0])
    text = text_of(browser.get(at("item", "o13")))
    assert "ให้หลักฐานแล้ว 1 จาก 2 ส่วนราชการ" in text


def test_who_saves_over_another_is_told_and_saves_once_more(browser, agency, officer):
    save(officer, explanation="ของคนแรก")
    sent = {"seen": "0", "state": "done", "explanation": "ของฉัน"}
    answer = browser.post(at("item", "o13"), sent)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "ของคนแรก" in text
    assert "ของฉัน" in text
    assert 'name="seen" value="1"' in text
    assert browser.post(at("item", "o13"), sent | {"seen": "1"}).status_code == 302
    assert work(agency).explanation == "ของฉัน"


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"address": "http://u:p@example.go.th"}, "รหัสผ่าน"),
        ({"address": "http://192.168.0.1/"}, "ภายใน"),
        ({"address": ""}, "อย่างใดอย่างหนึ่ง"),
        ({"address": "a.go.th", "stands_in_until": "1 เม.ย. 2566"}, "ระบุเหตุ"),
        ({"address": "a.go.th", "stands_in_why": "รอ"}, "วันสุดท้าย"),
        ({"address": "a.go.th", "valid_from": "1/10/2566", "valid_until": "1/10/2565"}, "ก่อนวันเริ่ม"),
        ({"address": "a.go.th", "valid_until": "หนาว"}, "อ่านวันที่ไม่ได้"),
    ],
)
@pytest.mark.few(3)
def test_what_cannot_be_kept_is_told_beside_what_was_typed(browser, agency, sent, word):
    answer = browser.post(at("add", "o13"), {"title": "ชื่อที่พิมพ์ไว้"} | sent)
    assert answer.status_code == 422
    text = text_of(answer)
    assert word in text
    assert "ชื่อที่พิมพ์ไว้" in text
    assert not Piece.objects.exists()


def test_a_file_is_kept_and_given_back_to_save(browser, agency):
    assert browser.post(at("add", "o13"), {"file": picture()}).status_code == 302
    piece = Piece.objects.get()
    answer = browser.get(at("file", piece.pk))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"\x89PNG")
    text = text_of(browser.get(at("hand-in")))
    assert "ไฟล์ที่ยังไม่ได้ขึ้นเว็บไซต์" in text


@pytest.mark.long
def test_a_removed_piece_is_offered_back(browser, agency, officer):
    piece = link(officer, title="รายงาน")
    answer = browser.post(at("remove", piece.pk), follow=True)
    assert at("restore", piece.pk) in text_of(answer)
    browser.post(at("restore", piece.pk))
    assert work(agency).pieces == (piece,)


@pytest.mark.long
def test_a_page_of_two_items_is_changed_only_by_who_may_work_on_both(agency, officer, head, heads):
    own = link(officer, "o13", "o14", address=f"{SITE}/own")
    shared = link(officer, "o13", "o1", address=f"{SITE}/shared")
    for name in ("remove", "restore", "renew"):
        assert heads.post(at(name, shared.pk)).status_code == 403
        assert heads.post(at(name, own.pk)).status_code == 302
    assert heads.get(at("piece", shared.pk)).status_code == 403
    assert heads.get(at("piece", own.pk)).status_code == 200
    reach = {"title": "ก", "items": "o13, o1", "address": own.address}
    assert heads.post(at("piece", own.pk), reach).status_code == 403
    assert heads.post(at("piece", own.pk), reach | {"items": "o14"}).status_code == 302
    assert {row.item for row in own.items.all()} == {item(agency, "o14").key}


def test_a_head_changes_the_items_of_the_unit_and_no_other(agency, officer, head, heads):
    samples.opened(agency, 2565)
    former = link(officer, "o12", address=f"{SITE}/2565", year=2565)
    sent = {"seen": "0", "state": "done"}
    every = [
        (at("item", "o1"), sent),
        (at("elements", "o1"), {}),
        (at("add", "o1"), {"address": "a.go.th"}),
        (at("take-over", "o1", former.pk), {}),
        (at("change"), {"item": ["o13", "o1"], "state": "done"}),
        (at("paste"), {"text": f"o13 {SITE}/1\no1 {SITE}/1", "act": "take"}),
    ]
    for address, data in every:
        assert heads.post(address, data).status_code == 403, address
    assert work(agency, "o1").row is None
    assert heads.post(at("item", "o13"), sent).status_code == 302
    assert heads.post(at("change"), {"item": ["o13", "o14"], "due": "1/4/2566"}).status_code == 302
    assert heads.post(at("take-over", "o13", former.pk)).status_code == 302
    pasted = {"text": f"o13 {SITE}/1", "act": "take"}
    assert heads.post(at("paste"), pasted).status_code == 302
    assert len(work(agency).pieces) == 2


def test_who_only_reads_is_offered_no_form(agency, officer, chief_executive, client_of):
    piece = link(officer)
    browser = client_of(chief_executive)
    text = text_of(browser.get(at("item", "o13")))
    assert at("add", "o13") not in text
    assert at("remove", piece.pk) not in text
    assert at("paste") not in text_of(browser.get(at("board")))
    assert browser.post(at("item", "o13"), {"seen": "1", "state": "done"}).status_code == 403


def test_several_items_are_changed_in_one_go_and_stay_ticked_where_refused(browser, agency):
    answer = browser.post(at("change"), {"item": ["o25", "o26"], "due": "หนาว"})
    assert answer.status_code == 422
    assert text_of(answer).count("checked") >= 2
    sent = {"item": ["o25", "o26"], "state": "done", "shown_state": "open"}
    answer = browser.post(at("change"), sent)
    assert answer.url == f"{at('board')}?state=open"
    assert work(agency, "o26").state is ItemState.DONE
    assert browser.post(at("change"), {"state": "done"}).status_code == 422
    assert browser.post(at("change"), {"item": ["o25"]}).status_code == 422


def test_pasted_lines_are_shown_before_they_are_kept(browser, agency):
    text = f"o1\t{SITE}/1\nหัวตาราง\no99\t{SITE}/2"
    answer = browser.post(at("paste"), {"text": text, "act": "read"})
    shown = text_of(answer)
    assert "อ่านได้ 1 ลิงก์" in shown
    assert "2 บรรทัดอ่านไม่ได้" in shown
    assert "ปีนี้ไม่มีข้อ o99" in shown
    assert not Piece.objects.exists()
    assert browser.post(at("paste"), {"text": text, "act": "take"}).status_code == 302
    assert [one.address for one in work(agency, "o1").pieces] == [f"{SITE}/1"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "ก" * 30_000])
def test_nothing_or_far_too_much_is_no_paste(browser, text):
    assert browser.post(at("paste"), {"text": text, "act": "take"}).status_code == 422


def test_unknown_elements_and_answers_are_left_out(browser, agency):
    sent = {"seen": "0", "state": "not-started"}
    browser.post(at("elements", "o13"), sent | {"presence_ffff": "present"})
    assert not ElementCheck.objects.exists()
    key = item(agency).requirements[0].key
    answer = browser.post(at("elements", "o13"), sent | {f"presence_{key}": "certainly"})
    assert answer.status_code == 422


def test_an_item_of_which_nobody_knows_what_it_asks_says_so(browser, officer):
    link(officer, "o10", address=f"{SITE}/10")
    save(officer, "o10")
    text = text_of(browser.get(at("item", "o10")))
    assert "ยังไม่ทราบว่าปี 2566 ข้อนี้ต้องมีอะไรบ้าง" in text
    assert "บอกไม่ได้" in text


def test_an_item_that_the_year_does_not_have_is_not_found(browser):
    assert browser.get(at("item", "o99")).status_code == 404
    assert browser.get(at("item", "i1")).status_code == 404


def test_evidence_of_another_agency_is_not_found(browser, other_agency, make_actor):
    samples.opened(other_agency)
    stranger = make_actor(other_agency, "ita-officer", login="stranger")
    piece = link(stranger)
    for name in ("remove", "restore", "renew", "piece"):
        assert browser.post(at(name, piece.pk)).status_code == 404
    assert browser.get(at("file", piece.pk)).status_code == 404
    piece.refresh_from_db()
    assert piece.removed_at is None


def test_the_year_before_its_items_are_known_uses_those_of_the_year_before(
    browser, agency, officer
):
    samples.opened(agency, 2570)
    text = text_of(browser.get(reverse("disclosure:board", args=[2570])))
    assert "ใช้ข้อของปี 2569 ไปก่อน" in text
    assert "ยังไม่ทราบน้ำหนักของปีนี้" in text


def test_an_element_that_was_found_shows_where_and_by_whom(browser, officer):
    link(officer)
    look(officer, presence=Presence.PRESENT, only=1)
    text = text_of(browser.get(at("item", "o13")))
    assert "หน้า 3" in text
    assert pieces.MOST_OF_AN_ITEM > 1


def test_a_persons_number_in_what_goes_out_is_told_and_kept(browser, agency):
    agency.telephone = "081-234-5678"
    agency.save()
    sent = {"seen": "0", "state": "done", "explanation": "สอบถาม 081 234 5678 หรือ 089-999-9999"}
    text = text_of(browser.post(at("item", "o13"), sent, follow=True))
    assert "หมายเลขโทรศัพท์ “xxx-xxx-xx99”" in text
    assert "xx78" not in text
    assert work(agency).explanation == sent["explanation"]
    title = {"address": "a.go.th", "title": "รายชื่อ 1234567890121"}
    assert "xxxxxxxxxxx21" in text_of(browser.post(at("add", "o13"), title, follow=True))


def test_a_piece_of_no_item_of_the_year_is_for_who_keeps_the_whole(agency, officer, heads, browser):
    piece = link(officer, "o13")
    assert heads.get(at("piece", piece.pk)).status_code == 200
    PieceOfItem.objects.create(agency=agency, piece=piece, item="gone")
    assert heads.post(at("remove", piece.pk)).status_code == 403
    PieceOfItem.objects.exclude(item="gone").delete()
    for name in ("remove", "restore", "renew", "piece"):
        assert heads.post(at(name, piece.pk)).status_code == 403
    assert browser.post(at("remove", piece.pk)).status_code == 302


def test_what_was_removed_in_the_year_before_is_not_taken_over(agency, officer, browser):
    samples.opened(agency, 2565)
    former = link(officer, "o12", address=f"{SITE}/2565", year=2565)
    pieces.remove(former, by=officer)
    assert browser.post(at("take-over", "o13", former.pk)).status_code == 404
    pieces.restore(former, by=officer)
    assert browser.post(at("take-over", "o13", former.pk)).status_code == 302


def test_who_saves_a_piece_over_another_is_told_and_saves_once_more(agency, officer, browser):
    piece = link(officer, title="เดิม")
    seen = pieces.standing(piece)
    assert f'value="{seen}"' in text_of(browser.get(at("piece", piece.pk)))
    pieces.change(piece, by=officer, words=pieces.Words("ของคนแรก"), items=[item(agency)])
    sent = {"title": "ของฉัน", "items": "o13", "seen": seen, "address": piece.address}
    answer = browser.post(at("piece", piece.pk), sent)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "ของคนแรก" in text
    assert "ของฉัน" in text
    now = pieces.standing(piece)
    assert f'name="seen" value="{now}"' in text
    assert browser.post(at("piece", piece.pk), sent | {"seen": now}).status_code == 302
    assert work(agency).pieces[0].title == "ของฉัน"


def test_bringing_back_what_was_added_again_is_told(officer, browser):
    piece = link(officer)
    pieces.remove(piece, by=officer)
    link(officer, title="ใหม่")
    answer = browser.post(at("restore", piece.pk), follow=True)
    assert "ถูกเพิ่มใหม่แล้ว" in text_of(answer)


def test_taking_over_into_an_item_that_is_full_is_told(agency, officer, browser, monkeypatch):
    samples.opened(agency, 2565)
    former = link(officer, "o12", address=f"{SITE}/2565", year=2565)
    link(officer)
    monkeypatch.setattr(pieces, "MOST_OF_AN_ITEM", 1)
    answer = browser.post(at("take-over", "o13", former.pk), follow=True)
    assert "มีหลักฐานครบ 1 รายการแล้ว" in text_of(answer)
    assert len(work(agency).pieces) == 1


def test_a_closed_unit_is_offered_for_nothing_new_and_stays_where_it_is(agency, officer, browser):
    unit = factories.make_unit(agency, "กองเดิม")
    piece = link(officer, unit=unit)
    assert "กองเดิม" in text_of(browser.get(at("item", "o14")))
    Unit.objects.filter(pk=unit.pk).update(is_closed=True)
    assert "กองเดิม" not in text_of(browser.get(at("item", "o14")))
    assert "กองเดิม" in text_of(browser.get(at("piece", piece.pk)))
    sent = {"address": "a.go.th", "unit": str(unit.pk)}
    assert browser.post(at("add", "o14"), sent).status_code == 422
    kept = {"title": "ก", "items": "o13", "unit": str(unit.pk), "address": piece.address}
    assert browser.post(at("piece", piece.pk), kept).status_code == 302


def test_who_heads_a_closed_unit_works_on_its_items_no_more(head, heads):
    assert heads.post(at("add", "o13"), {"address": "a.go.th"}).status_code == 302
    Unit.objects.update(is_closed=True)
    assert heads.post(at("add", "o13"), {"address": "b.go.th"}).status_code == 403


def test_a_shared_page_is_taken_off_ones_own_item_and_no_other(agency, officer, head, heads):
    shared = link(officer, "o13", "o1", address=f"{SITE}/shared")
    look(officer, "o13")
    assert at("detach", "o13", shared.pk) in text_of(heads.get(at("item", "o13")))
    assert heads.post(at("detach", "o1", shared.pk)).status_code == 403
    assert "เลิกใช้ “" in text_of(heads.post(at("detach", "o13", shared.pk)))
    assert work(agency, "o13").pieces == (shared,), "it was asked first"
    assert heads.post(at("detach", "o13", shared.pk), {"sure": "yes"}).status_code == 302
    assert work(agency, "o13").pieces == ()
    assert work(agency, "o13").checks == {}
    assert work(agency, "o1").pieces == (shared,)


def test_the_only_item_of_a_page_does_not_lose_it_that_way(browser, agency, officer):
    own = link(officer)
    assert at("detach", "o13", own.pk) not in text_of(browser.get(at("item", "o13")))
    answer = browser.post(at("detach", "o13", own.pk), {"sure": "yes"}, follow=True)
    assert "หลักฐานนี้ใช้กับข้อนี้ข้อเดียว" in text_of(answer)
    assert work(agency).pieces == (own,)

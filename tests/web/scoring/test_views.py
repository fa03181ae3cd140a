"""The pages of scores and remarks as a browser meets them."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.roles import ITA_OFFICER
from tests.web.scoring.samples import SAMPLE, ban_song, sheet

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.measures.draft import LinkedRemark
from prongsai.readers.scores import read_scores
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.models import ScoreDraft, ScoreRevision
from prongsai.web.year.scoring.services import remarks as register

pytestmark = pytest.mark.django_db
YEAR = 2566


@pytest.fixture
def browser(client_of, officer):
    return client_of(officer)


def address(name, *more):
    return reverse(f"scoring:{name}", args=[YEAR, *more])


def enter(agency, one, source="ประกาศผล.csv", by=None):
    return register.import_sheet(agency, by=by, sheet=one, source=source)


def text_of(response):
    """The words of a page, tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace(
        "\u00a0", " "
    )


def hidden(response):
    """The hidden fields that confirm a preview."""
    found = dict(
        re.findall(
            r'type="hidden" name="(of|standing|digest)" value="([^"]*)"', response.content.decode()
        )
    )
    assert set(found) == {"of", "standing", "digest"}
    return found


def upload(browser, data=None, name="scores.csv", **said):
    data = SAMPLE.read_bytes() if data is None else data
    file = SimpleUploadedFile(name, data)
    return browser.post(address("upload"), {"file": file, **said})


def previewed(browser, *args, **said):
    response = upload(browser, *args, **said)
    assert response.status_code == 302, text_of(response)
    return response["Location"]


# ---------------------------------------------------------------- the list


def test_an_empty_year_says_what_to_do_next(browser):
    page = browser.get(address("scores")).content.decode()
    for name in ("upload", "type", "template"):
        assert address(name) in page


@pytest.mark.usefixtures("frozen_clock")
def test_the_list_shows_who_when_source_and_total(browser, agency, officer):
    enter(agency, ban_song(), by=officer)
    words = text_of(browser.get(address("scores")))
    for told in ("90.52", "ประกาศผล.csv", officer.words, "15 ม.ค. 2569", "ใช้อยู่"):
        assert told in words


def test_who_may_only_look_sees_no_way_to_change(client_of, chief_executive, agency):
    enter(agency, sheet())
    enter(agency, ban_song())
    browser = client_of(chief_executive)
    page = browser.get(address("scores"))
    assert page.status_code == 200
    assert address("upload") not in page.content.decode()
    assert address("restore", 1) not in browser.get(address("revision", 1)).content.decode()
    for refused in (browser.get(address("upload")), browser.post(address("restore", 1))):
        assert refused.status_code == 403


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(address("scores")).status_code == 302


@pytest.mark.parametrize("year", [2540, 2700])
def test_a_year_that_cannot_be_is_not_found(browser, year):
    assert browser.get(reverse("scoring:scores", args=[year])).status_code == 404


def test_a_year_without_framework_says_so(browser):
    page = browser.get(reverse("scoring:scores", args=[2600]))
    assert "ยังไม่มีกรอบการประเมินปี 2599" in text_of(page)
    assert browser.get(reverse("scoring:type", args=[2600])).status_code == 200


def test_a_draft_year_is_marked(browser):
    told = "กรอบการประเมินปี 2569 ยังไม่ยืนยันทั้งหมด"
    assert told in text_of(browser.get(reverse("scoring:scores", args=[2570])))
    assert "ยังไม่ยืนยันทั้งหมด" not in text_of(browser.get(address("scores")))


# ---------------------------------------------------------------- upload and preview


def test_a_file_is_previewed_and_stored_only_when_confirmed(browser, agency):
    place = previewed(browser)
    page = browser.get(place)
    words = text_of(page)
    for told in ("90.52", "109 ค่า", "คะแนนฉบับแรกของปี 2565", "ยังไม่มีอะไรเปลี่ยน"):
        assert told in words
    assert not ScoreRevision.objects.exists()
    done = browser.post(place, {**hidden(page), "action": "confirm"}, follow=True)
    assert queries.current_scores(agency, 2565).card.total.published == "90.52"
    assert "เป็นฉบับที่ 1" in text_of(done)


def test_confirming_twice_is_once_and_says_so(browser):
    place = previewed(browser)
    sent = {**hidden(browser.get(place)), "action": "confirm"}
    browser.post(place, sent)
    again = browser.post(place, sent, follow=True)
    assert "ไม่บันทึกซ้ำ" in text_of(again)
    assert ScoreRevision.objects.count() == 1
    assert browser.get(place).status_code == 302


def test_the_same_file_again_says_that_nothing_changes(browser, agency):
    enter(agency, ban_song())
    place = previewed(browser)
    page = browser.get(place)
    assert "เหมือนฉบับที่ 1 ที่ใช้อยู่ทุกค่า" in text_of(page)
    browser.post(place, {**hidden(page), "action": "confirm"})
    assert ScoreRevision.objects.count() == 1


def test_the_preview_compares_with_what_stands(browser, agency):
    enter(agency, sheet(figures={"IIT": "90", "i7": "84.94"}))
    words = text_of(browser.get(previewed(browser)))
    assert "ต่างจากฉบับที่ 1 ที่ใช้อยู่ 108 ค่า" in words
    assert "เป็นฉบับที่ 2 ของปี 2565 แทนฉบับที่ 1" in words


def test_a_preview_that_grew_stale_shows_the_difference_and_asks_again(browser, agency):
    place = previewed(browser)
    sent = {**hidden(browser.get(place)), "action": "confirm"}
    enter(agency, sheet(figures={"IIT": "90"}))
    page = browser.post(place, sent)
    assert page.status_code == 409
    assert "มีคะแนนฉบับใหม่เข้ามา" in text_of(page)
    assert "ต่างจากฉบับที่ 1" in text_of(page)
    assert ScoreRevision.objects.count() == 1
    browser.post(place, {**hidden(page), "action": "confirm"})
    assert queries.current_scores(agency, 2565).revision.number == 2


def test_another_year_of_the_file_can_be_chosen(browser, agency):
    place = previewed(browser)
    page = browser.get(place, {"of": "2564"})
    assert "เป็นคะแนนปี 2564 ไม่ใช่ปี 2565" in text_of(page)
    done = browser.post(place, {**hidden(page), "action": "confirm"})
    assert done["Location"] == reverse("scoring:scores", args=[2565])
    assert queries.current_scores(agency, 2564).card.total.published == "85.26"
    assert queries.current_scores(agency, 2565) is None


def test_what_a_short_file_lacks_can_be_kept(browser, agency):
    enter(agency, ban_song())
    data = "ปีงบประมาณ 2565\nรหัส,คะแนน\nIIT,94.00\nEIT,78.86\nOIT,97.32\n".encode()
    place = previewed(browser, data)
    page = browser.get(place)
    assert "ไฟล์นี้ไม่มี 106 ค่าที่ฉบับที่ 1 มี" in text_of(page)
    assert "หายไป 106 ค่า" in text_of(page)
    kept = browser.get(place, {"of": "2565", "keep": "1"})
    assert "ฉบับใหม่มีอีก 106 ค่า" in text_of(kept)
    assert "ต่างจากฉบับที่ 1 ที่ใช้อยู่ 1 ค่า" in text_of(kept)
    mixed = browser.post(place, {**hidden(page), "keep": "1", "action": "confirm"})
    assert mixed.status_code == 409
    browser.post(place, {**hidden(kept), "keep": "1", "action": "confirm"})
    held = queries.current_scores(agency, 2565).sheet.of_year(2565)
    assert (held["IIT"].published, held["i7"].published, len(held)) == ("94.00", "84.94", 109)


def test_a_year_the_file_does_not_have_is_not_taken(browser):
    place = previewed(browser)
    assert hidden(browser.get(place, {"of": "2567"}))["of"] == "2565"
    assert hidden(browser.get(place, {"of": "9" * 40}))["of"] == "2565"


def test_a_preview_is_its_persons_alone(browser, client_of, make_actor, agency, other_agency):
    place = previewed(browser)
    for belongs in (agency, other_agency):
        someone = client_of(make_actor(belongs, ITA_OFFICER))
        assert someone.get(place).status_code == 404
        assert someone.post(place, {"action": "confirm"}).status_code == 404
    assert browser.get(place).status_code == 200
    other_year = place.replace("2566", "2567")
    assert browser.get(other_year).status_code == 404


def test_a_draft_is_thrown_away(browser):
    place = previewed(browser)
    browser.post(place, {"action": "discard"})
    assert not ScoreDraft.objects.exists()
    assert browser.get(place).status_code == 404


def test_contradictions_are_shown_with_place_and_next_step(browser):
    data = SAMPLE.read_text(encoding="utf-8").replace("total,2565,90.52", "total,2565,95.52")
    words = text_of(browser.get(previewed(browser, data.encode())))
    assert "ประกาศ 95.52 แต่คำนวณได้ 90.52" in words
    assert "ขัดแย้ง" in words
    assert "--explain" not in words


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.csv", "ไฟล์ว่างเปล่า"),
        # Where pictures are recognised they are looked into first.
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a.png", "ไฟล์เป็นรูปภาพ|ภาพเสียหรือไม่ครบ"),
        (b"PK\x03\x04" + b"x" * 50, "a.xlsx", "ไฟล์เสียหาย"),
        ("ไม่มีคะแนน".encode(), "a.txt", "ไม่พบคะแนน ITA"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(browser, data, name, told):
    page = upload(browser, data, name, agency_name="ชื่อที่พิมพ์ไว้")
    assert page.status_code == 422
    words = text_of(page)
    assert any(one in words for one in told.split("|"))
    assert "ผิดพลาด:" in words
    assert "ชื่อที่พิมพ์ไว้" in page.content.decode()
    assert not ScoreDraft.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(browser, monkeypatch):
    monkeypatch.setattr("prongsai.web.year.scoring.views.scores.MAX_BYTES", 10)
    page = upload(browser)
    assert page.status_code == 422
    assert "ใหญ่เกิน" in text_of(page)


def test_no_file_at_all_is_told(browser):
    page = browser.post(address("upload"), {})
    assert page.status_code == 422
    assert "เลือกไฟล์คะแนนก่อน" in text_of(page)


def test_a_file_of_several_agencies_asks_for_the_name(browser):
    data = (
        "หน่วยงาน,ปี,คะแนนรวม,IIT,EIT,OIT\nเทศบาลตำบลหนึ่ง,2565,90.00,91,89,90\n"
        "เทศบาลตำบลสอง,2565,80.00,81,79,80\n"
    ).encode()
    page = upload(browser, data)
    assert page.status_code == 422
    assert "เทศบาลตำบลสอง" in text_of(page)
    assert "80.00" in text_of(browser.get(previewed(browser, data, agency_name="เทศบาลตำบลสอง")))


def test_the_year_of_a_file_without_one_is_chosen(browser):
    data = "รหัส,คะแนน\nIIT,93.10\nEIT,78.86\nOIT,97.32\n".encode()
    assert "ไม่บอกว่าเป็นคะแนนของปีใด" in text_of(browser.get(previewed(browser, data)))
    assert hidden(browser.get(previewed(browser, data, of="2564")))["of"] == "2564"
    page = upload(browser, of="2561")
    assert page.status_code == 422


def test_hostile_words_of_a_file_are_only_words(browser):
    data = SAMPLE.read_bytes()
    name = '"><script>alert(1)</script>.csv'
    page = browser.get(previewed(browser, data, name))
    assert b"<script>alert" not in page.content


def test_remarks_of_a_file_are_chosen(browser, agency):
    data = (
        "ผลคะแนน ITA ปีงบประมาณ 2565\nIIT 93.10\nEIT 78.86\nOIT 97.32\n"
        "ข้อเสนอแนะของสำนักงาน ป.ป.ช. ดังนี้\n- ควรเผยแพร่แผนการใช้จ่ายงบประมาณประจำปี\n"
        "- ควรเปิดโอกาสให้ผู้รับบริการมีส่วนร่วม\n"
    ).encode()
    place = previewed(browser, data, "a.txt")
    page = browser.get(place)
    assert "ข้อเสนอแนะในไฟล์ 2 ข้อ" in text_of(page)
    browser.post(place, {**hidden(page), "remarks": ["1"], "action": "confirm"})
    assert [row.text for row in queries.remark_rows(agency, 2565)] == [
        "ควรเปิดโอกาสให้ผู้รับบริการมีส่วนร่วม"
    ]


# ---------------------------------------------------------------- typing


def test_typing_begins_with_what_stands(browser, agency):
    enter(agency, ban_song())
    page = browser.get(address("type")).content.decode()
    assert re.search(r'name="i7"[^>]*value="84.94"', page)
    assert len(re.findall(r'inputmode="decimal"', page)) == 109


def test_typing_begins_empty_in_a_new_year(browser):
    page = browser.get(address("type"))
    assert page.status_code == 200
    assert not re.search(r'name="i7"[^>]*value="[0-9]', page.content.decode())


def test_a_draft_is_kept_whether_right_or_wrong_and_found_again(browser):
    done = browser.post(
        address("type"), {"i7": "ไม่ทราบ", "o12": "100", "action": "save"}, follow=True
    )
    page = done.content.decode()
    assert "เก็บร่างแล้ว" in text_of(done)
    assert re.search(r'name="i7"[^>]*value="ไม่ทราบ"', page)
    assert "มีร่างที่กรอกค้างไว้" in text_of(browser.get(address("scores")))
    browser.post(address("type"), {"action": "discard"})
    assert not ScoreDraft.objects.exists()


def test_the_draft_keeps_itself(browser):
    part = browser.post(
        address("type"), {"i7": "84.94", "action": "autosave"}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 200
    assert "เก็บร่างแล้ว" in text_of(part)
    assert b"<html" not in part.content
    assert ScoreDraft.objects.get().typed == {"i7": "84.94"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("101", "เกิน 100"), ("abc", "ไม่ใช่คะแนน"), ("87,5", "ไม่ใช่คะแนน"), ("-1", "ไม่ใช่คะแนน")],
)
def test_a_wrong_score_is_told_at_its_field_with_nothing_lost(browser, typed, told):
    page = browser.post(address("type"), {"i7": typed, "o12": "100", "action": "preview"})
    assert page.status_code == 422
    assert told in text_of(page)
    html = page.content.decode()
    assert re.search(rf'name="i7"[^>]*value="{typed}"', html)
    assert re.search(r'name="o12"[^>]*value="100"', html)
    assert 'href="#id_i7"' in html
    assert ScoreDraft.objects.get().typed == {"i7": typed, "o12": "100"}


def test_an_empty_form_is_told(browser):
    page = browser.post(address("type"), {"action": "preview"})
    assert page.status_code == 422
    assert "ยังไม่มีคะแนนสักช่อง" in text_of(page)


def test_parts_of_the_form_are_open_where_something_is_missing_or_wrong(browser):
    def opened(page):
        found = re.findall(r'<details class="ps-fold"( open)?>.*?id="part-(\w+)"', page, re.DOTALL)
        return [key for is_open, key in found if is_open]

    assert opened(browser.get(address("type")).content.decode()) == ["total"]
    every = dict.fromkeys(("total", "IIT", "EIT", "OIT"), "90")
    browser.post(address("type"), {**every, "action": "save"})
    assert opened(browser.get(address("type")).content.decode()) == ["total", "IIT"]
    wrong = browser.post(address("type"), {"o12": "900", "action": "preview"})
    assert "OIT" in opened(wrong.content.decode())


def test_typed_scores_are_previewed_and_confirmed(browser, agency):
    sent = {"IIT": "๙๓.๑๐", "EIT": "78.86%", "OIT": " 97.32 ", "rating": "A", "action": "preview"}
    place = browser.post(address("type"), sent)["Location"]
    page = browser.get(place)
    assert "จำนวน 3 ค่า" in text_of(page)
    browser.post(place, {**hidden(page), "action": "confirm"})
    held = queries.current_scores(agency, 2565)
    assert held.revision.is_typed
    assert {code: one.published for code, one in held.sheet.of_year(2565).items()} == {
        "IIT": "93.10",
        "EIT": "78.86",
        "OIT": "97.32",
    }
    assert held.sheet.rating_of(2565).code == "A"


def test_one_figure_is_corrected_and_the_rest_stays(browser, agency):
    enter(agency, ban_song())
    typed = {code: one.published for code, one in ban_song().of_year(2565).items()}
    place = browser.post(address("type"), {**typed, "i7": "85.00", "action": "preview"})["Location"]
    page = browser.get(place)
    assert "ต่างจากฉบับที่ 1 ที่ใช้อยู่ 1 ค่า" in text_of(page)
    browser.post(place, {**hidden(page), "action": "confirm"})
    assert len(queries.history(agency, 2565)) == 3


def test_a_preview_of_a_draft_that_is_typed_on_leads_back_to_the_form(browser):
    place = browser.post(address("type"), {"IIT": "93", "action": "preview"})["Location"]
    sent = {**hidden(browser.get(place)), "action": "confirm"}
    browser.post(address("type"), {"IIT": "94", "action": "save"})
    assert browser.post(place, sent)["Location"] == address("type")
    assert not ScoreRevision.objects.exists()


# ---------------------------------------------------------------- revisions


def test_a_former_revision_is_made_to_stand_again(browser, agency):
    enter(agency, sheet(figures={"IIT": "90"}))
    enter(agency, sheet(figures={"IIT": "91"}))
    page = browser.get(address("revision", 2))
    assert "ต่างจากฉบับที่ 1 จำนวน 1 ค่า" in text_of(page)
    (seen,) = re.findall(r'name="seen" value="(\d+)"', browser.get(address("revision", 1)).text)
    refused = browser.post(address("restore", 1), {"seen": 1}, follow=True)
    assert "มีคะแนนฉบับที่ 2 เข้ามา" in text_of(refused)
    done = browser.post(address("restore", 1), {"seen": seen}, follow=True)
    assert "เป็นฉบับที่ 3" in text_of(done)
    assert "คืนค่าจากฉบับที่ 1" in text_of(done)
    again = browser.post(address("restore", 1), follow=True)
    assert "ไม่มีอะไรเปลี่ยน" in text_of(again)
    assert browser.get(address("revision", 9)).status_code == 404
    for other in ("9" * 4_400, "²", "x"):
        assert browser.get(address("revision", 2), {"with": other}).status_code == 200, other


def test_revisions_of_another_agency_are_not_found(browser, other_agency, agency):
    enter(other_agency, sheet())
    assert browser.get(address("revision", 1)).status_code == 404
    assert browser.get(address("export", "csv")).status_code == 404
    enter(agency, sheet())
    assert browser.get(address("revision", 1)).status_code == 200
    assert browser.get(address("export", "csv")).status_code == 200


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_exported_scores_can_be_read_back(browser, agency, form):
    enter(agency, ban_song())
    file = browser.get(address("export", form))
    assert file["Content-Disposition"].startswith("attachment")
    again = read_scores(file.content, f"x.{form}", Catalogue()).sheet
    held = {code: one.value for code, one in ban_song().of_year(2565).items()}
    assert {code: one.value for code, one in again.of_year(2565).items()} == held
    assert browser.get(address("export", "exe")).status_code == 404


def test_the_empty_sheet_of_the_year_can_be_taken_along(browser):
    file = browser.get(address("template"))
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    assert "2565" in book["คะแนน"]["A1"].value


# ---------------------------------------------------------------- remarks


@pytest.fixture
def three(agency):
    found = [
        LinkedRemark("หนึ่ง", ("i7",)),
        LinkedRemark('=HYPERLINK("http://x")', ()),
        LinkedRemark("สาม", ("o12",)),
    ]
    register.set_remarks(agency, by=None, score_year=2565, remarks=found)
    return queries.remark_rows(agency, 2565)


def order(agency):
    return [row.text[:5] for row in queries.remark_rows(agency, 2565)]


def test_an_empty_register_says_what_to_do_next(browser):
    page = browser.get(address("remarks")).content.decode()
    assert address("remark-add") in page
    assert address("upload") in page


def test_the_register_is_seen_by_all_and_changed_by_few(client_of, chief_executive, browser, three):
    looking = client_of(chief_executive)
    page = looking.get(address("remarks"))
    assert "หนึ่ง" in text_of(page)
    assert address("remark-add") not in page.content.decode()
    for name in ("remark-move", "remark-remove", "remark-back"):
        assert looking.post(address(name, three[0].pk)).status_code == 403
    assert address("remark-add") in browser.get(address("remarks")).content.decode()


def test_a_remark_is_added_with_items(browser, agency):
    browser.post(address("remark-add"), {"text": "ควรเผยแพร่", "items": ["o12", "i7"]})
    assert queries.remarks(agency, 2565) == (LinkedRemark("ควรเผยแพร่", ("i7", "o12")),)
    page = browser.post(address("remark-add"), {"text": "  ", "items": ["o12"]})
    assert page.status_code == 422
    assert re.search(r'value="o12"[^>]*checked', page.content.decode())
    wrong = browser.post(address("remark-add"), {"text": "ควร", "items": ["o99"]})
    assert wrong.status_code == 422


def test_items_are_suggested_by_the_words(browser, agency):
    enter(agency, ban_song())
    sent = {"text": "ควรเผยแพร่รายงานผลการใช้จ่ายงบประมาณประจำปี", "action": "suggest"}
    page = browser.post(address("remark-add"), sent)
    assert page.status_code == 200
    assert re.search(r'value="o20"[^>]*checked', page.content.decode())
    assert sent["text"] in page.content.decode()
    part = browser.post(address("remark-add"), sent, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert re.search(r'value="o20"[^>]*checked', part.content.decode())
    assert queries.remarks(agency, 2565) == ()


def test_a_remark_is_edited_and_anothers_edit_is_not_run_over(browser, agency, officer, three):
    place = address("remark", three[0].pk)
    page = browser.get(place).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    register.edit_remark(
        agency,
        by=officer,
        score_year=2565,
        remark_id=three[0].pk,
        text="ของเขา",
        items=[],
        seen=seen,
    )
    clash = browser.post(place, {"text": "ของเรา", "seen": seen})
    assert clash.status_code == 409
    assert "ของเขา" in text_of(clash)
    assert "ของเรา" in clash.content.decode()
    assert order(agency)[0] == "ของเข"
    seen = re.search(r'name="seen" value="([^"]+)"', clash.content.decode())[1]
    browser.post(place, {"text": "ของเรา", "seen": seen})
    assert order(agency)[0] == "ของเร"


def test_remarks_are_moved_removed_and_brought_back(browser, agency, three):
    browser.post(address("remark-move", three[2].pk), {"to": "1"})
    assert order(agency) == ["สาม", "หนึ่ง", "=HYPE"]
    page = browser.post(address("remark-remove", three[0].pk), follow=True)
    assert order(agency) == ["สาม", "=HYPE"]
    undo = address("remark-back", three[0].pk)
    assert undo in page.content.decode()
    assert "csrfmiddlewaretoken" in page.content.decode().split(undo)[1][:200]
    browser.post(undo)
    assert order(agency) == ["สาม", "หนึ่ง", "=HYPE"]
    assert browser.post(address("remark-move", three[2].pk), {"to": "x"}).status_code == 404


def test_remarks_of_another_agency_are_not_found(
    client_of, make_actor, other_agency, three, browser
):
    stranger = client_of(make_actor(other_agency, ITA_OFFICER))
    assert stranger.get(address("remark", three[0].pk)).status_code == 404
    assert "หนึ่ง" not in text_of(stranger.get(address("remarks")))
    assert browser.get(address("remark", three[0].pk)).status_code == 200


def test_remarks_are_taken_from_the_score_file(browser, agency):
    enter(agency, sheet(remarks=["ควรเผยแพร่แผน", "ควรอบรม"]))
    assert "มีข้อเสนอแนะอีก 2 ข้อ" in text_of(browser.get(address("remarks")))
    browser.post(address("remarks-from-file"))
    browser.post(address("remarks-from-file"))
    assert len(order(agency)) == 2
    assert address("remarks-from-file") not in browser.get(address("remarks")).content.decode()


@pytest.mark.usefixtures("three")
def test_the_register_is_taken_along_without_formulas(browser):
    csv = browser.get(address("remarks-export", "csv")).content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in csv
    book = openpyxl.load_workbook(
        io.BytesIO(browser.get(address("remarks-export", "xlsx")).content)
    )
    cell = book.active["B5"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert browser.get(address("remarks-export", "exe")).status_code == 404


def test_get_changes_nothing(browser, agency, three):
    enter(agency, sheet())
    for name, more in [
        ("restore", 1), ("remark-move", three[0].pk), ("remark-remove", three[0].pk),
        ("remark-back", three[0].pk),
    ]:  # fmt: skip
        assert browser.get(address(name, more)).status_code == 405
    assert browser.get(address("remarks-from-file")).status_code == 405

"""The pages: what they show, what they refuse, and that nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web.assessment.changes import rename
from tests.web.roles import ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.framework.corrections import from_rows
from prongsai.core.framework.workbook import to_rows
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.readers.framework_workbook import read_framework_workbook
from prongsai.web.year.assessment.framework import documents as texts
from prongsai.web.year.assessment.models import Assessment, ItemNote
from prongsai.web.year.assessment.services.frameworks import current_documents
from prongsai.web.year.assessment.services.years import open_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_after_2569")]


@pytest.fixture
def year(agency, officer, frozen_clock):
    """Fiscal year 2570: a copy of 2569."""
    return open_year(agency, by=officer, fiscal_year=2570).assessment


@pytest.fixture
def browser(client_of, officer, frozen_clock):
    return client_of(officer)


def url(name, *args):
    return reverse(f"assessment:{name}", args=args)


def fields_of(response):
    """What a browser would send back of the page's main form, unchanged."""
    form = LexborHTMLParser(response.content.decode()).css_first('main form[method="post"]')
    sent = {}
    for field in form.css("input, textarea, select"):
        name, value = field.attributes.get("name"), field.attributes.get("value") or ""
        is_tick = field.attributes.get("type") in ("radio", "checkbox")
        if not name or (is_tick and "checked" not in field.attributes):
            continue
        if field.tag == "textarea":
            value = field.text().removeprefix("\n")
        if field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            value = chosen.attributes.get("value") or ""
        sent.setdefault(name, []).append(value)
    return sent


def documents(year):
    return current_documents(Assessment.objects.get(pk=year.pk))


def test_the_year_one_lives_in_is_suggested_and_opened(browser, agency):
    page = browser.get(url("years"))
    assert "2569" in page.content.decode()
    form = browser.get(url("open"))
    assert 'value="2569"' in form.content.decode()
    done = browser.post(url("open"), {"fiscal_year": "2569"})
    assert done["Location"] == url("framework", 2569)
    assert Assessment.objects.get(agency=agency).fiscal_year == 2569


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2601", "2570"), ("2555", "2563"), ("abc", "พ.ศ."), ("", "ใส่ปีงบประมาณ")],
)
def test_an_impossible_year_is_refused_kindly_and_stays_typed(browser, typed, words):
    page = browser.post(url("open"), {"fiscal_year": typed})
    html = page.content.decode()
    assert page.status_code == 422
    assert words in html
    assert f'value="{typed}"' in html or not typed


def test_a_common_era_year_is_understood(browser, agency):
    browser.post(url("open"), {"fiscal_year": "๒๐๒๖"})
    assert Assessment.objects.get(agency=agency).fiscal_year == 2569


def test_the_framework_says_what_is_unconfirmed(browser, year):
    html = browser.get(url("framework", 2570)).content.decode()
    assert 'id="unconfirmed"' in html
    assert "ข้อ 26 จาก 26" in html
    assert "ปฏิทิน" in html
    assert url("item", 2570, "o26") in html


def test_a_confirmed_year_has_no_banner(browser, agency, officer):
    open_year(agency, by=officer, fiscal_year=2565)
    from prongsai.web.year.assessment.queries import unconfirmed  # noqa: PLC0415

    assert unconfirmed(agency, 2565) is None
    assert unconfirmed(agency, 2569).is_draft


def test_a_year_that_is_not_open_is_read_only(browser):
    html = browser.get(url("framework", 2568)).content.decode()
    assert url("source-add", 2568) not in html
    assert f"{url('open')}?fiscal_year=2568" in html
    led = browser.get(url("source-add", 2568)).content.decode()
    assert 'name="fiscal_year" value="2568"' in led
    assert browser.get(url("framework", 2599)).status_code == 404


def test_a_page_of_a_year_that_is_not_open_has_the_button_or_says_who_may_press_it(
    browser, officer, chief_executive, client_of
):
    board, button = reverse("disclosure:board", args=[2568]), 'name="fiscal_year" value="2568"'
    other = client_of(chief_executive)
    told = other.get(board)
    assert told.status_code == 404
    assert button not in told.content.decode()
    assert any(held.position in told.content.decode() for held in officer.positions)
    assert url("framework", 2568) in told.content.decode(), "its items can be read"
    assert button in browser.get(board).content.decode()
    assert "fiscal_year" not in browser.get(board.replace("2568", "2700")).content.decode()
    assert browser.post(url("open"), {"fiscal_year": "2568"}).status_code == 302
    assert other.get(board).status_code == 200


EDIT_PAGES = [
    ("items-copy", 2570, "IIT"), ("source-add", 2570), ("source", 2570, "RTRDA"),
    ("import", 2570), ("official", 2570), ("carry", 2570), ("revision", 2570, 1),
]  # fmt: skip
READ_PAGES = [
    ("years",), ("framework", 2570), ("item", 2570, "o1"), ("export", 2570), ("revisions", 2570),
    ("notes", 2570), ("note", 2570, "executives"),
]  # fmt: skip


@pytest.mark.parametrize("page", [*EDIT_PAGES, *READ_PAGES], ids=lambda page: page[0])
@pytest.mark.few(3)
def test_every_page_opens_for_the_officer(browser, year, page):
    assert browser.get(url(*page)).status_code == 200


@pytest.mark.parametrize("page", READ_PAGES, ids=lambda page: page[0])
@pytest.mark.few(3)
def test_the_mayor_reads(client_of, chief_executive, year, page):
    assert client_of(chief_executive).get(url(*page)).status_code == 200


@pytest.mark.parametrize("page", EDIT_PAGES, ids=lambda page: page[0])
def test_the_mayor_changes_nothing(client_of, chief_executive, year, page):
    assert client_of(chief_executive).get(url(*page)).status_code == 403


@pytest.mark.parametrize("page", [*EDIT_PAGES, *READ_PAGES][:-4], ids=lambda page: page[0])
def test_another_agency_sees_nothing_of_the_year(client_of, other_agency, make_actor, year, page):
    stranger = make_actor(other_agency, ADMINISTRATOR)
    response = client_of(stranger).get(url(*page))
    assert response.status_code in (404, 302) or page[0] == "years"
    if page[0] == "years":
        assert "2570" not in response.content.decode().split("<main")[1].split("</table>")[0] or (
            "ยังไม่ได้เปิดปีใด" in response.content.decode()
        )


@pytest.mark.long
def test_items_are_copied_from_the_year_that_has_them(browser, year):
    sent = fields_of(browser.get(url("items-copy", 2570, "IIT")))
    assert browser.post(url("items-copy", 2570, "IIT"), sent).status_code == 302
    assert documents(year)["iit"]["items"]
    assert browser.get(url("items-copy", 2570, "IIT")).status_code == 404


def test_a_source_is_added_and_corrected(browser, year):
    added = browser.post(url("source-add", 2570), {"seen": "1", "proves": "หนังสือซักซ้อม ว 1"})
    assert added.status_code == 302
    assert documents(year)["sources"]["sources"][-1]["id"] == "OWN-2570-1"
    sent = fields_of(browser.get(url("source", 2570, "OWN-2570-1"))) | {"address": ["ไฟล์ 7"]}
    assert browser.post(url("source", 2570, "OWN-2570-1"), sent).status_code == 302
    assert documents(year)["sources"]["sources"][-1]["address"] == "ไฟล์ 7"
    assert browser.get(url("source", 2570, "NO-SUCH")).status_code == 404


def test_a_source_without_a_name_keeps_everything_typed(browser, year):
    page = browser.post(url("source-add", 2570), {"seen": "1", "proves": "", "address": "ไฟล์ 7"})
    html = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_proves"' in html
    assert "ไฟล์ 7" in html
    assert Assessment.objects.get(pk=year.pk).framework_number == 1


@pytest.mark.long
def test_two_people_see_both_sides(browser, client_of, make_actor, agency, year):
    address = url("source", 2570, "RTRDA")
    sent = fields_of(browser.get(address))
    other = client_of(make_actor(agency, OFFICE_HEAD))
    theirs = fields_of(other.get(address)) | {"proves": ["ของคนอื่น"]}
    assert other.post(address, theirs).status_code == 302
    page = browser.post(address, sent | {"proves": ["ของฉัน"]})
    html = page.content.decode()
    assert page.status_code == 422
    assert 'id="meanwhile"' in html
    assert "ของคนอื่น" in html
    assert "ของฉัน" in html
    again = fields_of(page)
    assert again["seen"] == ["2"]
    assert browser.post(address, again).status_code == 302
    assert named_source(year)["proves"] == "ของฉัน"


def named_source(year, source_id="RTRDA"):
    listed = documents(year)["sources"]["sources"]
    return next(one for one in listed if one["id"] == source_id)


def test_a_form_sent_twice_acts_once(browser, year):
    before = len(documents(year)["sources"]["sources"])
    sent = fields_of(browser.get(url("source-add", 2570))) | {"proves": ["หนังสือ"]}
    first = browser.post(url("source-add", 2570), sent)
    second = browser.post(url("source-add", 2570), sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(documents(year)["sources"]["sources"]) == before + 1


@pytest.mark.long
def test_export_and_import_go_round(browser, year):
    exported = browser.get(url("export", 2570))
    rows = read_framework_workbook(exported.content, "x.xlsx")
    next(row for row in rows["items"] if row["code"] == "o1")["name.th"] = "ชื่อในไฟล์"
    file = io.BytesIO(framework_workbook(rows))
    file.name = "แก้แล้ว.xlsx"
    led = browser.post(url("import", 2570), {"file": file})
    assert led.status_code == 302, led.content.decode()
    page = browser.get(led["Location"])
    assert "ชื่อในไฟล์" in page.content.decode()
    assert browser.post(led["Location"], fields_of(page)).status_code == 302
    assert documents(year)["oit"]["items"][0]["name"]["th"] == "ชื่อในไฟล์"
    assert "นำเข้าแล้ว" in browser.get(led["Location"]).content.decode()


@pytest.mark.parametrize(
    ("name", "data"), [("x.pdf", b"%PDF-1.7 nothing"), ("x.xlsx", b"PK\x03\x04 broken"), ("e", b"")]
)
def test_a_file_that_is_no_framework_is_refused(browser, year, name, data):
    page = browser.post(url("import", 2570), {"file": SimpleUploadedFile(name, data)})
    assert page.status_code == 422
    assert "govuk-error-message" in page.content.decode()


@pytest.mark.long
def test_a_former_revision_is_shown_and_restored(browser, year):
    before = named_source(year)["proves"]
    sent = fields_of(browser.get(url("source", 2570, "RTRDA"))) | {"proves": ["ชั่วคราว"]}
    browser.post(url("source", 2570, "RTRDA"), sent)
    page = browser.get(url("revision", 2570, 1))
    assert "ชั่วคราว" in page.content.decode()
    assert browser.post(url("revision", 2570, 1), fields_of(page)).status_code == 302
    assert Assessment.objects.get(pk=year.pk).framework_number == 3
    assert named_source(year)["proves"] == before
    assert browser.get(url("revision", 2570, 9)).status_code == 404


@pytest.fixture
def official(year, monkeypatch, tmp_path):
    """The program ships a 2570 whose o1 has another name than the agency's copy."""
    later = documents(year)
    rename(later, "o1", "ชื่อทางการ")
    folder = tmp_path / "2570"
    folder.mkdir()
    for name, text in texts.to_texts(later).items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(texts, "shipped_root", lambda: tmp_path)
    return later


@pytest.mark.long
def test_official_files_are_looked_at_and_taken_whole(browser, year, official):
    assert "มีข้อมูลทางการ" in browser.get(url("years")).content.decode()
    page = browser.get(url("official", 2570))
    assert "ชื่อทางการ" in page.content.decode()
    assert Assessment.objects.get(pk=year.pk).framework_number == 1
    assert browser.post(url("official", 2570), fields_of(page)).status_code == 302
    assert documents(year) == official
    assert "มีข้อมูลทางการ" not in browser.get(url("years")).content.decode()
    done = browser.get(url("official", 2570)).content.decode()
    assert "ไม่มีข้อมูลทางการที่ต่าง" in done


@pytest.mark.usefixtures("official")
@pytest.mark.long
def test_who_only_reads_is_told_of_official_files_and_led_to_none(
    browser, client_of, chief_executive
):
    for page in (("years",), ("framework", 2570)):
        told = client_of(chief_executive).get(url(*page)).content.decode()
        assert "มีข้อมูลทางการ" in told
        assert url("official", 2570) not in told
        assert url("official", 2570) in browser.get(url(*page)).content.decode()


def test_official_files_that_say_the_same_in_other_details_are_counted_as_none(
    browser, official, tmp_path, year
):
    official["oit"]["items"][0] = documents(year)["oit"]["items"][0]
    official["context"]["remark"] = "no sheet of a workbook has this"
    for name, text in texts.to_texts(official).items():
        (tmp_path / "2570" / name).write_text(text, encoding="utf-8")
    page = browser.get(url("official", 2570)).content.decode()
    assert "เฉพาะรายละเอียด" in page
    assert "0 รายการ" not in page


@pytest.mark.usefixtures("official")
def test_a_yes_to_another_state_is_shown_again(browser, year):
    page = browser.post(url("official", 2570), {"seen": "7-other"})
    assert page.status_code == 422
    assert "ชื่อทางการ" in page.content.decode()
    assert Assessment.objects.get(pk=year.pk).framework_number == 1


def test_notes_are_written_carried_and_shown(browser, year, agency, officer):
    open_year(agency, by=officer, fiscal_year=2569)
    done = browser.post(url("note", 2569, "executives"), {"seen": "0", "text": "เก็บที่สำนักปลัด"})
    assert done.status_code == 302
    preview = browser.get(url("carry", 2570)).content.decode()
    assert "ยกงานจากปี 2569 ได้ 1 รายการ" in preview.replace("\u00a0", " ")
    assert browser.post(url("carry", 2570)).status_code == 302
    assert ItemNote.objects.filter(agency=agency, fiscal_year=2570).count() == 1
    assert "เก็บที่สำนักปลัด" in browser.get(url("item", 2570, "o2")).content.decode()
    assert "เก็บที่สำนักปลัด" in browser.get(url("notes", 2570)).content.decode()


def test_a_note_of_two_people_shows_both(browser, year):
    browser.post(url("note", 2570, "executives"), {"seen": "0", "text": "ของคนแรก"})
    page = browser.post(url("note", 2570, "executives"), {"seen": "0", "text": "ของคนที่สอง"})
    html = page.content.decode()
    assert page.status_code == 422
    assert "ของคนแรก" in html
    assert "ของคนที่สอง" in html
    assert browser.post(url("note", 2570, "executives"), fields_of(page)).status_code == 302


def test_who_only_reads_writes_no_note(client_of, chief_executive, year):
    sent = {"seen": "0", "text": "x"}
    assert client_of(chief_executive).post(url("note", 2570, "executives"), sent).status_code == 403
    assert not ItemNote.objects.exists()


def test_the_workbook_of_the_year_names_its_revision(browser, year):
    response = browser.get(url("export", 2570))
    assert 'filename="framework-2570-r1.xlsx"' in response["Content-Disposition"]
    assert to_rows(documents(year))["items"][0]["code"] == "o1"


@pytest.mark.parametrize(
    ("language", "words"), [("th", "ยังขัดแย้งกัน: หน่วยงานหนึ่ง"), ("en", "disputed: one agency")]
)
@pytest.mark.parametrize("code", ["o25", "o26"])
def test_what_is_disputed_of_an_item_is_told_in_the_readers_language(
    browser, year, code, language, words
):
    browser.cookies["django_language"] = language
    page = browser.get(url("item", 2570, code)).content.decode()
    assert words in page


def test_a_workbook_that_goes_out_and_comes_back_keeps_what_is_disputed(year):
    documents = current_documents(year)
    rows = read_framework_workbook(framework_workbook(to_rows(documents)), "x.xlsx")
    after, _ = from_rows(documents, rows, "x.xlsx")
    (item,) = [one for one in after["oit"]["items"] if one["code"] == "o25"]
    assert set(item["notice"]) == {"th", "en"}


@pytest.mark.parametrize(("language", "is_shown"), [("th", False), ("en", True)])
def test_the_page_of_an_item_speaks_the_readers_language(
    browser, agency, officer, language, is_shown
):
    year = open_year(agency, by=officer, fiscal_year=2566).assessment
    item = documents(year)["iit"]["items"][0]
    browser.cookies["django_language"] = language
    html = browser.get(url("item", 2566, item["code"])).content.decode()
    page = " ".join(LexborHTMLParser(html).text().split())
    assert (item["notice"]["en"] in page, item["name"]["en"] in page) == (is_shown, is_shown)
    assert ("'th'" in page, item["notice"]["th"] in page) == (False, not is_shown)

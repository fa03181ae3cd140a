"""The pages: what they show, what they refuse, and that nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web.roles import ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.framework.corrections import from_rows
from prongsai.core.framework.workbook import to_rows
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.readers.framework_workbook import read_framework_workbook
from prongsai.web.assessment.framework import texts
from prongsai.web.assessment.models import Assessment, ItemNote
from prongsai.web.assessment.services.revisions import current_documents
from prongsai.web.assessment.services.years import open_year

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
    from prongsai.web.assessment.queries import unconfirmed  # noqa: PLC0415

    assert unconfirmed(agency, 2565) is None
    assert unconfirmed(agency, 2569).is_draft


def test_a_year_that_is_not_open_is_read_only(browser):
    html = browser.get(url("framework", 2568)).content.decode()
    assert url("weights", 2568) not in html
    assert f"{url('open')}?fiscal_year=2568" in html
    led = browser.get(url("weights", 2568))
    assert led["Location"] == f"{url('open')}?fiscal_year=2568"
    assert browser.get(url("framework", 2599)).status_code == 404


EDIT_PAGES = [
    ("item-edit", 2570, "o1"), ("item-add", 2570, "OIT"), ("item-add", 2570, "IIT"),
    ("item-drop", 2570, "o1"), ("items-copy", 2570, "IIT"), ("instrument", 2570, "OIT"),
    ("instrument", 2570, "IIT"), ("indicator", 2570, "9"), ("weights", 2570), ("levels", 2570),
    ("rules", 2570), ("phase-add", 2570), ("source-add", 2570), ("source", 2570, "RTRDA"),
    ("import", 2570), ("merge", 2570), ("carry", 2570), ("revision", 2570, 1),
]  # fmt: skip
READ_PAGES = [
    ("years",), ("framework", 2570), ("item", 2570, "o1"), ("export", 2570), ("revisions", 2570),
    ("notes", 2570), ("note", 2570, "executives"),
]  # fmt: skip


@pytest.mark.parametrize("page", [*EDIT_PAGES, *READ_PAGES], ids=lambda page: page[0])
def test_every_page_opens_for_the_officer(browser, year, page):
    assert browser.get(url(*page)).status_code == 200


@pytest.mark.parametrize("page", READ_PAGES, ids=lambda page: page[0])
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


def test_an_item_is_confirmed_with_its_elements(browser, year):
    sent = fields_of(browser.get(url("item-edit", 2570, "o1")))
    sent |= {
        "name_th": ["โครงสร้างและอำนาจหน้าที่"], "confidence": ["confirmed"],
        "source": ["MANUAL-2570"], "page": ["๑๒"], "place": ["9|new"],
        "new_sub_th": ["ข้อมูลพื้นฐาน"], "element-0-confidence": ["confirmed"],
        "element-0-source": ["MANUAL-2570"], "element-0-page": ["13"], "element-1-drop": ["on"],
    }  # fmt: skip
    done = browser.post(url("item-edit", 2570, "o1"), sent)
    assert done.status_code == 302, done.content.decode()
    found = documents(year)
    item = found["oit"]["items"][0]
    assert (item["page"], item["sub_indicator"]) == (12, "9.1")
    assert item["lineage"] == ["organisation-structure", "powers-and-duties"]
    elements = found["elements"]["elements"]["o1"]
    assert (len(elements), elements[0]["page"]) == (5, 13)
    assert "o1" in browser.get(url("item", 2570, "o1")).content.decode()


def test_an_item_sent_back_unchanged_changes_nothing(browser, year):
    browser.post(url("items-copy", 2570, "IIT"), {"seen": "1"})
    before = Assessment.objects.get(pk=year.pk).framework_number
    for code in ("o6", "o21", "i1", "i5"):
        sent = fields_of(browser.get(url("item-edit", 2570, code)))
        first = documents(year)
        done = browser.post(url("item-edit", 2570, code), sent)
        assert done.status_code == 302
        after = documents(year)
        for document in (first, after):  # only the mark of the copy goes
            for item in document["iit"]["items"]:
                item.pop("carried_from", None)
        assert after == first, code
    assert Assessment.objects.get(pk=year.pk).framework_number >= before


def test_confirmed_without_page_keeps_everything_typed(browser, year):
    sent = fields_of(browser.get(url("item-edit", 2570, "o1")))
    sent |= {"name_th": ["ชื่อที่พิมพ์ยาว"], "confidence": ["confirmed"], "source": ["MANUAL-2570"]}
    page = browser.post(url("item-edit", 2570, "o1"), sent)
    html = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_page"' in html
    assert "ชื่อที่พิมพ์ยาว" in html
    assert documents(year)["oit"]["items"][0]["name"]["th"] != "ชื่อที่พิมพ์ยาว"


def test_a_wrong_element_is_named_and_kept(browser, year):
    sent = fields_of(browser.get(url("item-edit", 2570, "o1")))
    sent |= {"element-0-text_th": [""], "element-0-text_en": ["Kept English"]}
    html = browser.post(url("item-edit", 2570, "o1"), sent).content.decode()
    assert 'href="#id_element-0-text_th"' in html
    assert "Kept English" in html


def test_two_people_see_both_sides(browser, client_of, make_actor, agency, year):
    sent = fields_of(browser.get(url("item-edit", 2570, "o1")))
    other = client_of(make_actor(agency, OFFICE_HEAD))
    theirs = fields_of(other.get(url("item-edit", 2570, "o1"))) | {"name_th": ["ของคนอื่น"]}
    assert other.post(url("item-edit", 2570, "o1"), theirs).status_code == 302
    page = browser.post(url("item-edit", 2570, "o1"), sent | {"name_th": ["ของฉัน"]})
    html = page.content.decode()
    assert page.status_code == 422
    assert 'id="meanwhile"' in html
    assert "ของคนอื่น" in html
    assert "ของฉัน" in html
    again = fields_of(page)
    assert again["seen"] == ["2"]
    assert browser.post(url("item-edit", 2570, "o1"), again).status_code == 302
    assert documents(year)["oit"]["items"][0]["name"]["th"] == "ของฉัน"


def test_an_item_is_added_and_dropped(browser, year):
    sent = fields_of(browser.get(url("item-add", 2570, "OIT")))
    assert sent["code"] == ["o27"]
    sent |= {"name_th": ["ข้อใหม่"], "element-0-text_th": ["แสดงสิ่งใหม่"]}
    assert browser.post(url("item-add", 2570, "OIT"), sent).status_code == 302
    item = documents(year)["oit"]["items"][26]
    assert item["lineage"] == ["new-2570-o1"]
    sent = fields_of(browser.get(url("item-drop", 2570, "o27")))
    assert browser.post(url("item-drop", 2570, "o27"), sent).status_code == 302
    assert len(documents(year)["oit"]["items"]) == 26


def test_a_form_sent_twice_acts_once(browser, year):
    sent = fields_of(browser.get(url("item-add", 2570, "OIT"))) | {"name_th": ["ข้อใหม่"]}
    first = browser.post(url("item-add", 2570, "OIT"), sent)
    second = browser.post(url("item-add", 2570, "OIT"), sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(documents(year)["oit"]["items"]) == 27


def test_weights_levels_and_rules_are_typed(browser, year):
    proof = {"confidence": "confirmed", "source": "MANUAL-2570", "page": "3"}
    bad = browser.post(url("weights", 2570), proof | {"seen": "1", "iit": "30", "eit": "30"})
    assert bad.status_code == 422
    good = proof | {"seen": "1", "iit": "30", "eit": "30", "oit": "40"}
    assert browser.post(url("weights", 2570), good).status_code == 302
    sent = fields_of(browser.get(url("levels", 2570))) | proof
    sent |= {"level-0-code": "pass", "level-0-label_th": "ผ่าน", "level-0-minimum": "85"}
    gap = browser.post(url("levels", 2570), sent)
    assert gap.status_code == 422  # nothing begins at 0
    assert "ผ่าน" in gap.content.decode()
    sent |= {"level-1-code": "fail", "level-1-label_th": "ไม่ผ่าน", "level-1-minimum": "0"}
    assert browser.post(url("levels", 2570), sent).status_code == 302
    sent = fields_of(browser.get(url("rules", 2570))) | {"status": ["released"]}
    early = browser.post(url("rules", 2570), sent)
    assert early.status_code == 422
    assert "ยังตั้งเป็น" in early.content.decode()
    sent |= {"status": ["draft"], "target": ["85"]}
    assert browser.post(url("rules", 2570), sent).status_code == 302
    framework = documents(year)["framework"]
    assert framework["target"]["score"] == 85
    assert [part["weight"] for part in framework["instruments"]] == [0.3, 0.3, 0.4]


def test_dates_are_typed_in_thai(browser, year):
    day = {"first_0": "1", "first_1": "มี.ค.", "first_2": "2570"}
    sent = {"seen": "1", "phase_th": "ตอบ OIT", "source": "MANUAL-2570", "page": "9", **day}
    wrong = sent | {"last_0": "1", "last_1": "2", "last_2": "2570"}
    assert browser.post(url("phase-add", 2570), wrong).status_code == 422
    right = sent | {"last_0": "30", "last_1": "4", "last_2": "2570"}
    assert browser.post(url("phase-add", 2570), right).status_code == 302
    phase = documents(year)["context"]["calendar"][0]
    assert (phase["from"], phase["to"], phase["page"]) == ("2570-03-01", "2570-04-30", 9)
    html = browser.get(url("framework", 2570)).content.decode()
    assert "1 มี.ค. 2570" in html.replace("\u00a0", " ")
    dropped = browser.post(url("phase", 2570, 0), {"seen": "2", "drop": "1"})
    assert dropped.status_code == 302
    assert not documents(year)["context"].get("calendar")


def test_names_and_sources_are_corrected(browser, year):
    sent = fields_of(browser.get(url("indicator", 2570, "9"))) | {"name_th": ["ชื่อใหม่"]}
    assert browser.post(url("indicator", 2570, "9"), sent).status_code == 302
    added = browser.post(url("source-add", 2570), {"seen": "2", "proves": "หนังสือซักซ้อม ว 1"})
    assert added.status_code == 302
    assert documents(year)["sources"]["sources"][-1]["id"] == "OWN-2570-1"
    assert browser.get(url("source", 2570, "NO-SUCH")).status_code == 404


def test_export_and_import_go_round(browser, year):
    exported = browser.get(url("export", 2570))
    rows = read_framework_workbook(exported.content, "x.xlsx")
    next(row for row in rows["items"] if row["code"] == "o1")["name.th"] = "ชื่อในแฟ้ม"
    file = io.BytesIO(framework_workbook(rows))
    file.name = "แก้แล้ว.xlsx"
    led = browser.post(url("import", 2570), {"file": file})
    assert led.status_code == 302, led.content.decode()
    page = browser.get(led["Location"])
    assert "ชื่อในแฟ้ม" in page.content.decode()
    assert browser.post(led["Location"], fields_of(page)).status_code == 302
    assert documents(year)["oit"]["items"][0]["name"]["th"] == "ชื่อในแฟ้ม"
    assert "นำเข้าแล้ว" in browser.get(led["Location"]).content.decode()


@pytest.mark.parametrize(
    ("name", "data"), [("x.pdf", b"%PDF-1.7 nothing"), ("x.xlsx", b"PK\x03\x04 broken"), ("e", b"")]
)
def test_a_file_that_is_no_framework_is_refused(browser, year, name, data):
    page = browser.post(url("import", 2570), {"file": SimpleUploadedFile(name, data)})
    assert page.status_code == 422
    assert "govuk-error-message" in page.content.decode()


def test_a_former_revision_is_shown_and_restored(browser, year):
    sent = fields_of(browser.get(url("item-edit", 2570, "o1"))) | {"name_th": ["ชั่วคราว"]}
    browser.post(url("item-edit", 2570, "o1"), sent)
    page = browser.get(url("revision", 2570, 1))
    assert "ชั่วคราว" in page.content.decode()
    assert browser.post(url("revision", 2570, 1), fields_of(page)).status_code == 302
    assert Assessment.objects.get(pk=year.pk).framework_number == 3
    assert documents(year)["oit"]["items"][0]["name"]["th"] != "ชั่วคราว"
    assert browser.get(url("revision", 2570, 9)).status_code == 404


def test_official_data_is_merged_by_choice(browser, year, monkeypatch, tmp_path):
    later = documents(year)
    later["oit"]["items"][0]["name"]["th"] = "ชื่อทางการ"
    later["oit"]["items"][1]["name"]["th"] = "ชื่อทางการสอง"
    folder = tmp_path / "2570"
    folder.mkdir()
    for name, text in texts.to_texts(later).items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(texts, "shipped_root", lambda: tmp_path)
    assert "มีข้อมูลทางการ" in browser.get(url("years")).content.decode()
    page = browser.get(url("merge", 2570))
    sent = fields_of(page)
    sides = sorted(name for name in sent if name.startswith("side-"))
    assert len(sides) == 2
    first = page.content.decode().index("ชื่อทางการ")
    assert first
    kept = next(name for name in sides if page.content.decode().index(name) < first + 9999)
    done = browser.post(url("merge", 2570), sent | {kept: ["own"]})
    assert done.status_code == 302
    names = [item["name"]["th"] for item in documents(year)["oit"]["items"][:2]]
    assert sum("ทางการ" in name for name in names) == 1
    assert "มีข้อมูลทางการ" not in browser.get(url("years")).content.decode()


def test_a_merge_over_another_state_is_shown_again(browser, year, monkeypatch, tmp_path):
    folder = tmp_path / "2570"
    folder.mkdir()
    for name, text in texts.to_texts(documents(year)).items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(texts, "shipped_root", lambda: tmp_path)
    page = browser.post(url("merge", 2570), {"seen": "7-other"})
    assert page.status_code == 422


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

"""The table of states: frozen as papers, read back in, and taken over by who may."""

import io
import json
import zipfile

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.web import factories
from tests.web.disclosure import samples
from tests.web.disclosure.samples import YEAR, item, link, save, unit_head, work
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import ItemState
from prongsai.core.thai import arabic_digits
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure.models import ItemWork, StatusSnapshot
from prongsai.web.disclosure.disclosure.queries.board import status_of
from prongsai.web.disclosure.disclosure.queries.hand_in import preview
from prongsai.web.disclosure.disclosure.views import board
from prongsai.web.platform.clock import today
from prongsai.web.year.ownership.owners import Standing

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip
TABLE = (
    "ข้อ\tชื่อข้อ\tสถานะ\tเอกสาร\tหน่วยงาน\n"
    "o1\tโครงสร้าง\tทำแล้ว\t1. แผนผัง\tกองคลัง\n"
    "o2\tข้อมูลผู้บริหาร\tกำลังทำ"
)


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def head(agency, officer):
    """The head of a unit that owns o13."""
    return actor_on(unit_head(agency, officer, "o13"), today())


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def states(agency):
    return {row.item: row.state for row in ItemWork.objects.filter(agency=agency, fiscal_year=YEAR)}


def frozen(browser):
    assert browser.post(at("freeze")).status_code == 302
    run_jobs()
    return StatusSnapshot.objects.first()


def file_of(browser, row, form):
    answer = browser.get(at("status-file", row.pk, form))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read(browser, text="", **said):
    return browser.post(at("status-import"), {"text": text, "act": "read", **said})


def take(browser, text, *codes, **said):
    sent = {"text": text, "act": "take", "item": codes, **said}
    return browser.post(at("status-import"), sent, follow=True)


@pytest.mark.long
def test_a_frozen_table_stays_and_what_changed_since_is_told(officer, browser):
    link(officer, title="คู่มือ ฉบับเต็ม")
    save(officer, state=ItemState.DONE, remark="รอลงนาม")
    row = frozen(browser)
    save(officer, state=ItemState.IN_PROGRESS)
    page = tight(browser.get(at("status")).content.decode())
    assert "ทำแล้ว1จาก43ข้อ" in page
    assert "ทำแล้ว→กำลังทำ" in page
    data = file_of(browser, row, "xlsx")
    cells = [list(map(str, one)) for one in sheet(data)]
    (told,) = [one for one in cells if any("ข้อ o13 " in cell for cell in one)]
    assert told[3:6] == ["", "", "✓"]
    assert told[6] == "1. คู่มือ ฉบับเต็ม"
    assert told[8] == "รอลงนาม"


def test_the_paper_has_a_table_for_each_indicator(officer, browser):
    save(officer, state=ItemState.DONE)
    row = frozen(browser)
    text = words_of(file_of(browser, row, "pdf"))
    for said in ("ตัวชี้วัดที่9", "ตัวชี้วัดที่10", "ดำเนินการแล้ว1ข้อ", "ยังไม่ดำเนินการ42ข้อ"):
        assert said in text
    with zipfile.ZipFile(io.BytesIO(file_of(browser, row, "docx"))) as word:
        assert word.read("word/document.xml").count(b"<w:tbl>") >= 2


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
@pytest.mark.long
def test_our_own_table_is_read_back_in(form, officer, browser):
    for code, state in (
        ("o1", ItemState.DONE),
        ("o30", ItemState.IN_PROGRESS),
        ("o43", ItemState.HANDED_IN),
    ):
        save(officer, code, state=state)
    data = file_of(browser, frozen(browser), form)
    stood = states(officer.agency)
    for code in ("o1", "o30", "o43"):
        save(officer, code, state=ItemState.NOT_STARTED)
    given = SimpleUploadedFile(f"status.{form}", data)
    answer = browser.post(at("status-import"), {"file": given, "act": "read"})
    page = tight(answer.content.decode())
    assert "อ่านได้43จาก43ข้อ" in page
    assert "อ่านไม่ได้" not in page
    text = answer.context["form"].data["text"]
    take(browser, text, "o1", "o30", "o43")
    assert states(officer.agency) == stood


def test_the_boards_own_workbook_is_read_back_in(officer, browser):
    save(officer, "o1", state=ItemState.DONE)
    given = SimpleUploadedFile("oit.xlsx", browser.get(at("export")).content)
    answer = browser.post(at("status-import"), {"file": given, "act": "read"})
    assert "อ่านได้43จาก43ข้อ" in tight(answer.content.decode())


def test_nothing_changes_before_it_is_taken(officer, browser):
    page = tight(read(browser, TABLE).content.decode())
    assert "ยังไม่เริ่ม→<b>ทำแล้ว</b>" in page
    assert states(officer.agency) == {}
    take(browser, TABLE, "o1")
    assert set(states(officer.agency).values()) == {"done"}


def test_remarks_and_units_fill_only_what_is_open(agency, officer, browser):
    unit = factories.make_unit(agency, "กองคลัง")
    save(officer, "o2", state=ItemState.NOT_STARTED, documents="ของเดิม")
    table = TABLE.replace("กำลังทำ", "กำลังทำ\tเอกสารใหม่\tกองคลัง")
    take(browser, table, "o1", "o2", notes="on", owners="on")
    assert work(agency, "o1").row.documents == "1. แผนผัง"
    assert work(agency, "o2").row.documents == "ของเดิม"
    standing = Standing(agency, YEAR, None)
    for code in ("o1", "o2"):
        assert standing.owners_of(item(agency, code).subject).main.unit_id == unit.pk


def test_a_table_comes_back_column_for_column(agency, officer, browser):
    """As document 002 has it: documents in one column, the unit and the people in two more."""
    factories.make_unit(agency, "กองคลัง")
    told = "1. แผนการใช้จ่าย 2. บันทึกลงเว็บไซต์"
    head = "ที่\tหัวข้อ\tยังไม่ดำเนินการ\tอยู่ระหว่างดำเนินการ\tดำเนินการแล้ว\tแนวทาง เอกสาร\tหน่วยงาน\tหมายเหตุ"
    line = f"\t\t\t✓\t{told}\tกองคลัง\tผู้รับผิดชอบ ก (ตัวอย่าง)"
    name = item(agency, "o18").name.th
    table = f"{head}\n1\tข้อ o18 {name}{line}"
    take(browser, table, "o18", notes="on", owners="on")
    link(officer, "o18", title="คู่มือ ฉบับเต็ม")
    cells = [list(map(str, one)) for one in sheet(file_of(browser, frozen(browser), "xlsx"))]
    (row,) = [one for one in cells if any("ข้อ o18 " in cell for cell in one)]
    assert row[3:9] == ["", "", "✓", f"{told}\nคู่มือ ฉบับเต็ม", "กองคลัง", "ผู้รับผิดชอบ ก (ตัวอย่าง)"]


def test_our_own_table_brought_back_freezes_no_titles(agency, officer, browser):
    link(officer, "o18", title="รายงานผลจัดซื้อ")
    link(officer, "o18", title="รายงาน", address=f"{samples.SITE}/short")
    save(officer, "o18", state=ItemState.DONE)
    data = file_of(browser, frozen(browser), "xlsx")
    given = SimpleUploadedFile("status.xlsx", data)
    text = (
        browser.post(at("status-import"), {"file": given, "act": "read"})
        .context["form"]
        .data["text"]
    )
    take(browser, text, "o18", notes="on")
    assert work(agency, "o18").row.documents == ""
    save(officer, "o18", documents="1. รายงานผลจัดซื้อ")
    lines = status_of(agency, YEAR, today()).lines
    assert next(line for line in lines if line.code == "o18").documents == (
        "1. รายงานผลจัดซื้อ", "รายงาน"
    )  # fmt: skip


def test_without_the_boxes_only_states_are_taken(agency, browser):
    factories.make_unit(agency, "กองคลัง")
    take(browser, TABLE, "o1")
    assert work(agency, "o1").row.documents == ""
    assert Standing(agency, YEAR, None).owners_of(item(agency, "o1").subject).is_open


def test_what_goes_back_is_not_ticked_at_first(officer, browser):
    save(officer, "o2", state=ItemState.DONE)
    answer = read(browser, TABLE)
    assert answer.context["ticked"] == {"o1"}
    assert "ย้อนกลับ" in answer.content.decode()


def test_what_another_did_while_the_table_was_looked_at_is_not_overwritten(officer, browser):
    shown = read(browser, TABLE).content.decode()
    assert 'value="o2:not-started"' in shown
    save(officer, "o2", state=ItemState.DONE)
    answer = take(browser, TABLE, "o1:not-started", "o2:not-started")
    assert answer.status_code == 422
    assert "มีคนเปลี่ยนข้อ o2" in answer.content.decode()
    assert answer.context["ticked"] == {"o1"}
    assert set(states(officer.agency).values()) == {"done"}
    assert len(states(officer.agency)) == 1
    take(browser, TABLE, "o1:not-started", "o2:done")
    assert sorted(states(officer.agency).values()) == ["done", "in-progress"]


def test_nor_what_another_did_at_the_last_moment(officer, browser, monkeypatch):
    """After the table was compared, before the rows are held."""

    def looked(*args):
        read = preview(*args)
        save(officer, "o2", state=ItemState.DONE)
        return read

    monkeypatch.setattr(board, "preview", looked)
    answer = take(browser, TABLE, "o1:not-started", "o2:not-started")
    assert answer.status_code == 422
    assert "มีคนเปลี่ยนข้อ o2" in answer.content.decode()
    assert answer.context["ticked"] == {"o1"}
    assert set(states(officer.agency).values()) == {"done"}


def test_a_unit_takes_over_its_own_items_alone(agency, client_of, head):
    table = TABLE + "\no13\t\tทำแล้ว"
    browser = client_of(head)
    answer = read(browser, table)
    assert [row.item.code for row in answer.context["read"].rows] == ["o13"]
    assert answer.context["read"].others == 2
    assert "owners" not in answer.context["form"].fields
    take(browser, table, "o1", "o13", owners="on")
    assert [row.item for row in ItemWork.objects.filter(state="done")] == [item(agency, "o13").key]


def test_a_table_of_chosen_items_alone(officer, browser):
    save(officer, "o1", state=ItemState.DONE)
    browser.post(at("freeze"), {"item": ["o1", "o30", "o99"]})
    status = StatusSnapshot.objects.get().content
    lines = [line for part in status["parts"] for line in part["lines"]]
    assert [(line["code"], line["state"]) for line in lines] == [
        ("o1", "done"), ("o30", "not-started"),
    ]  # fmt: skip
    browser.post(at("freeze"))
    assert {len(one.content["parts"]) for one in StatusSnapshot.objects.all()} == {1, 2}


def test_only_who_keeps_the_disclosure_freezes(client_of, head):
    browser = client_of(head)
    assert browser.post(at("freeze")).status_code == 403
    assert browser.get(at("status")).status_code == 200


def test_nobody_hands_in_by_a_table(agency, officer, client_of, head):
    table = "o13\tส่งแล้ว"
    answer = take(client_of(head), table, "o13")
    assert answer.status_code == 422
    assert states(agency) == {}
    take(client_of(officer), table, "o13")
    assert set(states(agency).values()) == {"handed-in"}


def test_a_frozen_table_of_another_agency_is_not_there(browser, make_actor, other_agency):
    row = frozen(browser)
    StatusSnapshot.objects.update(agency=other_agency)
    assert browser.get(at("status-file", row.pk, "pdf")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "  "}, "เลือกไฟล์ หรือวางตารางก่อน"),
        ({"text": "ไม่มีตาราง"}, "ไม่พบสถานะของข้อใด"),
        ({"file": b"PK broken"}, "ไฟล์"),
    ],
)
def test_what_cannot_be_read_is_told(sent, said, browser):
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("a.docx", sent["file"])}
    answer = browser.post(at("status-import"), {**sent, "act": "read"})
    assert said in answer.content.decode()


def test_taking_nothing_is_told_and_the_table_stays(browser):
    answer = take(browser, TABLE)
    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกข้อใด" in answer.content.decode()
    assert "โครงสร้าง" in answer.context["form"].data["text"]


def tight(text):
    """A text without any blank."""
    return "".join(text.split())


def sheet(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return arabic_digits(tight(text))


@pytest.mark.long
def test_the_whole_table_of_a_document_comes_back_with_its_units_and_people(
    agency, officer, browser, shared
):
    """Seven tables over the pages of document 002: 37 rows, three states, units, people."""
    samples.opened(agency, 2564)
    names = ("กองคลัง", "กองช่าง", "สำนักปลัดเทศบาล")
    for name in names:
        factories.make_unit(agency, name)
    told = json.loads((shared / "golden/002.json").read_text("utf-8"))["oit_status"]
    data = (shared / "mission/seeds/002.txt").read_bytes()
    place = reverse("disclosure:status-import", args=[2564])
    given = SimpleUploadedFile("002.txt", data)
    answer = browser.post(place, {"file": given, "act": "read"})
    text, codes = answer.context["form"].data["text"], [row["code"] for row in told]
    sent = {"text": text, "act": "take", "item": codes, "notes": "on", "owners": "on"}
    assert browser.post(place, sent).status_code == 302
    browser.post(reverse("disclosure:freeze", args=[2564]))
    run_jobs()
    kept = StatusSnapshot.objects.get()
    file = browser.get(reverse("disclosure:status-file", args=[2564, kept.pk, "xlsx"]))
    cells = [list(map(str, one)) for one in sheet(file.getvalue())]
    columns = {"not_started": 3, "in_progress": 4, "done": 5}
    for row in told:
        (line,) = [one for one in cells if any(f"ข้อ {row['code']} " in cell for cell in one)]
        assert [place for place in columns.values() if line[place]] == [columns[row["status"]]]
        assert line[6].removeprefix("1. ") == row["actions_raw_th"].removeprefix("1. ")
        units = row["responsible_units"]
        assert line[7].split(", ") == (sorted(names) if units == ["ทุกส่วนราชการ"] else units)
        assert line[8].split() == row["responsible_person_placeholders"]

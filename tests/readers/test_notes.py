"""Notes and meetings as people type them; what is wrong is told with its place."""

import io
from datetime import date, time
from decimal import Decimal

import pytest
import xlsxwriter

from prongsai.core.errors import UnreadableInput
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.papers.minutes import Participant
from prongsai.core.yaml_data.documents import Document
from prongsai.readers.meeting_file import read_meeting
from prongsai.readers.notes import read_notes

PLAN = Plan("ก", 2566, 2565, (Measure("M1", "1", "จัดบัตรคิว"), Measure("M2", "2", "ติดป้าย")), ())
FULL = """
- measure: ๑
  on: 14 มีนาคม 2566
  percent: ๑๐๐
  done: [จัดคิว, สอนใช้]
  outcome: คิวสั้นลง
  problem: ไม่มี
  spent: 1,200.50 บาท
  reached: 40 คน
  photos: [{file: a.jpg, caption: จุดบริการ}, b.jpg]
"""


def read(text):
    return read_notes(text.encode(), "notes.yaml", PLAN)


def workbook(*rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("ผล")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def codes(findings):
    return [one.code for one in findings.items]


def test_a_full_note_is_read():
    reading = read(FULL)
    (note,) = reading.notes["M1"]
    assert codes(reading.findings) == []
    assert (note.on, note.percent, note.spent, note.reached) == (
        date(2023, 3, 14), 100, Decimal("1200.50"), 40,
    )  # fmt: skip
    assert note.done == "จัดคิว\nสอนใช้"
    assert [(one.name, one.caption) for one in note.evidence] == [
        ("a.jpg", "จุดบริการ"),
        ("b.jpg", ""),
    ]
    assert note.outcome == "คิวสั้นลง"


def test_a_measure_is_named_by_number_or_key():
    reading = read("- {measure: M2, on: 1/3/2566}\n- {measure: 2., on: 2/3/2566}\n")
    assert len(reading.notes["M2"]) == 2


def test_a_workbook_says_the_same():
    data = workbook(
        ("รายงานผล",), ("ที่", "วันที่", "ร้อยละ", "สิ่งที่ดำเนินการ", "ภาพ"),
        ("1", "14 มี.ค. 2566", 100, "จัดคิว", "a.jpg: จุดบริการ"),
    )  # fmt: skip
    reading = read_notes(data, "notes.xlsx", PLAN)
    (note,) = reading.notes["M1"]
    assert (note.percent, note.done, note.evidence[0].caption) == (100, "จัดคิว", "จุดบริการ")
    assert note.source.sheet == "ผล"
    assert note.source.row == 3


def test_a_csv_is_read_too():
    text = "measure,on,percent,done\n2,14/3/2566,50,ทำแบบ\n"
    assert read_notes(text.encode(), "notes.csv", PLAN).notes["M2"][0].percent == 50


@pytest.mark.parametrize(("text", "code", "quote"), [
    ("- {measure: 9, on: 1/3/2566}", "note_measure", "9"),
    ("- {measure: 1, on: เมื่อวาน}", "note_date", "เมื่อวาน"),
    ("- {measure: 1, on: 1/3/2566, percent: 101}", "note_number", None),
    ("- {measure: 1, on: 1/3/2566, spent: มาก}", "note_number", None),
    ("- {measure: 1, on: 1/3/2566, reached: -4}", "note_number", None),
    ("- {measure: 1, on: 1/3/2566, ผล: ดี}", "note_unknown_name", None),
    ("- ข้อความ", "note_shape", "ข้อความ"),
    ("ข้อความ", "notes_shape", None),
])  # fmt: skip
def test_what_cannot_be_used_is_told_with_its_place(text, code, quote):
    (finding,) = read(text).findings.items
    assert finding.code == code
    assert finding.next_step
    assert finding.places[0].file == "notes.yaml"
    assert quote is None or finding.places[0].quote == quote


def test_all_faults_of_an_entry_are_told_at_once():
    reading = read("- {measure: M9, on: 31 กุมภาพันธ์ 2566, percent: 140, spent: มาก, reached: -1}")
    told = [finding.code for finding in reading.findings.items]
    assert len(told) == 5
    assert told.count("note_number") == 3
    assert not reading.notes


def test_a_sheet_without_headings_is_told():
    reading = read_notes(workbook(("1", "จัดคิว")), "notes.xlsx", PLAN)
    assert codes(reading.findings) == ["notes_without_head"]


def test_an_empty_file_has_no_notes():
    assert read("").notes == {}


# Meetings

MEETING = {
    "group": "คณะทำงาน", "number": "1/2566", "day": "14 มีนาคม 2566", "begins": "09.30 น.",
    "agenda": ["เรื่องแจ้ง", {"title": "พิจารณา", "resolution": "เห็นชอบ"}],
    "attended": ["ปลัดเทศบาล", {"position": "ผู้อำนวยการกองคลัง", "role": "คณะทำงาน"}],
}  # fmt: skip


def meeting_of(content):
    return read_meeting(Document("meeting.yaml", content))


def test_a_meeting_is_read():
    meeting, findings = meeting_of(MEETING)
    assert findings == ()
    assert (meeting.day, meeting.begins, meeting.ends) == (date(2023, 3, 14), time(9, 30), None)
    assert [(one.number, one.resolution) for one in meeting.agenda] == [(1, ""), (2, "เห็นชอบ")]
    assert meeting.attended == (
        Participant("ปลัดเทศบาล"),
        Participant("ผู้อำนวยการกองคลัง", "คณะทำงาน"),
    )


@pytest.mark.parametrize(("change", "code"), [
    ({"begins": "25.00"}, "meeting_hour"), ({"ends": "เที่ยง"}, "meeting_hour"),
    ({"agenda": [{"text": "ไม่มีชื่อ"}]}, "meeting_missing_name"),
    ({"absent": [{}]}, "meeting_missing_name"), ({"joined": ["ก", []]}, "meeting_wrong_value"),
    ({"วาระ": "1"}, "meeting_unknown_name"),
])  # fmt: skip
def test_what_is_wrong_in_a_meeting_is_told(change, code):
    assert [one.code for one in meeting_of(MEETING | change)[1]] == [code]


@pytest.mark.parametrize(
    "content", ["ข้อความ", None, MEETING | {"day": "?"}, MEETING | {"group": ""}]
)
def test_a_meeting_without_group_or_day_is_refused(content):
    with pytest.raises(UnreadableInput) as error:
        meeting_of(content)
    assert error.value.next_step


def told_of(reading):
    return " ".join(
        f"{one.message.th} {[place.quote for place in one.places]}" for one in reading.findings
    )


def test_what_an_appeal_came_to_is_told_where_it_is_not_read(read):
    text = (
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n\n"
        "OIT ก่อนอุทธรณ์ 81.25 คะแนน หลังอุทธรณ์ 92.42 คะแนน\n"
    )
    reading = read(text)
    assert "92.42" in told_of(reading) or [one.published for one in reading.sheet.figures] == [
        "92.42"
    ]
    assert "81.25" not in [one.published for one in reading.sheet.figures]


def test_a_mean_below_two_years_of_indicators_is_offered(read):
    text = (
        "ผลคะแนน ITA ปี 2567 เทียบกับปี 2566\n\n| ตัวชี้วัด | 2566 | 2567 |\n|--|--|--|\n"
        "| การปฏิบัติหน้าที่ | 81.10 | 85.20 |\n| การใช้งบประมาณ | 91.10 | 95.20 |\n"
        "| คะแนนเฉลี่ย | 86.12 | 90.34 |\n"
    )
    reading = read(text, "a.md")
    # "เทียบกับ" in the title may make one year a measure of the other: everything is offered.
    offered = [one.published for one in reading.candidates]
    assert offered == ["81.10", "85.20", "91.10", "95.20", "86.12", "90.34"]

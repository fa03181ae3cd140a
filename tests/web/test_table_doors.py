"""Every door that takes a table asks the one reader: nothing is taken that is not certain."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
from msgspec import Struct
from tests.hostile_tables import LINE, NUMBER, SUM, TABLES, WORDS, Cell, written
from tests.web.conftest import read_here

from prongsai.core.bills.statement import read_statement
from prongsai.core.errors import Severity, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.workbook import SHEETS
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.registers.importing import import_sheets
from prongsai.core.registers.reading import read_register
from prongsai.core.registers.values import Context
from prongsai.core.surveys.elsewhere import read_elsewhere
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.links.lists import read_list
from prongsai.readers.framework_workbook import read_framework_workbook
from prongsai.readers.notes import read_notes
from prongsai.readers.plan import read_plan
from prongsai.readers.scores import read_scores
from prongsai.web.agency.roster.reading import read_roster
from prongsai.web.disclosure.disclosure.views import board, hand_in
from prongsai.web.platform import sandbox
from prongsai.web.platform.sandbox import read_rows

REGISTER = """
title: {th: ทะเบียนทดสอบ, en: Test}
purpose: {th: ทดสอบ, en: For tests}
basis: [{confidence: unknown}]
named_by: [words]
fields:
  - {name: number, kind: text, title: {th: เลขที่, en: Number}}
  - {name: words, kind: text, title: {th: รายการ, en: Words}, required: true}
  - {name: amount, kind: money, title: {th: จำนวนเงิน, en: Amount}}
"""
PLAN = Plan("ก", 2566, 2565, (Measure("M1", "1", "จัดบัตรคิว"),), ())
DAY = date(2026, 1, 15)
ALL = frozenset({NUMBER, WORDS, SUM, LINE})


class Door(Struct, frozen=True):
    """A door: what reads it, its heading with the cells before the table's, and what of it is read.

    Shape:  `take` gives what was taken, nothing where all was refused with words; `may` be told is
            what is like an address; one that `keeps` cells under no heading takes those of a sheet.
    """

    take: Callable[[bytes, str], object]
    head: Sequence[str]
    before: Sequence[str] = ()
    reads: frozenset[str] = ALL
    may: frozenset[str] = frozenset()
    keeps: bool = False


def register(data, name):
    made, findings = read_register("test", REGISTER, "test.yaml")
    assert made, findings
    imported = import_sheets(made, read_rows(data, name), Context(2569))
    return imported.rows if imported.is_sound else ()


def bank(data, name):
    return read_statement(read_rows(data, name, documents=True), name, DAY).lines


def survey(data, name):
    asked = questionnaire(Catalogue(), 2566, "EIT")
    return read_elsewhere(asked, read_rows(data, name)).tally.respondents


def notes(data, name):
    reading = read_notes(data, name, PLAN)
    is_sound = all(one.severity is not Severity.ERROR for one in reading.findings.items)
    return reading.notes if is_sound else ()


def answers():
    asked = questionnaire(Catalogue(), 2566, "EIT").asked[:2]
    return [one.code for one in asked], [one.options[0].th for one in asked]


USUAL = ("เลขที่", "รายการ", "จำนวนเงิน")
DOORS = {
    "registers": Door(register, USUAL),
    "bank": Door(
        bank, ("วันที่", "อ้างอิง 1", "รายละเอียด", "เงินเข้า"), ("15/1/2569",)
    ),
    "surveys": Door(survey, (*answers()[0], *USUAL), answers()[1], frozenset({LINE})),
    "addresses": Door(
        lambda data, name: hand_in._lines_of(read_rows(data, name)),
        ("ข้อ", "ที่อยู่", *USUAL), ("o1", "https://a.example/1"), frozenset({NUMBER, LINE}),
    ),
    "states": Door(
        lambda data, name: board._lines_of(read_rows(data, name, documents=True)),
        ("ประเด็น", "สถานะ", "หลักฐาน", "หน่วยงาน", "หมายเหตุ"), ("o1 ข้อมูลพื้นฐาน", "ทำแล้ว"),
    ),
    "links": Door(
        lambda data, name: read_list(data, name).links,
        ("ข้อ", "ที่อยู่", *USUAL), ("o1", "https://a.example/1"), frozenset({LINE}),
        may=frozenset({NUMBER}),
    ),
    "people": Door(
        lambda data, name: read_roster(data, name).lines,
        ("ชื่อผู้ใช้", "คำสั่งหรือกฎหมาย", "ชื่อที่แสดง", "ชื่อตำแหน่ง"), ("somchai",),
    ),
    "plans": Door(
        lambda data, name: read_plan(data, name).plan.measures,
        ("หน่วยงานรับผิดชอบ", "ลำดับ", "มาตรการ", "งบประมาณ"), ("กองคลัง",), keeps=True,
    ),
    "notes": Door(
        notes, ("ที่", "วันที่", "ผู้รายงาน", "สิ่งที่ดำเนินการ", "งบประมาณที่ใช้"), ("1", "15/1/2569")
    ),
}  # fmt: skip


def taken(door, table, *, harm):
    data, name = written(table, door.head, door.before, harm=harm)
    if not harm:
        return door.take(data, name)
    with suppress(UnreadableInput):
        return door.take(data, name)
    return ()


def check(name, table):
    door = DOORS[name]
    assert taken(door, table, harm=False), table.name
    is_taken = bool(taken(door, table, harm=True))
    is_kept = door.keeps and "no heading" in table.name
    expected = is_kept or table.harms not in door.reads
    assert table.harms in door.may or is_taken is expected, table.name


@pytest.mark.parametrize("name", DOORS)
def test_each_door_asks_the_reader(name):
    check(name, TABLES[0])


@pytest.mark.long
@pytest.mark.parametrize("name", DOORS)
def test_every_door_tells_every_harm_and_takes_its_twin(name, monkeypatch):
    monkeypatch.setattr(sandbox, "_child", read_here)  # seven hundred processes say no more
    for table in TABLES:
        check(name, table)


def test_an_address_without_a_heading_is_not_cut():
    cut, whole = "o1,http://a.example/ok?file=read,12\n", 'o1,"http://a.example/ok?file=read,12"\n'
    with pytest.raises(UnreadableInput, match="3 cells"):
        read_list(cut.encode(), "a.csv")
    assert read_list(whole.encode(), "a.csv").links[0].asked.address.endswith("read,12")


def book(*rows, title="Sheet"):
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def test_scores_tell_errors_of_formulas():
    table = next(one for one in TABLES if one.name == "#DIV/0! of a formula")
    bad = [["total", Cell(2566.0), Cell(error="#N/A")], ["total", Cell(2566.0), Cell(91.5)]]
    for row, codes in zip(bad, ([], ["total"]), strict=True):
        data, name = written(
            type(table)("scores", SUM, row, row, table.form),
            ("code", "year", "score"),
            (),
            harm=True,
        )
        reading = read_scores(data, name, Catalogue())
        assert [one.code for one in reading.sheet.figures] == codes
        assert ("error_cells" in [one.code for one in reading.findings]) is (not codes)


def test_a_framework_tells_errors_of_cells():
    plan = next(one for one in SHEETS if one.key == "year")
    head = [f"{heading.th} [{key}]" for key, heading in plan.columns]
    good = ["x"] * len(head)
    assert read_framework_workbook(book(head, good, title=plan.title), "y.xlsx")["year"]
    with pytest.raises(UnreadableInput, match="#REF!"):
        read_framework_workbook(book(head, ["#REF!", *good[1:]], title=plan.title), "y.xlsx")


def test_an_appointment_since_1968_is_a_year_of_two_digits():
    head = ("ชื่อผู้ใช้", "ตั้งแต่วันที่")
    with pytest.raises(UnreadableInput, match="last century"):
        read_roster(book(head, ("somchai", date(1968, 10, 1))), "r.xlsx")
    (line,) = read_roster(book(head, ("somchai", date(2025, 10, 1))), "r.xlsx").lines
    assert "1 ตุลาคม 2568" in line.cells.values()

"""Every register that comes with the program: sound, filled, exported, read back, and printed."""

from datetime import date
from decimal import Decimal

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_paper import Material, open_headings, register_paper
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.importing import import_sheets
from prongsai.core.registers.kept import merging
from prongsai.core.registers.papers import Shows, slots_of_paper
from prongsai.core.registers.reading import SHIPPED, read_folder, shipped
from prongsai.core.registers.rolling import Others
from prongsai.core.registers.rows import names_of_rows, read_row
from prongsai.core.registers.rules import CheckKind
from prongsai.core.registers.values import Context, Names
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.readers.sheets import read_sheets

YEAR = 2569
OFFICE = Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 9, 30))
UNITS = Names.from_words([("u1", "กองคลัง"), ("u2", "สำนักปลัด")])
POSITIONS = Names.from_words([("p1", "ผู้อำนวยการกองคลัง")])
REGISTERS = shipped().registers
_TYPED = {
    FieldKind.TEXT: "ข้อความ (ตัวอย่าง)", FieldKind.LONG_TEXT: "รายละเอียด (ตัวอย่าง)",
    FieldKind.DATE: "15 ม.ค. 2569", FieldKind.MONTH: "มกราคม", FieldKind.MONEY: "1,250.50",
    FieldKind.COUNT: "๓", FieldKind.PERCENT: "45.5", FieldKind.UNIT: "กองคลัง",
    FieldKind.POSITION: "ผู้อำนวยการกองคลัง", FieldKind.YES_NO: "ใช่",
    FieldKind.FILE: "https://www.example.go.th/a.pdf",
}  # fmt: skip


def context_of(register):
    named = {}
    for field in register.references():
        other = shipped().register(field.register)
        named[other.key] = names_of_rows(other, [row_of(other)])
    return Context(YEAR, UNITS, POSITIONS, named)


def typed_of(register):
    """What somebody types into every field of a register."""
    context = context_of(register)
    typed = {}
    for field in register.typed_fields:
        if field.kind is FieldKind.CHOICE:
            typed[field.name] = field.choices[0].title.th
        elif field.kind is FieldKind.REFERENCE:
            typed[field.name] = next(iter(context.rows[field.register].labels.values()))
        else:
            typed[field.name] = _TYPED[field.kind]
    for check in register.checks:
        if check.kind is CheckKind.SUM:
            typed[check.total] = str(3 * len(check.fields))
    return typed


def row_of(register):
    reading = read_row(register, typed_of(register), context_of(register))
    assert not reading.faults
    return reading.row


@pytest.fixture(params=REGISTERS, ids=lambda one: one.key)
def register(request):
    return request.param


def test_all_are_sound_and_name_items_that_frameworks_have():
    catalogue = Catalogue()
    lineages = {
        one
        for year in catalogue.years()
        for part in catalogue.get(year, draft=True).instruments
        for item in part.items or ()
        for one in item.lineage or ()
    }
    found = read_folder(SHIPPED, lineages)
    assert [one.message.th for one in found.findings] == []
    assert len(found.registers) == len(list(SHIPPED.glob("*.yaml")))


def test_a_filled_row_goes_out_and_comes_back(register):
    row, context = row_of(register), context_of(register)
    for name, data in (
        ("rows.xlsx", register_workbook(register, context, [row])),
        ("rows.csv", register_csv(register, [row], context)),
    ):
        found = import_sheets(register, read_sheets(data, name), context)
        assert found.is_sound, [one.message.th for one in found.findings]
        assert merging(register, [row], found.rows, found.fields).changes_nothing


def test_a_row_without_what_must_be_filled_is_told(register):
    required = [one for one in register.typed_fields if one.required]
    assert required
    context = context_of(register)
    for field in required:
        typed = typed_of(register)
        del typed[field.name]
        row = read_row(register, typed, context).row
        data = register_workbook(register, context, [row])
        found = import_sheets(register, read_sheets(data, "rows.xlsx"), context)
        told = [one for one in found.findings if field.title.th in one.message.th]
        assert told, field.name
        assert not found.is_sound


def test_every_paper_carries_every_heading_and_says_what_is_not_said(register):
    assert register.papers
    others = {
        one.register: Others(other, (row_of(other),))
        for one in register.references()
        if (other := shipped().register(one.register))
    }
    row = row_of(register)
    for paper in register.papers:
        for slot in slots_of_paper(paper, YEAR):
            for rows in ((), (row,)):
                material = Material(
                    register, paper, YEAR, rows, context_of(register), date(2026, 9, 30),
                    slot.number, units=("u1", "u2"), others=others,
                )  # fmt: skip
                document = register_paper(OFFICE, material)
                strings = "\n".join(document.strings())
                for heading in paper.headings:
                    assert heading.title.th in strings
                open_keys = {one.code for one in open_headings(material)}
                says = any(
                    one.shows is Shows.SAID and one.gathers is None for one in paper.headings
                )
                assert ("register_not_said" in open_keys) or not says
        said = paper.headings[-1]
        assert said.title.th == "ปัญหา อุปสรรค และข้อเสนอแนะ"
        assert said.shows is Shows.SAID


def test_nothing_that_may_never_be_public_is_in_a_public_table_or_paper(register):
    hidden = set(register.never_public)
    assert not hidden & set(register.public)
    for paper in register.papers:
        for heading in paper.headings:
            assert not hidden & set(heading.columns), (paper.key, heading.key)
            assert heading.gathers not in hidden, (paper.key, heading.key)
    for roll_up in register.roll_ups:
        if roll_up.public:
            assert not hidden & {*roll_up.by, *roll_up.sums}


def test_no_register_asks_for_the_name_or_number_of_a_person(register):
    for field in (one for one in register.fields if not one.of_office):
        words = f"{field.title.th} {field.title.en}".lower()
        for word in ("ชื่อ-สกุล", "เลขประจำตัวประชาชน", "เบอร์โทร", "telephone", "citizen number"):
            assert word not in words, field.name


def test_money_is_exact(register):
    row = row_of(register)
    for field in register.typed_fields:
        if field.kind is FieldKind.MONEY:
            assert row.values[field.name] == Decimal("1250.50")

"""Rows that each register must take, and rows of which exactly one thing must be told.

A file of `cases` holds rows as people type them, and what is wrong once one of them is changed:
the code of each finding and the words with which it begins.
"""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct, convert, field
from msgspec.structs import replace

from prongsai.core.errors import Severity
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_paper import Material, open_headings, register_paper
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.importing import Options, import_sheets
from prongsai.core.registers.kept import merging
from prongsai.core.registers.owed import Nil, reported
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.periods import slot_of, slots_of
from prongsai.core.registers.reading import shipped, shipped_register
from prongsai.core.registers.rolling import Others
from prongsai.core.registers.rows import day_of, names_of_rows, read_row
from prongsai.core.registers.rules import Owing
from prongsai.core.registers.values import Context, Names
from prongsai.core.yaml_data.documents import parse
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.readers.sheets import read_sheets

CASES = Path(__file__).parent / "cases"
YEAR = 2569
UNITS = Names.from_words([("u1", "กองคลัง"), ("u2", "สำนักปลัด"), ("u3", "กองช่าง")])
POSITIONS = Names.from_words(
    [("p1", "ผู้อำนวยการกองคลัง"), ("p2", "หัวหน้าสำนักปลัด"), ("p3", "นายกเทศมนตรี")]
)
REGISTERS = shipped().registers


class Bad(Struct, frozen=True, forbid_unknown_fields=True):
    """The first good row changed, or there twice; `sound` where it is told as a warning."""

    tells: tuple[tuple[str, str], ...]
    change: Mapping[str, str] = field(name="with", default={})
    twice: bool = False
    today: str = ""
    state: str = ""
    sound: bool = False


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one register; `owes` is how often and who, `hidden` never public."""

    good: str
    bad: tuple[Bad, ...]
    owes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def typed(self):
        """The good rows by their fields; "@KEY" names the first row of another register."""
        rows = csv.DictReader(self.good.splitlines(), delimiter=";")
        return [{name: _referred(text) for name, text in row.items()} for row in rows]


def missing(*given, **more):
    return tuple(one for one in reported(*given, **more) if one.is_missing)


def _referred(text):
    if not text.startswith("@"):
        return text
    context = context_of(shipped_register("spending"))
    return next(iter(context.rows[text[1:]].labels.values()))


@cache
def case_of(key):
    path = CASES / f"{key}.yaml"
    return convert(parse(path.read_text(encoding="utf-8"), path.name).data, Case)


@cache
def context_of(register):
    named = {
        one.register: names_of_rows(other, rows_of(other))
        for one in register.references()
        if (other := shipped_register(one.register))
    }
    return Context(YEAR, UNITS, POSITIONS, named)


def rows_of(register):
    readings = [
        read_row(register, typed, context_of(register)) for typed in case_of_typed(register)
    ]
    assert not [one.faults for one in readings if one.faults]
    return tuple(one.row for one in readings)


def case_of_typed(register):
    return case_of(register.key).typed()


def file_of(register, rows, heading=lambda one: one.title.th):
    """Rows as a file that somebody made by hand."""
    out = io.StringIO()
    names = list(rows[0])
    writer = csv.writer(out)
    writer.writerow([heading(register.named(name)) for name in names])
    writer.writerows([[row[name] for name in names] for row in rows])
    return read_sheets(out.getvalue().encode(), "rows.csv")


def _named(own, name):
    """The headings of a file in which one field has another name."""
    return lambda one: name if one is own else one.title.th


def taken(register, rows, on=None, **more):
    return import_sheets(
        register, file_of(register, rows, **more), context_of(register), Options(on=on)
    )


def told_of(found):
    return [one for one in found.findings if one.severity is not Severity.NOTE]


@pytest.fixture(params=REGISTERS, ids=lambda one: one.key)
def register(request):
    return request.param


def test_every_register_has_its_cases_and_none_is_left_over():
    assert {path.stem for path in CASES.iterdir()} == {one.key for one in REGISTERS}
    for one in REGISTERS:
        assert len(case_of_typed(one)) > 1, one.key
        assert len(case_of(one.key).bad) > 1, one.key


def test_good_rows_are_taken_without_a_word(register):
    found = taken(register, case_of_typed(register))
    assert [(one.code, one.message.th) for one in found.findings] == []
    assert found.rows == rows_of(register)


def test_together_the_good_rows_fill_every_field(register):
    filled = {name for row in case_of_typed(register) for name, text in row.items() if text}
    assert filled == {one.name for one in register.typed_fields}


@pytest.mark.parametrize(
    ("key", "number"),
    [(one.key, number) for one in REGISTERS for number in range(len(case_of(one.key).bad))],
)
def test_a_bad_row_is_told_by_exactly_its_findings(key, number):
    register, bad = shipped_register(key), case_of(key).bad[number]
    first, *others = case_of_typed(register)
    assert set(bad.change) <= set(first)
    changed = first | bad.change
    on = date.fromisoformat(bad.today) if bad.today else None
    if bad.state:
        row = read_row(register, changed, context_of(register), bad.state).row
        told = [(one.code, one.message.th) for one in check_row(register, row, on)]
    else:
        rows = [first, changed, *others] if bad.twice else [changed, *others]
        found = taken(register, rows, on)
        told = [(one.code.removeprefix("register_"), one.message.th) for one in told_of(found)]
        assert found.is_sound is bad.sound
    assert len(told) == len(bad.tells), told
    for (code, words), (found_code, message) in zip(sorted(bad.tells), sorted(told), strict=True):
        assert (code, message[: len(words)]) == (found_code, words)


def test_every_other_name_of_a_column_is_known(register):
    rows = case_of_typed(register)
    for one in register.typed_fields:
        for other in one.headings if one.name in rows[0] else ():
            found = taken(register, rows, heading=_named(one, other))
            assert told_of(found) == [], (one.name, other)
            assert found.rows == rows_of(register), (one.name, other)


def test_good_rows_go_out_and_come_back_unchanged(register):
    rows, context = rows_of(register), context_of(register)
    for name, data in (
        ("rows.xlsx", register_workbook(register, context, rows)),
        ("rows.csv", register_csv(register, rows, context)),
    ):
        found = import_sheets(register, read_sheets(data, name), context)
        assert [one.message.th for one in told_of(found)] == []
        assert merging(register, rows, found.rows, found.fields).changes_nothing


def test_an_empty_template_opens_and_holds_no_row(register):
    data = register_workbook(register, context_of(register), [])
    found = import_sheets(register, read_sheets(data, "empty.xlsx"), context_of(register))
    assert found.rows == ()
    assert told_of(found) == []


def test_what_public_columns_show_holds_nothing_that_may_never_be_public(register):
    assert set(register.never_public) == set(case_of(register.key).hidden)
    rows, context = rows_of(register), context_of(register)
    told = register_csv(register, rows, context, public=True).decode("utf-8-sig")
    heads = next(csv.reader(io.StringIO(told)))
    hidden = {register.named(name).title.th for name in register.never_public}
    assert len(heads) == len(register.public)
    assert not hidden & set(heads)
    texts = [
        row.values[name]
        for row in rows
        for name in register.never_public
        if register.named(name).kind in (FieldKind.TEXT, FieldKind.LONG_TEXT)
        if name in row.values
    ]
    assert not [one for one in texts if str(one) in told]


def test_a_time_without_a_row_is_missing_until_somebody_says_that_there_is_nothing(register):
    rhythm = register.rhythm
    owes = (rhythm.every.value, rhythm.owed_by.value) if rhythm else ()
    assert owes == case_of(register.key).owes
    if rhythm is None:
        assert missing(register, (), (), YEAR) == ()
        return
    rows = rows_of(register)
    units = ("u1", "u2") if rhythm.owed_by is Owing.UNIT else ("",)
    slots = slots_of(YEAR, rhythm.every)
    kept = [
        (slot_of(day_of(register, row, YEAR), rhythm.every), row.values[register.owned_by])
        for row in rows
    ]
    filled = {(slot, unit if rhythm.owed_by is Owing.UNIT else "") for slot, unit in kept}
    owed = missing(register, rows, (), YEAR, units=units)
    assert {(one.slot, one.unit) for one in owed} == {
        (slot, unit) for slot in slots for unit in units
    } - filled
    nils = [Nil(one.slot, one.unit) for one in owed]
    assert missing(register, rows, nils, YEAR, units=units) == ()


def test_once_everything_is_said_no_paper_has_an_open_heading(register):
    rows, context = rows_of(register), context_of(register)
    others = {
        one.register: Others(other, rows_of(other))
        for one in register.references()
        if (other := shipped_register(one.register))
    }
    office = Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 10, 5))
    for paper in register.papers:
        said = {one.key: "ไม่มี" for one in paper.headings}
        for slot in slots_of_paper(paper, YEAR):
            material = Material(
                register, paper, YEAR, rows, context, date(2026, 10, 5), slot.number,
                said=said, units=("u1", "u2"), others=others,
            )  # fmt: skip
            codes = {one.code for one in open_headings(material)}
            assert "register_not_said" not in codes, paper.key
            strings = list(register_paper(office, material).strings())
            assert [one.title.th for one in paper.headings if one.title.th not in strings] == []
            assert "ไม่มี" in strings


def test_half_a_year_of_a_plan_names_every_project_of_it():
    for key in ("projects", "prevention-measures"):
        register = shipped_register(key)
        late = rows_of(register)[1]
        assert late.values["begins_on"] > date(2026, 3, 31)
        material = Material(
            register, register.paper("half"), YEAR, rows_of(register), context_of(register),
            date(2026, 4, 1),
        )  # fmt: skip
        office = Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 4, 1))
        assert late.values["name"] in list(register_paper(office, material).strings())


def test_a_briefing_tells_everything_up_to_its_month_against_the_plan_of_the_year():
    register = shipped_register("spending")
    rows, context = rows_of(register), context_of(register)
    lines = shipped_register("budget-lines")
    others = {"budget-lines": Others(lines, rows_of(lines))}
    plan = sum(row.values["budget"] for row in rows_of(lines))

    def told(key, slot):
        paper = register.paper(key)
        material = Material(
            register, paper, YEAR, rows, context, date(2026, 4, 1), slot, others=others,
            said={one.key: "ไม่มี" for one in paper.headings},
        )  # fmt: skip
        strings = list(
            register_paper(Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 4, 1)), material).strings()
        )
        return material, strings

    october, november = told("briefing", 1), told("briefing", 2)
    assert [len(one.rows_of(one.paper.headings[0])) for one, _ in (october, november)] == [1, 2]
    for _, strings in (october, november, told("briefing-quarter", 1)):
        assert f"{plan:,.2f}" in strings, "the plan of the whole year, whatever the month"
        assert "18,500.50" in strings
        assert any("ตั้งแต่ต้นปีงบประมาณถึง" in one for one in strings)
    december, _ = told("briefing", 3)
    assert [one.slot.number for one in december.reported()] == [1, 2, 3]
    assert [one.slot.number for one in told("half", 1)[0].reported()] == [1, 2, 3, 4, 5, 6]


def test_two_years_stand_side_by_side_or_the_paper_says_that_there_is_one_alone():
    register = shipped_register("spending")
    rows, context = rows_of(register), context_of(register)
    lines = shipped_register("budget-lines")
    plan = rows_of(lines)
    smaller = tuple(replace(row, values={**row.values, "budget": Decimal(1000)}) for row in plan)
    paper = register.paper("year")
    paper = replace(paper, headings=tuple(each for each in paper.headings if each.shows == "years"))
    office = Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 10, 5))

    def material(year, budget, **more):
        others = {"budget-lines": Others(lines, budget)}
        own = replace(context, year=year)
        return Material(register, paper, year, rows, own, office.made_on, others=others, **more)

    def strings(before):
        return list(register_paper(office, material(YEAR, plan, before=before)).strings())

    both = strings(material(YEAR - 1, smaller))
    assert {f"เบิกจ่าย {YEAR - 1}", f"เบิกจ่าย {YEAR}", "2,000.00", "840,000.50"} <= set(both)
    assert both.index("2,000.00") < both.index("840,000.50"), "the year before stands first"
    for nothing in (None, replace(material(YEAR - 1, smaller), rows=())):
        assert any(f"ไม่มีรายการของปีงบประมาณ พ.ศ. {YEAR - 1}" in text for text in strings(nothing))

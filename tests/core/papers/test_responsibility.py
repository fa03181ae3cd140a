"""The table of who answers for what: of assignments, or of what the plan writes."""

import pytest
from msgspec.structs import replace

from prongsai.core.measures.model import Measure
from prongsai.core.papers.case import Owned
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Note, Table
from prongsai.core.papers.kinds import KINDS, paper
from prongsai.core.papers.responsibility import owned_of_plan, owners_of, responsibility
from prongsai.core.papers.wording import shipped

OWNED = (
    Owned("indicator", "1", "การปฏิบัติหน้าที่", ("สำนักปลัด",)),
    Owned("item", "o12", "รายงานผล", ("กองคลัง", "สำนักปลัด")),
    Owned("measure", "3", "เผยแพร่รายงาน", ("กองคลัง",)),
    Owned("measure", "4", "ยังไม่มอบหมาย"),
)


def tables(document):
    return [block for block in document.blocks() if isinstance(block, Table)]


def cells(table):
    return [[" ".join(cell.lines) for cell in row] for row in table.rows]


def text_of(document):
    return "\n".join(document.strings())


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("กองคลัง", ("กองคลัง",)),
        ("กองคลัง, กองช่าง/สำนักปลัด", ("กองคลัง", "กองช่าง", "สำนักปลัด")),
        ("งานนิติการ ร่วมกับทุกกอง", ("งานนิติการ", "ทุกกอง")),
        ("กองคลัง และกองช่าง", ("กองคลัง", "กองช่าง")),
        ("กองสาธารณสุขและสิ่งแวดล้อม", ("กองสาธารณสุขและสิ่งแวดล้อม",)),
        ("งานแผน สำนักปลัด", ("งานแผน สำนักปลัด",)),
        ("กองคลัง\nกองคลัง", ("กองคลัง",)),
        ("", ()),
    ],
)
def test_owners_are_read_from_a_plans_cell(text, owners):
    assert owners_of(text) == owners


def test_units_are_columns_with_a_mark_where_one_owns(ban_song_case):
    document = responsibility(replace(ban_song_case, owned=OWNED))
    indicators, items, measures, by_unit = tables(document)
    assert [column.heading for column in items.columns[2:]] == ["สำนักปลัด", "กองคลัง"]
    assert cells(indicators) == [["1", "การปฏิบัติหน้าที่", "หลัก", ""]]
    assert cells(items) == [["o12", "รายงานผล", "ร่วม", "หลัก"]]
    assert cells(measures)[1] == ["4", "ยังไม่มอบหมาย", "", ""]
    assert cells(by_unit) == [
        ["สำนักปลัด", "ตัวชี้วัดที่ 1", "ข้อ o12"],
        ["กองคลัง", "ข้อ o12 มาตรการที่ 3", "–"],
    ]
    assert any(isinstance(block, Note) for block in document.blocks())
    assert "4 เรื่อง" in text_of(document)


def test_without_assignments_the_plans_column_of_units_tells(ban_song_case):
    document = responsibility(ban_song_case)
    owned = owned_of_plan(ban_song_case.plan)
    assert len(owned) == len(ban_song_case.plan.measures)
    table = tables(document)[0]
    assert [row[1] for row in cells(table)] == [one.title for one in ban_song_case.plan.measures]
    assert not any(isinstance(block, Note) for block in document.blocks())


def test_measures_come_from_the_plan_where_only_indicators_are_assigned(ban_song_case):
    document = responsibility(replace(ban_song_case, owned=OWNED[:1]))
    assert [table.caption for table in tables(document)][:2] == ["ตัวชี้วัด", "มาตรการ"]


def test_more_units_than_a_sheet_holds_are_named_in_the_rows(ban_song_case):
    owned = [Owned("measure", str(one), f"มาตรการ {one}", (f"กองที่ {one}",)) for one in range(9)]
    owned.append(Owned("measure", "9", "มาตรการ 9"))
    table = tables(responsibility(replace(ban_song_case, owned=owned)))[0]
    assert [column.heading for column in table.columns[2:]] == ["ผู้รับผิดชอบหลัก", "ผู้รับผิดชอบร่วม"]
    assert cells(table)[0] == ["0", "มาตรการ 0", "กองที่ 0", "–"]
    assert cells(table)[9][2] == "ยังไม่ได้มอบหมาย"


def test_a_plan_without_measures_says_so(ban_song_case):
    case = replace(ban_song_case, plan=replace(ban_song_case.plan, measures=()))
    document = responsibility(case)
    assert tables(document) == []
    assert "ยังไม่มีมาตรการ" in text_of(document)


def test_a_plan_whose_measures_have_no_unit_has_no_summary(ban_song_case):
    measures = (Measure("own-1", "1", "มาตรการ"),)
    case = replace(ban_song_case, plan=replace(ban_song_case.plan, measures=measures))
    assert len(tables(responsibility(case))) == 1


def test_it_is_one_of_the_papers_and_its_sentences_may_be_replaced(ban_song_case):
    assert "responsibility" in KINDS
    case = replace(
        ban_song_case,
        owned=OWNED,
        agency=replace(ban_song_case.agency, digits=Digits.THAI_IN_PROSE),
    )
    document = paper("responsibility", case)
    assert document.kind == "responsibility"
    assert document.sections[0].landscape
    assert "๔ เรื่อง" in text_of(document)
    assert "{duty_count}" in shipped()._sentences["responsibility.lead"]

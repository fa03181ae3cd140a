"""Items that a measure names by its own words: certain, to be confirmed, or none."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.measures.model import Measure
from prongsai.core.measures.naming import Named, named_items, with_items

YEARS = Catalogue().of_plan(2564)

CASES = {
    "whole name, spaced otherwise": ("การ มีส่วนร่วม ของผู้บริหาร", "", ("o35",), ()),
    "part of a name": ("๒. จัดให้มี แผนปฏิบัติการ ป้องกันการทุจริต", "", (), ("o39",)),
    "the longer of two names": (
        "รายงานการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "", (), ("o43",)
    ),
    "code after its word": ("ข้อ ๐๔๒ มาตรการภายใน", "", ("o42",), ()),
    "code in brackets": ("จัดทำคู่มือการยืมทรัพย์สิน (i20)", "", ("i20",), ()),
    "code as a number": ("ทบทวนแผน", "o39", ("o39",), ()),
    "code of another item of the row": ("จัดการความเสี่ยงตามข้อ ๐๓๖", "", (), ("o36",)),
    "no such code": ("ข้อ o99 มาตรการ", "", (), ()),
    "telephone": ("สายด่วน 042 123456", "", (), ()),
    "running number": ("จัดทำป้าย", "02", (), ()),
    "hours": ("ประชุมเวลา (08.30 น.)", "", (), ()),
    "years of age": ("อบรมเด็กเล็ก (0-5 ปี)", "03", (), ()),
    "number of a paper": ("ประกาศ (๐๓/๒๕๖๗)", "05/2568", (), ()),
    "part of a number": ("05.2 โครงการ", "", (), ()),
    "telephone in brackets": ("สายด่วน (02-123-4567)", "", (), ()),
    "denied": ("ไม่ต้องดำเนินการข้อ O9 เพราะได้คะแนนเต็ม", "", (), ("o9",)),
    "number of a rule": ("ปฏิบัติตามระเบียบข้อ ๐๑๕", "", (), ("o15",)),
    "nothing near": ("มาตรการตรวจสอบการใช้ดุลพินิจ", "", (), ()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_items_are_named_for_certain_or_to_be_confirmed(name):
    title, number, certain, candidates = CASES[name]
    measure = Measure("own-1", number, title)
    assert named_items(measure, YEARS) == Named(certain, candidates)


def test_a_code_that_moved_between_the_years_is_to_be_confirmed():
    """Neither year is told: o12 of 2567 is another item than that of 2566."""
    measure = Measure("own-1", "1", "ปรับปรุง (o12)")
    assert named_items(measure, Catalogue().of_plan(2566)).candidates == ("o12",)


def test_no_code_of_another_years_file_is_certain():
    """Neither one of its own column, nor one that the title names; what is no item goes."""
    measures = (Measure("a", "1", "ก", items=("o12", "o99")), Measure("b", "2", "จัดทำคู่มือ (i20)"))
    kept, candidates = with_items(measures, YEARS, is_of_other_year=True)
    assert [measure.items for measure in kept] == [(), ()]
    assert [item.value for item in candidates] == ["o12 a", "i20 b"]
    kept, candidates = with_items(measures, YEARS)
    assert ([measure.items for measure in kept], candidates) == ([("o12", "o99"), ("i20",)], ())


def test_the_group_narrows_names_and_a_column_of_items_settles_it():
    title = "ดำเนินการเกี่ยวกับแผนการใช้จ่ายงบประมาณประจำปี"
    assert named_items(Measure("a", "1", title, group="OIT"), YEARS).candidates == ("o18",)
    assert named_items(Measure("a", "1", title, group="EIT"), YEARS) == Named()
    assert named_items(Measure("a", "1", title, items=("o19",)), YEARS) == Named()
    assert named_items(Measure("a", "1", title), ()) == Named()

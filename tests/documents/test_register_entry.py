"""The sheet of entries tells each row in the order in which it is typed, and how sure that is."""

import io
from datetime import date
from decimal import Decimal

from python_calamine import CalamineWorkbook

from prongsai.core.registers.reading import shipped, shipped_register
from prongsai.core.registers.rows import Row
from prongsai.core.registers.values import Context
from prongsai.documents.register_entry import entry_workbook

PLAN = shipped_register("prevention-measures")
ROWS = (
    Row({"code": "1", "name": "=HYPERLINK(1)", "begins_on": date(2025, 11, 3), "status": "done",
         "budget": Decimal("1500.50"), "result": "อบรมแล้ว\u0000"}),
    Row({"code": "2", "name": "โครงการสอง", "status": "planned"}),
)  # fmt: skip


def lines():
    data = entry_workbook(PLAN, PLAN.entry, Context(2569), ROWS)
    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


def test_every_row_has_every_field_in_the_order_of_the_register():
    told = lines()
    body = told[4:]
    assert len(body) == len(ROWS) * len(PLAN.entry.fields)
    titles = [PLAN.named(name).title.th for name in PLAN.entry.fields]
    assert [line[2] for line in body] == titles * 2
    first = {line[2]: line[3] for line in body[: len(titles)]}
    assert first["งบประมาณ"] == "1,500.50"
    assert first["สถานะ"] == "ดำเนินการแล้ว"
    assert first["โครงการหรือมาตรการ"] == "=HYPERLINK(1)", "words, and no formula"
    second = {line[2]: line[3] for line in body[len(titles) :]}
    assert second["งบประมาณ"] == "–", "what is empty is told as empty"


def test_it_says_that_nobody_saw_the_form():
    head = " ".join(str(cell) for line in lines()[:3] for cell in line)
    assert "E-PlanNACC" in head
    assert "ไม่ได้เห็นแบบ" in head
    assert "ไม่ทราบ" in head


def test_no_other_register_has_one():
    assert [one.key for one in shipped().registers if one.entry] == ["prevention-measures"]

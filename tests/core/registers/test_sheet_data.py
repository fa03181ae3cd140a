"""Sheets cross processes and come back as they were."""

import json

from prongsai.core.errors import Place
from prongsai.core.registers.sheet import Sheet, sheets_data, sheets_of


def test_a_sheet_comes_back_whole():
    sheet = Sheet(
        (("ก", "ก"), ("๑", "")), Place("rows.xlsx", sheet="แผ่น1"), frozenset({(1, 0)}),
        frozenset({(0, 1)}), {(1, 1): "=SUM(A1)"}, frozenset({1}), frozenset({0}),
        frozenset({(0, 0)}), None, {(1, 0): "1.00"}, {(1, 0): "digits"}, above="รายงาน",
    )  # fmt: skip
    text = Sheet((("a",),), Place("rows.csv"), lines=(3,))
    # Of a sheet that was laid out anew nothing is sent: all else must differ from its default here.
    told = {name for name in Sheet.__struct_fields__ if getattr(sheet, name)} | {"lines"}
    assert told == {*Sheet.__struct_fields__} - {"row_from", "cell_from"}
    kept = json.loads(json.dumps(sheets_data((sheet, text))))
    assert sheets_of(kept) == (sheet, text)

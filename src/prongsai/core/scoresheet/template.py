"""The empty score sheet of a year: every code with its name, waiting for its score."""

from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.core.ids import Level, written
from prongsai.core.text import Text

LEVEL_NAMES = {
    Level.TOTAL: Text("คะแนนรวม", "Total"),
    Level.INSTRUMENT: Text("แบบวัด", "Instrument"),
    Level.INDICATOR: Text("ตัวชี้วัด", "Indicator"),
    Level.SUB_INDICATOR: Text("ตัวชี้วัดย่อย", "Sub-indicator"),
    Level.ITEM: Text("ข้อ", "Item"),
}


class TemplateRow(Struct, frozen=True):
    """One row to fill in; `code` is typed so that it can be read back without its name."""

    code: str
    level: Text
    name: Text


def template_rows(framework: Framework) -> tuple[TemplateRow, ...]:
    """Rows from the total down, in the order an official result is read."""
    rows = [
        TemplateRow(written(code), LEVEL_NAMES[node.level], node.name)
        for code, node in framework.tree.items()
    ]
    unplaced = [item for code, item in framework.items.items() if code not in framework.tree]
    rows += [TemplateRow(item.code, LEVEL_NAMES[Level.ITEM], item.name) for item in unplaced]
    return tuple(rows)

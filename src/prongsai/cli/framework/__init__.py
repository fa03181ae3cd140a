"""`prongsai framework`: the years that are known, and how an officer corrects one."""

from __future__ import annotations

from prongsai.cli.commands import LazyGroup
from prongsai.core.text import Text

_HERE = "prongsai.cli.framework"
framework = LazyGroup(
    "framework",
    help_text=Text("กรอบการประเมินรายปีงบประมาณ", "The assessment frameworks by fiscal year."),
    table={
        "list": (f"{_HERE}.showing:list_years", Text("รายชื่อปีที่มี", "The years there are.")),
        "show": (f"{_HERE}.showing:show", Text("แสดงกรอบของปีหนึ่ง", "Show one year.")),
        "check": (f"{_HERE}.showing:check", Text("ตรวจข้อมูลของปี", "Check the data of a year.")),
        "diff": (
            f"{_HERE}.showing:diff",
            Text("สิ่งที่เปลี่ยนระหว่างสองปี", "What changed between two years."),
        ),
        "new": (
            f"{_HERE}.changing:new",
            Text("สร้างปีใหม่จากปีที่มี", "Make a new year from one there is."),
        ),
        "export": (f"{_HERE}.changing:export", Text("ส่งออกเป็น XLSX", "Export as XLSX.")),
        "import": (f"{_HERE}.changing:import_", Text("นำเข้าจาก XLSX", "Import from XLSX.")),
    },
)

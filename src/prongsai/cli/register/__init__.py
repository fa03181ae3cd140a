"""`prongsai register`: the daily records, from their YAML to the papers made of them."""

from __future__ import annotations

from prongsai.cli.commands import LazyGroup
from prongsai.core.text import Text

_HERE = "prongsai.cli.register"
register = LazyGroup(
    "register",
    help_text=Text(
        "ทะเบียนที่หน่วยงานบันทึกทั้งปี และรายงานที่ทำจากทะเบียน",
        "The records that an agency keeps all year, and the papers made of them.",
    ),
    table={
        "list": (f"{_HERE}.files:list_registers", Text("ทะเบียนที่มี", "The registers there are.")),
        "check": (
            f"{_HERE}.files:check",
            Text("ตรวจไฟล์ YAML ของทะเบียน", "Check the YAML of registers."),
        ),
        "template": (
            f"{_HERE}.files:template",
            Text("สร้างไฟล์เปล่าให้กรอก", "Make the file to fill in."),
        ),
        "import": (
            f"{_HERE}.files:import_",
            Text("ตรวจและนำเข้าแถวจากไฟล์", "Check the rows of a file and take them in."),
        ),
        "export": (f"{_HERE}.files:export", Text("ส่งออกเป็น XLSX หรือ CSV", "Write XLSX or CSV.")),
        "report": (
            f"{_HERE}.reporting:report",
            Text("ทำรายงานจากทะเบียน", "Make the paper of a register."),
        ),
    },
)

"""The journal's sentences of papers asked for, of memos and of the wording."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "booklet": Text("เล่มมาตรการ", "measures booklet"),
    "memo": Text("บันทึกข้อความ", "memo"),
    "announcement": Text("ประกาศ", "announcement"),
    "order": Text("คำสั่งแต่งตั้งคณะทำงาน", "working-group order"),
    "plan": Text("แผนมาตรการ", "measures plan"),
    "responsibility": Text("ตารางผู้รับผิดชอบ", "responsibility table"),
}

register(
    {
        "papers-asked": message(
            "สั่งทำเอกสาร", "Asked for papers",
            "สั่งทำเอกสารปี {year}: {kinds}", "asked for papers of {year}: {kinds}",
        ),
        "memo-written": message(
            "เขียนบันทึกข้อความ", "Wrote a memo",
            "เขียนบันทึกข้อความปี {year} “{subject}”", "wrote the memo “{subject}” of {year}",
        ),
        "memo-edited": message(
            "แก้บันทึกข้อความ", "Edited a memo",
            "แก้บันทึกข้อความ “{subject}” เป็นฉบับที่ {number}",
            "edited the memo “{subject}”, now version {number}",
        ),
        "memo-removed": message(
            "ลบร่างบันทึกข้อความ", "Removed a draft memo",
            "ลบร่างบันทึกข้อความ “{subject}”", "removed the draft memo “{subject}”",
        ),
        "memo-enclosed": message(
            "แนบแฟ้มกับบันทึกข้อความ", "Put a file with a memo",
            "แนบ “{name}” กับบันทึกข้อความ “{subject}”", "put “{name}” with the memo “{subject}”",
        ),
        "memo-enclosure-removed": message(
            "เอาแฟ้มออกจากบันทึกข้อความ", "Took a file out of a memo",
            "เอา “{name}” ออกจากบันทึกข้อความ “{subject}”",
            "took “{name}” out of the memo “{subject}”",
        ),
        "wording-replaced": message(
            "เปลี่ยนถ้อยคำในเอกสาร", "Replaced a sentence of the papers",
            "เปลี่ยนถ้อยคำของ{paper} ({subject}) เป็นฉบับที่ {number}",
            "replaced the sentence {subject} of {paper}, now version {number}",
        ),
        "wording-reset": message(
            "ใช้ถ้อยคำเดิมของระบบ", "Went back to a sentence of the program",
            "กลับไปใช้ถ้อยคำของระบบใน{paper} ({subject})",
            "went back to the program's sentence {subject} of {paper}",
        ),
    },
    words=_WORDS,
)  # fmt: skip

"""The journal's sentences of the registers."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register(
    {
        "number-issued": message(
            "ออกเลขที่", "Issued a number",
            "ออกเลขที่ {number} ให้ “{subject}”", "issued the number {number} to “{subject}”",
        ),
        "numbers-kept": message(
            "กันเลขไว้", "Kept numbers",
            "กันเลข {start} ถึง {end} ไว้: {subject}", "kept the numbers {start} to {end}: {subject}",
        ),
        "number-described": message(
            "บันทึกการใช้เลขที่กันไว้", "Filled in a kept number",
            "ใช้เลข {number} กับ “{subject}”", "used the number {number} for “{subject}”",
        ),
        "number-voided": message(
            "ยกเลิกเลขที่", "Voided a number",
            "ยกเลิกเลขที่ {number} “{subject}” เพราะ {reason}",
            "voided the number {number} “{subject}”: {reason}",
        ),
        "register-begun": message(
            "ตั้งเลขเริ่มของทะเบียน", "Set a register's first number",
            "ตั้งเลขเริ่มของทะเบียนปี {year} เป็น {number}: {subject}",
            "set the first number of the register of {year} to {number}: {subject}",
        ),
        "unit-register-opened": message(
            "เปิดทะเบียนของส่วนราชการ", "Opened a unit's register",
            "เปิดทะเบียนเลขที่ของ {subject} ขึ้นต้นด้วย {prefix}",
            "opened a register of {subject} with the prefix {prefix}",
        ),
    }
)  # fmt: skip

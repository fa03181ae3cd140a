"""The journal's sentences of the registers; of what stands in restricted rows they say nothing."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register(
    {
        "register-row-added": message(
            "เพิ่มแถวทะเบียน",
            "Added a row of a register",
            "เพิ่มแถวในทะเบียน {register} ปี {year}: {subject}",
            "added to {register} of {year}: {subject}",
        ),
        "register-row-changed": message(
            "แก้แถวทะเบียน",
            "Changed a row of a register",
            "แก้แถวในทะเบียน {register} ปี {year}: {subject}",
            "changed in {register} of {year}: {subject}",
        ),
        "register-row-moved": message(
            "เปลี่ยนสถานะแถวทะเบียน",
            "Moved a row of a register",
            "{state} ในทะเบียน {register} ปี {year}: {subject}",
            "{state} in {register} of {year}: {subject}",
        ),
        "register-row-removed": message(
            "เอาแถวทะเบียนออก",
            "Removed a row of a register",
            "เอาแถวออกจากทะเบียน {register} ปี {year}: {subject}",
            "removed from {register} of {year}: {subject}",
        ),
        "register-row-restored": message(
            "นำแถวทะเบียนกลับมา",
            "Brought back a row of a register",
            "นำแถวกลับมาในทะเบียน {register} ปี {year}: {subject}",
            "brought back to {register} of {year}: {subject}",
        ),
        "register-names-kept": message(
            "คงข้อความที่อาจมีชื่อคน",
            "Kept texts that may name persons",
            "คงข้อความที่อาจมีชื่อคนใน {register} ปี {year} {count} รายการ เพราะ {subject}",
            "kept what may name persons in {register} of {year}, {count} rows: {subject}",
        ),
        "register-rows-taken": message(
            "นำเข้าแถวทะเบียน",
            "Imported rows of a register",
            "นำเข้าทะเบียน {register} ปี {year} จาก {subject}: ใหม่ {new} เปลี่ยน {changed}",
            "imported to {register} of {year} from {subject}: {new} new, {changed} changed",
        ),
        "register-paper-made": message(
            "ทำรายงานจากทะเบียน",
            "Made a paper of a register",
            "ทำรายงานทะเบียน {register} ปี {year} {subject} ฉบับที่ {number}",
            "made the paper of {register} of {year}, {subject}, edition {number}",
        ),
        "own-register-made": message(
            "สร้างทะเบียน",
            "Made a register",
            "สร้างทะเบียน {subject} ({key})",
            "made the register {subject} ({key})",
        ),
        "own-register-changed": message(
            "แก้ช่องของทะเบียน",
            "Changed the fields of a register",
            "แก้ช่องของทะเบียน {subject} ({key})",
            "changed the fields of the register {subject} ({key})",
        ),
        "own-register-closed": message(
            "ปิดทะเบียน",
            "Closed a register",
            "ปิดทะเบียน {subject} ({key})",
            "closed the register {subject} ({key})",
        ),
        "own-register-opened": message(
            "เปิดทะเบียนอีกครั้ง",
            "Opened a register again",
            "เปิดทะเบียน {subject} ({key}) อีกครั้ง",
            "opened the register {subject} ({key}) again",
        ),
        "register-nothing": message(
            "บอกว่าไม่มีรายการ",
            "Said that there is nothing to report",
            "ทะเบียน {register} ปี {year} ไม่มีรายการ: {subject}",
            "nothing to report in {register} of {year}: {subject}",
        ),
        "register-nothing-taken-back": message(
            "ถอนคำว่าไม่มีรายการ",
            "Took back that there is nothing to report",
            "ถอนคำว่าไม่มีรายการ ทะเบียน {register} ปี {year}: {subject}",
            "took back nothing to report in {register} of {year}: {subject}",
        ),
    }
)

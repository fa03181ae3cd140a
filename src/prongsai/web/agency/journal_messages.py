"""The journal's sentences of the agency, its units, positions and people, and of signing in."""

from __future__ import annotations

from prongsai.core.roles import all_roles
from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "name": Text("ชื่อ", "name"),
    "kind": Text("ประเภท", "kind"),
    "district": Text("อำเภอ", "district"),
    "province": Text("จังหวัด", "province"),
    "office": Text("ส่วนราชการเจ้าของเรื่อง", "office"),
    "telephone": Text("โทรศัพท์", "telephone"),
    "email": Text("อีเมล", "e-mail"),
    "website": Text("เว็บไซต์", "website"),
    "social_pages": Text("สื่อสังคมออนไลน์", "social networks"),
    "number_prefix": Text("เลขที่หนังสือ", "number prefix"),
    "authority": Text("ข้อกฎหมายที่อ้าง", "authority"),
    "digits": Text("ตัวเลขในเอกสาร", "digits"),
    "prints_names": Text("การพิมพ์ชื่อใต้ลายมือชื่อ", "printing of names"),
    "display_name": Text("ชื่อที่แสดง", "shown name"),
    # Entries of before name roles by the words they had then.
    **{word: role.name for role in all_roles() for word in (role.key, role.formerly) if word},
    "totp": Text("แอปสร้างรหัส", "code generator"),
    "webauthn": Text("พาสคีย์", "passkey"),
    "recovery_codes": Text("รหัสสำรอง", "recovery codes"),
}

register({
    "fault-met": message(
        "พบหน้าผิดพลาด", "Met a fault",
        "ระบบผิดพลาดเองที่ {subject} เลขอ้างอิง {reference}",
        "the program failed at {subject}, reference {reference}",
    ),
    "address-unknown": message(
        "ไปไม่ถึงหน้า", "Was led nowhere",
        "ลิงก์ในหน้า {page} พาไปที่ {subject} ซึ่งไม่มีหรือไม่ใช่ของหน่วยงาน เลขอ้างอิง {reference}",
        "a link on {page} led to {subject}, where nothing is, reference {reference}",
    ),
    "agency-started": message(
        "เริ่มใช้ระบบ", "Started",
        "ตั้งหน่วยงาน “{subject}” ปีงบประมาณ {year}",
        "set up the agency “{subject}”, fiscal year {year}",
    ),
    "agency-edited": message(
        "แก้ข้อมูลหน่วยงาน", "Edited the agency",
        "แก้ข้อมูลหน่วยงาน: {fields}", "edited the agency: {fields}",
    ),
    "files-checked": message(
        "ตรวจแฟ้มที่เก็บ", "Checked the kept files",
        "เทียบแฟ้มที่เก็บทุกแฟ้มกับลายนิ้วมือ เสียหรือหาย {lost}",
        "compared every kept file with its digest; lost: {lost}",
    ),
    "file-lost": message(
        "พบแฟ้มที่หายหรือถูกเปลี่ยน", "Found a file lost",
        "แฟ้มลายนิ้วมือ {subject} หายไปหรือไม่ตรงกับที่เก็บ จึงไม่ส่งให้ผู้ขอ เลขอ้างอิง {reference}",
        "file {subject} is missing or was changed and was not given, reference {reference}",
    ),
    "head-told": message(
        "แจ้งหัวบันทึก", "Told the journal's head",
        "แจ้งผู้ตรวจสอบภายในว่าบันทึกถึงรายการที่ {at_number}",
        "told the auditors that the journal has come to entry {at_number}",
    ),
    "notice-read": message(
        "รับทราบเรื่องที่แจ้ง", "Read a notice",
        "รับทราบเรื่องที่แจ้ง “{subject}”", "read the notice “{subject}”",
    ),
    "emblem-set": message(
        "เปลี่ยนตรา", "Changed the emblem",
        "ใช้ตราจากแฟ้ม “{subject}”", "took the emblem from “{subject}”",
    ),
    "emblem-removed": message("เอาตราออก", "Removed the emblem", "เอาตราออก", "removed the emblem"),
    "second-factor-rules": message(
        "เปลี่ยนกติกายืนยันสองขั้น", "Changed the rules of the second factor",
        "กำหนดตำแหน่งที่ต้องยืนยันสองขั้น: {kinds}", "demanded a second factor of: {kinds}",
    ),
    "unit-added": message(
        "เพิ่มส่วนราชการ", "Added a unit", "เพิ่มส่วนราชการ “{subject}”", "added the unit “{subject}”",
    ),
    "unit-renamed": message(
        "เปลี่ยนชื่อส่วนราชการ", "Renamed a unit",
        "เปลี่ยนชื่อส่วนราชการ “{old}” เป็น “{subject}”", "renamed the unit “{old}” to “{subject}”",
    ),
    "unit-closed": message(
        "ปิดส่วนราชการ", "Closed a unit", "ปิดส่วนราชการ “{subject}”", "closed the unit “{subject}”",
    ),
    "unit-reopened": message(
        "เปิดส่วนราชการอีกครั้ง", "Reopened a unit",
        "เปิดส่วนราชการ “{subject}” อีกครั้ง", "reopened the unit “{subject}”",
    ),
    "position-made": message(
        "เพิ่มตำแหน่ง", "Made a position",
        "เพิ่มตำแหน่ง “{subject}”", "made the position “{subject}”",
    ),
    "position-renamed": message(
        "เปลี่ยนชื่อตำแหน่ง", "Renamed a position",
        "เปลี่ยนชื่อตำแหน่ง “{old}” เป็น “{subject}”",
        "renamed the position “{old}” to “{subject}”",
    ),
    "holding-begun": message(
        "ให้ดำรงตำแหน่ง", "Put into a position",
        "ให้ {person} ดำรงตำแหน่ง “{subject}” ตั้งแต่ {first} ถึง {last}",
        "put {person} into the position “{subject}” from {first} to {last}",
    ),
    "acting-begun": message(
        "ให้รักษาราชการแทน", "Let act for a position",
        "ให้ {person} รักษาราชการแทน “{subject}” ตั้งแต่ {first} ถึง {last}",
        "let {person} act as “{subject}” from {first} to {last}",
    ),
    "holding-ended": message(
        "กำหนดวันสิ้นสุดตำแหน่ง", "Set the end of an appointment",
        "ให้ {person} พ้นตำแหน่ง “{subject}” เมื่อสิ้นวันที่ {last}",
        "let {person} leave the position “{subject}” after {last}",
    ),
    "holding-cancelled": message(
        "ยกเลิกการดำรงตำแหน่ง", "Cancelled an appointment",
        "ยกเลิกการให้ {person} ดำรงตำแหน่ง “{subject}” ที่จะเริ่ม {first}",
        "cancelled {person} as “{subject}”, which was to begin on {first}",
    ),
    "person-added": message(
        "เพิ่มคน", "Added a person", "เพิ่มผู้ใช้ {subject}", "added the person {subject}",
    ),
    "person-edited": message(
        "แก้ข้อมูลคน", "Edited a person",
        "แก้ข้อมูลของ {subject}: {fields}", "edited {subject}: {fields}",
    ),
    "person-deactivated": message(
        "ปิดบัญชี", "Deactivated a person", "ปิดบัญชี {subject}", "deactivated {subject}",
    ),
    "person-activated": message(
        "เปิดบัญชีอีกครั้ง", "Activated a person",
        "เปิดบัญชี {subject} อีกครั้ง", "activated {subject} again",
    ),
    "administrator-made": message(
        "ตั้งผู้ดูแลระบบจากเครื่องแม่ข่าย", "Made an administrator on the server",
        "ตั้ง {subject} เป็นผู้ดูแลระบบของหน่วยงาน ด้วยคำสั่งบนเครื่องแม่ข่าย",
        "made {subject} administrator of the agency by a command on the server",
    ),
    "roster-taken": message(
        "นำเข้ารายชื่อ", "Took over a roster",
        "นำเข้าจากแฟ้ม “{subject}”: ส่วนราชการ {units} ตำแหน่ง {positions} คน {people} "
        "การดำรงตำแหน่ง {holdings}",
        "took over “{subject}”: units {units}, positions {positions}, people {people}, "
        "appointments {holdings}",
    ),
    "password-handed-over": message(
        "ออกรหัสผ่านครั้งเดียว", "Handed over a password",
        "ออกรหัสผ่านครั้งเดียวให้ {subject}", "handed a one-time password to {subject}",
    ),
    "password-changed": message(
        "เปลี่ยนรหัสผ่าน", "Changed a password",
        "เปลี่ยนรหัสผ่านของ {subject}", "changed the password of {subject}",
    ),
    "second-factor-added": message(
        "เพิ่มวิธียืนยันสองขั้น", "Added a second factor",
        "เพิ่มวิธียืนยันสองขั้นของ {subject}: {factor}", "added a second factor of {subject}: {factor}",
    ),
    "second-factor-removed": message(
        "ล้างการยืนยันสองขั้น", "Removed a second factor",
        "ล้างการยืนยันสองขั้นของ {subject}", "removed the second factor of {subject}",
    ),
    "signed-in": message("เข้าสู่ระบบ", "Signed in", "เข้าสู่ระบบ", "signed in"),
    "sign-in-blocked": message(
        "พักบัญชีชั่วคราว", "Slowed an account down",
        "บัญชี {subject} ถูกลองรหัสผิดหลายครั้ง จึงพักชั่วคราว",
        "the account {subject} was guessed at and is held for a while",
    ),
}, words=_WORDS)  # fmt: skip

"""The journal in words: one sentence for each kind of act, with the fields of its entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import Any

from prongsai.core.dates import long_date
from prongsai.core.text import Text, same


@dataclass(frozen=True, slots=True)
class Phrase:
    """An act: its name in a list to choose from, and its sentence."""

    label: Text
    sentence: Text


def said(th: str, en: str, told_th: str, told_en: str) -> Phrase:
    """A phrase: the act's name in both languages, then its sentence in both."""
    return Phrase(Text(th, en), Text(told_th, told_en))


# The acts of the first apps; others add theirs with `tell`. Fields stand in braces: {subject}
# always, the others as the service that records them names them.
_VERBS: dict[str, Phrase] = {
    "agency-started": said(
        "เริ่มใช้ระบบ", "Started",
        "ตั้งหน่วยงาน “{subject}” ปีงบประมาณ {year}",
        "set up the agency “{subject}”, fiscal year {year}",
    ),
    "agency-edited": said(
        "แก้ข้อมูลหน่วยงาน", "Edited the agency",
        "แก้ข้อมูลหน่วยงาน: {fields}", "edited the agency: {fields}",
    ),
    "emblem-set": said(
        "เปลี่ยนตรา", "Changed the emblem",
        "ใช้ตราจากแฟ้ม “{subject}”", "took the emblem from “{subject}”",
    ),
    "emblem-removed": said("เอาตราออก", "Removed the emblem", "เอาตราออก", "removed the emblem"),
    "second-factor-rules": said(
        "เปลี่ยนกติกายืนยันสองขั้น", "Changed the rules of the second factor",
        "กำหนดตำแหน่งที่ต้องยืนยันสองขั้น: {kinds}", "demanded a second factor of: {kinds}",
    ),
    "unit-added": said(
        "เพิ่มส่วนราชการ", "Added a unit", "เพิ่มส่วนราชการ “{subject}”", "added the unit “{subject}”",
    ),
    "unit-renamed": said(
        "เปลี่ยนชื่อส่วนราชการ", "Renamed a unit",
        "เปลี่ยนชื่อส่วนราชการ “{old}” เป็น “{subject}”", "renamed the unit “{old}” to “{subject}”",
    ),
    "unit-closed": said(
        "ปิดส่วนราชการ", "Closed a unit", "ปิดส่วนราชการ “{subject}”", "closed the unit “{subject}”",
    ),
    "unit-reopened": said(
        "เปิดส่วนราชการอีกครั้ง", "Reopened a unit",
        "เปิดส่วนราชการ “{subject}” อีกครั้ง", "reopened the unit “{subject}”",
    ),
    "position-made": said(
        "เพิ่มตำแหน่ง", "Made a position",
        "เพิ่มตำแหน่ง “{subject}”", "made the position “{subject}”",
    ),
    "position-renamed": said(
        "เปลี่ยนชื่อตำแหน่ง", "Renamed a position",
        "เปลี่ยนชื่อตำแหน่ง “{old}” เป็น “{subject}”",
        "renamed the position “{old}” to “{subject}”",
    ),
    "holding-begun": said(
        "ให้ดำรงตำแหน่ง", "Put into a position",
        "ให้ {person} ดำรงตำแหน่ง “{subject}” ตั้งแต่ {first} ถึง {last}",
        "put {person} into the position “{subject}” from {first} to {last}",
    ),
    "acting-begun": said(
        "ให้รักษาราชการแทน", "Let act for a position",
        "ให้ {person} รักษาราชการแทน “{subject}” ตั้งแต่ {first} ถึง {last}",
        "let {person} act as “{subject}” from {first} to {last}",
    ),
    "holding-ended": said(
        "กำหนดวันสิ้นสุดตำแหน่ง", "Set the end of a holding",
        "ให้ {person} พ้นตำแหน่ง “{subject}” เมื่อสิ้นวันที่ {last}",
        "let {person} leave the position “{subject}” after {last}",
    ),
    "holding-cancelled": said(
        "ยกเลิกการดำรงตำแหน่ง", "Cancelled a holding",
        "ยกเลิกการให้ {person} ดำรงตำแหน่ง “{subject}” ที่จะเริ่ม {first}",
        "cancelled {person} as “{subject}”, which was to begin on {first}",
    ),
    "person-added": said(
        "เพิ่มคน", "Added a person", "เพิ่มผู้ใช้ {subject}", "added the person {subject}",
    ),
    "person-edited": said(
        "แก้ข้อมูลคน", "Edited a person",
        "แก้ข้อมูลของ {subject}: {fields}", "edited {subject}: {fields}",
    ),
    "person-deactivated": said(
        "ปิดบัญชี", "Deactivated a person", "ปิดบัญชี {subject}", "deactivated {subject}",
    ),
    "person-activated": said(
        "เปิดบัญชีอีกครั้ง", "Activated a person",
        "เปิดบัญชี {subject} อีกครั้ง", "activated {subject} again",
    ),
    "administrator-made": said(
        "ตั้งผู้ดูแลระบบจากเครื่องแม่ข่าย", "Made an administrator on the server",
        "ตั้ง {subject} เป็นผู้ดูแลระบบของหน่วยงาน ด้วยคำสั่งบนเครื่องแม่ข่าย",
        "made {subject} administrator of the agency by a command on the server",
    ),
    "roster-taken": said(
        "นำเข้ารายชื่อ", "Took over a roster",
        "นำเข้าจากแฟ้ม “{subject}”: ส่วนราชการ {units} ตำแหน่ง {positions} คน {people} "
        "การดำรงตำแหน่ง {holdings}",
        "took over “{subject}”: units {units}, positions {positions}, people {people}, "
        "holdings {holdings}",
    ),
    "password-handed-over": said(
        "ออกรหัสผ่านครั้งเดียว", "Handed over a password",
        "ออกรหัสผ่านครั้งเดียวให้ {subject}", "handed a one-time password to {subject}",
    ),
    "password-changed": said(
        "เปลี่ยนรหัสผ่าน", "Changed a password",
        "เปลี่ยนรหัสผ่านของ {subject}", "changed the password of {subject}",
    ),
    "second-factor-added": said(
        "เพิ่มวิธียืนยันสองขั้น", "Added a second factor",
        "เพิ่มวิธียืนยันสองขั้นของ {subject}: {factor}", "added a second factor of {subject}: {factor}",
    ),
    "second-factor-removed": said(
        "ล้างการยืนยันสองขั้น", "Removed a second factor",
        "ล้างการยืนยันสองขั้นของ {subject}", "removed the second factor of {subject}",
    ),
    "signed-in": said("เข้าสู่ระบบ", "Signed in", "เข้าสู่ระบบ", "signed in"),
    "sign-in-blocked": said(
        "พักบัญชีชั่วคราว", "Slowed an account down",
        "บัญชี {subject} ถูกลองรหัสผิดหลายครั้ง จึงพักชั่วคราว",
        "the account {subject} was guessed at and is held for a while",
    ),
    "year-opened": said(
        "เปิดปีงบประมาณ", "Opened a year", "เปิดปีงบประมาณ {year}", "opened fiscal year {year}",
    ),
    "year-copied": said(
        "เปิดปีจากปีก่อนหน้า", "Opened a year as a copy",
        "เปิดปีงบประมาณ {year} โดยคัดลอกกรอบการประเมินของปี {source}",
        "opened fiscal year {year} with a copy of the framework of {source}",
    ),
    "framework-edited": said(
        "แก้กรอบการประเมิน", "Edited a framework",
        "แก้กรอบการประเมินปี {year} ({part}) เป็นฉบับที่ {number}",
        "edited the framework of {year} ({part}), now revision {number}",
    ),
    "framework-imported": said(
        "นำเข้ากรอบการประเมิน", "Imported a framework",
        "นำเข้ากรอบการประเมินปี {year} จาก “{part}” เป็นฉบับที่ {number}",
        "imported the framework of {year} from “{part}”, now revision {number}",
    ),
    "framework-merged": said(
        "รวมข้อมูลทางการ", "Merged official data",
        "รวมข้อมูลทางการเข้ากรอบการประเมินปี {year} เป็นฉบับที่ {number}",
        "merged official data into the framework of {year}, now revision {number}",
    ),
    "framework-restored": said(
        "คืนค่ากรอบการประเมิน", "Restored a framework",
        "คืนค่ากรอบการประเมินปี {year} จากฉบับที่ {part} เป็นฉบับที่ {number}",
        "made revision {part} of the framework of {year} stand again as revision {number}",
    ),
    "work-carried": said(
        "ยกงานจากปีก่อน", "Carried work forward",
        "ยกงาน {count} รายการจากปี {source} มาปี {year}",
        "carried {count} things from {source} to {year}",
    ),
    "note-written": said(
        "เขียนหมายเหตุของข้อ", "Wrote a note",
        "เขียนหมายเหตุของข้อ ({subject}) ปี {year}", "wrote the note on {subject} of {year}",
    ),
    "scores-imported": said(
        "บันทึกคะแนน", "Entered scores",
        "บันทึกคะแนนปี {year} ฉบับที่ {number} จาก “{source}”",
        "entered the scores of {year}, revision {number}, from “{source}”",
    ),
    "scores-restored": said(
        "คืนค่าคะแนน", "Restored scores",
        "คืนค่าคะแนนปี {year} จากฉบับที่ {former} เป็นฉบับที่ {number}",
        "made revision {former} of the scores of {year} stand again as revision {number}",
    ),
    "remarks-set": said(
        "ตั้งรายการข้อเสนอแนะ", "Set the remarks",
        "ตั้งรายการข้อเสนอแนะปี {year} จำนวน {count} ข้อ", "set {count} remarks on {year}",
    ),
    "remarks-imported": said(
        "นำเข้าข้อเสนอแนะ", "Imported remarks",
        "นำเข้าข้อเสนอแนะปี {year} จำนวน {count} ข้อ จาก “{source}”",
        "imported {count} remarks on {year} from “{source}”",
    ),
    "remark-added": said(
        "เพิ่มข้อเสนอแนะ", "Added a remark",
        "เพิ่มข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "added remark {number} on {year}: “{text}”",
    ),
    "remark-edited": said(
        "แก้ข้อเสนอแนะ", "Edited a remark",
        "แก้ข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "edited remark {number} on {year}: “{text}”",
    ),
    "remark-moved": said(
        "ย้ายลำดับข้อเสนอแนะ", "Moved a remark",
        "ย้ายข้อเสนอแนะปี {year} จากข้อ {former} เป็นข้อ {number} “{text}”",
        "moved remark {former} on {year} to {number}: “{text}”",
    ),
    "remark-removed": said(
        "ลบข้อเสนอแนะ", "Removed a remark",
        "ลบข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "removed remark {number} on {year}: “{text}”",
    ),
    "remark-brought-back": said(
        "เลิกลบข้อเสนอแนะ", "Brought a remark back",
        "นำข้อเสนอแนะปี {year} ข้อ {number} กลับมา “{text}”",
        "brought remark {number} on {year} back: “{text}”",
    ),
    "scenario-kept": said(
        "เก็บแบบจำลองคะแนน", "Kept a scenario",
        "เก็บแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "kept the scenario “{subject}” of {year}",
    ),
    "scenario-deleted": said(
        "ลบแบบจำลองคะแนน", "Deleted a scenario",
        "ลบแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "deleted the scenario “{subject}” of {year}",
    ),
    "scenario-restored": said(
        "เลิกลบแบบจำลองคะแนน", "Brought a scenario back",
        "นำแบบจำลองคะแนนปี {year} ชื่อ “{subject}” กลับมา",
        "brought the scenario “{subject}” of {year} back",
    ),
    "owners-assigned": said(
        "มอบหมายผู้รับผิดชอบ", "Assigned owners",
        "มอบหมาย {subject} ปี {year} ให้ {owner} ({rank})",
        "assigned {subject} of {year} to {owner} ({rank})",
    ),
    "owners-assigned-as-planned": said(
        "มอบหมายตามแผน", "Assigned owners as planned",
        "มอบหมายมาตรการปี {year} ตามที่แผนเขียนไว้ {count} มาตรการ",
        "assigned {count} measures of {year} to the units the plan names",
    ),
    "owners-ended": said(
        "เลิกมอบหมาย", "Ended an assignment",
        "เลิกมอบหมาย {subject} ปี {year}", "ended the assignment of {subject} of {year}",
    ),
    "owner-proposed": said(
        "เสนอผู้รับผิดชอบ", "Proposed an owner",
        "เสนอ {person} ของ {unit} ให้รับผิดชอบ {subject} ปี {year}",
        "proposed {person} of {unit} for {subject} of {year}",
    ),
    "owner-proposal-accepted": said(
        "รับข้อเสนอผู้รับผิดชอบ", "Accepted a proposed owner",
        "รับข้อเสนอให้ {person} รับผิดชอบ {subject} ปี {year}",
        "accepted {person} for {subject} of {year}",
    ),
    "owner-proposal-declined": said(
        "ไม่รับข้อเสนอผู้รับผิดชอบ", "Declined a proposed owner",
        "ไม่รับข้อเสนอให้ {person} รับผิดชอบ {subject} ปี {year}",
        "declined {person} for {subject} of {year}",
    ),
    "event-moved": said(
        "ย้ายกำหนดการ", "Moved a date",
        "ย้าย “{subject}” ปี {year} จาก {first} เป็น {last}: {reason}",
        "moved “{subject}” of {year} from {first} to {last}: {reason}",
    ),
    "event-added": said(
        "เพิ่มกำหนดการ", "Added a date",
        "เพิ่มกำหนดการ “{subject}” ปี {year} ครบกำหนด {last}",
        "added “{subject}” to the calendar of {year}, due on {last}",
    ),
    "event-removed": said(
        "เอากำหนดการออก", "Took a date out",
        "เอากำหนดการ “{subject}” ปี {year} ออก", "took “{subject}” out of the calendar of {year}",
    ),
    "event-brought-back": said(
        "นำกำหนดการกลับมา", "Brought a date back",
        "นำกำหนดการ “{subject}” ปี {year} กลับมา",
        "brought “{subject}” back into the calendar of {year}",
    ),
    "event-done": said(
        "บอกว่าทำแล้ว", "Marked as done",
        "บอกว่า “{subject}” ปี {year} ทำแล้ว", "marked “{subject}” of {year} as done",
    ),
    "event-reopened": said(
        "บอกว่ายังไม่เสร็จ", "Marked as not done",
        "บอกว่า “{subject}” ปี {year} ยังไม่เสร็จ", "marked “{subject}” of {year} as not done",
    ),
    "mail-chosen": said(
        "รับอีเมลเตือน", "Chose mail", "{subject} เลือกรับอีเมลเตือน", "{subject} chose to get mail",
    ),
    "mail-declined": said(
        "ไม่รับอีเมลเตือน", "Declined mail",
        "{subject} เลือกไม่รับอีเมลเตือน", "{subject} chose to get no mail",
    ),
    "feed-renewed": said(
        "ออกที่อยู่ปฏิทินใหม่", "Renewed a feed",
        "ออกที่อยู่ปฏิทินใหม่ของ {subject}", "renewed the calendar address of {subject}",
    ),
    "papers-asked": said(
        "สั่งทำเอกสาร", "Asked for papers",
        "สั่งทำเอกสารปี {year}: {kinds}", "asked for papers of {year}: {kinds}",
    ),
    "plan-drafted": said(
        "ร่างแผนมาตรการ", "Drafted the plan",
        "ร่างแผนมาตรการปี {year}: เพิ่มมาตรการ {measures} จุดที่ต้องตอบ {points}",
        "drafted the plan of {year}: {measures} new measures, {points} new points",
    ),
    "plan-edited": said(
        "แก้หัวแผนมาตรการ", "Edited the plan's head",
        "แก้แผนมาตรการปี {year}: {fields}", "edited the plan of {year}: {fields}",
    ),
    "plan-imported": said(
        "นำเข้าแผนมาตรการ", "Imported the plan",
        "นำเข้าแผนมาตรการปี {year} จาก “{subject}”: ใหม่ {new} เปลี่ยน {changed} ลบ {gone}",
        "imported the plan of {year} from “{subject}”: {new} new, {changed} changed, "
        "{gone} removed",
    ),
    "plan-renumbered": said(
        "เรียงลำดับมาตรการใหม่", "Numbered the plan anew",
        "ใส่ลำดับมาตรการปี {year} ใหม่ {count} เรื่อง", "numbered {count} measures of {year} anew",
    ),
    "measure-added": said(
        "เพิ่มมาตรการ", "Added a measure",
        "เพิ่มมาตรการปี {year} “{subject}”", "added the measure “{subject}” of {year}",
    ),
    "measure-edited": said(
        "แก้มาตรการ", "Edited a measure",
        "แก้มาตรการปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
        "edited the measure “{subject}” of {year}, now version {number}: {fields}",
    ),
    "measure-restored": said(
        "คืนค่ามาตรการ", "Restored a measure",
        "คืนค่ามาตรการปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
        "restored the measure “{subject}” of {year}, now version {number}: {fields}",
    ),
    "measure-moved": said(
        "ย้ายมาตรการ", "Moved a measure",
        "ย้ายมาตรการปี {year} “{subject}”", "moved the measure “{subject}” of {year}",
    ),
    "measure-removed": said(
        "ลบมาตรการ", "Removed a measure",
        "ลบมาตรการปี {year} “{subject}”", "removed the measure “{subject}” of {year}",
    ),
    "measure-brought-back": said(
        "เลิกลบมาตรการ", "Brought a measure back",
        "นำมาตรการปี {year} “{subject}” กลับมา", "brought the measure “{subject}” of {year} back",
    ),
    "version-kept-aside": said(
        "เก็บฉบับที่ชนกัน", "Kept a colliding version",
        "เก็บฉบับของ “{subject}” ในแผนปี {year} ที่บันทึกชนกับผู้อื่น",
        "kept a version of “{subject}” of {year} that collided with another",
    ),
    "version-settled": said(
        "เลือกฉบับที่ชนกันแล้ว", "Settled a collision",
        "เลือกจากสองฉบับของ “{subject}” ในแผนปี {year} แล้ว",
        "chose between two versions of “{subject}” of {year}",
    ),
    "point-edited": said(
        "แก้คำตอบของจุดอ่อน", "Edited a point",
        "แก้แผนปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
        "edited the point “{subject}” of {year}, now version {number}: {fields}",
    ),
    "point-restored": said(
        "คืนค่าคำตอบของจุดอ่อน", "Restored a point",
        "คืนค่าแผนปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
        "restored the point “{subject}” of {year}, now version {number}: {fields}",
    ),
}  # fmt: skip
VERBS: Mapping[str, Phrase] = MappingProxyType(_VERBS)


def tell(phrases: Mapping[str, Phrase]) -> None:
    """Add the sentences of an app's own acts; it does so when Django is ready.

    Errors: ValueError for a verb that has a sentence already, the fault being ours.
    """
    twice = sorted(verb for verb in phrases if _VERBS.get(verb, phrases[verb]) != phrases[verb])
    if twice:
        raise ValueError(twice)
    _VERBS.update(phrases)


_WORDS = {
    "name": Text("ชื่อ", "name"),
    "kind": Text("ประเภท", "kind"),
    "district": Text("อำเภอ", "district"),
    "province": Text("จังหวัด", "province"),
    "office": Text("ส่วนราชการเจ้าของเรื่อง", "office"),
    "telephone": Text("โทรศัพท์", "telephone"),
    "email": Text("อีเมล", "e-mail"),
    "website": Text("เว็บไซต์", "website"),
    "number_prefix": Text("เลขที่หนังสือ", "number prefix"),
    "authority": Text("ข้อกฎหมายที่อ้าง", "authority"),
    "digits": Text("ตัวเลขในเอกสาร", "digits"),
    "display_name": Text("ชื่อที่แสดง", "shown name"),
    "mayor": Text("นายก", "mayor"),
    "clerk": Text("ปลัด", "clerk"),
    "head": Text("หัวหน้าสำนักปลัด", "head of the clerk's office"),
    "unit-head": Text("หัวหน้าส่วนราชการ", "unit head"),
    "ita-officer": Text("เจ้าหน้าที่ ITA", "ITA officer"),
    "publication-officer": Text("เจ้าหน้าที่ประชาสัมพันธ์", "publication officer"),
    "complaint-officer": Text("เจ้าหน้าที่รับเรื่องร้องเรียน", "complaint officer"),
    "auditor": Text("ผู้ตรวจสอบภายใน", "auditor"),
    "administrator": Text("ผู้ดูแลระบบของหน่วยงาน", "administrator"),
    "booklet": Text("เล่มมาตรการ", "measures booklet"),
    "memo": Text("บันทึกข้อความ", "memo"),
    "announcement": Text("ประกาศ", "announcement"),
    "order": Text("คำสั่งแต่งตั้งคณะทำงาน", "working-group order"),
    "plan": Text("แผนมาตรการ", "measures plan"),
    "invitation": Text("หนังสือเชิญประชุม", "invitation"),
    "attendance": Text("ใบลงชื่อผู้เข้าประชุม", "attendance sheet"),
    "minutes": Text("รายงานการประชุม", "minutes"),
    "summary": Text("สรุปผลการแลกเปลี่ยนความคิดเห็น", "summary of views"),
    "layout": Text("รูปแบบตาราง", "layout"),
    "responsibility": Text("ตารางผู้รับผิดชอบ", "responsibility table"),
    "main": Text("หลัก", "main"),
    "joint": Text("ร่วม", "joint"),
    "totp": Text("แอปสร้างรหัส", "code generator"),
    "webauthn": Text("พาสคีย์", "passkey"),
    "recovery_codes": Text("รหัสสำรอง", "recovery codes"),
    "number": Text("ลำดับ", "number"),
    "title": Text("มาตรการ", "measure"),
    "group": Text("ด้าน", "group"),
    "steps": Text("ขั้นตอน", "steps"),
    "unit": Text("หน่วยงานรับผิดชอบ", "responsible unit"),
    "period": Text("ระยะเวลา", "period"),
    "start": Text("เริ่ม", "start"),
    "due": Text("กำหนดแล้วเสร็จ", "due"),
    "evidence": Text("หลักฐาน", "evidence"),
    "at_six_months": Text("ติดตาม 6 เดือน", "follow-up at 6 months"),
    "at_twelve_months": Text("ติดตาม 12 เดือน", "follow-up at 12 months"),
    "budget": Text("งบประมาณ", "budget"),
    "items": Text("ข้อที่ตอบ", "items"),
    "remarks": Text("ข้อเสนอแนะที่ตอบ", "remarks"),
    "other": Text("คอลัมน์ของหน่วยงาน", "own columns"),
    "guideline": Text("แนวทาง", "guideline"),
    "reason": Text("เหตุผลที่ไม่ดำเนินการ", "reason"),
    "target": Text("คะแนนเป้าหมาย", "target"),
    "approved": Text("วันที่อนุมัติ", "day of approval"),
    "report-6": Text("รายงานรอบ 6 เดือน", "the 6-month report"),
    "report-12": Text("รายงานรอบ 12 เดือน", "the 12-month report"),
    "results": Text("รายงานผลการดำเนินการตามมาตรการ", "the report on the measures' results"),
}
_OPEN_END = Text("ไม่มีกำหนด", "further notice")
_NOTHING = Text("ไม่มี", "none")


def sentence(verb: str, subject: str, detail: Mapping[str, Any]) -> Text:
    """What an entry tells, in both languages.

    Shape:  a verb that nobody wrote a sentence for shows itself and its fields: an entry of an
            older or newer version must still be readable.
    """
    phrase = VERBS.get(verb)
    if phrase is None:
        fields = ", ".join(f"{name}: {value}" for name, value in detail.items())
        return same(" ".join(filter(None, (verb, subject, fields))))
    asked = (name for _, name, _, _ in Formatter().parse(phrase.sentence.th) if name)
    # A field that an old entry lacks is a dash.
    values = {name: _words(name, detail.get(name, "–")) for name in asked}
    return phrase.sentence.format(**values | {"subject": subject})


def label_of(verb: str) -> Text:
    """The name of a kind of act."""
    return VERBS[verb].label if verb in VERBS else same(verb)


def _words(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        told = [_WORDS.get(str(one), same(str(one))) for one in value]
        if not told:
            return _NOTHING
        return Text(", ".join(one.th for one in told), ", ".join(one.en for one in told))
    if name in ("first", "last", "day"):
        return _day(str(value))
    return _WORDS.get(value, value) if isinstance(value, str) else value


def _day(value: str) -> Text:
    if not value:
        return _OPEN_END
    try:
        return Text(long_date(date.fromisoformat(value)), value)
    except ValueError:
        return same(value)

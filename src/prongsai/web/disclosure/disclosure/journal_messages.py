"""The journal's sentences of the disclosure."""

from __future__ import annotations

from prongsai.core.disclosure.model import State
from prongsai.web.platform.journal_messages import message, register

register({
    "item-work-saved": message(
        "บันทึกงานข้อ OIT", "Saved the work on an item",
        "บันทึกข้อ {subject} ปี {year}: {state}", "saved {subject} of {year}: {state}",
    ),
    "item-works-saved": message(
        "บันทึกงานหลายข้อ OIT", "Saved the work on several items",
        "บันทึก {count} ข้อ ปี {year}: {subject}", "saved {count} items of {year}: {subject}",
    ),
    "elements-checked": message(
        "ตรวจองค์ประกอบข้อ OIT", "Checked the elements of an item",
        "ตรวจองค์ประกอบข้อ {subject} ปี {year} {count} เรื่อง",
        "checked {count} elements of {subject} of {year}",
    ),
    "piece-added": message(
        "เพิ่มหลักฐาน OIT", "Added evidence of an item",
        "เพิ่มหลักฐาน “{subject}” ปี {year} ให้ข้อ {items}",
        "added “{subject}” of {year} to {items}",
    ),
    "pieces-pasted": message(
        "วางลิงก์หลายข้อ", "Pasted addresses of items",
        "วางลิงก์ปี {year} {count} รายการ", "pasted {count} addresses of {year}",
    ),
    "piece-changed": message(
        "แก้หลักฐาน OIT", "Changed evidence of an item",
        "แก้หลักฐาน “{subject}” ปี {year}", "changed “{subject}” of {year}",
    ),
    "piece-moved": message(
        "ย้ายที่อยู่หลักฐาน OIT", "Moved evidence of an item to another address",
        "ย้าย “{subject}” ปี {year} จาก {before} ไป {after}",
        "moved “{subject}” of {year} from {before} to {after}",
    ),
    "proof-asked": message(
        "สั่งเก็บสิ่งที่เว็บแสดง", "Asked for a proof of what the web showed",
        "สั่งเก็บสิ่งที่ลิงก์ของ {count} ข้อ ปี {year} แสดง",
        "asked to keep what the links of {count} items of {year} show",
    ),
    "proof-kept": message(
        "เก็บสิ่งที่เว็บแสดงแล้ว", "Kept what the web showed",
        "เก็บสิ่งที่ลิงก์ของ {count} ข้อ ปี {year} แสดงแล้ว SHA-256 รวม {digest}",
        "kept what the links of {count} items of {year} showed, SHA-256 of all {digest}",
    ),
    "status-frozen": message(
        "เก็บตารางสถานะ OIT", "Froze the table of states",
        "เก็บตารางสถานะปี {year} ดำเนินการแล้ว {count} ข้อ",
        "froze the table of states of {year}: {count} items done",
    ),
    "dispute-asked": message(
        "ทำหนังสือขอให้ทบทวนผล", "Wrote a letter that disputes a result",
        "ทำหนังสือขอให้ทบทวนผลข้อ {subject} ปี {year}", "disputed the result of {subject} of {year}",
    ),
    "explanation-limit-set": message(
        "ตั้งความยาวคำอธิบาย OIT", "Set how long an explanation may be",
        "ตั้งความยาวคำอธิบายปี {year} จาก {before} เป็น {after} ตัวอักษร ตาม {source}",
        "set the length of explanations of {year} from {before} to {after} letters, by {source}",
    ),
    "piece-renewed": message(
        "ยืนยันว่าหลักฐานเป็นของปีนี้", "Renewed evidence of a former year",
        "ยืนยันว่า “{subject}” ปรับเป็นของปี {year} แล้ว", "renewed “{subject}” for {year}",
    ),
    "piece-removed": message(
        "เอาหลักฐาน OIT ออก", "Removed evidence of an item",
        "เอาหลักฐาน “{subject}” ปี {year} ออก", "removed “{subject}” of {year}",
    ),
    "piece-detached": message(
        "เลิกใช้หลักฐานกับข้อ OIT", "Took evidence off an item",
        "เลิกใช้ “{subject}” ปี {year} กับข้อ {items}", "took “{subject}” of {year} off {items}",
    ),
    "piece-restored": message(
        "นำหลักฐาน OIT กลับมา", "Brought evidence of an item back",
        "นำหลักฐาน “{subject}” ปี {year} กลับมา", "brought “{subject}” of {year} back",
    ),
}, words={one.value: one.label for one in State})  # fmt: skip

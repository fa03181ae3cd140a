"""What the demo's units did for their measures, and what stands in the 6-month report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from prongsai.core.progress.model import Faces
from prongsai.core.progress.rounds import NOTHING
from prongsai.core.progress.status import WHOLE as DONE
from prongsai.web.project import demo_photos
from prongsai.web.project.demo_photos import BOARD, COUNTER, MEETING, SCREEN
from prongsai.web.project.demo_stage import YEAR, Stage, on
from prongsai.web.signing.evidence.services import Words, add, describe
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.services import Written, remind, save_row
from prongsai.web.year.tracking.queries import NOTE
from prongsai.web.year.tracking.services import Entry, record


class _Note(Struct, frozen=True):
    """One note: whose, and the drawings with their captions."""

    measure: str
    login: str
    entry: Entry
    photos: tuple[tuple[str, str], ...] = ()


_16, _17, _20 = (date(2023, 3, day) for day in (16, 17, 20))
# M34 is past its day; M45 is done and nothing proves it; M22 is done; the rest goes on or waits.
_NOTES = (
    _Note("M22", "unit3", Entry(
        _16, 60, "ติดป้ายขั้นตอนและระยะเวลาการให้บริการ 7 งานที่กองช่าง"),
        ((BOARD, "ป้ายขั้นตอนการให้บริการที่กองช่าง (ตัวอย่าง)"),)),
    _Note("M01", "unit2", Entry(
        _16, 40, "ประชุมถ่ายทอดแผนการใช้จ่ายงบประมาณแก่บุคลากร 1 ครั้ง ผู้เข้าประชุมรับทราบครบ",
        "ผู้เข้าประชุมทราบแผนของกองตน มีข้อซักถาม 6 เรื่อง",
        "บุคลากรที่ออกปฏิบัติงานนอกสถานที่ไม่ได้เข้าประชุม", "ส่งสรุปแผนหนึ่งหน้าให้กดรับทราบ", reached=41),
        ((MEETING, "ประชุมถ่ายทอดแผนการใช้จ่ายงบประมาณ (ตัวอย่าง)"),)),
    _Note("M45", "unit2", Entry(
        _16, 100, "ทำแบบตรวจหัวข้อรายงาน และใช้ตรวจรายงานไตรมาสที่ 2 แล้ว 3 ฉบับ", problem=NOTHING)),
    _Note("M24", "unit2", Entry(
        _17, 50, "เริ่มใช้บัตรคิวที่กองคลังและสำนักปลัด", "ผู้รับบริการได้รับบริการตามลำดับ",
        "กองช่างยังไม่มีเครื่องออกบัตรคิว", "ใช้บัตรคิวกระดาษไปก่อนจนกว่าจะจัดหาเครื่อง"),
        ((COUNTER, "จุดบริการและเครื่องเรียกบัตรคิว (ตัวอย่าง)"),)),
    _Note("M34", "head", Entry(
        _17, 80, "เผยแพร่ช่องทางร้องเรียนบนเว็บไซต์และป้ายหน้าสำนักงาน",
        problem="วิทยุชุมชนยังไม่ส่งกำหนดออกอากาศ", proposal="ขอให้ประชาสัมพันธ์ติดตาม"),
        ((SCREEN, "หน้าช่องทางร้องเรียนการทุจริตบนเว็บไซต์ (ตัวอย่าง)"),)),
    _Note("M26", "head", Entry(_17, 25, "จัดชุดเอกสารแนะนำบริการไว้ที่เคาน์เตอร์ 4 งานจาก 15 งาน"),
          ((COUNTER, "ชุดเอกสารแนะนำบริการที่เคาน์เตอร์ (ตัวอย่าง)"),)),
    _Note("M22", "head", Entry(
        _20, 100, "ติดป้ายครบ 12 งานทุกจุดบริการ และตรวจเวลาที่ใช้จริงของคำขอ 60 เรื่อง เสร็จทันเวลา 57 เรื่อง",
        "คำขอ 57 จาก 60 เรื่องเสร็จภายในเวลาที่ประกาศ", NOTHING, NOTHING, reached=60),
        ((BOARD, "ป้ายขั้นตอนการให้บริการหน้าสำนักปลัด (ตัวอย่าง)"),
         (COUNTER, "ตรวจเวลาที่ใช้จริงของคำขอ (ตัวอย่าง)"))),
    _Note("M35", "unit4", Entry(
        _20, 20, "สรุปความเห็นของผู้ปกครองและผู้มาติดต่อ 28 คน ได้เรื่องที่ปรับปรุง 3 เรื่อง", reached=28),
        ((MEETING, "รับฟังความเห็นของผู้ปกครอง (ตัวอย่าง)"),)),
    _Note("M38", "unit3", Entry(
        _20, 30, "ทบทวนขั้นตอนขออนุญาตก่อสร้างร่วมกับผู้ใช้บริการ 2 ครั้ง",
        "ขั้นตอนขออนุญาตก่อสร้างลดจาก 7 เหลือ 5 ขั้นตอน",
        "แบบพิมพ์เดิมยังไม่ได้แก้", "ขอให้งานนิติการตรวจแบบพิมพ์"),
        ((BOARD, "ผังขั้นตอนเดิมและใหม่ (ตัวอย่าง)"),)),
    _Note("M43", "unit5", Entry(
        _20, 30, "รวบรวมเกณฑ์พิจารณาคำขอ 5 งาน รอขึ้นเว็บไซต์", problem=NOTHING)),
    _Note("M41", "ita", Entry(
        _20, 15, "ประชุมรับฟังความเห็นแล้ว 1 จาก 7 หมู่บ้าน",
        problem="เวลานัดตรงกับฤดูเก็บเกี่ยว", proposal="เลื่อนหมู่บ้านที่เหลือเป็นช่วงเย็น",
        spent=Decimal(2150), reached=63),
        ((MEETING, "ประชุมรับฟังความเห็นหมู่บ้านตัวอย่าง (ตัวอย่าง)"),)),
)  # fmt: skip
_HALF = KINDS["report-6"]
# Rows of the report that their units wrote already; the rest is filled from notes, or owed.
_ROWS: Mapping[str, tuple[str, Written]] = {
    "M22": ("ita", Written(
        "ติดป้ายขั้นตอนและระยะเวลาการให้บริการครบ 12 งาน และตรวจเวลาที่ใช้จริงของคำขอ 60 เรื่อง",
        "คำขอ 57 จาก 60 เรื่องเสร็จภายในเวลาที่ประกาศ", NOTHING, NOTHING)),
    "M24": ("unit2", Written(
        "ใช้บัตรคิวแล้วที่กองคลังและสำนักปลัด", "ผู้รับบริการได้รับบริการตามลำดับ",
        "กองช่างยังไม่มีเครื่องออกบัตรคิว", "ใช้บัตรคิวกระดาษไปก่อนจนกว่าจะจัดหาเครื่อง")),
    "M01": ("unit2", Written(
        "ประชุมถ่ายทอดแผนการใช้จ่ายงบประมาณแก่บุคลากร 1 ครั้ง ผู้เข้าประชุม 41 คน",
        "ผู้เข้าประชุมทราบแผนของกองตน มีข้อซักถาม 6 เรื่อง",
        "บุคลากรที่ออกปฏิบัติงานนอกสถานที่ไม่ได้เข้าประชุม", "ส่งสรุปแผนหนึ่งหน้าให้กดรับทราบ")),
}  # fmt: skip


def carry_out(stage: Stage) -> None:
    """The notes before the story's day, written down on the Friday."""
    rows = {row.key: row for row in rows_of(stage.agency, YEAR)}
    for number, note in enumerate(_NOTES):
        if note.entry.on < _20:
            with on(_17, 16, 5 * number):
                _record(stage, rows[note.measure], note)


def carry_on(stage: Stage) -> None:
    """The notes of the story's day and the first rows of the report, at the clock as it stands."""
    rows = {row.key: row for row in rows_of(stage.agency, YEAR)}
    for note in _NOTES:
        if note.entry.on == _20:
            _record(stage, rows[note.measure], note)
    for key, (login, written) in _ROWS.items():
        save_row(stage.agency, by=stage.person(login), year=YEAR, kind=_HALF,
                 measure_id=rows[key].pk, written=written, seen=0)  # fmt: skip
    remind(stage.agency, by=stage.officer, year=YEAR, kind=_HALF)


def _record(stage: Stage, row: MeasureRow, note: _Note) -> None:
    person = stage.person(note.login)
    made = record(row, by=person, entry=note.entry)
    for number, (scene, caption) in enumerate(note.photos, start=1):
        photo = add(
            stage.agency, by=person, subject_kind=NOTE, subject=made.thread,
            name=f"{note.measure}-{note.entry.on.isoformat()}-{number}.jpg",
            data=demo_photos.drawing(scene, caption), caption=caption, taken_on=note.entry.on,
        )  # fmt: skip
        if note.entry.percent == DONE:
            words = Words(caption, note.entry.on, "", Faces.NOBODY)
            describe(photo, by=person, words=words)

"""Parts that stand by themselves: notes, tiles, files, work that takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from prongsai.web.platform.drawings import progress, spark
from prongsai.web.platform.kit.parts import (
    EMPTY,
    LONG,
    LONG_NAME,
    LONG_TAG,
    MANY,
    SHORT_NAME,
    USUAL,
    WRONG,
    Part,
    included,
    tagged,
)


def parts() -> Iterator[Part]:
    """A note, a tile, an empty page, a file, a file that was made, work under way, a share."""
    yield _note()
    yield _tile()
    yield _nothing_yet()
    yield from _files()
    yield _job()
    yield _share()


def _note() -> Part:
    usual = {"title": SHORT_NAME, "text": "บอกเหตุผลหรือที่มา", "url": "#", "link": "ดูที่มา"}
    return included(
        "note",
        "kind title text url link",
        {
            EMPTY: {"title": SHORT_NAME},
            USUAL: usual,
            "เตือน": usual | {"kind": "warn"},
            WRONG: usual | {"kind": "bad"},
            "ดี": usual | {"kind": "good"},
            LONG: dict.fromkeys(("title", "text", "link"), LONG_NAME) | {"url": "#"},
        },
    )


def _tile() -> Part:
    words = {"heading": "คะแนนรวม", "figure": "90.52", "note": "ระดับ A"}
    usual = words | {"unit": "จาก 100", "url": "#", "link": "ดูที่มา"}
    long = dict.fromkeys(("heading", "note", "unit", "link"), LONG_NAME)
    return tagged(
        "tile",
        "heading figure unit note url link side below kind",
        {
            EMPTY: {"heading": "คะแนนรวม", "figure": "–", "note": "ยังไม่ประกาศ"},
            USUAL: usual,
            "มีเส้น": usual | {"side": spark([59.5, 85.26, 90.52], "สามปี 59.5 85.26 90.52")},
            "มีแถบ": usual | {"below": progress(3, 4, "3 จาก 4")},
            WRONG: usual | {"kind": "late", "note": "เลย 5 วัน"},
            LONG: long | {"figure": "99,999,999.99", "url": "#"},
        },
    )


def _nothing_yet() -> Part:
    inputs = "title text url link second_url second_link third_url third_link"
    first = {"url": "#", "link": "เลือกไฟล์"}
    usual = {"title": "ใส่ผลคะแนนปี 2565", "text": "ระบบให้ดูก่อนบันทึกทุกครั้ง"} | first
    others = {"second_link": "พิมพ์เอง", "third_link": "เริ่มจากคะแนนรวม"}
    addresses = dict.fromkeys(("url", "second_url", "third_url"), "#")
    return tagged(
        "nothing_yet",
        inputs,
        {
            EMPTY: {"title": "ยังไม่มีอะไร"},
            USUAL: usual,
            MANY: usual | others | addresses,
            LONG: dict.fromkeys(inputs.split(), LONG_NAME) | addresses,
        },
    )


def _files() -> Iterator[Part]:
    named = {"url": "#", "name": SHORT_NAME}
    yield included(
        "file",
        "url name text kind tag link",
        {
            EMPTY: named,
            USUAL: named | {"text": "PDF 12 หน้า", "link": "ดาวน์โหลด"},
            WRONG: named | {"kind": "bad", "tag": "เปิดไม่ได้"},
            LONG: {
                "url": "#",
                "name": f"{'document_' * 12}.pdf",
                "text": LONG_NAME,
                "kind": "wait",
                "tag": LONG_TAG,
            },
        },
    )
    made = named | {"size": 2_400_000}
    yield included(
        "made_file",
        "url name form size kind tag",
        {
            **{form.upper(): made | {"form": form} for form in ("pdf", "xlsx", "docx")},
            "เก่าแล้ว": made | {"form": "pdf", "kind": "warn", "tag": "แผนแก้ไปแล้ว"},
            LONG: made | {"form": "docx", "name": LONG_NAME},
        },
    )


def _job() -> Part:
    waiting = SimpleNamespace(done=0, total=0)
    begun = {"job": SimpleNamespace(done=5, total=12), "is_open": True}
    stopped = SimpleNamespace(message="เครื่องพิมพ์เอกสารหยุด", next_step="ลองอีกครั้ง")
    told_at_length = SimpleNamespace(message=LONG_NAME, next_step=LONG_NAME)
    return included(
        "job",
        "job is_open failure words url",
        {
            EMPTY: {"job": waiting, "is_open": True},
            "ไม่รู้จำนวน": {"job": waiting, "is_open": True, "words": "บันทึกข้อความ"},
            USUAL: begun | {"words": "เล่มมาตรการ (PDF)", "url": "#"},
            "เสร็จ": {"job": SimpleNamespace(done=12, total=12), "is_open": False},
            WRONG: {"job": waiting, "failure": stopped},
            LONG: begun | {"words": LONG_NAME},
            f"{WRONG} {LONG}": {"job": waiting, "failure": told_at_length},
        },
    )


def _share() -> Part:
    return included(
        "share",
        "done all words",
        {
            EMPTY: {"done": 0, "all": 0, "words": "ยังไม่มีแถว"},
            USUAL: {"done": 12, "all": 15, "words": "เขียนแล้ว 12 จาก 15 แถว"},
            LONG: {"done": 15, "all": 15, "words": LONG_NAME},
        },
    )

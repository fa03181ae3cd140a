"""Parts of a word or a line: codes, tags, toasts."""

from __future__ import annotations

from collections.abc import Iterator

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

KINDS = (
    ("late", "เลย 5 วัน"),
    ("bad", "ลิงก์เสีย"),
    ("miss", "ไม่พบ"),
    ("unsure", "บอกไม่ได้"),
    ("wait", "รอลงนาม"),
    ("warn", "ต่ำกว่า 85"),
    ("found", "พบ"),
    ("ok", "เสร็จ"),
    ("doing", "กำลังทำ"),
    ("info", "เพิ่ม"),
    ("todo", "ยังไม่เริ่ม"),
    ("calm", "ร่าง"),
    ("quiet", "พร้อม"),
)


def parts() -> Iterator[Part]:
    """A code, a name with its code, a tag, a day that is near, an answer to what was done."""
    code = {"code": "o13"}
    not_covered = {"code": "e5", "gap": True}
    yield included(
        "code", "code gap", {USUAL: code, WRONG: not_covered, LONG: {"code": "สขร.๑/๒๕๖๖"}}
    )
    short, long = {"text": SHORT_NAME}, {"text": LONG_NAME}
    linked = {"url": "#"}
    yield included(
        "named",
        "code text url gap",
        {USUAL: code | short, WRONG: not_covered | short, LONG: code | long | linked},
    )
    tags = {kind: {"kind": kind, "text": text} for kind, text in KINDS}
    yield included("tag", "kind text", {**tags, LONG: {"kind": "wait", "text": LONG_TAG}})
    days = {WRONG: -3, "วันนี้": 0, USUAL: 5, LONG: 365}
    yield included("due", "days", {state: {"days": count} for state, count in days.items()})
    counts = {EMPTY: 0, USUAL: 4, MANY: 1234}
    yield included("frame/count", "count", {s: {"count": count} for s, count in counts.items()})
    undone = {"undo": "#", "csrf_token": ""}
    yield included(
        "toast",
        "text kind undo csrf_token",
        {
            USUAL: short | undone,
            "ควรรู้": {"text": "บันทึกแล้ว แต่ยังไม่มีหลักฐาน", "kind": "warning"},
            WRONG: {"text": "ทำไม่สำเร็จ แฟ้มเปิดไม่ได้", "kind": "error"},
            LONG: long | undone,
        },
    )
    act = {"url": "#", "name": "way", "value": "up", "text": "ขึ้น", "subject": SHORT_NAME}
    yield included(
        "act",
        "url name value text subject",
        {USUAL: act, LONG: act | {"text": LONG_NAME, "subject": LONG_NAME}},
    )
    yield tagged("icon", "name", {name: {"name": name} for name in ("home", "check", "alert")})
    for picture in ("logo", "empty_picture"):
        yield tagged(picture, "", {USUAL: {}})
    names = {EMPTY: None, WRONG: 68.93, USUAL: 97.32, LONG: "100.00"}
    yield tagged("scored", "value", {state: {"value": value} for state, value in names.items()})

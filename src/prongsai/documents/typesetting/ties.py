"""Spaces that no line may end at: พ.ศ. ๒๕๖๖, ข้อ ๑๒, ๘๕ คะแนน, ๑๘ เมษายน ๒๕๖๘."""

from __future__ import annotations

import re

NO_BREAK_SPACE = "\u00a0"
WORD_JOINER = "\u2060"

_DIGIT = "[0-9๐-๙]"
_MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|"
    "กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
_BEFORE_NUMBER = r"พ\.ศ\.|มาตรา|ร้อยละ|หมวด|โทร\.|ข้อ|ที่|จำนวน|ระดับ|รอบ|ไตรมาส|เวลา|ต่อ|ปี|หน้า|บท|ภาค"
_AFTER_NUMBER = (
    "คะแนน|บาท|ข้อ|ชุด|วัน|เดือน|คน|ครั้ง|ปี|ฉบับ|แผ่น|หน้า|น\\.|มาตรการ|ตัวชี้วัด|ประเด็น|เรื่อง|นาที|"
    "ราย|ด้าน|ช่องทาง|รายการ|ระดับ|แบบ|โครงการ|กิจกรรม|เมตร|จุด|แห่ง|ล้าน|แสน|หมื่น|พัน|ชั่วโมง|%"
)

_TIES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (f"({_BEFORE_NUMBER}) (?=[0-9๐-๙A-Z])", f"\\1{NO_BREAK_SPACE}"),
        # Not where the word goes on: "๓ ที่" is no "๓ ที".
        (f"(?<={_DIGIT}) (?=(?:{_AFTER_NUMBER})(?![\u0e31\u0e34-\u0e3a]))", NO_BREAK_SPACE),
        (f"(?<={_DIGIT}) (?={_MONTHS})", NO_BREAK_SPACE),
        (f"({_MONTHS}) (?={_DIGIT})", f"\\1{NO_BREAK_SPACE}"),
        (" (?=[ๆฯ])", NO_BREAK_SPACE),
        (f"(?<={_DIGIT})–(?={_DIGIT})", f"{WORD_JOINER}–{WORD_JOINER}"),
    )
)


def tie(text: str) -> str:
    """The text with no-break spaces where a number and its word belong together.

    >>> tie("ข้อ 12") == f"ข้อ{NO_BREAK_SPACE}12"
    True
    """
    for pattern, replacement in _TIES:
        text = pattern.sub(replacement, text)
    return text

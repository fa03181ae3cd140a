"""Tones that a PDF writer set down away from their letter: "ตัวชีวัด ้" for "ตัวชี้วัด"."""

from __future__ import annotations

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair

_TONE = "\u0e48-\u0e4b"
_TWO_TONES = compiled(f"([{_TONE}])[{_TONE}]+")
# No word ends in a bare letter with a tone, but for "ให้", "ใหม่", "ใกล้" and the like.
_STRAY_TONE = compiled(f"(?<![เแโใไ][ก-ฮ])(?<![เแโใไ][ก-ฮ][ก-ฮ])(?<=[ก-ฮ])[{_TONE}](?![ก-\u0e4e])")
_ROBBED = compiled("(?<=ตัว)ชีวัด")


def with_marks_in_place(text: str) -> str:
    """A PDF's text mended, without tones that stand behind their word.

    >>> with_marks_in_place("ตัวชีวัดย่อย้"), with_marks_in_place("ให้ใหม่ใกล้ที่")
    ('ตัวชี้วัดย่อย', 'ให้ใหม่ใกล้ที่')
    """
    plain = _STRAY_TONE.sub("", _TWO_TONES.sub(r"\1", repair(text)))
    return _ROBBED.sub("ชี้วัด", plain)

"""Which scored things a run of text names: instruments, indicators, the total."""

import re
from functools import cached_property

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.names import Names

_INSTRUMENT = compiled(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", 2)
_NUMBERED = compiled(
    r"(?:ตัวชี้วัด(?:ย่อย)?|ตชว?\.?)\s*(?:ที่)?\s*(10|[1-9])(\.[1-9])?(?![\d.]|\s?(?:ตัวชี้วัด|ด้าน|ข้อ(?!มูล)))"
)
_TOTAL = any_of(
    r"(?:คะแนน|ค่าคะแนน|ผล)\s?(?:เฉลี่ย)?\s?(?:รวม|ภาพรวม|โดยรวม|เฉลี่ยรวม)|ภาพรวม",
    r"คะแนนเฉลี่ย|(?<![ก-๎])รวม(?=\s*[:=])|(?<![A-Za-z])ITA(?![A-Za-z])|overall|total",
    flags=2,
)
_SHORTEST = 9


class Thing(Struct, frozen=True):
    """One scored thing named in a text, and where."""

    code: str
    start: int
    end: int


class Things:
    """Finds the things of one year's framework in running text."""

    def __init__(self, names: Names) -> None:
        """`names` are those of the year that the document is read with."""
        self._names = names

    @cached_property
    def _codes(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        for code in self._names.framework.tree:
            if level_of(code) in (Level.INDICATOR, Level.SUB_INDICATOR, Level.INSTRUMENT):
                for name in self._names.names_of(code):
                    plain = re.sub(r"\s", "", name)
                    if len(plain) >= _SHORTEST:
                        codes.setdefault(plain, code)
                        codes.setdefault(plain.removeprefix("การ"), code)
        return codes

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self._codes, key=len, reverse=True)
        return re.compile("|".join(r"\s?".join(map(re.escape, name)) for name in ordered))

    def named_in(self, text: str) -> list[Thing]:
        """Every part that a text names, in its order."""
        things = [Thing(match[1].upper(), *match.span()) for match in _INSTRUMENT.finditer(text)]
        things += [
            Thing(self._codes[re.sub(r"\s", "", match[0])], *match.span())
            for match in self._pattern.finditer(text)
            if not text[: match.start()].endswith("ผล")  # "ผลการใช้งบประมาณ" is what was spent
        ]
        tree = self._names.framework.tree
        things += [
            Thing(match[1] + (match[2] or ""), *match.span())
            for match in _NUMBERED.finditer(text)
            if match[1] + (match[2] or "") in tree
        ]
        return sorted(things, key=lambda thing: thing.start)

    def total_in(self, text: str) -> int:
        """Where a text last speaks of the assessment's whole; -1 where it does not."""
        return max((match.end() for match in _TOTAL.finditer(text)), default=-1)

    def without(self, text: str) -> str:
        """A text without the names of things."""
        text = _NUMBERED.sub(" ", text)
        return _INSTRUMENT.sub(" ", self._pattern.sub(" ", text))

    def only(self, text: str) -> str | None:
        """The one thing that a text is about: a part, else the total where its words are there."""
        codes = {thing.code for thing in self.named_in(text)}
        parts = codes - set(INSTRUMENTS) or codes
        if len(parts) == 1:
            return next(iter(parts))
        return TOTAL if not codes and self.total_in(text) >= 0 else None

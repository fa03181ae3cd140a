"""Items that texts tell by their codes alone: in lists of one score, in pairs, in brackets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from prongsai.core.extract import Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic, topic_of
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure, Origin
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.sentences.told import DIGIT
from prongsai.core.thai import arabic_digits, around, squeeze

_BESIDE_CODE = compiled(
    rf"(?<![A-Za-z0-9])([ieoIEO๐])({DIGIT}{{1,2}})\s*[:=]\s*({DIGIT}{{1,3}}(?:\.{DIGIT}{{1,2}})?)(?!{DIGIT})"
)
_PAIR = rf"([ieoIEO])({DIGIT}{{1,2}})[ \t]*[=:]?[ \t]+({DIGIT}{{1,3}}(?:\.{DIGIT}{{1,2}})?)"
_CODE_AND_SCORE = compiled(rf"(?<![A-Za-z0-9]){_PAIR}(?![\d.])")
_LINE_OF_PAIRS = compiled(rf"(?m)^[ \t•*-]*{_PAIR}(?:[ \t]*[|,;/·•][ \t]*{_PAIR})+[ \t]*$")
_OIT_CODE = compiled(r"(?<![A-Za-z0-9])[oO0](\d{1,2})(?!\d)")
_CODES = r"(?P<codes>(?:(?:ข้อ)?\s*(?<![A-Za-z0-9])[oO0]\d{1,2}(?!\d)(?:[\s,/]|และ|กับ)*){1,43})"
_COUNTED_ITEMS = r"(?P<count>\d{1,2})\s*(?:ข้อ|ประเด็น|รายการ)"
_INTRODUCED = r"\s*(?:ได้แก่|คือ|ประกอบด้วย|[:=(])\s*"
_ITEMS_AT = (
    compiled(
        r"(?:ได้|คะแนน)\s*(?P<score>0(?:\.00?)?)\s*(?:คะแนน)?\s*(?:จำนวน|มี)?\s*"
        + _COUNTED_ITEMS
        + _INTRODUCED
        + _CODES
    ),
    compiled(
        r"ข้อ\s?ที่\s?ได้(?:รับ)?\s*(?:คะแนน)?\s*(?P<score>0|100)(?:\.00?)?\s*คะแนน\s*(?:(?:จำนวน|มี)\s*"
        + _COUNTED_ITEMS
        + ")?"
        + _INTRODUCED
        + _CODES
    ),
    compiled(
        r"(?:ข้อ)\s*" + _CODES + r"(?P<count>)(?:ไม่ผ่าน)?\s*ได้\s*(?P<score>0|100)(?:\.00?)?\s*คะแนน"
    ),
)
_MAY_LIST_ITEMS = compiled(r"[oO]\d")
_SUPPOSED = compiled(r"ถ้า|หาก|จะ|เป้า|คาด|ควร|ต้อง|อยาก|ร่าง|ประเมินตนเอง|จำลอง")
_ABOUT_ITA = {Topic.ITA, Topic.ITA_RESULTS}
_NO_RESULTS = {Topic.ITA_BUT_NO_RESULTS, Topic.NEVER_OWN}
_LONGEST_TITLE = 200


class ItemReader:
    """Reads the items of texts, for one year's names."""

    def __init__(self, names: Names, complaints: Complaints) -> None:
        """`complaints` takes lists that are not what they count, and codes that are not known."""
        self._items = names.framework.items
        self._complaints = complaints

    def figures(
        self, paragraph: Paragraph, text: str, year: int | None, topic: Topic
    ) -> Iterator[Figure]:
        """The items' scores of a paragraph whose mended text is `text`."""
        yield from self._beside_codes(paragraph, text, year)
        yield from self._listed(paragraph, text, year)
        about = {topic, topic_of(text.partition("\n")[0][:_LONGEST_TITLE])}
        if about & _ABOUT_ITA and not about & _NO_RESULTS:
            yield from self._in_pairs(paragraph, text, year)

    def _listed(self, paragraph: Paragraph, text: str, year: int | None) -> Iterator[Figure]:
        """Items that a sentence lists with one score: "ได้ 0 คะแนน จำนวน 3 ข้อ ได้แก่ O12 …"."""
        plain = arabic_digits(text)
        told = _ITEMS_AT if _MAY_LIST_ITEMS.search(plain) else ()
        seen: set[int] = set()
        for found in (one for pattern in told for one in pattern.finditer(plain)):
            line = plain[plain.rfind("\n", 0, found.start()) + 1 : found.start()]
            if found.start("codes") in seen or _SUPPOSED.search(line):
                continue
            seen.add(found.start("codes"))
            codes = [f"o{int(one[1])}" for one in _OIT_CODE.finditer(found["codes"])]
            known = [code for code in dict.fromkeys(codes) if code in self._items]
            place = paragraph.place_at(found.start(), around(text, found.start(), found.end()))
            counted = int(found["count"] or len(codes))
            if len(known) != counted or len(codes) != len(known):
                # A list that is not what it counts says nothing for certain.
                self._complaints.unattributed(place)
                continue
            score = found["score"].partition(".")[0]
            for code in known:
                name = self._items[code].name.th
                yield Figure(code, year, score, Decimal(score), Origin.PROSE, place, name)

    def _in_pairs(self, paragraph: Paragraph, text: str, year: int | None) -> Iterator[Figure]:
        """Lines of nothing but items' codes with their scores: "i1 87.98 | i2 86.51"."""
        for line in _LINE_OF_PAIRS.finditer(text):
            pairs = list(_CODE_AND_SCORE.finditer(text, line.start(), line.end()))
            if not any("." in one[3] for one in pairs):
                continue
            for found in pairs:
                code = f"{found[1].lower()}{int(arabic_digits(found[2]))}"
                value, item = Decimal(found[3]), self._items.get(code)
                place = paragraph.place_at(found.start(), squeeze(found[0]))
                if item is None or value > 100:  # noqa: PLR2004
                    self._complaints.unattributed(place)
                    continue
                yield Figure(code, year, found[3], value, Origin.PROSE, place, item.name.th)

    def _beside_codes(self, paragraph: Paragraph, text: str, year: int | None) -> Iterator[Figure]:
        """Items' codes with their score: "… (i7 : 84.94 คะแนน)"."""
        for found in _BESIDE_CODE.finditer(text):
            letter = "o" if found[1] in "oO๐" else found[1].lower()
            code = f"{letter}{int(arabic_digits(found[2]))}"
            before = text[max(0, found.start() - 300) : found.start()]
            lead = before.rsplit("\n", 1)[-1].rsplit(")", 1)[-1]
            value = Decimal(arabic_digits(found[3]))
            if value <= 100:  # noqa: PLR2004
                yield Figure(
                    code, year, found[3], value, Origin.PROSE,
                    paragraph.place_at(found.start(), squeeze(found[0])), squeeze(lead) or None,
                )  # fmt: skip

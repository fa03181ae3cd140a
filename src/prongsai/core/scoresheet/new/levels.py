"""The result levels that a document prints: certain beside a label, else candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph, Table
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Candidate, Doubt, PublishedRating
from prongsai.core.scoresheet.new.agencies import Own
from prongsai.core.scoresheet.new.columns import Column, Kind
from prongsai.core.scoresheet.new.setting import Setting, result_years
from prongsai.core.scoresheet.new.vocabulary import doubts_of
from prongsai.core.thai import around, repair, squeeze

_WORD = r"(ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA|[A-F])"
_LABEL = r"ระดับ(?:ผล)?(?:การประเมิน|คะแนน)?(?:ที่ได้|รวม)?(?:\s*\(?Rating(?:\s*Score)?\)?)?|ผลการประเมิน|เกรด|rating|grade|level"
_LABELLED = compiled(rf"[-•*ก-ฮ.\s]*(?:{_LABEL})\s*[:=]?\s*[“\"']?{_WORD}[”\"']?\s*", re.IGNORECASE)
_IS_LABEL = compiled(rf"[-•*ก-ฮ.\s]*(?:{_LABEL})\s*:?", re.IGNORECASE)
_IN_A_SENTENCE = compiled(
    rf"(?:ระดับ(?:ผลการประเมิน|คะแนน)?|อยู่ใน(?:เกณฑ์|ระดับ)|เกณฑ์|ได้)\s*:?\s*[“\"'(]?{_WORD}(?![A-Za-zก-๎])"
)

Levels = Callable[[int | None], dict[str, str]]


def levels_of(catalogue: Catalogue, framework: Framework) -> Levels:
    """The level words of each year with their codes."""

    def levels(year: int | None) -> dict[str, str]:
        known = year is None or year == framework.fiscal_year
        if not known and year not in catalogue.years():
            return {}
        rule = (framework if known else catalogue.get(year or 0, draft=True)).rating
        return {level.label.th: level.code for level in rule.levels or ()}

    return levels


def is_label(text: str) -> bool:
    """Whether a cell labels a level."""
    return _IS_LABEL.fullmatch(squeeze(text)) is not None


def of_line(text: str, place: Place, setting: Setting, levels: Levels) -> PublishedRating | None:
    """The level of a line that labels it and says no more."""
    found = _LABELLED.fullmatch(squeeze(repair(text)))
    if found is None or setting.doubts or setting.year is None:
        return None
    code = levels(setting.year).get(found[1])
    return PublishedRating(code, setting.year, found[1], place) if code else None


def told_in(text: str, place: Place, setting: Setting, levels: Levels, own: Own) -> Iterator[Candidate]:
    """The levels that a sentence seems to tell."""
    plain = squeeze(repair(text))
    for found in _IN_A_SENTENCE.finditer(plain):
        years = result_years(plain[: found.start()])
        year = years[-1] if years else setting.year
        code = levels(year).get(found[1])
        if code is None or not setting.is_ita:
            continue
        doubts = setting.doubts | {Doubt.SENTENCE} | doubts_of(own.masked(plain[: found.start()][-80:]))
        doubts |= {Doubt.WHOSE} if own.others_in(plain) else frozenset()
        quoted = Place(**{**place.as_dict(), "quote": around(plain, found.start(), found.end())})
        yield Candidate(None, year, found[1], None, quoted, tuple(sorted(doubts)), level=code)

"""The result levels that a document prints: certain beside a label, else candidates."""

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.model import Candidate, Doubt, Origin, PublishedRating
from prongsai.core.scoresheet.setting import Setting, result_years
from prongsai.core.scoresheet.vocabulary import doubts_of
from prongsai.core.thai import around, mend_line

_WORD = r"(ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA|[A-F])"
_LABEL = (
    r"ระดับ(?:ผล)?(?:การประเมิน|คะแนน)?(?:ที่ได้|รวม)?(?:\s*\(?Rating(?:\s*Score)?\)?)?"
    r"|ผลการประเมิน|เกรด|rating|grade|level"
)
_LABELLED = compiled(rf"[-•*ก-ฮ.\s]*(?:{_LABEL})\s*[:=]?\s*[“\"']?{_WORD}[”\"']?\s*", re.IGNORECASE)
IS_LABEL = compiled(rf"[-•*ก-ฮ.\s]*(?:{_LABEL})\s*:?", re.IGNORECASE)
# A word that is no other word tells a level wherever it stands, "ผ่าน" and letters behind a mark.
_PLAIN = compiled(r"(?<!ไม่)(?<!ที่)(ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง)(?!(?!ครับ|ค่ะ|ทั้ง|นั้น)[ก-๎])")
_MARK = r"ระดับ(?:ผลการประเมิน|คะแนน)?|ผล(?:การประเมิน)?|เกณฑ์|(?i:rating)\)?|[(=→“\"]"
_MARKED = compiled(rf"(?:{_MARK})\s*(?:เป็น|คือ)?[\s.:“\"']*(ผ่าน|AA|[A-F])(?![A-Za-zก-๎+])")
MAY_TELL = compiled(r"ผ่าน|ปรับปรุง|(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])")
ALONE = compiled(rf"[\s(“\"']*{_WORD}[\s)”\"']*")
_CODES = {
    "ผ่านดีเยี่ยม": "excellent", "ผ่านดี": "good", "ผ่าน": "pass", "ต้องปรับปรุง": "improve",
    "ต้องปรับปรุงโดยด่วน": "urgent",
}  # fmt: skip
_REACH = 80

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


def of_line(text: str, place: Place, setting: Setting, levels: Levels) -> PublishedRating | None:
    """The level of a line that labels it and says no more."""
    match = _LABELLED.fullmatch(mend_line(text))
    if match is None or setting.doubts or setting.year is None:
        return None
    code = levels(setting.year).get(match[1])
    return PublishedRating(code, setting.year, match[1], place) if code else None


def told_in(
    text: str, place: Place, setting: Setting, levels: Levels, own: Own
) -> Iterator[Candidate]:
    """The levels that a sentence, or a cell that is not certain, seems to tell."""
    plain = mend_line(text)
    alone = ALONE.fullmatch(plain)
    matches = [alone] if alone else [*_PLAIN.finditer(plain), *_MARKED.finditer(plain)]
    for match in sorted(matches, key=lambda match: match.start(1)):
        years = result_years(plain[: match.start()])
        year = years[-1] if years else setting.year
        known = levels(year)
        code = _CODES.get(match[1], match[1])
        if known and code not in known.values():
            year = None  # that year has other levels
        lead = own.masked(plain[: match.start()])[-_REACH:]
        doubts = setting.doubts | {Doubt.SENTENCE} | doubts_of(lead)
        doubts |= {Doubt.WHOSE} if own.others_in(plain) else frozenset()
        doubts |= {Doubt.YEAR} if year is None else frozenset()
        quoted = replace(place, quote=around(plain, match.start(1), match.end(1)))
        yield Candidate(None, year, match[1], None, quoted, tuple(sorted(doubts)), level=code)


def candidate(rating: PublishedRating) -> Candidate:
    """A level that something speaks against: two of a year, or no word of the assessment."""
    fields = rating.year, rating.published, None, rating.place
    return Candidate(None, *fields, (Doubt.SCORE,), Origin.TABLE, rating.code)

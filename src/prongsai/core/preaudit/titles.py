"""Whether a title explains itself: what is left when all that we know of it is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import Match, Pattern

from prongsai.core.dates import dates_in
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.rules import shipped_rules
from prongsai.core.preaudit.units import Role, Unit
from prongsai.core.thai import arabic_digits, shorten, skeleton

_QUOTED = 80
_LEAST_LEFT = 3
_MOST_LINES = 4
_YEAR = compiled(r"25\d\d|ปี\s?[4-9]\d(?!\d)")
# The head of a memo, a signature, a label with its value.
_NO_NAME = compiled(
    r"\s*(?:\(\s*(?:นา[ยง]|[.…)])|ส่วนราชการ|ที่\s|เรียน\s|โทร|จัดทำโดย|ลงชื่อ)|[^:]{2,40}\s?:\s"
)
_PERSON = compiled(r"(?:นาย|นางสาว|นาง|น\.ส\.)\s?[ก-๎]{2,30}(?:\s+[ก-๎]{2,40})?")
_PLACE = compiled(
    r"(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน\s?(?:ตำบล|จังหวัด)|(?:อบต|อบจ|ท[ตมน]|อ|จ|ต)\."
    r"|ตำบล|อำเภอ|จังหวัด)\s?[ก-๎]{2,25}?(?=[^ก-๎]|$|ประจำ|เรื่อง|อำเภอ|จังหวัด|ว่าด้วย|ปี|รอบ)"
)


def name_of(units: Iterable[Unit]) -> str:
    """The lines in which a paper says what it is: down to its year and one more, else two."""
    lines = [unit for unit in units if unit.is_title]
    lines = [unit for unit in lines if not (unit.is_guidance or unit.says_nothing_yet)]
    lines = [unit for unit in lines if not _NO_NAME.match(unit.text)]
    texts = [arabic_digits(unit.text) for unit in lines]
    last = next((at for at, text in enumerate(texts[:_MOST_LINES]) if _YEAR.search(text)), 0) + 1
    below = lines[last : last + 1]
    if below and (below[0].role is not Role.HEADING or any(map(str.isdigit, texts[last]))):
        below = []
    return " ".join(unit.text for unit in lines[:last] + below)


def unexplained(title: str, own: Sequence[str], agency: str) -> str:
    """What a title says beyond its item, its kind, its time and its agency; "" where nothing."""
    plain = arabic_digits(title)
    for start, end, _ in dates_in(plain):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    if agency:
        plain = plain.replace(agency, " " * len(agency))
    plain = _PERSON.sub(_blanked, _PLACE.sub(_blanked, plain))
    places = [at for at, letter in enumerate(plain) if skeleton(letter)]
    key = "".join(skeleton(plain[at]) for at in places)
    left = [at for at, letter in enumerate(_known(tuple(own)).sub(_blanked, key)) if letter != " "]
    if len(left) < _LEAST_LEFT:
        return ""
    end = [*places, len(title)][left[-1] + 1]
    return shorten(title[places[left[0]] : end].strip(), _QUOTED)


def _blanked(match: Match[str]) -> str:
    return " " * len(match[0])


@lru_cache
def _known(own: tuple[str, ...]) -> Pattern[str]:
    """The words that explain a title of an item: the longest first."""
    rules = shipped_rules()
    lineages = [rules.lineages[name] for name in own if name in rules.lineages]
    words = [word for known in lineages for word in (*known.about, *known.beside)]
    # What follows "of the year" may be part of its own word.
    words += [title.removesuffix("ประจำปี") for known in lineages for title in known.titles]
    words += rules.known
    keys = sorted({skeleton(word) for word in words}, key=len, reverse=True)
    return compiled("|".join([r"\d+", *keys]))

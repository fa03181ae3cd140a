"""Matchers of persons: their names, how they are reached, whether they signed."""

from collections.abc import Iterator
from itertools import zip_longest

from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.looking import Look, give
from prongsai.core.preaudit.model import ElementOutcome, Verdict, worst
from prongsai.core.preaudit.rules import Rule
from prongsai.core.preaudit.units import Role, Unit
from prongsai.core.thai import skeleton

FOUND, CANNOT_TELL, NOT_FOUND = Verdict.FOUND, Verdict.CANNOT_TELL, Verdict.NOT_FOUND
_TEN_DIGITS = r"(?<!\d)(?<!\d[.,/-])(?=\(?0(?:[-\s)]{0,2}\d){8,9}(?!\d|-\d{3}|-\d+-))"
_BEHIND_ZONE = r"(?:[-\s)]{0,2}\d{3,8}){1,2}"
_PATTERNS = {
    # Nine or ten digits, no zone 0 or 1, and no short group behind the first: a day is none.
    "phone": any_of(
        _TEN_DIGITS + r"\(?0[2-9]\d{0,2}" + _BEHIND_ZONE,
        _TEN_DIGITS + r"\(?0[-\s][2-9]\d{3}" + _BEHIND_ZONE,
    ),
    "email": compiled(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"),
    # A place without its house, road or post code is none to write to.
    "address": any_of(
        r"(?:(?:เลขที่|หมู่(?:ที่)?|ม\.)\s*\d|ถนน|ถ\.)[^\n]{0,120}(?:อำเภอ|อ\.|เขต)[^\n]{1,80}(?:จังหวัด|จ\.|\d{5})",
        r"(?:ตำบล|ต\.|แขวง)[^\n]{1,160}\D[1-9]\d{4}(?!\d)",
    ),
}
_NAME = r"\s?[ก-๎]{2,30}\s+[ก-๎]{2,40}"
_PERSON = any_of(
    r"นาย(?!ก(?:เทศ|องค์|สภา|สมา|เมือง|อบ|รัฐ|ฯ)|ช่าง|อำเภอ|ทะเบียน|แพทย์|ตรวจ|จ้าง|ทหาร)" + _NAME,
    r"(?:นางสาว|นาง|น\.ส\.|ดร\.|ว่าที่[^\s]{2,12}\s)" + _NAME,
)
# A name may go on in the next line.
_TORN_NAME = compiled(r"(?:นาย(?!ก|ช่าง|อำเภอ)|นางสาว|นาง|น\.ส\.)\s?[ก-๎]{2,20}")
_SIGNED = compiled(r"\(\s*[^()\d]{4,60}\)")
_ACTING = compiled(r"รักษาราชการ|รักษาการ|ปฏิบัติหน้าที่|ปฏิบัติราชการแทน")
_POST = compiled(
    r"(?:(?:รักษา|ปฏิบัติ)[ก-๎]{0,20}?)?\s*"
    r"(?:นายก|ปลัด|หัวหน้า|ผู้อำนวยการ|รอง|ประธาน|นัก|เจ้าพนักงาน|ผู้ว่า)"
)
# A page's number, an annex or the same in English follow a signed paper.
_NEXT_PAPER = compiled(
    r"[-–—]\s?[\d๐-๙]{1,3}\s?[-–—]$|หน้า\s?[\d๐-๙]|บัญชีแนบท้าย|เอกสารแนบ|ภาคผนวก|ANNOUNCEMENT"
)
_DEPUTIES = ("รอง", "ปลัด", "หัวหน้า", "ผู้อำนวยการ")
_UNITS_AFTER, _UNITS_OF_PERSON, _LONGEST_POST = 9, 5, 80


def people(look: Look, rule: Rule) -> ElementOutcome:
    """Names of persons, in a paper that names one of the posts."""
    plain = [unit for unit in look.units if not unit.is_guidance]
    named = {skeleton(name[0]): unit for unit in plain for name in _PERSON.finditer(unit.text)}
    unit = next(iter(named.values()), None)
    if named and rule.any and not look.hits(rule.any):
        return give("preaudit/names_without_post", CANNOT_TELL, unit)
    if len(named) >= rule.numbers:
        return give("preaudit/names_there", FOUND, unit, count=len(named))
    seen = list(named.values()) or [unit for unit in plain if _TORN_NAME.fullmatch(unit.text)]
    if seen:
        return give("preaudit/few_names", CANNOT_TELL, seen[0], count=len(seen))
    return give("preaudit/no_names", NOT_FOUND)


def pattern(look: Look, rule: Rule) -> ElementOutcome:
    """A telephone number, an address of mail or of the house."""
    return _pattern_in(look.units, rule)


def _pattern_in(units: tuple[Unit, ...], rule: Rule) -> ElementOutcome:
    for name in rule.any:
        # An address goes on in the next line.
        rest = units[1:] if name == "address" else ()
        for unit, after in zip_longest(units, rest):
            text = f"{unit.plain} {after.plain if after else ''}"
            if not unit.is_guidance and _PATTERNS[name].search(text):
                return give("preaudit/words_there", FOUND, unit, phrase=name)
    return give("preaudit/pattern_absent", NOT_FOUND)


def contact_of_person(look: Look, rule: Rule) -> ElementOutcome:
    """A telephone number or address of mail below a name, not in the address of the house."""
    below = tuple(
        near
        for at, unit in enumerate(look.units)
        if _PERSON.search(unit.text)
        for near in look.units[at : at + _UNITS_OF_PERSON]
        if near.file == unit.file and not _PATTERNS["address"].search(near.text)
    )
    outcome = _pattern_in(below, rule)
    if outcome.verdict is FOUND or (other := pattern(look, rule)).verdict is not FOUND:
        return outcome
    return replace(other, verdict=CANNOT_TELL, reason=read_words("preaudit/of_house"))


def people_with_contact(look: Look, rule: Rule) -> ElementOutcome:
    """Names of persons, and how each is reached."""
    return worst(people(look, rule), contact_of_person(look, Rule(rule.match, ("phone", "email"))))


def signed(look: Look, rule: Rule) -> ElementOutcome:
    """A signature block of somebody who holds one of the posts."""
    other: Unit | None = None
    unsure: ElementOutcome | None = None
    for at, unit in enumerate(look.units):
        below = look.units[at + 1 : at + 1 + _UNITS_AFTER]
        ends = len(below) < _UNITS_AFTER or any(
            (near.file, near.page) != (unit.file, unit.page) or _NEXT_PAPER.match(near.text)
            for near in below
        )
        for name, post in _blocks_of(look, at, unit):
            is_chief = any(phrase in post for phrase in rule.any)
            if is_chief and _ACTING.search(post):
                unsure = give("preaudit/signed_for_other", CANNOT_TELL, unit)
            elif is_chief and not post.startswith(_DEPUTIES):
                if _PERSON.search(name) and ends:
                    return give("preaudit/signed", FOUND, unit)
                unsure = unsure or give("preaudit/maybe_signed", CANNOT_TELL, unit)
            other = unit
    if unsure is not None:
        return unsure
    if rule.why == "agency":
        return give("preaudit/in_its_name", CANNOT_TELL, other)
    if other is not None:
        return give("preaudit/signed_by_other", NOT_FOUND, other)
    # Running text names the chief, a signature's line is short.
    last = [unit.text for unit in look.units[-3:] if unit.role is not Role.BODY]
    if any(phrase in text for text in last for phrase in rule.any):
        return give("preaudit/maybe_signed", CANNOT_TELL, look.units[-1])
    return give("preaudit/unsigned", NOT_FOUND)


def _blocks_of(look: Look, at: int, unit: Unit) -> Iterator[tuple[str, str]]:
    """The names in brackets of a unit; behind each, and in the units below, a post."""
    if unit.role is Role.HEAD:
        return
    following = [near.text for near in look.units[at + 1 : at + 3] if near.file == unit.file]
    for match in _SIGNED.finditer(unit.text):
        below = " ".join([unit.text[match.end() :].strip(), *following])[:_LONGEST_POST].strip()
        if _POST.match(below):
            yield match[0], below

"""Whether a document names the agency it is read for, or only another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import islice

from msgspec.structs import replace

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Block, Extract, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.likeness import likeness
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, printed, repair, skeleton, squeeze

_KINDS = (
    "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด",
    "อบต.", "อบจ.", "ทต.", "ทม.", "ทน.",
)  # fmt: skip
_NAMES_SHOWN = 5
_ROWS_SHOWN = 20
_LONGEST_ROW = 300
_QUOTED = 60
_MAKE_SURE = Text(
    "ตรวจว่าเป็นแฟ้มคะแนนของหน่วยงานนี้จริง", "make sure that these are this agency's scores"
)
_APART = compiled(r"[\s.\-]+")
# What makes another place of a name, as skeletons have it.
_ANOTHER_PLACE = compiled(r"ใต|เหน|นอก|ใหม|เกา|กลาง|ตะวัน|นอย|ใหญ")
_OTHER_BODY = compiled(
    r"(?:โรงพยาบาล|โรงเรียน|กรม|สถานีตำรวจ|ศูนย์พัฒนาเด็กเล็ก|มหาวิทยาลัย|วิทยาลัย|(?:ที่ว่าการ)?อำเภอ|จังหวัด)[ก-ฺเ-๎]{2,40}"
)
# A school or a hospital that a sentence begins with, or that is named right after its agency.
_BODY_FIRST = compiled(
    r"(?:^|(?<=[\n ]))(?:โรงพยาบาล|โรงเรียน|สถานีตำรวจ|ศูนย์พัฒนาเด็กเล็ก|มหาวิทยาลัย|วิทยาลัย)[ก-ฺเ-๎]{0,40}",
    re.MULTILINE,
)
_PLACE_FIRST = compiled(r"(?:จังหวัด|อำเภอ)[ก-ฺเ-๎]{2,30}(?=\s)")
_OF_ITA = compiled(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส")
# What may follow a name without a space; "ใต้" makes another name of it.
_GOES_ON = compiled(
    r"ได|ม(?:ี|ผ|ค)|ประจ|ใน|ของ|อ(?:ำ)?เภอ|อ\.|จ(?:ั)?งหว|จ\.|และ|ที|จ(?:ึ)?ง|พบ|เป(?:็)?น|ปี|ปง|คร|จ(?:ำ)?นวน|ก(?:ั)?บ|โดย|ซ(?:ึ)?ง|ข(?:ึ)?น|ผล|คะแนน|อย|เข|ถ|ม|ต(?:ำ)?บล|ดีขึน|เพิม|ลดลง|สูงขึน|รายงาน|สรุป|ดาเนิน|สามารถ"
)
_SHORT_KINDS = {
    "อบต": "องค์การบริหารส่วนตำบล",
    "อบจ": "องค์การบริหารส่วนจังหวัด",
    "ทต": "เทศบาลตำบล",
    "ทม": "เทศบาลเมือง",
    "ทน": "เทศบาลนคร",
}
# A name follows without a space, after an abbreviation also with one; these words are no names.
NAMED_AGENCY = compiled(
    r"(?:(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน(?:ตำบล|จังหวัด))|(?:อบต|อบจ|ทต|ทม|ทน)\.\s?)"
    # Places are called "ในเมือง", "มีชัย", "จะทิ้งพระ", "ที่วัง", "เป็นสุข".
    r"(?!ประจำ|ควร|ต้อง|ทุก|และ|หรือ|ที่(?!วัง)|ของ|ใน(?!เมือง|วง|ควน|คลอง|เขา)|ได้|มี(?!ชัย)|เป็น(?!สุข)|แห่ง|ทั้ง|จะ(?!ทิ้ง|แนะ|โหนง|กว๊ะ|รัง)|จึง|โดย|อื่น(?:\s|ๆ)|ขนาด|สามัญ)"
    r"(?:[ก-ฺเ-๎]{2,30}(?:-[ก-ฺเ-๎]{2,30})?(?=[\s|,:()“”\"]|$)|[ก-ฺเ-๎]{2,30}?(?=ซึ่ง|ได้(?:คะแนน|รับ|เข้า|ผล)|มี(?:ผล)?คะแนน|ที่(?:ได้|มี|อยู่)))"
)
# Where a name surely ends, though letters follow.
NAME_STOPS = compiled(
    r"ซึ่ง|ได้|มี(?:ผล)?คะแนน|ที่(?:ได้|มี|อยู่)|คะแนน|ไม่|มิได้|ยัง|จะ(?!ทิ้ง|แนะ|โหนง|กว๊ะ|รัง)|ควร|ต้อง|อาจ|คาด|ตั้งเป้า|สูง|ต่ำ|\Z"
)
_ANY_AGENCY = "หน่วยงาน"


def without_names(text: str) -> str:
    """A text with "agency" for the names of agencies, which may hold any word: "บ้านเป้า".

    >>> without_names("คะแนนของเทศบาลตำบลบ้านเป้าได้ 90.11")
    'คะแนนของหน่วยงานได้ 90.11'
    """
    return NAMED_AGENCY.sub(_kept_behind, text)


def _kept_behind(agency: re.Match[str]) -> str:
    end = NAME_STOPS.search(agency.string, agency.start(), agency.end())
    return _ANY_AGENCY + agency.string[end.start() if end else agency.end() : agency.end()]


def other_bodies(text: str) -> Iterator[re.Match[str]]:
    """Schools, hospitals and the like that lines of a text begin with, or agencies are followed by.

    Shape:  a province or district only where the text begins with it and names no agency.
    """
    for body in _BODY_FIRST.finditer(text):
        before = text[: body.start()].rpartition("\n")[2].rstrip()
        agencies = [one for one in NAMED_AGENCY.finditer(before) if one.end() == len(before)]
        if not before or agencies:
            yield body
    place = _PLACE_FIRST.match(text)
    if place and not NAMED_AGENCY.search(text):
        yield place


def tell_agency_not_listed(
    agency: str, listed: Collection[str], findings: Findings, blocks: Sequence[Block] = ()
) -> bool:
    """An error where tables or texts of several agencies name none that is the one asked for.

    Shape:  whether it was told; the names most like it are listed first, and of `blocks` the rows
            that have one of them are its places.
    """
    if not listed or any(is_same_agency(name, agency) for name in listed):
        return False
    near = sorted(listed, key=lambda name: (-likeness(name, agency), name))[:_NAMES_SHOWN]
    shown = ", ".join(near)
    findings.error(
        "agency_not_listed",
        Text(
            f"ไม่พบ “{agency}” ในแฟ้มที่มีหลายหน่วยงาน ชื่อที่ใกล้เคียงคือ {shown}",
            f"“{agency}” is not among the agencies of the file; the names nearest to it: {shown}",
        ),
        *islice(_rows_of(near, blocks), _ROWS_SHOWN),
        next_step=Text(
            "ระบุชื่อตามที่พิมพ์ในแฟ้มด้วย --agency", "give the name as the file prints it with --agency"
        ),
    )
    return True


def _rows_of(agencies: Collection[str], blocks: Sequence[Block]) -> Iterator[Place]:
    """The rows of tables that have a cell with one of the names, as they stand.

    Shape:  below a row with several of them, as a heading of columns, every row.
    """
    wanted = {squeeze(name) for name in agencies}
    for block in blocks:
        are_columns = False
        for row in block.rows if isinstance(block, Table) else ():
            cells = [squeeze(arabic_digits(repair(cell))) for cell in row.cells]
            are_columns = are_columns or len(wanted.intersection(cells)) > 1
            if are_columns or not wanted.isdisjoint(cells):
                quote = " · ".join(dict.fromkeys(filter(None, cells)))
                yield replace(row.place, quote=quote[:_LONGEST_ROW])


def tell_other_agency(extract: Extract, agency: str, findings: Findings) -> None:
    """Warn where a document names agencies and the one it is read for is none of them.

    Names that differ in tones alone may be two agencies, or one in a damaged text: that is told.
    """
    own, spelled = _ways_to_write(agency), _ways_to_spell(agency)
    alike: Place | None = None
    first: Place | None = None
    name = ""
    for text, place in _texts(extract):
        if _names(own, skeleton(text)):
            if any(way in _unspaced(text) for way in spelled):
                return
            alike = alike or replace(place, quote=_name_like(text, own))
            continue
        found = None if first else _other_named(repair(text))
        if found:
            name = found[0].strip()
            first = replace(place, quote=name)
    if alike is not None:
        _tell_spelled_otherwise(agency, alike, findings)
    elif first is not None:
        findings.warning(
            "other_agency",
            Text(
                f"ไม่พบชื่อ “{agency}” ในแฟ้ม แต่พบ “{name}”",
                f"the file does not name “{agency}” but “{name}”",
            ),
            first,
            next_step=_MAKE_SURE,
        )


def _tell_spelled_otherwise(agency: str, alike: Place, findings: Findings) -> None:
    findings.warning(
        "agency_spelled_otherwise",
        Text(
            f"ไม่พบชื่อ “{agency}” ตรงตัวในแฟ้ม คะแนนที่อ่านเป็นของ “{alike.quote}”"
            " ซึ่งต่างกันที่วรรณยุกต์หรือเครื่องหมาย อาจเป็นคนละหน่วยงาน",
            f"the file does not name “{agency}” to the letter; the scores are of “{alike.quote}”,"
            " which differs in tones or marks and may be another agency",
        ),
        alike,
        next_step=_MAKE_SURE,
    )


def _name_like(text: str, ways: Collection[str]) -> str:
    """The name in a text that one of these is, else how the text begins."""
    named = (found[0].strip() for found in NAMED_AGENCY.finditer(repair(text)))
    return next((name for name in named if _names(ways, skeleton(name))), squeeze(text)[:_QUOTED])


def _names(ways: Collection[str], key: str) -> bool:
    """Whether a text names one of these; "ดงหมูใต้" is another than "ดงหมู"."""
    starts = ((way, key.find(way)) for way in ways)
    return any(
        start >= 0 and not _ANOTHER_PLACE.match(key, start + len(way)) for way, start in starts
    )


def _other_named(text: str) -> re.Match[str] | None:
    """The agency that a text names: a local government, or another body beside the assessment."""
    local = NAMED_AGENCY.search(text)
    return local or (_OTHER_BODY.search(text) if _OF_ITA.search(text) else None)


def is_same_agency(one: str, other: str) -> bool:
    """Whether two names are of one agency: the kind in full or short, spaces and tones aside.

    >>> is_same_agency("ทต.บ้านเรา", "เทศบาลตำบลบ้านเรา"), is_same_agency("อบต.บ้านเรา", "ทต.บ้านเรา")
    (True, False)
    """
    return _in_full(one) == _in_full(other)


def is_spelled_alike(one: str, other: str) -> bool:
    """Whether two names are one to the letter, spaces and the word for their kind aside.

    >>> is_spelled_alike("ทต.บ้านเรา", "เทศบาลตำบล บ้านเรา"), is_spelled_alike("บ้านเปา", "บ้านเป้า")
    (True, False)
    """
    return bool(_ways_to_spell(one) & _ways_to_spell(other))


def _unspaced(text: str) -> str:
    return _APART.sub("", printed(text))


def _ways_to_spell(agency: str) -> frozenset[str]:
    """The agency's name to the letter, with the word for its kind in full and short."""
    name = _unspaced(agency)
    for short, kind in _SHORT_KINDS.items():
        for word in (kind, short):
            if name.startswith(word):
                return frozenset((kind + name[len(word) :], short + name[len(word) :]))
    return frozenset((name,))


def _in_full(name: str) -> str:
    key = skeleton(name)
    for short, kind in _SHORT_KINDS.items():
        if key.startswith(short):
            return skeleton(kind) + key[len(short) :]
    return key


def own_agency(agency: str | None, extract: Extract) -> Callable[[str], bool | None]:
    """Tells of a name whether it is the document's own agency: the one given, else the first named.

    Shape: None where there is no agency to compare with.
    """

    @cache
    def own() -> str:
        if agency and skeleton(agency):
            return agency
        found = (NAMED_AGENCY.search(repair(text)) for text, _ in _texts(extract))
        first = next((match[0].strip() for match in found if match), "")
        return first.replace(". ", ".")

    def is_own(name: str) -> bool | None:
        return _is_of(name, own()) if own() else None

    return is_own


def _is_of(name: str, own: str) -> bool:
    """Whether a name as a text has it, with words that may follow it, is that of an agency."""
    full, wanted = _in_full(name), _in_full(own)
    if not own.startswith(_KINDS):  # its proper name alone
        return wanted in full
    rest = full.removeprefix(wanted)
    return full == wanted or (rest != full and _GOES_ON.match(rest) is not None)


def _ways_to_write(agency: str) -> frozenset[str]:
    """The agency's name with the word for its kind in full and short, compared by skeleton."""
    full = _in_full(agency)
    ways = {skeleton(agency), full}
    for short, kind in _SHORT_KINDS.items():
        if full.startswith(skeleton(kind)):
            ways.add(skeleton(short) + full[len(skeleton(kind)) :])
    return frozenset(way for way in ways if way)


def _texts(extract: Extract) -> Iterator[tuple[str, Place]]:
    for block in extract.blocks:
        if not isinstance(block, Table):
            yield block.text, block.place
            continue
        for row in block.rows:
            for column, cell in enumerate(row.cells):
                if cell:
                    yield cell, row.place_of(column)

"""What titles say: of which agency a paper is, and whether it is of more than its item."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from re import Match, Pattern

from msgspec.structs import replace

from prongsai.core.dates import dates_in
from prongsai.core.errors import Findings
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.marking import OF_PART, TRAIL
from prongsai.core.preaudit.rules import shipped_rules
from prongsai.core.preaudit.units import Role, Unit
from prongsai.core.thai import arabic_digits, shorten, skeleton

_QUOTED = 80
_LEAST_LEFT = 3
_MOST_LINES = 4
_YEAR = compiled(r"25\d\d|ปี(?:งบฯ?)?\s?[4-9]\d(?!\d)")
# The head of a memo, a signature, a label with its value.
_NO_NAME = any_of(
    r"\s*(?:\(\s*(?:นา[ยง]|[.…)])|ส่วนราชการ|ที่\s|เรียน\s|โทร|จัดทำโดย|ลงชื่อ|ถนน)|[^:]{2,40}\s?:\s",
    r"[\d/]{1,9}\s?(?:หมู่|ม\.)",  # a house with its number
    # What a site says of a page; a crest or picture in brackets; whose ministry it is.
    r"(?:โดย|By|Posted)\s|(?:โพสต์|เผยแพร่|อัป?โหลด|อัพโหลด)เมื่อ|ผู้เขียน|ไฟล์แนบ|เอกสาร(?:หมาย)?เลข|[(\[][^)\]]*[)\]]$",
    r"[\"“‘'].{4,}[\"”’']$",  # a motto
    r"(?:รัฐวิสาหกิจ)?(?:ใน)?สังกัด|\S{1,90}\.(?:pdf|docx?|xlsx?)(?!\S)",
)
_THAI = compiled("[ก-ฮ]")
_PERSON = compiled(r"(?:นาย|นางสาว|นาง|น\.ส\.)\s?[ก-๎]{2,30}(?:\s+[ก-๎]{2,40})?")
_NAME = r"\s?[ก-๎]{2,25}?(?=[^ก-๎]|$|ประจำ|เรื่อง|อำเภอ|จังหวัด|ว่าด้วย|ปี|รอบ)"
_LOCAL = any_of(
    r"(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน\s?(?:ตำบล|จังหวัด)|(?:อบต|อบจ|ท[ตมน])\.)" + _NAME,
    r"[A-Z][A-Za-z ]{2,40} (?:Municipality|Administrative Organi[sz]ation)",
)
_PLACE = compiled(r"(?:[อจต]\.|(?<!ส่วน)(?<!สภา)ตำบล|อำเภอ|จังหวัด)" + _NAME)
_OFFICE = compiled(r"(?:กรม|มหาวิทยาลัย)" + _NAME.replace("25", "40"))
# The line of an office that is assessed itself; a school or fund is a part of one.
_OF_OFFICE = any_of(
    r"(?:สำนักงาน|กรม|มหาวิทยาลัย|วิทยาลัย|สถาบัน|โรงพยาบาล)[^\d๐-๙]{2,80}",
    r"(?:ที่ทำการปกครอง|จังหวัด|องค์การ(?!บริหารส่วน)|การ(?:ไฟฟ้า|ประปา))[^\d๐-๙]{2,80}",
)
_REMARK = compiled(
    r"\([^()]*\)|(?:https?://|www\.)\S+|\S{1,120}\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png)(?!\S)"
)
ANNOUNCES = compiled(r"\s*#*\s*(?:ประกาศ|คำสั่ง)")
_AGENCY = compiled(
    # A torn text layer gives a vowel for the tone.
    # Below an office's name another may stand, so a name does not begin in the next line.
    r"(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส[ุ-๋]?วน\s?(?:ตำบล|จังหวัด)|อบต\.|อบจ\.) ?([ก-๎]{2,25})"
)
_SHORT = {
    "อบต": "องค์การบริหารส่วนตำบล", "อบจ": "องค์การบริหารส่วนจังหวัด", "ทต": "เทศบาลตำบล",
    "ทม": "เทศบาลเมือง", "ทน": "เทศบาลนคร",
}  # fmt: skip
_SHORT_FORM = compiled(r"(อบ[ตจ]|(?<![ก-๎])ท[ตมน])\. ?(?=[ก-ฮเ-ไ])")
_CHIEF = compiled(r"เทศมนตรี(?=(?:ตำบล|เมือง|นคร)\s?[ก-ฮเ-ไ])")
_OF_STATE = compiled(r"จังหวัด[ก-๎]{2,}|สถานีตำรวจ|โรงพยาบาล|(?<!กฎ)(?<!ระเบียบ)(?:กระทรวง|กรม(?=[ก-๎]))")
# Words that follow "the municipality" and begin no name.
_GOES_ON_WITH = any_of(
    "คนที่|ได้|มี|จะ|ต้อง|และ|ที่|ใน|ให้|เป็น|โดย|แล้ว|จึง|ควร|เพื่อ|ของ|หรือ|กับ|จัด|ดำเนิน|กำหนด|ทุก|นี้|ไม่|ขอ|ร่วม",
    "ทั้ง|ต่าง|อำเภอ|จังหวัด|เรื่อง|ประจำ|ตาม|ซึ่ง|ดัง|แต่|คือ|แยก|มาตรา|พระราช|ประกอบ|องค์การ|เทศบาล|สภา",
    "พิจารณา|ครั้ง|อาจ|สามารถ|เมื่อ|อื่น|นั้น|ถูก|อนุมัติ|รอง|ปลัด|นายก|เลขา|สมาชิก|พนักงาน|ประธาน|ผู้|คณะ",
)
_OF_LOCAL = compiled(r"เทศบาล|เทศมนตรี|องค์การบริหารส|อบ[ตจ]|ท[ตมน]\.")
_REPEATED = 2


def name_of(
    units: Iterable[Unit], own: Sequence[str], agency: str = "", *, is_web: bool = False
) -> str:
    """The lines in which a paper says what it is: down to its year, and what stands below it.

    Shape:  above a line that is called as the item's papers a web page may have its menu; where no
            agency is given, the line of an office is that of the agency.
    """
    lines = _naming(units, own, agency, is_web=is_web)
    texts = [arabic_digits(unit.text) for unit in lines]
    last = next((at for at, text in enumerate(texts[:_MOST_LINES]) if _YEAR.search(text)), 0) + 1
    below = lines[last : last + 1]
    if below and not _goes_on(texts[last - 1], below[0]):
        below = []
    return " ".join(unit.text for unit in lines[:last] + below)


def _naming(units: Iterable[Unit], own: Sequence[str], agency: str, *, is_web: bool) -> list[Unit]:
    """The lines of a title without menus, letterheads and what a site says of a page."""
    lines = [unit for unit in units if unit.is_title]
    lines = [unit for unit in lines if not (unit.is_guidance or unit.says_nothing_yet)]
    lines = [unit for unit in lines if not _NO_NAME.match(unit.text)]
    trails = [at for at, unit in enumerate(lines) if TRAIL.match(unit.text)]
    # Above the way to a page stands the menu.
    lines = [_without_trail(unit) for unit in lines[trails[-1] if trails else 0 :]]
    if not (agency or any(_LOCAL.search(unit.text) for unit in lines)):
        lines = [unit for unit in lines if not _OF_OFFICE.fullmatch(unit.text)] or lines
    # A platform writes its own name and buttons above a Thai paper.
    lines = [unit for unit in lines if _may_be_title(unit, own)] or lines
    lineages = shipped_rules().lineages
    called = [title for name in own if name in lineages for title in lineages[name].titles]
    is_called = [
        (is_web or bool(trails)) and any(skeleton(title) in unit.key for title in called)
        for unit in lines
    ]
    if True in is_called:
        # The menu may name the page as its heading does.
        key = lines[is_called.index(True)].key
        lines = lines[max(at for at, unit in enumerate(lines) if unit.key == key) :]
    return lines


def _without_trail(unit: Unit) -> Unit:
    """A line without the way through a site's menu that leads to the page's own name."""
    text = TRAIL.sub("", unit.text)
    return unit if text == unit.text else replace(unit, text=text, key=skeleton(text))


def _may_be_title(unit: Unit, own: Sequence[str]) -> bool:
    """Whether a line is Thai, or names the item's subject in other letters."""
    lineages = shipped_rules().lineages
    about = [word for name in own if name in lineages for word in lineages[name].about]
    return _THAI.search(unit.text) is not None or any(skeleton(word) in unit.key for word in about)


def _goes_on(above: str, below: Unit) -> bool:
    """Whether a line belongs to the title above it; below a year it may open the first part."""
    is_line = below.role is Role.HEADING and not any(map(str.isdigit, below.text))
    is_part = not _YEAR.search(above) or OF_PART.match(below.text) is not None
    return below.text.startswith("เรื่อง") or (is_line and is_part)


def unexplained(title: str, own: Sequence[str], agency: str) -> str:
    """What a title says beyond its item, its kind, its time and its agency; "" where nothing.

    Shape:  where no agency is given, a department or university named is taken for the agency.
    """
    plain = arabic_digits(title)
    for start, end, _ in dates_in(plain):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    plain = plain.replace(agency, " " * len(agency)) if agency else _OFFICE.sub(_blanked, plain)
    for pattern in (_LOCAL, _PLACE, _PERSON, _REMARK):
        plain = pattern.sub(_blanked, plain)
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
    """The words that explain a title of an item, the longest first."""
    rules = shipped_rules()
    lineages = [rules.lineages[name] for name in own if name in rules.lineages]
    words = [word for known in lineages for word in (*known.about, *known.beside)]
    # What follows "of the year" may be part of its own word.
    words += [title.removesuffix("ประจำปี") for known in lineages for title in known.titles]
    words += rules.known
    keys = sorted({skeleton(word) for word in words}, key=len, reverse=True)
    return compiled("|".join([r"\d+", *keys]))


def named_in_titles(units: Iterable[Unit]) -> list[str]:
    """The local governments that titles name, as first spelt; where none, the line of an office."""
    names: dict[str, str] = {}
    texts = [unit.text for unit in units if unit.is_title and not unit.is_guidance]
    for match in _AGENCY.finditer(_in_full("\n".join(texts))):
        # What follows may be running text.
        if name := _GOES_ON_WITH.split(match[1], 1)[0]:
            names.setdefault(skeleton(name), match[0].removesuffix(match[1]) + name)
    offices = (text for text in texts if _OF_OFFICE.fullmatch(text))
    return [names[key] for key in _shortest(names)] or [*offices][:1]


def _in_full(text: str) -> str:
    """A text with the short forms of local governments written out."""
    return _SHORT_FORM.sub(lambda form: _SHORT[form[1]], text)


def is_of_office(units: Iterable[Unit]) -> bool:
    """Whether a paper names an office of the state, and no local government."""
    text = " ".join(unit.text for unit in units)
    return _OF_STATE.search(text) is not None and _OF_LOCAL.search(text) is None


def _others_in(text: str) -> list[str]:
    """The local governments that a text names; "the municipality must …" of a law names none."""
    names = _AGENCY.finditer(text)
    return [name[0] for name in names if not _GOES_ON_WITH.match(name[1])]


def is_of_other(units: tuple[Unit, ...], title: str, agency: str) -> bool:
    """Whether a paper names agencies, and this one nowhere."""
    own = skeleton(_in_full(agency))
    # A name may run into the next line.
    text = _in_full(" ".join(unit.text for unit in units))
    others = _others_in(text) or _OF_STATE.findall(title)
    if not _AGENCY.match(_in_full(agency)):
        return bool(others) and not any(own in unit.key for unit in units)
    names = [match[0] for match in _AGENCY.finditer(_CHIEF.sub("เทศบาล", text))]
    # The whole name: what follows may be running text, no longer name.
    return bool(others) and not any(
        skeleton(name[:end]) == own and (end == len(name) or _GOES_ON_WITH.match(name, end))
        for name in names
        for end in range(1, len(name) + 1)
    )


def is_titled_of_other(units: tuple[Unit, ...], agency: str) -> bool:
    """Whether a title names another local government, and no line has this one's name as a word."""
    own = _AGENCY.match(_in_full(agency))
    if own is None or any(skeleton(own[1]) in unit.key for unit in units):
        return False
    titles = (unit.text for unit in units if unit.is_title and not unit.is_guidance)
    return any(_others_in(_in_full(title)) for title in titles)


def tell_agencies(units: list[Unit], findings: Findings) -> None:
    """Tell of several agencies: one in a title or announcement counts, others when repeated."""
    names: dict[str, Unit] = {}
    repeated: Counter[str] = Counter()
    for unit in units:
        heads = unit.role is Role.HEADING and (unit.is_title or ANNOUNCES.match(unit.text))
        for match in _AGENCY.finditer(_in_full(unit.text)):
            key = skeleton(match[0])
            repeated[key] += not _GOES_ON_WITH.match(match[1])
            if heads or repeated[key] >= _REPEATED:
                names.setdefault(key, unit)
    if len(keys := _shortest(names)) > 1:
        findings.warning("preaudit/several_agencies", *(names[key].place for key in keys))


def _shortest(names: Collection[str]) -> list[str]:
    """The names that do not begin with another one: text may run on behind a name."""
    return [
        name
        for name in names
        if not any(name != other and name.startswith(other) for other in names)
    ]

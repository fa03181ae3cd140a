"""Which agency a paper is of, by the names that stand in it."""

from collections import Counter
from collections.abc import Collection, Iterable

from prongsai.core.errors import Findings
from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.units import Role, Unit
from prongsai.core.thai import skeleton

ANNOUNCES = compiled(r"\s*#*\s*(?:ประกาศ|คำสั่ง)")
_AGENCY = compiled(
    # A torn text layer gives a vowel for the tone.
    # Below an office's name another may stand, so a name does not begin in the next line.
    r"(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส[ุ-๋]?วน\s?(?:ตำบล|จังหวัด)|อบต\.|อบจ\.) ?([ก-๎]{2,25})"
)
_OFFICE = compiled(r"จังหวัด[ก-๎]{2,}|สถานีตำรวจ|โรงพยาบาล|กระทรวง|กรม(?=[ก-๎])")
# Words that follow "the municipality" and begin no name.
_NO_NAME = any_of(
    "คนที่|ได้|มี|จะ|ต้อง|และ|ที่|ใน|ให้|เป็น|โดย|แล้ว|จึง|ควร|เพื่อ|ของ|หรือ|กับ|จัด|ดำเนิน|กำหนด|ทุก|นี้|ไม่|ขอ|ร่วม",
    "ทั้ง|ต่าง|อำเภอ|จังหวัด|เรื่อง|ประจำ",
)
_LOCAL = compiled(r"เทศบาล|เทศมนตรี|องค์การบริหารส|อบ[ตจ]|ท[ตมน]\.")
_REPEATED = 2


def named_in_titles(units: Iterable[Unit]) -> list[str]:
    """The local governments that titles name; of two spellings of a name the first."""
    names: dict[str, str] = {}
    texts = [unit.text for unit in units if unit.is_title and not unit.is_guidance]
    for match in _AGENCY.finditer("\n".join(texts)):
        # What follows may be running text.
        if name := _NO_NAME.split(match[1], 1)[0]:
            names.setdefault(skeleton(name), match[0].removesuffix(match[1]) + name)
    return [names[key] for key in _shortest(names)]


def is_of_office(units: Iterable[Unit]) -> bool:
    """Whether a paper names an office of the state, and no local government."""
    text = " ".join(unit.text for unit in units)
    return _OFFICE.search(text) is not None and _LOCAL.search(text) is None


def is_of_other(units: tuple[Unit, ...], title: str, agency: str) -> bool:
    """Whether a paper names agencies, and this one nowhere."""
    own = skeleton(agency)
    # A name may run into the next line.
    text = " ".join(unit.text for unit in units)
    names = [match[0] for match in _AGENCY.finditer(text)] or _OFFICE.findall(title)
    if not _AGENCY.match(agency):
        return bool(names) and not any(own in unit.key for unit in units)
    # The whole name: what follows may be running text, no longer name.
    return bool(names) and not any(
        skeleton(name[:end]) == own and (end == len(name) or _NO_NAME.match(name, end))
        for name in names
        for end in range(1, len(name) + 1)
    )


def tell_agencies(units: list[Unit], findings: Findings) -> None:
    """Tell of several agencies: one in a title or announcement counts, others when repeated."""
    names: dict[str, Unit] = {}
    repeated: Counter[str] = Counter()
    for unit in units:
        heads = unit.role is Role.HEADING and (unit.is_title or ANNOUNCES.match(unit.text))
        for match in _AGENCY.finditer(unit.text):
            key = skeleton(match[0])
            repeated[key] += not _NO_NAME.match(match[1])
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

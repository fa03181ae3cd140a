"""What makes a whole paper the wrong one, or doubtful, whatever words stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.dates import dates_in, in_words
from prongsai.core.errors import Findings, Place
from prongsai.core.fiscal import end
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.extent import MENU, SHORT_PAPER, unfilled
from prongsai.core.preaudit.figures import contradictions_in
from prongsai.core.preaudit.looking import Look
from prongsai.core.preaudit.model import Evidence
from prongsai.core.preaudit.rules import Lineage, shipped_rules
from prongsai.core.preaudit.titles import (
    ANNOUNCES,
    is_of_office,
    is_of_other,
    is_titled_of_other,
    name_of,
    tell_agencies,
    unexplained,
)
from prongsai.core.preaudit.units import Role, Unit
from prongsai.core.thai import arabic_digits, shorten, skeleton, squeeze

_GENERAL = compiled(r"\W*(คู่มือ|แบบสอบถาม|พระราชบัญญัติ|พระราชกฤษฎีกา|คำสั่ง|รายงานการประชุม|บันทึกการประชุม)")
_REPORTS = ("รายงาน", "ผลการ", "สรุปผล", "สรุปการ", "ผลงาน")
_ABOUT_PLANS = (*_REPORTS, "ประชุม", "ประชาคม")
_PLANS = ("แผน", "มาตรการ")
_APPROVES = compiled(r"ประกาศ\s*ณ\s*วันที่|สั่ง\s*ณ\s*วันที่|อนุมัติ[^\n]{0,20}วันที่|เห็นชอบ[^\n]{0,40}วันที่")
_RESULTS = compiled(r"ผลการดำเนิน|ผลสัมฤทธิ์|ผลลัพธ์|ผลที่เกิด|ผลการปฏิบัติ")
_BENEFIT = compiled(r"[-•\d.\s]{0,6}(?:เพื่อ|ทำให้|ประชาชนได้|สามารถ|ควร|เกิด|สร้าง|ส่งเสริม|มีความ|เป็นการ)")
_DONE = compiled(r"\d|แล้ว|เมื่อวัน|ได้จัด|ได้ดำเนินการ|ไม่มี|ครบ")
_QUOTED, _LEAST_RESULT, _FIRST_LINES = 80, 8, 12
_NUMBER_OF_DAY = compiled(
    r"(?<!\d)(\d{1,2})\s+(?:เดือน\s*)?([ก-ฮ][ก-๎.]{2,10})\s*(?:พ\.ศ\.\s*)?25\d\d"
)


class Trap(Struct, frozen=True):
    """What stands against a file.

    Shape:  `is_empty` where it says that there is nothing yet or names the agency nowhere;
            `says` are the words against it.
    """

    key: str
    file: str
    is_empty: bool = False
    says: str = ""


def traps_in(
    file: Evidence, look: Look, own: Sequence[str], agency: str, findings: Findings
) -> tuple[Trap, ...]:
    """Find what makes a file no evidence of the item; what its title says is told as a finding."""
    units = look.units_in(file)
    place = Place(file.name, page=1, quote=shorten(name_of(units, own), _QUOTED) or None)
    traps: list[Trap] = []
    is_seen = not any(page.is_recognised or page.is_doubtful for page in file.pages)
    # Of complaints, "no data" may be a count of zero.
    if is_seen and "corruption-complaint-statistics" not in own and _says_nothing(units):
        findings.error("preaudit/paper_says_nothing", place)
        traps.append(Trap("paper_says_nothing", file.name, is_empty=True))
    if (key := unfilled(units)) and not file.has_form:  # a page's form is its content
        is_form = key == "form"
        traps.append(Trap(key, file.name, is_empty=is_form))
    if not agency and is_of_office(units):
        traps.append(Trap("other_office", file.name))
    return (*traps, *_against(file, units, own, agency, findings))


def _against(
    file: Evidence, units: tuple[Unit, ...], own: Sequence[str], agency: str, findings: Findings
) -> Iterator[Trap]:
    """What stands against a paper by its title; each is told as a finding."""
    lineages = shipped_rules().lineages
    kinds = [lineages[each] for each in own if each in lineages] or [Lineage()]
    known, titles = kinds[0], [unit for unit in units if unit.is_title]
    title = " ".join(unit.text for unit in titles if not unit.is_guidance)
    # Letters that a picture was misread for are no words.
    is_plain = not any(unit.is_recognised for unit in titles)
    name = name_of(units, own, agency, is_web=file.is_web) if is_plain else title
    place = Place(file.name, page=1, quote=shorten(name, _QUOTED) or None)
    if file.is_index and known.is_closed:
        findings.warning("preaudit/only_links", place)
        yield Trap("only_links", file.name)
    if other := _other_item(name, own, lineages):
        findings.warning("preaudit/other_item", place, other=other)
        yield Trap("other_item", file.name)
    if known.about and name and not _is_on_subject(units, name, known):
        findings.warning("preaudit/other_subject", place, about=", ".join(known.about))
        yield Trap("other_subject", file.name)
    if is_plain and known.is_closed and (says := unexplained(name, own, agency)):
        findings.warning("preaudit/narrower", place, says=says)
        yield Trap("narrower", file.name, says=says)
    if all(_is_other_kind(name, kind) for kind in kinds) or _is_only_announced(units, title, known):
        findings.warning("preaudit/other_kind", place)
        yield Trap("other_kind", file.name)
    if agency and is_of_other(units, title, agency):
        findings.warning("preaudit/other_agency", place, agency=agency)
        # Around a page the site's own name was left out.
        is_empty = not file.is_web and is_titled_of_other(units, agency)
        yield Trap("other_agency", file.name, is_empty=is_empty)


def _is_on_subject(units: Sequence[Unit], name: str, known: Lineage) -> bool:
    """Whether the title has a word of the item's subject, or one of the first headings has."""
    is_title_only = known.is_open or MENU.match(name)  # a menu names every subject
    first = units[: 0 if is_title_only else _FIRST_LINES]
    heads = [unit.key for unit in first if unit.role is Role.HEADING]
    words = [skeleton(word) for word in known.about]
    return any(word in key for key in [skeleton(name), *heads] for word in words)


def _says_nothing(units: tuple[Unit, ...]) -> bool:
    """A short paper whose only content is that there is none yet."""
    letters = sum(len(unit.key) for unit in units)
    return letters < SHORT_PAPER and any(
        unit.says_nothing_yet and unit.role in (Role.HEADING, Role.BODY) for unit in units
    )


def _is_only_announced(units: tuple[Unit, ...], title: str, known: Lineage) -> bool:
    """Whether a short paper announces a plan and does not hold it."""
    letters = sum(len(unit.key) for unit in units)
    is_short = letters < 2 * SHORT_PAPER and not any(unit.table for unit in units)
    return known.kind == "plan" and "ประกาศใช้" in title and is_short


def _other_item(title: str, own: Sequence[str], lineages: Mapping[str, Lineage]) -> str:
    """The name by which a title belongs to another item; "" where it belongs to this or none."""
    key = skeleton(title)
    best: dict[str, int] = {}
    names: dict[str, str] = {}
    for name, known in lineages.items():
        for words in known.titles:
            wanted = skeleton(words)
            if wanted in key and len(wanted) > best.get(name, 0):
                best[name], names[name] = len(wanted), words
    if not best or not any(name in lineages for name in own):
        return ""
    first = max(best, key=lambda name: (best[name], name in own))
    # An order or manual on the item's subject, and not on the other's, is the item's.
    about = [word for name in own if name in lineages for word in lineages[name].about]
    of_own, of_other = (
        any(skeleton(word) in key for word in words) for words in (about, lineages[first].about)
    )
    if first in own or (of_own and not of_other):
        return ""
    # A report names the plan it is about, a meeting the plan that it prepares.
    is_about = lineages[first].kind == "plan" and any(word in title for word in _ABOUT_PLANS)
    return "" if is_about else names[first]


def _is_other_kind(title: str, known: Lineage) -> bool:
    """Whether a title is that of a plan where a report is asked, of a manual or an act."""
    kind, reports = known.kind, any(word in title for word in _REPORTS)
    opens = _GENERAL.match(title)
    if opens and known.titles and not any(opens[1] in own for own in known.titles):
        return True
    if kind == "report":
        named = [own for own in known.titles if own in title]
        is_own = any("แผน" in own for own in named) or bool(named and "แผน" not in title)
        return bool(title) and not (reports or is_own)
    is_plan = any(word in title for word in ("แผน", "ยุทธศาสตร์", *known.titles))
    return kind == "plan" and bool(title) and (title.startswith("รายงานผล") or not is_plan)


def doubts_in(look: Look, findings: Findings) -> None:
    """Tell what is doubtful in the files without being against them."""
    for file in look.evidence:
        units = [unit for unit in look.units if unit.file == file.name]
        tell_agencies(units, findings)
        _tell_announcement(units, findings)
        _tell_days(units, look.fiscal_year, findings)
        _tell_early_work(units, findings)
        _tell_general_results(file, units, findings)
        contradictions_in(file, units, findings)
        empty = next((unit for unit in units if unit.is_empty_table), None)
        if empty is not None:
            findings.warning("preaudit/empty_table", empty.place)
        recognised = [page.number for page in file.pages if page.is_recognised or page.is_doubtful]
        if recognised:
            pages = ", ".join(map(str, recognised[:10]))
            findings.note(
                "preaudit/pages_recognised", Place(file.name, page=recognised[0]), pages=pages
            )


def _tell_announcement(units: list[Unit], findings: Findings) -> None:
    """An announcement or order needs a day and a signature."""
    opening = next((unit for unit in units if unit.is_title and ANNOUNCES.match(unit.text)), None)
    if opening is None or opening.is_recognised:
        return
    if not any(dates_in(unit.text) for unit in units):
        findings.warning("preaudit/undated", opening.place)
    if not any(unit.text.startswith("(") or "ลงชื่อ" in unit.text for unit in units):
        findings.warning("preaudit/not_signed", opening.place)


def _tell_days(units: list[Unit], year: int, findings: Findings) -> None:
    """Days that no calendar has, and days after the year that is assessed."""
    for unit in units:
        days = dates_in(unit.plain)
        later = max((day.first for _, _, day in days if day.first == day.last), default=date.min)
        if later > end(year):
            findings.warning("preaudit/dated_later", unit.place, day=in_words(later), year=year)
        for match in _NUMBER_OF_DAY.finditer(unit.plain):
            covered = any(start <= match.start(1) < stop for start, stop, _ in days)
            if not covered and dates_in(f"1 {match[2]} 2560"):
                findings.warning("preaudit/impossible_day", unit.place)


def _tell_early_work(units: list[Unit], findings: Findings) -> None:
    """Tell of a plan that was approved after some of its work should have been done."""
    own = [unit for unit in units if not unit.is_guidance]
    title = " ".join(unit.text for unit in units if unit.is_title)
    asks = "ขออนุมัติ" in title
    is_report = any(word in title for word in _REPORTS)
    if not asks and (is_report or not any(word in title for word in _PLANS)):
        return
    dated = [unit for unit in own if _APPROVES.search(unit.text) or (asks and unit.is_title)]
    approved = [day for unit in dated for day in _days(unit)]
    spans = [(day, unit) for unit in own if unit.role is Role.CELL for day in _days(unit)]
    if len(set(approved)) != 1 or not spans:
        return
    first, unit = min(spans, key=lambda span: span[0])
    if first < approved[0]:
        days = {"day": in_words(first), "approved": in_words(approved[0])}
        findings.warning("preaudit/before_approval", unit.place, **days)


def _days(unit: Unit) -> list[date]:
    return [span.last for _, _, span in dates_in(unit.plain)]


def _tell_general_results(file: Evidence, units: list[Unit], findings: Findings) -> None:
    """A column of results in which nothing was done: wishes and benefits alone."""
    for unit in units:
        if unit.role is not Role.HEAD or not _RESULTS.search(unit.text) or unit.is_recognised:
            continue
        cells = [squeeze(cell) for cell in unit.below if len(squeeze(cell)) >= _LEAST_RESULT]
        is_general = [
            _BENEFIT.match(cell) and not _DONE.search(arabic_digits(cell)) for cell in cells
        ]
        if len(cells) > 1 and all(is_general):
            place = Place(file.name, page=unit.page, quote=shorten(cells[0], _QUOTED))
            findings.warning("preaudit/results_general", place, column=unit.text)

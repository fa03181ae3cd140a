"""Marks on units: what is guidance, what repeats the item, and which lines are the title."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.model import Evidence
from prongsai.core.preaudit.units import DIGITS, NUMBERED, Role, Unit, units_in
from prongsai.core.thai import skeleton

# "หน้าแรก / ITA / จัดซื้อจัดจ้าง": the last is the page, the others are its menu.
TRAIL = compiled(r"(?:.+\s[>»›]{1,2}|(?:หน้าแรก|หน้าหลัก|(?i:home)).*\s/|.+\s/\s.+\s/)\s(?=\S)")
_FROM_HOME = compiled(r".{0,20}(?:หน้าแรก|หน้าหลัก|(?i:home))\s?[/>»›]{1,2}\s?\S")
_MENU_LINES = 40
_TITLE_UNITS = 12
_TITLE_PAGES = 2
_TITLE_LINES = 2
# A foreword or first part, and never the name of a paper.
_OPENS_FRONT = compiled(r".*สารบัญ|คำนำ$|บทนำ|ความเป็นมา|ความสำคัญ|หลักการและเหตุผล|บทสรุปผู้บริหาร$")
_HAS_YEAR = compiled(r"25\d\d|๒๕[๐-๙]{2}")
# A memo or letter may only hand a paper on; behind it the paper's own title names a year or agency.
_COVERS, _SENDS = compiled(r"บันทึกข้อความ|เรียน\s"), compiled("เผยแพร่|ส่ง(?!เสริม)|แนบ")
_IS_PAPER = compiled("รายงาน|แผน|แผ่น|สรุป|ผล|คู่มือ|แนว|ประกาศ|มาตรการ|นโยบาย|สถิติ|แบบ|หลักเกณฑ์|ประมวล")
_OWN_LINE = compiled(r"25\d\d|เทศบาล|องค์การบริหารส่วน|อบ[ตจ]\.|สำนักงาน|กรม|มหาวิทยาลัย|โรงพยาบาล")
_OFFICE = compiled("โรงเรียน|ศูนย์|กอง|สำนัก|ฝ่าย|กลุ่ม|งาน|สถานี|วิทยาลัย|คณะ|โรงพยาบาล|เทศบาล|องค์การ")
# A part of the agency, or another body, of which a title tells on a line of its own.
OF_PART = any_of(
    "โรงเรียน|ศูนย์|กองทุน|สถานี|โรงพยาบาล|วิทยาลัย|สถานธนานุบาล|รพ|อสม|สภา|สหกรณ์|ชมรม|กลุ่ม|ชุมชน|สมาคม",
    "มูลนิธิ|บริษัท|โครงการ",
)
_LINES_BELOW = 2
_TITLE_LETTERS = 160
_GUIDED_LINES = 8
_FEWEST_ASKED, _MOST_LINES, _LEAST_WRAPPED = 2, 3, 40
_LISTED_ITEMS = 3
_OPENS_GUIDANCE = compiled(
    r"[\s#*]*(?:คำแนะนำ|คำอธิบายองค์ประกอบ|คำชี้แจง|องค์ประกอบด้านข้อมูล|วิธีกรอก|ตัวอย่าง)"
)
_OPENS_LIST = compiled(r"ประกอบด้วย(?:รายละเอียด)?\s*(?:ดังนี้|ดังต่อไปนี้)?[\s:]*$")
_IF_NONE = compiled(r"\(\s*(?:หาก|กรณี|ถ้า)ไม่มี")
_LEADS_ON = compiled(r"(?:ประกอบด้วย|ดังนี้|ต่อไปนี้)[\s:]*$")
_BULLET = compiled(r"[•◦○·o*-]\s")
# Running text begins so, and a title does not.
_RUNS = any_of(
    "อาศัยอำนาจ|โดยอาศัย|ด้วย|ตามที่|ให้|เพื่อ|เมื่อ|หาก|กรณี|จึง|ทั้งนี้|ข้าพเจ้า|โดยที่|ขอ(?!ง)",
    ".*(?:ดังนี้|ดังกล่าว)",
)


def units_of(
    evidence: Evidence,
    titles: tuple[str, ...] = (),
    asked: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
) -> tuple[Unit, ...]:
    """All units of a file in reading order; the first of its paper are the title.

    Shape:  `titles` are how papers of the item are called: a line with one is a title too;
            `asked` are the texts of the item's elements, `about` words of its subject.
    """
    units = _with_running_heads(units_in(evidence), [skeleton(words) for words in titles])
    units = _with_asked(_with_items(_with_menu(units)), asked)
    units = list(_with_guidance(units))
    names = [skeleton(words) for words in (*titles, *about)]
    memo = _behind_memo(units, names)
    front = [replace(unit, is_guidance=True, may_guide=True) for unit in units[:memo]]
    start = memo or _behind_front(units, names, [skeleton(words) for words in titles])
    return (*front, *units[memo:start], *_with_title(units[start:], titles))


def _behind_memo(units: Sequence[Unit], names: Collection[str]) -> int:
    """Where the paper begins behind a memo or letter that only hands it on; 0 if there is none."""
    top = units[:_TITLE_UNITS]
    covers = [at for at, unit in enumerate(top) if _COVERS.match(unit.text)]
    subject = next((unit for unit in top if unit.text.startswith("เรื่อง")), None)
    if not covers or subject is None:
        return 0
    is_own = any(name in subject.key for name in names) and not _SENDS.search(subject.text)
    closes = (at for at, unit in enumerate(units[:_MENU_LINES]) if "จึงเรียน" in unit.text)
    return 0 if is_own else _paper_from(units, next(closes, covers[-1]) + 1, names)


def _behind_front(units: Sequence[Unit], names: Collection[str], titles: Collection[str]) -> int:
    """Where the paper begins behind a foreword or other text above its title; 0 if nowhere."""
    top = [unit for unit in units if not unit.is_furniture][:_TITLE_UNITS]
    if any(_OPENS_FRONT.match(unit.text) for unit in top[:1]):
        return _paper_from(units, 1, names)
    # Running text on top may speak of the subject.
    named = [
        unit for unit in top if unit.role is Role.HEADING for name in names if name in unit.key
    ]
    if named or any(title in unit.key for unit in top for title in titles):
        return 0
    start = _paper_from(units, 1, titles)
    below = units[start : start + 1 + _LINES_BELOW]
    return start if any(title in unit.key for unit in below for title in titles) else 0


def _paper_from(units: Sequence[Unit], start: int, names: Collection[str]) -> int:
    """The first line that names a paper, with its year or agency; on top of a later page."""
    has_pages = bool(units) and units[0].page != units[-1].page
    on_page = 0
    for at, unit in enumerate(units[start:], start):
        on_page = on_page + 1 if unit.page == units[at - 1].page else 0
        is_top = on_page < _TITLE_UNITS and unit.page > units[0].page
        is_line = not (unit.is_numbered or unit.is_guidance or _RUNS.match(unit.text))
        if not is_line or unit.is_contents or unit.table or (has_pages and not is_top):
            continue
        is_short = unit.role is Role.HEADING
        is_named = len(unit.text) <= _TITLE_LETTERS and _IS_PAPER.match(unit.text) is not None
        is_named = is_named or (is_short and any(name in unit.key for name in names))
        # A line of running text is no title; a long title has its year or agency below.
        below = [
            near for near in units[at + 1 : at + 1 + _LINES_BELOW] if near.role is Role.HEADING
        ]
        near = [unit, *below] if is_short else below
        if is_named and any(_OWN_LINE.search(line.plain) for line in near):
            return _with_letterhead(units, start, at, has_pages=has_pages)
    return 0


def _with_letterhead(units: Sequence[Unit], start: int, at: int, *, has_pages: bool) -> int:
    """Where a title begins: the name of an office or school above it belongs to it."""
    while at > start:
        above = units[at - 1]
        is_line = above.role is Role.HEADING and not (above.is_numbered or _RUNS.match(above.text))
        is_own = above.page == units[at].page if has_pages else _OFFICE.match(above.text)
        if not (is_line and is_own) or _OPENS_FRONT.match(above.text):
            break
        at -= 1
    return at


def _with_running_heads(units: list[Unit], titles: Collection[str]) -> list[Unit]:
    """Mark lines that open several pages (running heads), but none that may be the title."""
    pairs = zip([None, *units], units, strict=False)
    heads = [
        unit.key
        for above, unit in pairs
        if unit.role is Role.HEADING
        and not OF_PART.match(unit.text)
        and (above is None or above.is_furniture or above.page != unit.page)
    ]
    often = {key for key, count in Counter(heads).items() if count > 1}
    often = {key for key in often if not any(title in key for title in titles)}
    # Unless other lines name the item's paper and the same years, one of these may be the title.
    below = " ".join(unit.key for unit in units if unit.key not in often)
    is_told = all(year in below for year in _HAS_YEAR.findall(" ".join(often)))
    often = often if is_told and any(title in below for title in titles) else set()
    return [replace(unit, is_furniture=unit.is_furniture or unit.key in often) for unit in units]


def _with_menu(units: list[Unit]) -> list[Unit]:
    """Mark the menu of a site: what stands above the way to the page."""
    trails = [at for at, unit in enumerate(units[:_MENU_LINES]) if _FROM_HOME.match(unit.text)]
    return [
        replace(unit, is_guidance=unit.is_guidance or at < trails[-1]) if trails else unit
        for at, unit in enumerate(units)
    ]


def _with_items(units: list[Unit]) -> list[Unit]:
    """Mark what names items of the OIT, where a paper lists several: that is about evidence."""
    if sum(unit.names_item for unit in units) < _LISTED_ITEMS:
        return units
    asked, listed = [], False
    for unit in units:
        # Below an item stands what it asks.
        listed = unit.names_item or (listed and _BULLET.match(unit.text) is not None)
        asked.append(replace(unit, is_guidance=unit.is_guidance or listed))
    return asked


def _with_asked(units: list[Unit], asked: Iterable[str]) -> list[Unit]:
    """Mark lines that repeat what the item asks, and the line that leads to them.

    Shape:  the only text that an item asks may be the name of its paper, so it is no guidance.
    """
    texts = {_bare(skeleton(text), text) for text in asked}
    marked: dict[int, bool] = {}
    for start, end, keys in _lists(units, texts):
        # The heads of a table that was lost stand above its first number, not a page's.
        number, *cells = units[end : end + 2] or units[-1:]
        is_row = bool(cells) and number.plain.strip(" .()").isdigit()
        is_head = is_row and number.page == cells[0].page
        is_list = len(keys) >= _FEWEST_ASKED and not is_head
        is_list = is_list or keys[0].startswith(("แสดง", "เป็น"))
        if is_list or len(texts) == 1:
            leads = start > 0 and _LEADS_ON.search(units[start - 1].text) is not None
            marked |= dict.fromkeys(range(start - leads, end), is_list)
    return [
        replace(unit, is_guidance=unit.is_guidance or marked[at], is_asked=True)
        if at in marked
        else unit
        for at, unit in enumerate(units)
    ]


def _lists(units: Sequence[Unit], asked: Collection[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Lines in a row that are texts of elements, each text once: start, end and the texts."""
    start = at = 0
    keys: list[str] = []
    while at < len(units):
        key, length = _asked_at(units[at : at + _MOST_LINES], asked)
        if keys and (not key or key in keys):
            yield start, at, keys
            keys = []
        start = start if keys else at
        keys += [key] if key else []
        at += length
    if keys:
        yield start, at, keys


def _asked_at(units: Sequence[Unit], asked: Collection[str]) -> tuple[str, int]:
    """The text of an element in the first lines, and of how many; "" where none is."""
    key = ""
    for length, unit in enumerate(units, start=1):
        if unit.role is Role.HEAD or unit.beside or unit.is_contents or (key and unit.lead):
            break
        key += _bare(unit.key, unit.text)
        if key in asked:
            return key, length
        if len(unit.text) < _LEAST_WRAPPED:
            break
    return "", 1


def _bare(key: str, text: str) -> str:
    """The key of a text without its number and years."""
    number = NUMBERED.match(text)
    return DIGITS.sub("", key[len(skeleton(number[0])) if number else 0 :])


def _with_guidance(units: Iterable[Unit]) -> Iterator[Unit]:
    """Mark the lines under a heading that opens instructions, up to the next numbered heading.

    Shape:  where it ends in "at least consists of", the numbered lines below are what is asked.
    """
    left, lists = 0, False
    for unit in units:
        if unit.role in (Role.HEAD, Role.CELL) or (left and unit.lead):
            left = 0
        if _OPENS_GUIDANCE.match(unit.text):
            left = _GUIDED_LINES
        is_part = unit.is_numbered and unit.role is Role.HEADING
        lists = lists and (is_part or _IF_NONE.match(unit.text) is not None)
        listed = replace(unit, may_guide=unit.may_guide and not lists)
        yield replace(listed, is_guidance=True) if left or lists else unit
        lists = lists or (unit.is_guidance and _OPENS_LIST.search(unit.text) is not None)
        left = max(left - 1, 0)


def _with_title(units: Sequence[Unit], titles: tuple[str, ...]) -> Iterator[Unit]:
    """Mark the title: the short lines before the first table, long text or numbered heading."""
    is_open, is_dated, is_front = True, False, False
    keys = [skeleton(title) for title in titles]
    first_page = units[0].page if units else 0
    number = -1
    for unit in units:
        if unit.is_furniture:
            yield unit
            continue
        number += 1
        is_lead = unit.role in (Role.HEADING, Role.BODY) and len(unit.text) <= _TITLE_LETTERS
        starts = unit.is_numbered and not (unit.text.startswith("เรื่อง") or unit.is_asked)
        is_lead = is_lead and not (unit.is_contents or _RUNS.match(unit.text))
        is_open = is_open and is_lead and not starts and number < _TITLE_UNITS
        is_open = is_open and unit.page == first_page and not _OPENS_FRONT.match(unit.text)
        is_open = is_open and not (unit.is_asked and unit.is_guidance)
        is_front = is_front or _OPENS_FRONT.match(unit.text) is not None
        # A foreword's own text names the paper too.
        is_named = is_lead and not (is_front and unit.role is Role.BODY)
        is_named &= unit.page < first_page + _TITLE_PAGES and any(key in unit.key for key in keys)
        has_year = _HAS_YEAR.search(unit.text) is not None
        opens_part = not has_year and (is_dated or number >= _TITLE_LINES)
        is_dated = is_dated or has_year
        is_title = is_open or (is_named and not unit.is_guidance)
        yield replace(unit, is_title=is_title, opens_part=opens_part)

"""Phrases in units: where one stands, whether it is a heading there, whether something is below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct

from prongsai.core.messages import read_message
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.extent import is_file, is_lost_table, part_of
from prongsai.core.preaudit.marking import units_of
from prongsai.core.preaudit.model import ElementOutcome, Evidence, Verdict
from prongsai.core.preaudit.rules import Rule
from prongsai.core.preaudit.units import DIGITS, Role, Unit, is_blank
from prongsai.core.preaudit.years import Years, years_in
from prongsai.core.thai import shorten, skeleton

QUOTED = 120
_NEAR_BEFORE, _NEAR_AFTER = 20, 14
_SHARE_OF_LINE = 0.25
_SHARE_OF_PART = 0.4
_SHARE_OF_HEAD = 0.15
_SHARE_OF_CELL = 0.5
_LONGEST_LABEL = 80
_LITTLE, _HAS = 8, skeleton("มี")
_SEVERAL, _NEAR_NAME, _SHORTEST, _MOST_HEADS = 3, 4, 4, 6
# A lone Latin letter within a Thai word is a letter that was misread; an x may be a sign.
_MISREAD = compiled(r"[ก-๎][a-wyz](?![a-zA-Z])|(?<![a-zA-Z])(?!^o)[a-wyz][ก-๎]")
_NONE, _CHIEF, *_others = map(skeleton, ("ไม่มี", "นายก", "รอง", "ปฏิบัติหน้าที่", "ราชการแทน"))
_DEPUTIES = tuple(_others)
_COUNTED = compiled(r"\d\s?(?:บาท|คน|ราย|ครั้ง|เรื่อง|โครงการ|%)")
_CHAPTER = compiled(r"\W*(?:ส่วนที่|บทที่|หมวด|ตอนที่)\s?[\d๐-๙]")
_AMOUNT = compiled(r"\d,\d{3}|\d\.\d\d(?!\d)")
_COUNTS = compiled(r"[^\d\n]{0,25}\d")
_HEADED = ("heading", "reported", "column", "duration")
# A definition explains a word and is no heading of it.
DEFINES = compiled(r"หมายถึง|หมายความ|แสดงถึง")
_CAPTION = compiled(r"\W*(?:ตาราง|แบบ(?:ฟอร์ม|รายงาน)|หน่วย\s?(?:นับ)?\s?:|$)")
_DOTS = compiled(r"[.…_]{6,}")
_SIGNS = compiled(r"\(\s*(?:นาย|นาง|น\.ส\.|ว่าที่|[\s.…_]*\))|[^\n]{0,20}ลงชื่อ")


class Hit(Struct, frozen=True):
    """A phrase in a unit.

    Shape:  `is_heading` where the unit is about it; `is_filled` whether something stands below,
            None where it cannot be told.
    """

    unit: Unit
    phrase: str
    is_heading: bool
    is_filled: bool | None = None


class Look(Struct, frozen=True, dict=True):
    """All that matchers look at.

    Shape:  `asks` are the texts of the item's elements, `asked` is the year that they ask for.
    """

    evidence: tuple[Evidence, ...]
    fiscal_year: int
    called: tuple[str, ...] = ()
    asked: int = 0
    asks: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units of all files in their order."""
        return tuple(unit for file in self.evidence for unit in self.units_in(file))

    def units_in(self, file: Evidence) -> tuple[Unit, ...]:
        """The units of one file."""
        return units_of(file, self.called, self.asks, self.about)

    @cached_property
    def titles(self) -> tuple[Unit, ...]:
        """The titles of all files."""
        return tuple(unit for unit in self.units if unit.is_title)

    @cached_property
    def is_called(self) -> bool:
        """Whether a title is one by which papers of the item are called."""
        return self._names_own(self.titles)

    def _names_own(self, units: Sequence[Unit]) -> bool:
        keys = [skeleton(title) for title in self.called]
        return any(key in unit.key for unit in units for key in keys)

    @cached_property
    def years(self) -> Years:
        """The years that are named."""
        return years_in(self.units)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where the pages lead."""
        return tuple(link.lower() for file in self.evidence for link in file.links)

    @cached_property
    def is_recognised(self) -> bool:
        """Whether any page came from a picture or may be misread."""
        pages = [page for file in self.evidence for page in file.pages]
        torn = [unit for unit in self.units if _MISREAD.search(unit.text)]
        return len(torn) >= _SEVERAL or any(
            page.is_recognised or page.is_doubtful for page in pages
        )

    @cached_property
    def part(self) -> str:
        """Why the texts are not all of the evidence, by a message's key; "" where they may be."""
        parts = [
            part_of(file, [unit for unit in self.units if unit.file == file.name])
            for file in self.evidence
        ]
        if not all(parts):  # what a page hands out is among the files
            parts = [key for key in parts if key != "elsewhere"]
        if "elsewhere" not in parts and len(self.evidence) == 1 and self._hands_out_own():
            return "elsewhere"
        return next(filter(None, parts), "")

    def _hands_out_own(self) -> bool:
        """Whether right below the name of an item's paper stands its file."""
        names = [at for at, unit in enumerate(self.units) if self._names_own([unit])]
        below = (unit for at in names for unit in self.units[at + 1 : at + 1 + _NEAR_NAME])
        return any(is_file(unit.text) for unit in below)

    def hits(self, phrases: Sequence[str], but: Sequence[str] = ()) -> list[Hit]:
        """Every unit with one of the phrases, headings first; guidance and contents too."""
        keys = [(phrase, skeleton(phrase)) for phrase in sorted(phrases, key=len, reverse=True)]
        others = [skeleton(phrase) for phrase in but]
        hits = [hit for at in range(len(self.units)) if (hit := self._hit(at, keys, others))]
        return sorted(
            hits, key=lambda hit: (_is_weak(hit.unit), not hit.is_heading, not hit.is_filled)
        )

    def other_words(self, rule: Rule) -> ElementOutcome | None:
        """Found by the rule's `heads` or all its `parts`, in doubt if there is a similar word.

        Shape:  a stray word in running text shows no heading; words of the title may only be part
                of the paper's name.
        """
        of_title = rule.match in ("title", "half_year_report", "links")
        # A title that has the usual words has no other ones.
        usual = self.hits(rule.any, rule.but) if rule.match in ("topic", "words") else None
        for hit in self.hits(rule.heads, rule.but):
            is_column = hit.unit.table is not None or rule.match != "column"
            is_whole = len(hit.phrase) >= _SHORTEST or hit.unit.key == skeleton(hit.phrase)
            # A sentence that begins with such a word heads nothing.
            is_column &= hit.unit.role is not Role.BODY or ":" in hit.unit.text
            is_shown = hit.is_heading and hit.is_filled and is_whole and is_column
            if is_shown and rule.match != "title":
                return give("preaudit/heading_there", Verdict.FOUND, hit.unit, phrase=hit.phrase)
        if parts := self._parts(rule):
            words = "”, “".join(part.phrase for part in parts)
            return give("preaudit/words_there", Verdict.FOUND, parts[0].unit, phrase=words)
        for hit in self.hits((*rule.near, *rule.heads), rule.but):
            is_name = hit.unit.is_title and hit.unit.role is Role.HEADING
            is_name = is_name and not hit.unit.opens_part
            if usual is not None:
                is_name = is_name and any(other.unit is hit.unit for other in usual)
            is_stray = rule.match in _HEADED and _is_stray(hit)
            if hit.unit.table is None:
                may_be_head = hit.unit.is_title or is_lost_table(hit.unit.text)
                is_stray |= rule.match == "column" and self._has_tables and not may_be_head
                is_stray |= rule.match == "statistic" and not any(map(str.isdigit, hit.unit.plain))
            if not (_is_weak(hit.unit) or is_stray) and (of_title or not is_name):
                doubt = Verdict.CANNOT_TELL
                return give("preaudit/other_words", doubt, hit.unit, phrase=hit.phrase)
        return None

    def _parts(self, rule: Rule) -> list[Hit]:
        """What a title names, what heads something, and what stands anywhere; all or none."""
        if not rule.parts:
            return []
        of_title, heads, more = (
            [hit for hit in self.hits(phrases, rule.but) if not _is_weak(hit.unit)]
            for phrases in rule.parts
        )
        titles = [hit for hit in of_title if hit.unit.is_title]
        # A title that says much more is of something else: "สถิติการแจ้งเกิด ปี 2565".
        of_title = [hit for hit in titles
                    if len(skeleton(hit.phrase)) >= _SHARE_OF_PART * len(hit.unit.key)]  # fmt: skip
        heads = [hit for hit in heads if hit.is_heading and hit.is_filled]
        return [of_title[0], heads[0], more[0]] if of_title and heads and more else []

    @cached_property
    def _has_tables(self) -> bool:
        return any(unit.table for unit in self.units)

    def _hit(self, at: int, keys: list[tuple[str, str]], others: list[str]) -> Hit | None:
        """The first phrase that heads a unit, else the first that stands in it."""
        unit, first = self.units[at], None
        text = unit.above + unit.key
        for phrase, key in keys:
            # A phrase that is wholly in the heads above is found in their own units.
            start = text.find(key, max(0, len(unit.above) - len(key) + 1))
            while start >= 0:
                end = start + len(key)
                near = text[max(0, start - _NEAR_BEFORE) : end + _NEAR_AFTER]
                is_deputy = key.startswith(_CHIEF) and text.endswith(_DEPUTIES, 0, start)
                if not is_deputy and not any(other in near for other in others):
                    if _is_heading(unit, start, end):
                        return Hit(
                            unit, phrase, is_heading=True, is_filled=self._is_filled(at, end)
                        )
                    first = first or Hit(unit, phrase, is_heading=False)
                start = text.find(key, end)
        return first

    def _is_filled(self, at: int, end: int) -> bool | None:
        """Whether something stands below a head, beside a cell or after a heading."""
        unit = self.units[at]
        if unit.role is Role.HEAD:
            if not all(map(is_blank, unit.below)):
                return None if unit.is_bare_table else True
            # A dash may be a count of zero.
            is_left = unit.is_bare_table and len(unit.below) >= _SEVERAL
            is_left = is_left and not any(cell.strip() for cell in unit.below)
            return False if is_left or unit.is_empty_table or not unit.below else None
        if unit.role is Role.CELL:
            is_said = not all(map(is_blank, (*unit.beside, unit.key[end:])))
            return None if is_said and unit.is_bare_table else is_said
        is_said = ":" in unit.text and not is_blank(unit.text.partition(":")[2])
        return is_said or unit.key[end:].startswith(_NONE) or self._is_followed(at, end)

    def _is_followed(self, at: int, end: int) -> bool | None:
        """Whether what stands below a heading is its content."""
        unit = self.units[at]
        later = (near for near in islice(self.units, at + 1, None) if not near.is_furniture)
        nearest = following = next(later, None)
        while following is not None and is_blank(following.text):
            following = next(later, None)
        rest = len(unit.key) - end
        if following is None or following.file != unit.file:
            is_said = rest > end or _COUNTED.search(unit.plain) is not None
            is_open = bool(self.part) or any(
                near.is_furniture for near in self.units[at + 1 : at + 2]
            )
            return True if is_said else (None if is_open else False)
        is_alike = (
            unit.is_numbered and following.is_numbered and bool(unit.lead) == bool(following.lead)
        )
        number = unit.key[: unit.lead]  # 1.1 is a part of 1, and no heading beside it
        is_part = 0 < len(number) < following.lead and following.key.startswith(number)
        is_part = is_part or _level(following) > _level(unit)
        is_sibling = is_alike and following.role is Role.HEADING and not is_part
        is_bare = rest < _LITTLE and (is_sibling or _SIGNS.match(following.text) is not None)
        is_bare = is_bare or (following.says_nothing_yet and following.role is Role.HEADING)
        if nearest is not None and following is not nearest:
            if (is_bare or is_sibling) and _DOTS.search(nearest.text):
                return False
            is_bare = rest <= end
        return None if is_bare or self._leads_to_empty_table(at, end) else True

    def _leads_to_empty_table(self, at: int, end: int) -> bool:
        """Whether only captions stand between a heading and a table that is not filled in."""
        unit = self.units[at]
        name = unit.key[unit.lead : end]
        for near in islice(self.units, at + 1, None):
            is_named = near.role is Role.HEADING and name in near.key
            is_caption = is_named or _CAPTION.match(near.text) is not None
            if near.file != unit.file or near.is_bare_table or not is_caption:
                is_heading = unit.role is Role.HEADING and near.file == unit.file
                return is_heading and near.is_bare_table
        return False

    def heads_figures(self, unit: Unit) -> bool:
        """Whether a line has the heads of a lost table, above a row as long with an amount."""
        if unit.table is not None or not is_lost_table(unit.text):
            return False
        at, heads = self.units.index(unit), len(unit.text.split())
        below = self.units[at + 1 : at + 1 + _MOST_HEADS]
        return any(len(near.text.split()) >= heads and _AMOUNT.search(near.plain) for near in below)

    def figures_at(self, unit: Unit) -> int:
        """How many figures are in the table of a unit, or in the next one below it."""
        own = [near for near in self.units if near.file == unit.file]
        table = next((near.table for near in own[own.index(unit) :] if near.table), None)
        return sum(
            near.role is Role.CELL and near.is_figure and near.table == table for near in own
        )


def give(key: str, verdict: Verdict, unit: Unit | None = None, **values: object) -> ElementOutcome:
    """Make an outcome of a message of data/messages, with the quotation of a unit and its page."""
    message = read_message(key, **values)
    if unit is None:
        return ElementOutcome(verdict, message.text, message.next_step)
    quote = shorten(unit.text, QUOTED)
    return ElementOutcome(verdict, message.text, message.next_step, quote, unit.page, unit.file)


def _is_heading(unit: Unit, start: int, end: int) -> bool:
    """Whether a unit is about the phrase at `start` of its key."""
    if _is_weak(unit) or DEFINES.search(unit.text):
        return False
    label, _, after = unit.text.partition(":")
    label_key = skeleton(label)
    is_label = bool(after.strip()) and end <= len(label_key) and len(label) <= _LONGEST_LABEL
    share = (end - start) / max(len(label_key if is_label else unit.key), 1)
    if unit.role is Role.HEAD:
        return share >= _SHARE_OF_HEAD
    if unit.role is Role.CELL:
        names_row = share >= _SHARE_OF_CELL or start <= unit.lead
        return names_row and len(unit.text) <= _LONGEST_LABEL and bool(unit.beside)
    if unit.is_title:
        return unit.opens_part and (start <= unit.lead or share >= _SHARE_OF_PART)
    is_short = unit.role is Role.HEADING or is_label
    # "1. มีอำนาจหน้าที่…" is about it, too.
    has = unit.is_numbered and unit.lead and unit.key[unit.lead : start] == _HAS
    return start <= unit.lead or has or (is_short and share >= _SHARE_OF_LINE)


def _level(unit: Unit) -> int:
    """How far down a numbered heading stands: chapters, then numbers, then letters."""
    if _CHAPTER.match(unit.text):
        return 0
    return 1 if DIGITS.search(unit.key[: unit.lead]) else 2


def _is_stray(hit: Hit) -> bool:
    """Whether a phrase stands within a text or cell, and neither opens it nor has its count."""
    key = skeleton(hit.phrase)
    _, _, after = hit.unit.plain.partition(hit.phrase)
    is_near = hit.is_heading or hit.unit.key.find(key) <= hit.unit.lead + _LITTLE
    is_whole = hit.unit.key == key
    if hit.unit.role is Role.CELL:
        return not (hit.is_heading or is_whole)
    return hit.unit.role is Role.BODY and not (
        is_near or _COUNTS.match(after) or is_lost_table(hit.unit.text)
    )


def _is_weak(unit: Unit) -> bool:
    return unit.is_guidance or unit.is_contents or unit.says_nothing_yet

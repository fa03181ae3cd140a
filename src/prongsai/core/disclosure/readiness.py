"""Whether an item would be found complete: only what somebody looked at counts.

An item gets all of its points or none. So it is ready when nothing is open: evidence of the year
on the web, each requirement looked for in it and found. What is not known is open, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from prongsai.core.analysis.trend import FULL, share_in, worth
from prongsai.core.dates import short_date
from prongsai.core.disclosure.model import ItemWork, Piece, Presence, Requirement
from prongsai.core.fiscal import end, start
from prongsai.core.framework.model import Confidence, Framework
from prongsai.core.text import Text
from prongsai.core.thai import shorten

_QUOTED = 80  # letters of a requirement's words


class Gap(StrEnum):
    """What may keep an item from being complete."""

    NO_EVIDENCE = "no-evidence"
    NOT_ON_WEB = "not-on-web"
    LINK_BROKEN = "link-broken"
    ABSENT = "absent"
    NOT_READ = "not-read"
    DRAFT = "draft"
    OUT_OF_TERM = "out-of-term"
    STAND_IN_ENDED = "stand-in-ended"
    OF_FORMER_YEAR = "of-former-year"
    UNCHECKED = "unchecked"
    EVIDENCE_CHANGED = "evidence-changed"
    NOTHING_FOUND = "nothing-found"
    UNKNOWN_REQUIREMENTS = "unknown-requirements"
    NOT_FINISHED = "not-finished"
    LINK_UNSURE = "link-unsure"
    READ_DOUBT = "read-doubt"
    STANDS_IN = "stands-in"
    TERM_ENDS = "term-ends"
    LINK_UNCHECKED = "link-unchecked"


# These say what will happen, or what a program cannot tell; the item is complete all the same.
_WARNINGS = frozenset({
    Gap.LINK_UNSURE, Gap.READ_DOUBT, Gap.STANDS_IN, Gap.TERM_ENDS, Gap.LINK_UNCHECKED,
})  # fmt: skip


class Lack(Struct, frozen=True):
    """One thing that is open, with what it is about."""

    gap: Gap
    message: Text

    @property
    def is_warning(self) -> bool:
        """Whether the item counts as complete in spite of it."""
        return self.gap in _WARNINGS


class Readiness(Struct, frozen=True):
    """Where an item stands, worst first."""

    lacks: tuple[Lack, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is open that somebody could have looked at."""
        return all(lack.is_warning for lack in self.lacks)

    @property
    def is_unknown(self) -> bool:
        """Whether it cannot be told, because the year's requirements are not known."""
        open_gaps = {lack.gap for lack in self.lacks if not lack.is_warning}
        return open_gaps == {Gap.UNKNOWN_REQUIREMENTS}

    @property
    def first(self) -> Lack | None:
        """What to see to first."""
        return self.lacks[0] if self.lacks else None


def readiness(work: ItemWork, fiscal_year: int, on: date) -> Readiness:
    """What is still open of an item on a day."""
    found = [*_of_pieces(work, fiscal_year, on), *_of_requirements(work), *_of_state(work)]
    order = list(Gap)
    return Readiness(tuple(sorted(found, key=lambda lack: order.index(lack.gap))))


def piece_lacks(piece: Piece, fiscal_year: int, on: date) -> tuple[Lack, ...]:
    """What is open, or will be, of one piece of evidence on a day."""
    return (
        *_of_place(piece),
        *_of_link(piece),
        *_of_former_year(piece),
        *_of_draft(piece),
        *_of_stand_in(piece, on),
        *_of_term(piece, fiscal_year, on),
    )


def _of_state(work: ItemWork) -> Iterator[Lack]:
    if not work.state.is_finished:
        words = Text("ยังไม่มีใครบอกว่าทำเสร็จแล้ว", "nobody has said that it is done")
        yield Lack(Gap.NOT_FINISHED, words)


def _of_requirements(work: ItemWork) -> Iterator[Lack]:
    if not work.requirements or not work.are_all_known:
        yield Lack(
            Gap.UNKNOWN_REQUIREMENTS,
            Text(
                "ยังไม่ทราบว่าปีนี้ข้อนี้ต้องมีอะไรบ้าง จึงบอกไม่ได้ว่าครบ",
                "what the year asks of this item is not known,"
                " so nobody can tell whether it is complete",
            ),
        )
    if work.requirements:
        yield from _of_looks(work, work.requirements)


def _of_looks(work: ItemWork, requirements: tuple[Requirement, ...]) -> Iterator[Lack]:
    for one in requirements:
        if work.checks.get(one.key) is Presence.ABSENT:
            quoted = shorten(one.text.th, _QUOTED), shorten(one.text.en, _QUOTED)
            words = Text(f"ไม่พบ “{quoted[0]}”", f"not found: “{quoted[1]}”")
            yield Lack(Gap.ABSENT, words)
    for requirement in requirements:
        look = work.checks.get(requirement.key)
        if requirement.key in work.missed and look not in (Presence.ABSENT, Presence.NOT_NEEDED):
            yield _of_reading(requirement, look)
    if any(
        _is_red(asked, work.checks.get(asked.key), work.missed_before) for asked in requirements
    ):
        words = Text(
            "หลักฐานเปลี่ยนหลังจากโปรแกรมอ่านแล้วไม่พบบางเรื่อง ยังไม่ได้อ่านใหม่",
            "the evidence changed after the program missed something in it; it was not read since",
        )
        yield Lack(Gap.UNCHECKED, words)
    keys, count = {one.key for one in requirements}, len(requirements)
    unchecked = sum(1 for one in requirements if one.key not in work.checks)
    outdated = len(keys & work.outdated & work.checks.keys())
    if unchecked:
        words = Text(
            f"ยังไม่ได้ตรวจ {unchecked} จาก {count} องค์ประกอบ",
            f"{unchecked} of {count} elements not looked at",
        )
        yield Lack(Gap.UNCHECKED, words)
    if outdated:
        words = Text(
            f"ตรวจ {outdated} องค์ประกอบไว้ก่อนหลักฐานเปลี่ยน ตรวจอีกครั้ง",
            f"{outdated} elements were looked at before the evidence changed; look again",
        )
        yield Lack(Gap.EVIDENCE_CHANGED, words)
    if all(work.checks.get(key) is Presence.NOT_NEEDED for key in keys):
        words = Text(
            "ทุกองค์ประกอบบอกว่าไม่ต้องมี จึงยังไม่มีใครพบอะไรในหลักฐาน",
            "every element is said not to be needed, so nobody has found anything in the evidence",
        )
        yield Lack(Gap.NOTHING_FOUND, words)


def _is_red(requirement: Requirement, look: Presence | None, missed: frozenset[str]) -> bool:
    """Whether the program missed what is surely asked and nobody has looked for."""
    is_sure = requirement.confidence is Confidence.CONFIRMED
    return is_sure and look is None and requirement.key in missed


def _of_reading(requirement: Requirement, look: Presence | None) -> Lack:
    """A requirement that the program did not find; only a confirmed one costs the item."""
    quoted = shorten(requirement.text.th, _QUOTED), shorten(requirement.text.en, _QUOTED)
    if look is not None:
        words = Text(
            f"คนพบ โปรแกรมไม่พบ “{quoted[0]}”",
            f"a person found “{quoted[1]}”, the program does not",
        )
        return Lack(Gap.READ_DOUBT, words)
    words = Text(f"โปรแกรมไม่พบ “{quoted[0]}”", f"the program does not find “{quoted[1]}”")
    is_sure = requirement.confidence is Confidence.CONFIRMED
    return Lack(Gap.NOT_READ if is_sure else Gap.READ_DOUBT, words)


def _of_pieces(work: ItemWork, fiscal_year: int, on: date) -> Iterator[Lack]:
    if not work.pieces:
        yield Lack(Gap.NO_EVIDENCE, Text("ยังไม่มีหลักฐาน", "there is no evidence"))
    for piece in work.pieces:
        yield from piece_lacks(piece, fiscal_year, on)


def _of_place(piece: Piece) -> Iterator[Lack]:
    if not piece.is_on_web:
        words = Text(
            f"“{piece.title}” เป็นไฟล์ที่ยังไม่มีที่อยู่เว็บ",
            f"“{piece.title}” is a file that is not on the web yet",
        )
        yield Lack(Gap.NOT_ON_WEB, words)


def _of_link(piece: Piece) -> Iterator[Lack]:
    title = piece.title
    if piece.broken is not None:
        why = piece.broken
        words = Text(f"“{title}” เปิดไม่ได้: {why.th}", f"“{title}” does not open: {why.en}")
        yield Lack(Gap.LINK_BROKEN, words)
    if piece.unsure is not None:
        why = piece.unsure
        words = Text(
            f"“{title}” ต้องเปิดดูเอง: {why.th}", f"“{title}” has to be opened by hand: {why.en}"
        )
        yield Lack(Gap.LINK_UNSURE, words)
    if piece.is_on_web and not piece.is_checked:
        words = Text(
            f"ยังไม่ได้ตรวจว่า “{title}” เปิดได้", f"whether “{title}” opens was not looked at yet"
        )
        yield Lack(Gap.LINK_UNCHECKED, words)


def _of_former_year(piece: Piece) -> Iterator[Lack]:
    if piece.of_year is not None:
        words = Text(
            f"“{piece.title}” เป็นหลักฐานของปี {piece.of_year} ยังไม่ได้ปรับ",
            f"“{piece.title}” is evidence of {piece.of_year}, not renewed",
        )
        yield Lack(Gap.OF_FORMER_YEAR, words)


def _of_draft(piece: Piece) -> Iterator[Lack]:
    if piece.is_draft:
        words = Text(
            f"“{piece.title}” เป็นร่าง ทำก่อนสิ้นรอบ ทำใหม่เมื่อสิ้นรอบแล้ว",
            f"“{piece.title}” is a draft, made before its time was over: make it anew then",
        )
        yield Lack(Gap.DRAFT, words)


def _of_stand_in(piece: Piece, on: date) -> Iterator[Lack]:
    last = piece.stands_in_until
    if last is None:
        return
    day = short_date(last)
    if last < on:
        words = Text(
            f"“{piece.title}” ใช้แทนได้ถึง {day} ซึ่งผ่านไปแล้ว",
            f"“{piece.title}” stood in until {day}, which is past",
        )
        yield Lack(Gap.STAND_IN_ENDED, words)
    else:
        words = Text(
            f"“{piece.title}” ใช้แทนของจริงถึง {day}", f"“{piece.title}” stands in until {day}"
        )
        yield Lack(Gap.STANDS_IN, words)


def _of_term(piece: Piece, fiscal_year: int, on: date) -> Iterator[Lack]:
    first, last = piece.valid_from, piece.valid_until
    begin, close = start(fiscal_year), end(fiscal_year)
    if (last is not None and last < begin) or (first is not None and first > close):
        words = Text(
            f"“{piece.title}” ไม่มีผลใช้ในปีงบประมาณ {fiscal_year}",
            f"“{piece.title}” is not in force in fiscal year {fiscal_year}",
        )
        yield Lack(Gap.OUT_OF_TERM, words)
    elif last is not None and last < min(on, close):
        day = short_date(last)
        words = Text(f"“{piece.title}” สิ้นสุดไปแล้วเมื่อ {day}", f"“{piece.title}” ended on {day}")
        yield Lack(Gap.OUT_OF_TERM, words)
    elif last is not None and last < close:
        day = short_date(last)
        words = Text(
            f"“{piece.title}” สิ้นสุด {day} ก่อนสิ้นปีงบประมาณ {fiscal_year}",
            f"“{piece.title}” ends on {day}, before fiscal year {fiscal_year} does",
        )
        yield Lack(Gap.TERM_ENDS, words)


OIT = "OIT"


class Forecast(Struct, frozen=True):
    """How far the items carry.

    Shape:  `ready` of `count` items are ready; `open_points` are those of the total that the others
            are worth, None where the worth of one of them is not known; `unknown` the codes of
            items whose worth is not known; `score` is the least that the ready items make of the
            OIT, None where the year does not tell.
    Units:  points of 100.
    """

    ready: int
    count: int
    open_points: Fraction | None
    score: Fraction | None
    unknown: tuple[str, ...]


def stakes(framework: Framework, codes: Iterable[str]) -> Mapping[str, Fraction | None]:
    """The points of the total that each item is worth; None where the year does not tell."""
    return {code: worth(framework, code) for code in codes}


def forecast(framework: Framework, is_ready: Mapping[str, bool]) -> Forecast:
    """Add up what is won; `is_ready` tells of each item of the year whether it is confirmed."""
    points = stakes(framework, is_ready)
    left = [points[code] for code, ready in is_ready.items() if not ready]
    shares = [share_in(framework, code, OIT) for code, ready in is_ready.items() if ready]
    known = [one for one in left if one is not None]
    sure = [one for one in shares if one is not None]
    unknown = tuple(code for code, value in points.items() if value is None)
    return Forecast(
        ready=sum(is_ready.values()),
        count=len(is_ready),
        open_points=sum(known, Fraction(0)) if len(known) == len(left) else None,
        score=sum(sure, Fraction(0)) * FULL if len(sure) == len(shares) else None,
        unknown=unknown,
    )

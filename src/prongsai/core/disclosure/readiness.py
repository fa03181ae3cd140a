"""Whether an item would be found complete: only what somebody looked at counts.

An item gets all of its points or none. So it is ready when nothing is open: evidence of the year
on the web, each requirement looked for in it and found. What is not known is open, and says why.
"""

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
from prongsai.core.messages import read_words
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
    ADDED_LATER = "added-later"
    LINK_UNCHECKED = "link-unchecked"


# These say what will happen, or what a program cannot tell; the item is complete all the same.
_WARNINGS = frozenset({
    Gap.LINK_UNSURE, Gap.READ_DOUBT, Gap.STANDS_IN, Gap.TERM_ENDS, Gap.LINK_UNCHECKED,
    Gap.ADDED_LATER,
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
    lacks = [lack for piece in work.pieces for lack in piece_lacks(piece, fiscal_year, on)]
    if not work.pieces:
        lacks.append(_lack(Gap.NO_EVIDENCE))
    if not work.requirements or not work.are_all_known:
        lacks.append(_lack(Gap.UNKNOWN_REQUIREMENTS))
    if work.requirements:
        lacks += _of_looks(work, work.requirements)
    if not work.state.is_finished:
        lacks.append(_lack(Gap.NOT_FINISHED))
    order = list(Gap)
    return Readiness(tuple(sorted(lacks, key=lambda lack: order.index(lack.gap))))


def piece_lacks(piece: Piece, fiscal_year: int, on: date) -> tuple[Lack, ...]:
    """What is open, or will be, of one piece of evidence on a day."""
    return (
        *_of_link(piece),
        *_of_version(piece),
        *_of_stand_in(piece, on),
        *_of_term(piece, fiscal_year, on),
    )


def _lack(gap: Gap, key: str = "", **values: object) -> Lack:
    """What is open, in the words of its gap or of a key of its own."""
    return Lack(gap, read_words(f"disclosure/open.{key or gap}", **values))


def _short_day(day: date) -> Text:
    return Text(short_date(day), day.isoformat())


def _of_looks(work: ItemWork, requirements: tuple[Requirement, ...]) -> Iterator[Lack]:
    for requirement in requirements:
        if work.checks.get(requirement.key) is Presence.ABSENT:
            yield _lack(Gap.ABSENT, words=_quoted(requirement))
    for requirement in requirements:
        look = work.checks.get(requirement.key)
        if requirement.key in work.missed and look not in (Presence.ABSENT, Presence.NOT_NEEDED):
            yield _of_reading(requirement, look)
    if any(
        _is_red(asked, work.checks.get(asked.key), work.missed_before) for asked in requirements
    ):
        yield _lack(Gap.UNCHECKED, "not-read-again")
    keys, count = {requirement.key for requirement in requirements}, len(requirements)
    unchecked = sum(1 for requirement in requirements if requirement.key not in work.checks)
    outdated = len(keys & work.outdated & work.checks.keys())
    if unchecked:
        yield _lack(Gap.UNCHECKED, unchecked=unchecked, count=count)
    if outdated:
        yield _lack(Gap.EVIDENCE_CHANGED, outdated=outdated)
    if all(work.checks.get(key) is Presence.NOT_NEEDED for key in keys):
        yield _lack(Gap.NOTHING_FOUND)


def _is_red(requirement: Requirement, look: Presence | None, missed: frozenset[str]) -> bool:
    """Whether the program missed what is surely asked and nobody has looked for."""
    is_sure = requirement.confidence is Confidence.CONFIRMED
    return is_sure and look is None and requirement.key in missed


def _of_reading(requirement: Requirement, look: Presence | None) -> Lack:
    """A requirement that the program did not find; only a confirmed one costs the item."""
    if look is not None:
        return _lack(Gap.READ_DOUBT, "person-found", words=_quoted(requirement))
    is_sure = requirement.confidence is Confidence.CONFIRMED
    gap = Gap.NOT_READ if is_sure else Gap.READ_DOUBT
    return _lack(gap, Gap.NOT_READ, words=_quoted(requirement))


def _quoted(requirement: Requirement) -> Text:
    words = requirement.text
    return Text(shorten(words.th, _QUOTED), shorten(words.en, _QUOTED))


def _of_link(piece: Piece) -> Iterator[Lack]:
    title = piece.title
    if not piece.is_on_web:
        yield _lack(Gap.NOT_ON_WEB, title=title)
    if piece.broken is not None:
        yield _lack(Gap.LINK_BROKEN, title=title, why=piece.broken)
    if piece.unsure is not None and piece.was_opened:
        yield _lack(Gap.LINK_UNSURE, title=title, why=piece.unsure)
    elif piece.unsure is not None:
        yield _lack(Gap.LINK_UNCHECKED, "link-never-opened", title=title, why=piece.unsure)
    if piece.is_on_web and not piece.is_checked:
        yield _lack(Gap.LINK_UNCHECKED, title=title)


def _of_version(piece: Piece) -> Iterator[Lack]:
    if piece.of_year is not None:
        yield _lack(Gap.OF_FORMER_YEAR, title=piece.title, year=piece.of_year)
    if piece.is_draft:
        yield _lack(Gap.DRAFT, title=piece.title)
    if piece.is_added_later:
        yield _lack(Gap.ADDED_LATER, title=piece.title)


def _of_stand_in(piece: Piece, on: date) -> Iterator[Lack]:
    last = piece.stands_in_until
    if last is None:
        return
    gap = Gap.STAND_IN_ENDED if last < on else Gap.STANDS_IN
    yield _lack(gap, title=piece.title, day=_short_day(last))


def _of_term(piece: Piece, fiscal_year: int, on: date) -> Iterator[Lack]:
    first, last = piece.valid_from, piece.valid_until
    begin, close = start(fiscal_year), end(fiscal_year)
    if (last is not None and last < begin) or (first is not None and first > close):
        yield _lack(Gap.OUT_OF_TERM, title=piece.title, year=fiscal_year)
    elif last is not None and last < min(on, close):
        yield _lack(Gap.OUT_OF_TERM, "ended", title=piece.title, day=_short_day(last))
    elif last is not None and last < close:
        yield _lack(Gap.TERM_ENDS, title=piece.title, day=_short_day(last), year=fiscal_year)


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
    known = [worth_of_item for worth_of_item in left if worth_of_item is not None]
    sure = [share for share in shares if share is not None]
    unknown = tuple(code for code, value in points.items() if value is None)
    return Forecast(
        ready=sum(is_ready.values()),
        count=len(is_ready),
        open_points=sum(known, Fraction(0)) if len(known) == len(left) else None,
        score=sum(sure, Fraction(0)) * FULL if len(sure) == len(shares) else None,
        unknown=unknown,
    )

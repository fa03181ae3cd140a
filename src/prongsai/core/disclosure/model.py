"""The work on one item of the OIT: what it must show, what was checked, and its evidence."""

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from msgspec import Struct

from prongsai.core.framework.documents import Element, ElementKind
from prongsai.core.framework.model import Confidence
from prongsai.core.framework.periods import text_in
from prongsai.core.text import Labelled, Text


class ItemState(Labelled):
    """How far the work on an item is: exactly one holds."""

    NOT_STARTED = "not-started", "ยังไม่เริ่ม", "not started"
    IN_PROGRESS = "in-progress", "กำลังทำ", "in progress"
    DONE = "done", "ทำแล้ว", "done"
    HANDED_IN = "handed-in", "ส่งแล้ว", "handed in"

    @property
    def is_finished(self) -> bool:
        """Whether whoever works on it says that nothing is left to do."""
        return self in (ItemState.DONE, ItemState.HANDED_IN)


class Presence(Labelled):
    """What a person found where they looked for an element."""

    PRESENT = "present", "พบ", "found"
    ABSENT = "absent", "ไม่พบ", "not found"
    NOT_NEEDED = "not-needed", "ข้อนี้ไม่ต้องมี", "not needed here"


class Requirement(Struct, frozen=True):
    """One thing that an item must show.

    Shape:  `key` belongs to the very words: when they are corrected, what was checked is open
            again.
    """

    key: str
    text: Text
    kind: ElementKind
    confidence: Confidence
    condition: str = ""


class Piece(Struct, frozen=True):
    """One piece of evidence as far as rules ask.

    Shape:  `of_year` is the fiscal year it was taken over from and not renewed since, None for one
            of the year itself; `stands_in_until` the last day on which it may stand for another,
            None where it stands for itself; `valid_from` and `valid_until` the term of a plan;
            `is_on_web` whether it has an address, `is_checked` whether a program or a person ever
            looked at it; `broken` and `unsure` why citizens do not get there, or why nobody can
            tell, as far as somebody looked, None for nothing to tell; `was_opened` whether any look
            ever found it there; `is_draft` whether it is a paper that was made before the time that
            it tells of was over; `is_added_later` whether it came after the last look.
    """

    title: str
    of_year: int | None = None
    stands_in_until: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    is_on_web: bool = True
    is_checked: bool = True
    broken: Text | None = None
    unsure: Text | None = None
    was_opened: bool = True
    is_draft: bool = False
    is_added_later: bool = False


class ItemWork(Struct, frozen=True):
    """The work on one item.

    Shape:  `requirements` is None where nobody knows what the year asks of the item, and
            `are_all_known` false where they are those of another year, or more is asked of which
            nobody knows the words; `checks` are the last looks, by the key of a requirement, and
            `outdated` the keys of those that are older than the evidence that stands; `missed`
            the keys of what the pre-audit does not find there and nobody has judged since, and
            `missed_before` those of former evidence, while it has not read what stands.
    """

    code: str
    state: ItemState = ItemState.NOT_STARTED
    requirements: tuple[Requirement, ...] | None = None
    checks: Mapping[str, Presence] = {}
    pieces: tuple[Piece, ...] = ()
    are_all_known: bool = True
    outdated: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    missed_before: frozenset[str] = frozenset()


def requirement_of(element: Element, year: int) -> Requirement | None:
    """An element as a fiscal year requires it; None where its words are not known."""
    if element.text is None:
        return None
    text = text_in(element.text, year)
    words = " ".join(text.th.split())
    return Requirement(
        key=blake2b(words.encode(), digest_size=8).hexdigest(),
        text=text,
        kind=element.kind,
        confidence=element.confidence or Confidence.UNKNOWN,
        condition=str(element.condition or ""),
    )

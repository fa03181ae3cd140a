"""What is known against showing an edition to everybody: one list for all who handle it."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from prongsai.core.disclosure.readiness import Gap, Lack
from prongsai.core.messages import read_words
from prongsai.core.text import Text

# Against these a reason is asked for. What an item lacks and does not show misleads nobody.
_RED = frozenset({
    Gap.LINK_BROKEN, Gap.LINK_UNCHECKED, Gap.ABSENT, Gap.NOT_READ, Gap.UNCHECKED,
    Gap.EVIDENCE_CHANGED, Gap.NOTHING_FOUND, Gap.OUT_OF_TERM, Gap.STAND_IN_ENDED,
    Gap.OF_FORMER_YEAR, Gap.DRAFT,
})  # fmt: skip
_AMBER = frozenset({
    Gap.LINK_UNSURE, Gap.READ_DOUBT, Gap.STANDS_IN, Gap.TERM_ENDS, Gap.UNKNOWN_REQUIREMENTS,
    Gap.ADDED_LATER,
})  # fmt: skip


class ShownWork(Struct, frozen=True):
    """One item of which an edition shows something.

    Shape:  `is_same` false where its evidence is not the evidence that was looked through.
    """

    code: str
    lacks: tuple[Lack, ...] = ()
    is_same: bool = True


class Concern(Struct, frozen=True):
    """One thing that speaks against an edition; `code` "" where it is of no single item.

    Shape:  `places` tell it place by place, masked, where somebody has to find them.
    """

    message: Text
    code: str = ""
    is_red: bool = True
    places: tuple[Text, ...] = ()


class Gate(Struct, frozen=True):
    """All that speaks against an edition, what asks for a reason first.

    Shape:  `waiting` counts the files into which nobody has looked yet.
    """

    concerns: tuple[Concern, ...] = ()
    waiting: int = 0

    @property
    def red(self) -> tuple[Concern, ...]:
        """Those against which a reason is asked for."""
        return tuple(concern for concern in self.concerns if concern.is_red)

    @property
    def amber(self) -> tuple[Concern, ...]:
        """Those that are told and ask for nothing."""
        return tuple(concern for concern in self.concerns if not concern.is_red)


def gate(
    works: Iterable[ShownWork],
    *,
    personal: int = 0,
    unread: Iterable[str] = (),
    waiting: int = 0,
    draft: Text | None = None,
    places: tuple[Text, ...] = (),
) -> Gate:
    """What is known against an edition.

    Shape:  `personal` counts the places that hold something of persons, `unread` names the files
            that could not be looked into; `draft` says why the whole edition is only a draft;
            `places` are those of persons in words, masked, where the page does not show them.
    """
    concerns = [*_of_whole(personal, unread, draft, places)]
    for work in works:
        concerns += _of_work(work)
    return Gate(tuple(sorted(concerns, key=lambda concern: not concern.is_red)), waiting)


def _of_whole(
    personal: int, unread: Iterable[str], draft: Text | None, places: tuple[Text, ...]
) -> Iterator[Concern]:
    if draft is not None:
        yield Concern(draft)
    if personal:
        yield Concern(read_words("disclosure/personal_data_found", n=personal), places=places)
    for name in unread:
        yield Concern(read_words("disclosure/file_unchecked", name=name))


def _of_work(work: ShownWork) -> Iterator[Concern]:
    if not work.is_same:
        yield Concern(read_words("disclosure/edition_outdated"), work.code)
    for lack in work.lacks:
        if lack.gap in _RED | _AMBER:
            yield Concern(lack.message, work.code, is_red=lack.gap in _RED)

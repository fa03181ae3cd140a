"""One item: what it must show, its evidence, that of the year before, and its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.disclosure.model import Presence, Requirement
from prongsai.core.disclosure.readiness import Gap, piece_lacks
from prongsai.core.framework.model import Confidence
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.items import (
    YearItem,
    YearItems,
    items_of,
    own_pages,
    published_anyway,
)
from prongsai.web.disclosure.disclosure.made_here import Wanted, lines
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece
from prongsai.web.disclosure.disclosure.queries.board import tag_of
from prongsai.web.disclosure.disclosure.queries.hand_in import packs_of_item
from prongsai.web.disclosure.disclosure.queries.history import history_of
from prongsai.web.disclosure.disclosure.queries.reading import ReadCard, read_cards, reading_page
from prongsai.web.disclosure.disclosure.queries.works import (
    Work,
    core_piece,
    with_year_before,
    work_of,
)
from prongsai.web.disclosure.disclosure.rights import may_hand_in, worker_of
from prongsai.web.disclosure.links.models import Link
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Tag
from prongsai.web.year.ownership.owners import Owners, Standing
from prongsai.web.year.scoring.queries import current_scores

MOST_PAST = 5
_TOGETHER = 2


# Told beside the address itself.
_OF_LINK = (Gap.LINK_BROKEN, Gap.LINK_UNSURE, Gap.LINK_UNCHECKED)


class Element(Struct, frozen=True):
    """One requirement with what the pre-audit read and the last look, None where there is none.

    Shape:  `is_outdated` where the look is older than the evidence that stands, `is_doubted` where
            the pre-audit does not find in it what somebody found.
    """

    requirement: Requirement
    check: ElementCheck | None
    is_outdated: bool = False
    read: ReadCard | None = None
    is_doubted: bool = False

    @property
    def presence(self) -> Presence | None:
        return Presence(self.check.presence) if self.check else None

    @property
    def tag(self) -> Tag:
        """What a person found in the evidence that stands, else what was read, in a word."""
        if self.is_doubted and not self.is_outdated:
            return Tag("warn", _("คนพบ โปรแกรมไม่พบ"))
        if self.check is not None and not self.is_outdated:
            words = {
                Presence.PRESENT: Tag("found", _("พบ")),
                Presence.ABSENT: Tag("miss", _("ไม่พบ")),
                Presence.NOT_NEEDED: Tag("quiet", _("ไม่ต้องมี")),
            }
            return words[Presence(self.check.presence)]
        if self.read is not None:
            return self.read.tag
        return Tag("wait", _("ตรวจก่อนหลักฐานเปลี่ยน") if self.is_outdated else _("ยังไม่ตรวจ"))

    @property
    def answer(self) -> str:
        """What the person found, in a word."""
        return in_language(self.presence.label) if self.presence else ""

    @property
    def is_settled(self) -> bool:
        """Whether it is there, or not needed, in the evidence that stands."""
        return not self.is_outdated and self.presence in (Presence.PRESENT, Presence.NOT_NEEDED)

    @property
    def is_open(self) -> bool:
        """Whether somebody should look, or has to mend it."""
        is_missed = self.presence in (None, Presence.ABSENT)
        return is_missed or self.is_outdated or self.is_doubted

    @property
    def is_sure(self) -> bool:
        """Whether it is confirmed that the year asks for it."""
        return self.requirement.confidence is Confidence.CONFIRMED


class Shown(Struct, frozen=True):
    """A piece as its page shows it; `notes` say what is open of it, `link` what its address shows.

    Shape:  `link` None for a file, and for an address that nobody asked about yet; `address` where
            everybody opens it, also a file that this site shows; "" where nobody outside does.
    """

    piece: Piece
    notes: tuple[str, ...]
    others: tuple[str, ...]
    link: Link | None = None
    address: str = ""

    @property
    def icon(self) -> str:
        """What stands before it."""
        return "link" if self.piece.address else "doc"


def item_page(person: Actor, year: int, code: str, on: date) -> dict[str, Any] | None:
    """One item of a year; None where the year has no such item.

    Shape:  `seen` is the version that the page shows, `shares` what each unit gave that owns it
            with others, `found` how many elements are there or not
            needed, `sentence` what to see to first; `history` what happened last; `former` are
            pieces of the year before that this year has not, `former_score` what the item got then
            as published, "" where that is not known.
    """
    items_and_work = work_of(person.agency, year, code, on)
    if items_and_work is None:
        return None
    items, work = items_and_work
    agency = person.agency
    owners = Standing(agency, year, on).owners_of(work.item.subject)
    by_item, before = with_year_before(agency, year)
    history = history_of(agency, year, work)
    elements = _elements(work, year)
    first = work.readiness.first
    return {
        "year": year,
        "work": work,
        "seen": work.row.version if work.row else 0,
        "tag": tag_of(work),
        "sentence": in_language(first.message) if first is not None else "",
        "elements": elements,
        "found": sum(element.is_settled for element in elements),
        "reading": reading_page(work) if items.of_year == year else None,
        "pieces": tuple(_describe_piece(piece, work, items, by_item, on) for piece in work.pieces),
        "addresses": [piece.address for piece in work.pieces if piece.address],
        "own_pages": own_pages(agency, work.item, year, on),
        "made_here": lines(Wanted(person, items, work.item, on)),
        "published_anyway": published_anyway(agency, year, code),
        "former": _former(work, before),
        "former_year": year - 1,
        "former_score": _former_score(agency, year, work.item),
        "owners": owners,
        "shares": (shares := _shares(work, owners)),
        "shares_given": sum(share.is_given for share in shares),
        "history": history[:MOST_PAST],
        "is_history_cut": len(history) > MOST_PAST,
        "packs": packs_of_item(agency, year, work.item),
        "may_work": worker_of(person, on).may(owners),
        "may_prepare": bool(work.pieces) and may(person, Right.PUBLISH),
        "may_hand_in": may_hand_in(person),
        **_beside(items, work.item),
    }


class Share(Struct, frozen=True):
    """What a unit that owns an item with others has given: whether any evidence is of it."""

    unit: str
    is_given: bool


def _shares(work: Work, owners: Owners) -> tuple[Share, ...]:
    """The units that own an item together, each with its share; none where there is one alone."""
    given = {piece.unit_id for piece in work.pieces}
    units = {owner.unit_id: owner.unit for owner in owners.all if owner.unit_id}
    if len(units) < _TOGETHER:
        return ()
    return tuple(Share(name, key in given) for key, name in units.items())


def _beside(items: YearItems, item: YearItem) -> dict[str, str]:
    """The codes of the items before and after, "" where there is none."""
    codes = ["", *(year_item.code for year_item in items.items), ""]
    place = items.items.index(item)
    return {"before": codes[place], "after": codes[place + 2]}


def _elements(work: Work, year: int) -> tuple[Element, ...]:
    """What an item must show, worst first as the pre-audit reads it."""
    cards = read_cards(work, year)
    elements = [
        Element(
            requirement, work.checks.get(requirement.key), requirement.key in work.outdated,
            cards.get(requirement.key),
            is_doubted=requirement.key in work.missed and work.has_found(requirement.key),
        )
        for requirement in work.item.requirements or ()
    ]  # fmt: skip
    return tuple(
        sorted(elements, key=lambda element: element.read.rank if element.read else (0, False))
    )


def _describe_piece(
    piece: Piece, work: Work, items: YearItems, by_item: Mapping[str, tuple[Piece, ...]], on: date
) -> Shown:
    link = work.links.get(piece.address)
    address = work.address_of(piece)
    lacks = piece_lacks(core_piece(piece, link, address), items.year, on)
    notes = [in_language(lack.message) for lack in lacks if lack.gap not in _OF_LINK]
    codes = items.codes
    others = sorted(
        {codes[key] for key, pieces in by_item.items() if piece in pieces and key in codes}
        - {work.item.code}
    )
    return Shown(piece, tuple(notes), tuple(others), link, address)


def _former(work: Work, by_item: Mapping[str, tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """Evidence of the year before, by subject; what this year has already is left out."""
    former = dict.fromkeys(piece for key in work.item.keys for piece in by_item.get(key, ()))
    here = {(piece.address, piece.file_id) for piece in work.pieces}
    return tuple(piece for piece in former if (piece.address, piece.file_id) not in here)


def _former_score(agency: Agency, year: int, item: YearItem) -> str:
    """What the item got in the year before, of those it goes on from."""
    former = items_of(agency, year - 1)
    codes = [former.codes[key] for key in item.keys if key in former.codes]
    scores = current_scores(agency, year - 1)
    if scores is None or former.of_year != year - 1:
        return ""
    figures = scores.sheet.of_year(year - 1)
    return ", ".join(
        f"{code} {figures[code].published}" for code in dict.fromkeys(codes) if code in figures
    )

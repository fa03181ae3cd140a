"""The addresses of a year's evidence, what each shows, worst first; one address with its past."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem, YearItems, items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import permanent_address
from prongsai.web.disclosure.disclosure.queries.works import pieces_by_item
from prongsai.web.disclosure.disclosure.rights import may_work_on, may_work_on_all
from prongsai.web.disclosure.links.models import (
    MAY_BE_SEEN,
    NOT_LOOKED_AT,
    Link,
    LinkRound,
    any_broken,
    by_address,
    checks_of,
    every_days,
    link_of,
)
from prongsai.web.platform.address import is_found_by_others
from prongsai.web.platform.clock import now
from prongsai.web.platform.tags import Tag
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.ownership.owners import Owners, Standing

BROKEN, UNSURE, THERE = "broken", "unsure", "there"


class LinkRow(Struct, frozen=True):
    """An address with the items that it serves; `state` None where nobody asked about it yet.

    Shape:  `owners` are those of each item, in the order of the items.
    """

    address: str
    title: str
    items: tuple[YearItem, ...]
    owners: tuple[Owners, ...]
    state: Link | None

    @property
    def owner_words(self) -> str:
        """Every owner of any of its items, each once."""
        return ", ".join(
            dict.fromkeys(owner.words for owners in self.owners for owner in owners.all)
        )

    @property
    def group(self) -> str:
        if self.state is None or self.state.is_open:
            return UNSURE
        if self.state.is_broken or self.state.standing is Verdict.CHANGED:
            return BROKEN if self.state.is_broken else UNSURE
        return THERE

    @property
    def tag(self) -> Tag:
        return self.state.tag if self.state is not None else Tag("quiet", _("ยังไม่ได้ตรวจ"))

    @property
    def why(self) -> Text:
        return self.state.why if self.state is not None else NOT_LOOKED_AT


def addresses_of(agency: Agency, year: int) -> tuple[str, ...]:
    """Every address of a year's evidence that stands, each once."""
    rows = Piece.objects.filter(
        agency=agency, fiscal_year=year, removed_at=None, items__isnull=False
    )
    return tuple(dict.fromkeys(rows.exclude(address="").values_list("address", flat=True)))


def links_page(person: Actor, year: int, on: date) -> dict[str, Any]:
    """What the addresses of a year show: a fixed number of queries, however many.

    Shape:  `groups` are addresses of which the same is to be done, each with its name.
    """
    rows: Sequence[LinkRow] = link_rows(person.agency, year, on)
    named = (
        (BROKEN, _("เปิดไม่ได้")), (UNSURE, _("บอกไม่ได้ ต้องเปิดดูเอง")), (THERE, _("เปิดได้"))
    )  # fmt: skip
    # What is broken longest stands first; all other rows stay in their order.
    never = datetime.max.replace(tzinfo=now().tzinfo)
    rows = sorted(rows, key=lambda row: (row.state and row.state.since) or never)
    groups = {key: [row for row in rows if row.group == key] for key, _name in named}
    return {
        "groups": [(key, name, groups[key]) for key, name in named if groups[key]],
        "count": len(rows),
        "broken": len(groups[BROKEN]),
        "unsure": len(groups[UNSURE]),
        "progress": progress_of(person.agency),
        "every_days": every_days(person.agency),
        "may_check": may_work_on_all(person),
    }


def link_rows(agency: Agency, year: int, on: date) -> tuple[LinkRow, ...]:
    """The addresses of a year, in the order of their first items."""
    items = items_of(agency, year)
    served = _served(items, pieces_by_item(agency, year))
    states = by_address(agency, served)
    standing = Standing(agency, year, on)
    return tuple(
        LinkRow(
            address,
            pieces[0].title,
            own,
            tuple(standing.owners_of(item.subject) for item in own),
            states.get(address),
        )
        for address, (pieces, own) in served.items()
    )


def broken_rows(agency: Agency, year: int) -> tuple[LinkRow, ...]:
    """Those of a year that were found broken more than once, or by a person.

    Shape:  asked on every page, for the count of what waits: one query where none is broken.
    """
    if not any_broken(agency):
        return ()
    rows = link_rows(agency, year, now().date())
    return tuple(row for row in rows if row.state and row.state.is_broken and row.state.is_sure)


def link_page(person: Actor, year: int, link_id: UUID, on: date) -> dict[str, Any] | None:
    """One address of a year's evidence with its past; None where the agency has no such.

    Shape:  `content` is the digest of what the last look that found a page found; `may_note`
            whether a person may tell what it shows.
    """
    row = link_of(person.agency, link_id)
    if row is None:
        return None
    items = items_of(person.agency, year)
    pieces, own = _served(items, pieces_by_item(person.agency, year)).get(row.address, ((), ()))
    may_work = may_judge(person, year, row.address, own, on)
    named = pieces if is_found_by_others() else ()
    verdict = Verdict(row.verdict) if row.verdict else None
    return {
        "state": row,
        "served": own,
        "permanent": [(piece, permanent_address(piece)) for piece in named],
        "looks": checks_of(row),
        "final": row.final if row.final != row.address else "",
        "content": row.newest_content,
        "may_work": may_work,
        "may_note": may_work and verdict in MAY_BE_SEEN,
        "may_accept": may_work and verdict is Verdict.CHANGED,
    }


def may_judge(person: Actor, year: int, address: str, served: Sequence[YearItem], on: date) -> bool:
    """Whether a person may say what an address shows: all the items that it serves are theirs.

    Shape:  what is said holds for every year. So whoever works on it in the last opened year that
            uses it says it, not who once did.
    """
    if not served or not may_work_on(person, year, served, on):
        return False
    used = Piece.objects.filter(agency=person.agency, address=address, removed_at=None)
    rows = used.filter(fiscal_year__gt=year, fiscal_year__in=years(person.agency))
    last = rows.order_by("-fiscal_year").values_list("fiscal_year", flat=True).first()
    if last is None:
        return True
    items, by_item = items_of(person.agency, last), pieces_by_item(person.agency, last)
    _, own = _served(items, by_item).get(address, ((), ()))
    return may_work_on(person, last, own, on)


def progress_of(agency: Agency) -> LinkRound | None:
    """How far the round is that goes on; None where none does."""
    rows = LinkRound.objects.filter(agency=agency, finished_at=None)
    return rows.select_related("job").first()


def _served(
    items: YearItems, by_item: Mapping[str, tuple[Piece, ...]]
) -> dict[str, tuple[tuple[Piece, ...], tuple[YearItem, ...]]]:
    """Each address with its pieces and the items that they serve, in the order of the items."""
    served: dict[str, tuple[list[Piece], list[YearItem]]] = {}
    for item in items.items:
        for piece in (piece for key in item.keys for piece in by_item.get(key, ())):
            if not piece.address:
                continue
            pieces, own = served.setdefault(piece.address, ([], []))
            if piece not in pieces:
                pieces.append(piece)
            if item not in own:
                own.append(item)
    return {address: (tuple(pieces), tuple(own)) for address, (pieces, own) in served.items()}

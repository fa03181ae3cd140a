"""Made papers and own pages as pieces of the items that they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import MadePaper, YearItem, items_of, own_pages
from prongsai.web.disclosure.disclosure.models import (
    Piece,
)
from prongsai.web.disclosure.disclosure.queries.item import items_of_piece
from prongsai.web.disclosure.disclosure.rights import may_keep_all, may_work_on
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.upload_validation import checked
from prongsai.web.year.assessment.services.frameworks import locked

_LONGEST_TITLE = 300


def hold(row: MadePaper, *, by: Actor, year: int, items: Sequence[YearItem]) -> None:
    """Hold a year, and a paper as it stands, for who may work on the items.

    Errors: Refused for anybody else.
    """
    locked(row.agency, year)
    row.refresh_from_db()
    if by.agency != row.agency or not may_work_on(by, year, items, today()):
        raise Refused("disclosure/item_of_other_unit")


def attach(
    row: MadePaper,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    forms: Sequence[str],
    title: str,
    older: Iterable[Piece],
) -> list[Piece]:
    """Add the files of a drawn paper to the items of a year; `older` is evidence that goes.

    Shape:  in a transaction of its caller, who asked whether the person may. Older evidence stays
            in those items on which the person may not work: they are for others to renew.
    Errors: what `pieces.add` raises.
    """
    for former in older:
        _let_go(former, by)
    told = shorten(title, _LONGEST_TITLE)
    added = []
    for form in forms:
        kept = getattr(row, form, None)
        if kept is None:
            continue
        words = pieces.Words(told if form == "pdf" else f"{told} ({form.upper()})")
        file = checked(kept.name, files.read(kept))
        added.append(pieces.add(row.agency, by=by, year=year, items=items, words=words, file=file))
    getattr(row, "pieces").add(*added)  # noqa: B009 - each kind has its own
    return added


def attach_own(by: Actor, year: int, item: YearItem, path: str) -> Piece:
    """Make a page of this site evidence of an item that it answers.

    Errors: Refused where it does not answer the item, or lacks something; what `pieces.add` raises.
    """
    found = own_pages(by.agency, item, year, today())
    page = next((one for one in found if one.path == path), None)
    if page is None:
        raise Refused("disclosure/page_answers_other_item")
    if page.lacks is not None:
        raise Refused(
            page.lacks,
            next_step=Text("ทำให้มีก่อน แล้วแนบอีกครั้ง", "see to it, then attach the page again"),
        )
    words = pieces.Words(page.title.th)
    return pieces.add(by.agency, by=by, year=year, items=[item], words=words, address=page.address)


def _let_go(former: Piece, by: Actor) -> None:
    """Take older evidence away: wholly, or off the person's own items alone."""
    known = items_of(former.agency, former.fiscal_year)
    served, on = items_of_piece(known, former), today()
    own = [item for item in served if may_work_on(by, former.fiscal_year, [item], on)]
    is_whole = all(row.item in known.codes for row in former.items.all())
    if may_keep_all(by) or (is_whole and len(own) == len(served)):
        pieces.remove(former, by=by)
        return
    for item in own:
        pieces.detach(former, by=by, item=item)

"""Make papers and pages of this site evidence of items."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from prongsai.core.messages import read_words
from prongsai.core.thai import shorten
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import (
    DrawnPaper,
    MadePaper,
    YearItem,
    items_of,
    own_pages,
)
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import Answered, items_of_piece
from prongsai.web.disclosure.disclosure.rights import may_work_on, may_work_on_all
from prongsai.web.disclosure.disclosure.services.pieces import (
    Words,
    add,
    detach,
    refuse_other_period,
    remove,
)
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.upload_validation import checked
from prongsai.web.year.assessment.services.frameworks import locked

E = TypeVar("E", bound=DrawnPaper)
_LONGEST_TITLE = 300


def hold(row: MadePaper | PaperFile, *, by: Actor, year: int, items: Sequence[YearItem]) -> None:
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
    editions: QuerySet[E],
    is_draft: bool = False,
) -> list[Piece]:
    """Add the files of a drawn paper to the items of a year, in the stead of other `editions`.

    Shape:  in a transaction of its caller, who asked whether the person may. Older evidence stays
            in those items on which the person may not work: they are for others to renew.
    Errors: what `pieces.add` raises.
    """
    older = editions.exclude(pk=row.pk).values("pieces")
    drawn = {form: file for form, file in row.files.items() if form in forms}
    added = attach_files(
        drawn, by=by, year=year, items=items, title=title,
        former=Piece.objects.filter(pk__in=older, fiscal_year=year, removed_at=None),
    )  # fmt: skip
    getattr(row, "pieces").add(*added)  # noqa: B009 - each kind has its own
    # It answers the items of this year, though it was evidence of the last one too.
    rows = Piece.objects.filter(pk__in=[piece.pk for piece in added])
    rows.update(of_year=None, **({"is_draft": True} if is_draft else {}))
    return added


def attach_files(
    drawn: Mapping[str, StoredFile],
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    title: str,
    former: Iterable[Piece],
) -> list[Piece]:
    """Add the files of each form to the items of a year, in the stead of `former` evidence.

    Errors: what `pieces.add` raises.
    """
    for piece in former:
        _let_go(piece, by)
    short_title = shorten(title, _LONGEST_TITLE)
    added = []
    for form, kept in drawn.items():
        words = Words(short_title if form == "pdf" else f"{short_title} ({form.upper()})")
        file = checked(kept.name, files.read(kept))
        added.append(add(by.agency, by=by, year=year, items=items, words=words, file=file))
    return added


def attach_own(by: Actor, year: int, item: YearItem, path: str) -> Piece:
    """Make a page of this site evidence of an item that it answers.

    Errors: Refused where it does not answer the item, or lacks something; what `pieces.add` raises.
    """
    pages = own_pages(by.agency, item, year, today())
    page = next((own_page for own_page in pages if own_page.path == path), None)
    if page is None:
        raise Refused("disclosure/page_answers_other_item")
    if page.lacks is not None:
        raise Refused(page.lacks, next_step=read_words("disclosure/see_to_page_first"))
    words = Words(page.title.th)
    return add(by.agency, by=by, year=year, items=[item], words=words, address=page.address)


def _let_go(former: Piece, by: Actor) -> None:
    """Take older evidence away: wholly, or off the person's own items alone."""
    known = items_of(former.agency, former.fiscal_year)
    served, on = items_of_piece(known, former), today()
    own = [item for item in served if may_work_on(by, former.fiscal_year, [item], on)]
    is_whole = all(row.item in known.codes for row in former.items.all())
    if may_work_on_all(by) or (is_whole and len(own) == len(served)):
        remove(former, by=by)
        return
    for item in own:
        detach(former, by=by, item=item)


def refuse_unready(row: MadePaper, newest: MadePaper | None) -> None:
    """Keep a paper that is not drawn, or was replaced, from going further."""
    if row.drawn_at is None:
        raise Refused("disclosure/paper_not_made_yet")
    if newest is not None and newest.pk != row.pk:
        raise Refused("disclosure/newer_paper_exists")


def refuse_unfit(
    row: MadePaper,
    newest: MadePaper | None,
    year: int,
    items: Sequence[YearItem],
    answers: Iterable[Answered],
) -> None:
    """Keep what is no paper of the items, or was replaced, from becoming their evidence.

    Errors: Refused where it is not drawn, a newer one was made, it is evidence of the year
            already, or answers no such item of it.
    """
    refuse_unready(row, newest)
    kept = getattr(row, "pieces")  # noqa: B009 - each kind has its own
    if kept.filter(removed_at=None, fiscal_year=year).exists():
        raise Refused("disclosure/paper_evidence_already")
    of_year = next((answered for answered in answers if answered.year == year), None)
    answered_keys = {item.key for item in of_year.items} if of_year else set()
    if items and {item.key for item in items} <= answered_keys:
        return
    # A table without rows may be the same file in every year.
    for file in row.files.values():
        known = items or items_of(row.agency, year).items
        refuse_other_period(row.agency, [file.digest], year, known)
    raise Refused("disclosure/paper_answers_other_item")

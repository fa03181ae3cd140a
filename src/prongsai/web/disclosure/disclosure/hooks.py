"""Tile, terms, links and items of evidence for other rooms; papers of a plan for their item."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import wraps
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.disclosure.gate import ShownWork
from prongsai.core.disclosure.model import ItemState
from prongsai.core.measures.cells import is_blank
from prongsai.core.messages import read_words
from prongsai.core.papers.kinds import KINDS
from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.disclosure.items import (
    PublishedAnyway,
    YearItem,
    items_of,
    tells_anyway,
)
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.models import ElementCheck, ItemWork, Piece, PieceOfItem
from prongsai.web.disclosure.disclosure.queries.board import ready_count
from prongsai.web.disclosure.disclosure.queries.history import ending_pieces
from prongsai.web.disclosure.disclosure.queries.links import broken_rows
from prongsai.web.disclosure.disclosure.queries.works import (
    Work,
    items_of_piece,
    pieces_by_item,
    works_of,
)
from prongsai.web.disclosure.disclosure.rights import worker_of
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.disclosure.disclosure.services.pieces import carry_over
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.office.papers.queries import papers_page
from prongsai.web.office.papers.services import PLAN_LINEAGES
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.journal import names_codes
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.publication.gate import ForItems, is_reason_for, knows_items
from prongsai.web.signing.publication.models import ASKED_BY_PERIOD
from prongsai.web.signing.publication.queries import answering, answers_items, report_answer
from prongsai.web.year.analysis.tiles import Tile, figure, tile
from prongsai.web.year.assessment.framework.documents import YearMapping
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.assessment.services.years import Counts, register
from prongsai.web.year.measures.queries import in_force, loaded
from prongsai.web.year.ownership.owners import Standing
from prongsai.web.year.ownership.work_queries import working_years
from prongsai.web.year.reports.kinds import LINEAGE


@figure
@tile
def disclosure(agency: Agency, year: int) -> Tile | None:
    """How many items are ready; None where no items are known."""
    ready, count = ready_count(agency, year, today())
    if not count:
        return None
    address = reverse("disclosure:board", args=[year])
    return Tile(
        heading=_("OIT เปิดเผยข้อมูล"),
        figure=str(ready),
        unit=_("พร้อมจาก %(all)s ข้อ") % {"all": count},
        note=_("พร้อมทุกข้อ") if ready == count else _("นับเฉพาะข้อที่มีคนตรวจครบแล้ว"),
        url=address if ready == count else f"{address}?state=open",
        link=_("เปิดหน้าข้อ OIT"),
    )


@names_codes
def name_verdicts() -> Mapping[str, Text]:
    """Verdicts of links as the journal tells them."""
    return {verdict.value: verdict.words for verdict in Verdict}


@knows_items
def works_to_show(agency: Agency, paper: ForItems) -> Iterator[ShownWork]:
    """What is open of the items for which a paper is published.

    Shape:  of a paper that was signed here nothing while an item has no evidence of the year and
            nobody looked for its elements: what follows the signature would wait every time.
    """
    year, codes = paper.year, set(paper.codes)
    asking = (year, year + 1) if paper.kind in ASKED_BY_PERIOD else (year,)
    works = [
        (asked_in, work)
        for asked_in in (asking if codes else ())
        for work in works_of(agency, asked_in, today())[1] if work.item.code in codes
    ]  # fmt: skip
    # In two years one code may be of two items: a report made here is for the one on results.
    reports = {work.item.code for _year, work in works if LINEAGE in work.item.keys}
    for asked_in, work in works:
        item = work.item
        is_other = item.code in reports and LINEAGE not in item.keys
        if asked_in not in years(agency):
            continue  # nobody could look for its elements
        if paper.is_signed and (is_other or not _is_begun(agency, asked_in, work)):
            continue
        if len(asking) == 1 or report_answer(item.requirements or (), asked_in, year).is_asked:
            yield ShownWork(item.code, work.readiness.lacks)
    unknown = codes - {work.item.code for _year, work in works}
    if unknown:
        named = ", ".join(sorted(unknown))
        raise Refused("publication/items_unknown", field="items", year=year, codes=named)


def _is_begun(agency: Agency, year: int, work: Work) -> bool:
    """Whether an item has evidence of its year, or somebody ever looked for its elements."""
    if any(piece.of_year is None for piece in work.pieces):
        return True
    looks = ElementCheck.objects.filter(agency=agency, fiscal_year=year, item__in=work.item.keys)
    return looks.exists()


@tells_anyway
def paper_anyway(agency: Agency, year: int, code: str) -> PublishedAnyway | None:
    """Why the newest paper answering an item was published in spite of something; None if not."""
    item = items_of(agency, year).item(code)
    if item is None:
        return None
    papers = answering(agency, year, code, item.keys, today(), item.requirements or ())
    row = next((row for row, _answer in papers), None)
    if row is None or not row.anyway or not is_reason_for(row.against, code):
        return None
    return PublishedAnyway(0, row.published_at, row.by_words, row.anyway, (row.title,))


_AHEAD = timedelta(days=60)


def _in_each_year(
    find: Callable[[Actor, int, date], Iterator[Waiting]],
) -> Callable[[Actor, date], tuple[Waiting, ...]]:
    """Look into each year that the agency works on."""

    @wraps(find)
    def found(person: Actor, on: date) -> tuple[Waiting, ...]:
        years = working_years(person.agency, on)
        return tuple(wait for year in years for wait in find(person, year, on))

    return found


@waiting
@_in_each_year
def terms_of_mine(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    """Evidence of a person's items, and of nobody's, that soon stands no more."""
    rows = ending_pieces(person.agency, year, on + _AHEAD)
    if not rows:
        return
    worker, standing = worker_of(person, on), Standing(person.agency, year, None)
    items = items_of(person.agency, year)
    for piece, day in rows:
        for item in items_of_piece(items, piece):
            owners = standing.owners_of(item.subject)
            if worker.owns(owners) or (owners.is_open and worker.works_on_all):
                address = reverse("disclosure:item", args=[year, item.code])
                what = "replace" if piece.stands_in_until else "renew"
                ask = read_words(f"disclosure/ending_evidence.{what}")
                yield Waiting("terms", f"{item.code} {piece.title}", ask, address, due=day)
                break


@waiting
@_in_each_year
def broken_links_of_mine(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    """Addresses that were found broken more than once, of a person's items and of nobody's."""
    worker = worker_of(person, on)
    for row in broken_rows(person.agency, year):
        # Whoever has any of its items may lose that item's points.
        is_mine = any(
            worker.owns(owners) or (owners.is_open and worker.works_on_all) for owners in row.owners
        )
        if row.state is not None and is_mine:
            address = reverse("disclosure:link", args=[year, row.state.id])
            since = row.state.since
            day = day_of(since) if since else None
            codes = ", ".join(item.code for item in row.items)
            ask = read_words("disclosure/mend_link")
            yield Waiting("links", f"{codes} {row.title}", ask, address, since=day)


@waiting
@_in_each_year
def items_of_mine(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    """The unfinished items that a person owns, or whose owner's work they do."""
    standing, worker = Standing(person.agency, year, None), worker_of(person, on)
    items = items_of(person.agency, year).items
    mine = [item for item in items if worker.owns(standing.owners_of(item.subject))]
    if not mine:
        return
    rows = ItemWork.objects.filter(agency=person.agency, fiscal_year=year)
    works = {row.item: row for row in rows}
    # Of two years that are worked on at a time, items have the same names.
    ask = read_words("disclosure/finish_evidence", year=year)
    for item in mine:
        row = next((works[key] for key in item.keys if key in works), None)
        if row is None or not ItemState(row.state).is_finished:
            address = reverse("disclosure:item", args=[year, item.code])
            yield Waiting("disclosure", item.words, ask, address, due=row.due if row else None)


def carry_pieces(
    agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
) -> Counts:
    """Pieces go to the same subject, unless that has, or had, evidence of its own.

    Shape:  counts subjects, not pieces; a piece of several subjects is copied once.
    """
    old = pieces_by_item(agency, from_year)
    there = set(
        PieceOfItem.objects.filter(agency=agency, piece__fiscal_year=to_year).values_list(
            "item", flat=True
        )
    )
    going = [item for item in old if mapping.goes_on(item)]
    new = [item for item in going if item not in there]
    if not dry:
        made: dict[Piece, Piece] = {}
        for item in new:
            for place, piece in enumerate(old[item]):
                if piece not in made:
                    made[piece] = carry_over(piece, to_year)
                PieceOfItem.objects.get_or_create(
                    piece=made[piece],
                    item=item,
                    defaults={"agency": agency, "place": place, "added_at": now()},
                )
    return Counts(len(new), len(going) - len(new), len(old) - len(going))


register("evidence", read_words("disclosure/evidence_of_items"), carry_pieces)


class PlanPaper(Struct, frozen=True):
    """The newest PDF of a paper that is made of scores and plan, and where it is evidence."""

    row: PaperFile
    years: set[int]

    @property
    def pk(self) -> UUID:
        return self.row.pk

    @property
    def files(self) -> Mapping[str, StoredFile]:
        """The file of each form that becomes evidence."""
        return {"pdf": self.row.file}


_OF_A_PLAN = ("booklet", "plan")


def made_of_plan(wanted: Wanted) -> Iterator[Made]:
    """The booklet, in which the analysis stands, and the plan, for the item that asks for them.

    Shape:  one that prints other scores than stand, or another plan than the approved one, counts
            as not made.
    """
    agency, year = wanted.person.agency, wanted.items.year
    held = loaded(agency, year)
    stands = in_force(agency, year, held) if held is not None else None
    is_changed = stands is not None and stands.is_changed
    is_approved = held is not None and not is_blank(held.row.approved) and not is_changed
    note = "approved" if is_approved else "unapproved"
    items = wanted.answered_by(PLAN_LINEAGES, year)
    for kind in papers_page(agency, year).kinds:
        name, label = kind.kind.name, kind.kind.label
        if name not in _OF_A_PLAN:
            continue
        title = read_words(f"disclosure/plan_paper.{note}", label=label, year=year)
        url = f"{reverse('papers:papers', args=[year])}#{name}"
        is_standing = is_approved and not kind.is_old and not kind.is_before_plan
        paper = next((file for file in kind.files if file.form == "pdf" and is_standing), None)
        row = None
        if paper is not None:
            pieces = _evidence_of(agency, PaperFile.objects.filter(pk=paper.pk))
            row = PlanPaper(paper, set(pieces.values_list("fiscal_year", flat=True)))
        yield Made(title, url, items, row, may_use=True)


def _evidence_of(agency: Agency, papers: QuerySet[PaperFile]) -> QuerySet[Piece]:
    """The evidence that stands of some papers of an agency: it holds the same bytes."""
    digests = papers.values("file__digest")
    return Piece.objects.filter(agency=agency, removed_at=None, file__digest__in=digests)


@transaction.atomic
def attach_of_plan(
    paper: PlanPaper, *, by: Actor, year: int, items: Sequence[YearItem], forms: Sequence[str]
) -> list[Piece]:
    """Make a paper evidence of the items of its plan, in the stead of older editions of it.

    Shape:  as PDF, whatever `forms` the items ask for: no table of it is drawn.
    Errors: Refused for who may not work on the items; what `pieces.add` raises.
    """
    del forms
    row = paper.row
    attaching.hold(row, by=by, year=year, items=items)
    editions = PaperFile.objects.filter(agency=row.agency, fiscal_year=year, kind=row.kind)
    older = _evidence_of(row.agency, editions.exclude(file__digest=row.file.digest))
    return attaching.attach_files(
        paper.files, by=by, year=year, items=items,
        title=f"{KINDS[row.kind].label.th} ปีงบประมาณ พ.ศ. {year}",
        former=older.filter(fiscal_year=year),
    )  # fmt: skip


answers_items("plans", {"plan": PLAN_LINEAGES}, find=made_of_plan, attach=attach_of_plan)

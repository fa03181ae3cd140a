"""What was published: for the staff, and for everybody."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.disclosure.asked_years import asks_report
from prongsai.core.disclosure.model import Requirement
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.plain import get
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.objections import Objected, objected_codes, objected_files
from prongsai.web.signing.publication.checking import is_of_decided
from prongsai.web.signing.publication.models import (
    ASKED_BY_PERIOD,
    CURRENT,
    KINDS,
    WITHDRAWN,
    Publication,
    label_of,
)


class EditionPage(Struct, frozen=True):
    """One edition with its file, and the other editions of the paper.

    Shape:  `withdrawal` is the journal's entry of its withdrawal, None where it stands;
            `is_approved` whether its code is of a paper that somebody decided.
    """

    own: Publication
    newest: Publication
    editions: tuple[Publication, ...]
    withdrawal: JournalEntry | None = None
    is_approved: bool = False

    @property
    def others(self) -> tuple[Publication, ...]:
        """The other editions, newest first."""
        return tuple(edition for edition in self.editions if edition.id != self.own.id)


class Narrowed(Struct, frozen=True):
    """A link that narrows the public list; `key` "" for all."""

    key: str
    label: Text
    count: int
    is_here: bool


def published_page(agency: Agency, year: int, kind: str = "") -> dict[str, Any]:
    """The list of the staff: every edition, newest first; `current` counts what stands."""
    rows = _rows(agency, Publication.objects.filter(agency=agency, fiscal_year=year))
    counts = Counter(row.kind for row in rows)
    return {
        "year": year,
        "rows": tuple(row for row in rows if kind in ("", row.kind)),
        "kind": kind if kind in counts else "",
        "kinds": [(key, label_of(key), counts[key]) for key in _in_order(counts)],
        "current": sum(row.state == CURRENT for row in rows),
        "withdrawn": sum(row.state == WITHDRAWN for row in rows),
    }


def publication_row(agency: Agency, publication_id: UUID) -> Publication | None:
    """The row itself, for a service."""
    rows = Publication.objects.select_related("agency", "file__agency")
    return rows.filter(agency=agency, pk=publication_id).first()


def edition_page(agency: Agency, publication_id: UUID) -> EditionPage | None:
    row = publication_row(agency, publication_id)
    if row is None:
        return None
    same = Publication.objects.filter(agency=agency, kind=row.kind, subject=row.subject)
    editions = _rows(agency, same.order_by("-edition"))
    own = next(edition for edition in editions if edition.id == row.pk)
    return EditionPage(
        own, editions[0], editions, _withdrawal(row),
        is_approved=is_of_decided(agency, row.check_code),
    )  # fmt: skip


def _withdrawal(row: Publication) -> JournalEntry | None:
    """The journal's entry of a withdrawal: its number is what somebody asks after."""
    if row.withdrawn_at is None:
        return None
    entries = JournalEntry.objects.filter(
        agency=row.agency, verb="publication-withdrawn", at__gte=row.withdrawn_at
    )
    return entries.order_by("number").first()


def published_of(agency: Agency, kind: str, subject: UUID) -> Publication | None:
    """The newest edition of a paper, whatever became of it; None where it was never published."""
    rows = Publication.objects.filter(agency=agency, kind=kind, subject=subject, replaced_at=None)
    return next(iter(_rows(agency, rows[:1])), None)


@cached_for_request
def in_force(agency: Agency, *years: int) -> tuple[Publication, ...]:
    """What stands, newest first, what is held too; of some years, of all where none is named."""
    rows = Publication.objects.standing().filter(agency=agency)
    if years:
        rows = rows.filter(fiscal_year__in=years)
    return _rows(agency, rows)


class ItemAnswer(Struct, frozen=True):
    """Whether a paper answers an item, what it lacks for that, and what to see to before use."""

    is_asked: bool
    lacks: Text | None = None
    caution: Text | None = None


Subjects = Mapping[str, Collection[str]]
SubjectsOf = Subjects | Callable[[Agency], Subjects]
AnswersOf = Callable[[Agency, Collection[str], int, date], Iterable[tuple[UUID, ItemAnswer]]]


class OwnWork(Struct, frozen=True):
    """Work of this product that answers items of the OIT, and each way in which it does.

    Shape:  `subjects` are those of items that each piece of it may answer, by the name of the
            piece: they stay where codes move. `find` gives the papers (`made_here.Made`) for an
            item (`made_here.Wanted`); `attach` makes one evidence: it takes the row, `by`, `year`,
            `items`, `forms`, and asks for rights itself. `times` are the model of these papers and
            what gives the time (`works.PaperTime`) of a row. `page` gives the page of the public
            site (`items.OwnPage`) for a subject in a year: that it is there says nothing of the
            item's elements. `published` gives every paper published up to a year, by
            `Publication.subject`, with whether it answers some subjects: the codes on its page are
            not asked.
    """

    name: str
    subjects: SubjectsOf
    find: Callable[[Any], Iterable[Any]] | None = None
    attach: Callable[..., Sequence[Any]] | None = None
    times: tuple[Any, Callable[[Any], Any]] | None = None
    page: Callable[[Agency, str, int, date], Any] | None = None
    published: AnswersOf | None = None

    def subjects_for(self, agency: Agency) -> Subjects:
        """The subjects that its pieces may answer as an agency keeps them."""
        return self.subjects(agency) if callable(self.subjects) else self.subjects

    def may_answer(self, agency: Agency, subjects: Collection[str]) -> bool:
        return not all(map(set(subjects).isdisjoint, self.subjects_for(agency).values()))


# All work that answers items, by its name: each room registers its own.
OWN_WORK: dict[str, OwnWork] = {}


def answers_items(name: str, subjects: SubjectsOf, **ways: Any) -> None:
    """Register work that answers items; `ways` are the fields of `OwnWork`."""
    OWN_WORK[name] = OwnWork(name, subjects, **ways)


def report_answer(requirements: Collection[Requirement], year: int, of_year: int) -> ItemAnswer:
    is_asked = asks_report(requirements, year, of_year)
    caution = read_words("publication/asked_year_unknown") if is_asked is None else None
    return ItemAnswer(is_asked is not False, caution=caution)


@cached_for_request
def answering(
    agency: Agency,
    year: int,
    code: str,
    subjects: tuple[str, ...],
    on: date,
    requirements: tuple[Requirement, ...] = (),
) -> tuple[tuple[Publication, ItemAnswer], ...]:
    """What stands and answers an item of a year, newest first, with how it does.

    Shape:  what is held too. What somebody published by hand answers the codes that they typed.
    """
    known: dict[UUID, ItemAnswer] = {}
    for work in OWN_WORK.values():
        if work.published is not None:
            known.update(work.published(agency, subjects, year, on))
    asked = [key for key, answer in known.items() if answer.is_asked]
    standing = Publication.objects.standing().filter(agency=agency)
    rows = _rows(agency, standing.filter(subject__in=asked)) if asked else ()
    answers = [(row, known[row.subject]) for row in rows]
    named = _naming(agency, year, code, requirements)
    answers += [(row, answer) for row, answer in named if row.subject not in known]
    return tuple(
        sorted(answers, key=lambda each: (each[0].day, each[0].published_at), reverse=True)
    )


def _naming(
    agency: Agency, year: int, code: str, requirements: Collection[Requirement]
) -> Iterator[tuple[Publication, ItemAnswer]]:
    """What stands and names an item of a year by its code, newest first, with how it answers."""
    for row in in_force(agency, year, year - 1):
        if code not in row.items:
            continue
        answer = ItemAnswer(is_asked=row.fiscal_year == year)
        if row.kind in ASKED_BY_PERIOD:
            answer = report_answer(requirements, year, row.fiscal_year)
        if answer.is_asked:
            yield row, answer


def hits(agency: Agency) -> Iterator[Hit]:
    """The newest editions of what was published in every year, as a search lists them."""
    rows = Publication.objects.filter(agency=agency, replaced_at=None).order_by("-published_at")
    rows = rows.select_related("file")
    held = _held(agency, rows)
    for row in rows:
        state = held[row.pk].label if row.pk in held else read_words("publication/state.standing")
        if row.withdrawn_at is not None:
            state = read_words("publication/state.withdrawn")
        yield Hit(
            reverse("publication:edition", args=[row.pk]),
            row.title,
            (label_of(row.kind), state, row.number, str(row.fiscal_year)),
            words=f"{row.check_code} {' '.join(row.items)}",
        )


def held_of(row: Publication) -> Objected | None:
    """Since when and by whom the approval of a file is objected to; None where nobody does."""
    return _held(row.agency, [row]).get(row.pk)


@cached_for_request
def agency_of(agency_id: UUID) -> Agency | None:
    """The agency of a public address."""
    return get(Agency, agency_id)


def public_page(agency: Agency, year: int | None = None, kind: str = "") -> dict[str, Any]:
    """What stands of one year, by kind; without a year the newest one in which something stands."""
    standing = Publication.objects.standing().filter(agency=agency).order_by()
    counted = standing.values_list("fiscal_year", "kind").annotate(Count("pk"))
    counts = {(of_year, of_kind): count for of_year, of_kind, count in counted}
    years: tuple[int, ...] = tuple(sorted({of_year for of_year, _ in counts}, reverse=True))
    newest = years[0] if years else 0
    chosen = year if year is not None and year in years else newest
    rows = in_force(agency, chosen)
    return {
        "agency": agency,
        "year": chosen,
        "kind": kind,
        "years": years,
        "kinds": tuple(_narrowed(counts, chosen, kind)),
        "groups": _groups(row for row in rows if kind in ("", row.kind)),
    }


def _narrowed(counts: dict[tuple[int, str], int], year: int, kind: str) -> Iterable[Narrowed]:
    here = {of_kind: count for (of_year, of_kind), count in counts.items() if of_year == year}
    yield Narrowed("", read_words("publication/all_kinds"), sum(here.values()), not kind)
    for key in _in_order(here):
        yield Narrowed(key, label_of(key), here[key], key == kind)


def _groups(rows: Iterable[Publication]) -> tuple[tuple[Text, tuple[Publication, ...]], ...]:
    by_kind: dict[str, list[Publication]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return tuple((label_of(key), tuple(by_kind[key])) for key in _in_order(by_kind))


def _in_order(keys: Iterable[str]) -> Sequence[str]:
    present = set(keys)
    return [key for key in (*KINDS, *sorted(present - set(KINDS))) if key in present]


def _rows(agency: Agency, rows: QuerySet[Publication]) -> tuple[Publication, ...]:
    """The rows of a list, in four queries more at most, however many they are."""
    publications = list(rows.select_related("file"))
    held = _held(agency, publications)
    for row in publications:
        row.objected = held.get(row.pk)
    return tuple(publications)


def _held(agency: Agency, rows: Iterable[Publication]) -> Mapping[UUID, Objected]:
    """Those among some rows whose paper somebody objects to, by their key.

    Shape:  by the code, which stays where the signed copy was drawn anew; and by the file, for it
            may have been published before anybody approved it, or by hand. What was published by
            hand before a paper enclosed it does not fall with that. Rows bring their files.
    """
    publications = list(rows)
    codes = objected_codes(agency, (publication.check_code for publication in publications))
    files = objected_files(agency, (publication.file.digest for publication in publications))
    if files:
        by_hand = Publication.objects.filter(
            agency=agency, check_code="", withdrawn_at=None, file__digest__in=files
        )
        since = by_hand.order_by().values_list("file__digest").annotate(Min("published_at"))
        files = objected_files(agency, files, public_since=dict(since))
    objections = {
        publication.pk: codes.get(publication.check_code) or files.get(publication.file.digest)
        for publication in publications
    }
    return {key: objected for key, objected in objections.items() if objected is not None}

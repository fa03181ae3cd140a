"""Cases, their statistics and papers, as lists and pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Self
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.model import ANSWERING, Act, CaseKind, Outcome, State
from prongsai.core.desk.published import HALF, beside_published, complaints_of, halves_of, last_day
from prongsai.core.desk.statistics import MONTHS, CaseFacts, KindCount, counted, first_day
from prongsai.core.errors import Wrong
from prongsai.core.fiscal import first_days
from prongsai.core.messages import read_words
from prongsai.core.papers.desk_papers import CORRUPTION, DESK, Counted
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context, choice_of, read_value, shown
from prongsai.core.text import Text, same
from prongsai.core.thai import arabic_digits, printed
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.citizens.desk.guarding import digest_of
from prongsai.web.citizens.desk.models import (
    BoxOpening,
    Case,
    CaseEntry,
    CasePhoto,
    CorruptionMonth,
    DeskReport,
)
from prongsai.web.citizens.desk.pictures import CasesMap, Shown, for_official, for_receipt, on_map
from prongsai.web.citizens.desk.rights import (
    kind_in,
    kinds_of,
    of_nobody,
    of_units,
    seen_by,
    waiting_for_word,
)
from prongsai.web.disclosure.disclosure.queries.works import (
    Answered,
    Other,
    PaperTime,
    answered,
    others_asked,
)
from prongsai.web.platform.typed import whole_number

ON_A_PAGE = 30
# A new reader is told so many numbers, and how many more there are.
MOST_NUMBERS = 30
OPEN, LATE, ANSWERED, ALL = "open", "late", "answered", "all"
ESCALATED, OUTSIDE, UNASSIGNED, OF_UNIT = "escalated", "outside", "unassigned", "unit"
STANDINGS = {
    OPEN: gettext_lazy("รอคำตอบ"), UNASSIGNED: gettext_lazy("รอมอบหมาย"),
    OF_UNIT: gettext_lazy("รอส่วนราชการของท่านตอบ"), LATE: gettext_lazy("เกินกำหนด"),
    ESCALATED: gettext_lazy("เกินกำหนดและส่งต่อแล้ว"), OUTSIDE: gettext_lazy("รอหน่วยงานอื่น"),
    ANSWERED: gettext_lazy("ตอบแล้ว"), ALL: gettext_lazy("ทั้งหมด"),
}  # fmt: skip
# Answered, waiting for word from outside, or worked on as another.
NOT_NOW = (State.ANSWERED, State.ASKED, State.JOINED, State.OUTSIDE)
_LONGEST_WORD = 80
# Named, not left over: so the index of states finds them.
_WAITING = [state for state in State if state not in (State.ANSWERED, State.JOINED)]


People = tuple[str, str]


class CaseFilter(Struct, frozen=True):
    """What a list is narrowed to; what makes no sense narrows nothing."""

    standing: str = OPEN
    kind: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: dict[str, str], kinds: Sequence[CaseKind]) -> Self:
        """From an address; `kinds` are those of the agency."""
        standing = given.get("standing", OPEN)
        known = standing if standing in STANDINGS else OPEN
        kind = next((kind.key for kind in kinds if kind.key == given.get("kind")), "")
        return cls(known, kind, printed(given.get("q", ""))[:_LONGEST_WORD])

    @property
    def is_narrow(self) -> bool:
        """Whether the list shows other cases than it does unasked."""
        return self != CaseFilter()


class Told(Struct, frozen=True):
    """One entry of a case with the photos that belong to it.

    Shape:  `replaced_on` is the day on which an answer was corrected, None where it stands.
    """

    entry: CaseEntry
    photos: tuple[Shown, ...] = ()
    replaced_on: date | None = None


def listed(person: Actor, asked: CaseFilter, page: str, on: date) -> Page[Any]:
    """The cases that a person sees: the most overdue first while they are open.

    Shape:  `first_photo` is the number of the first that came with the case, None for none.
    """
    chosen = _chosen(person, asked, on).select_related("unit", "assignee")
    own = CasePhoto.objects.filter(case=OuterRef("pk"), entry=None, unfit="")
    chosen = chosen.annotate(first_photo=Subquery(own.values("number")[:1]))
    if asked.standing not in (ANSWERED, ALL):
        chosen = chosen.order_by("due_on", "number")
    return Paginator(chosen, ON_A_PAGE).get_page(page)


def open_on_map(person: Actor, asked: CaseFilter, on: date) -> CasesMap | None:
    """The open cases of a list on the agency's map; None where the agency has no map."""
    return on_map(person.agency, _chosen(person, asked, on).filter(state__in=_WAITING))


def _chosen(person: Actor, asked: CaseFilter, on: date) -> QuerySet[Case]:
    seen = seen_by(person, on)
    waiting = seen.filter(state__in=_WAITING)
    rows = {
        OPEN: waiting, LATE: waiting.filter(due_on__lt=on),
        ESCALATED: waiting.exclude(escalated_to=""), OUTSIDE: seen.filter(state=State.OUTSIDE),
        UNASSIGNED: unassigned_among(seen, person.agency, on), OF_UNIT: of_unit_now(person, on),
        ANSWERED: seen.filter(state=State.ANSWERED), ALL: seen,
    }  # fmt: skip
    chosen = rows[asked.standing]
    if asked.kind:
        chosen = chosen.filter(kind=asked.kind)
    if not asked.words:
        return chosen
    number, _, year = arabic_digits(asked.words).partition("/")
    numbered = whole_number(number)
    condition = Q(subject__icontains=asked.words)
    if numbered is not None:
        of_year = Q(fiscal_year=whole_number(year) or 0) if year else Q()
        condition |= Q(number=numbered) & of_year
    return chosen.filter(condition)


def unassigned_among(cases: QuerySet[Case], agency: Agency, on: date) -> QuerySet[Case]:
    """Those of some cases that nobody was given, or nobody is there to answer."""
    return cases.filter(of_nobody(agency, on)).exclude(state__in=NOT_NOW)


def of_unit_now(person: Actor, on: date) -> QuerySet[Case]:
    """Those of a person's units that are to be answered, none that waits for word from outside."""
    return of_units(person, on).exclude(state__in=NOT_NOW)


def waiting_counts(person: Actor, on: date) -> Mapping[str, int]:
    """How many cases are `open`, and of them `late`: one look at all of them."""
    waiting = seen_by(person, on).filter(state__in=_WAITING)
    return waiting.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))


def case_of(person: Actor, case_id: UUID, on: date) -> Case | None:
    rows = seen_by(person, on).select_related("agency", "unit", "assignee")
    return rows.filter(pk=case_id).first()


def people_of(agency: Agency, units: Sequence[Unit], on: date) -> list[tuple[str, list[People]]]:
    """Who may be given cases of some units, by unit, with their keys and posts."""
    held = [
        appointment for appointment in appointments_on(agency, on) if appointment.user.is_active
    ]
    grouped: list[tuple[str, list[People]]] = []
    for unit in units:
        # Of somebody's posts the first counts.
        people = {
            str(appointment.user_id): f"{appointment.position.title} · {appointment.user}"
            for appointment in reversed(held)
            if appointment.position.unit_id == unit.pk
        }
        if people:
            grouped.append((unit.name, sorted(people.items(), key=lambda pair: pair[1])))
    return grouped


def waiting_numbers(person: Actor, on: date) -> tuple[str, ...]:
    """The numbers, and no more, of cases that wait until a second person lets one read them.

    Shape:  the first of them, and of the others how many there are.
    """
    held = appointments_on(person.agency, on)
    own = [appointment for appointment in held if appointment.user_id == person.user.pk]
    if all(appointment.waits_since is None for appointment in own):
        return ()
    rows = waiting_for_word(person, on).only("number", "fiscal_year")
    rows = rows.order_by("fiscal_year", "number")
    numbers = [row.printed_number for row in rows[: MOST_NUMBERS + 1]]
    if len(numbers) > MOST_NUMBERS:
        more = rows.count() - MOST_NUMBERS
        numbers[MOST_NUMBERS:] = [_("และอีก %(count)s เรื่อง") % {"count": more}]
    return tuple(numbers)


def told_photo_of(agency: Agency, case_id: UUID, number: int) -> CasePhoto | None:
    """A photo that an official showed to who brought the case, where it still stands."""
    rows = CasePhoto.objects.filter(case__agency=agency, case=case_id, number=number, unfit="")
    return rows.filter(entry__act__in=ANSWERING, entry__by__isnull=False).first()


def case_by_receipt(agency: Agency, receipt: str) -> Case | None:
    rows = Case.objects.select_related("agency", "unit")
    return rows.filter(agency=agency, receipt=digest_of(agency, receipt)).first()


def case_page(case: Case, *, of_public: bool = False, may_remove: bool = False) -> dict[str, Any]:
    """A case as officials read it, or as who brought it does: without their notes.

    Shape:  `may_remove` where photos stand with the page that takes them out.
    """
    kind, photos = kind_in(case.agency_id, case.kind), tuple(case.photos.defer("data"))

    def shown_photos(entry: CaseEntry | None) -> tuple[Shown, ...]:
        own = [photo for photo in photos if photo.entry_id == (entry.pk if entry else None)]
        if not of_public:
            return tuple(for_official(case, photo, may_remove=may_remove) for photo in own)
        is_told = entry is not None and entry.shows_photos
        return tuple(for_receipt(case, photo, is_told=is_told) for photo in own)

    rows = [row for row in case.entries.all() if Act(row.act).is_told or not of_public]
    answers = [row for row in rows if row.act in ANSWERING]
    replaced = {former.pk: row.day for former, row in pairwise(answers) if row.act == Act.CORRECT}
    entries = tuple(Told(row, shown_photos(row), replaced.get(row.pk)) for row in rows)
    return {
        "case": case,
        "title": kind.title if kind else same(case.kind),
        "fields": _fields(case, kind),
        "entries": entries,
        "photos": shown_photos(None),
    }


def _fields(case: Case, kind: CaseKind | None) -> list[tuple[Text, Text]]:
    """What was typed, in the order of the kind; fields that are no more stand behind."""
    fields = {field.name: field for field in (*kind.fields, *kind.former)} if kind else {}
    typed = case.values
    # PostgreSQL gives the names of a JSON object in an order of its own.
    known = [
        (field.title, _as_shown(field, typed[name]))
        for name, field in fields.items()
        if name in typed
    ]
    return known + [(same(name), same(typed[name])) for name in typed if name not in fields]


def _as_shown(field: Field, text: str) -> Text:
    """What was typed, as the field shows it; what it would not take today stays as it was typed."""
    try:
        return shown(field, read_value(field, text, Context(0)))
    except Wrong:
        choice = choice_of(field, text) if field.kind is FieldKind.CHOICE else None
        return choice.title if choice else same(text)


_COUNTED = (
    "kind", "day", "due_on", "answered_on", "outcome", "class_key", "joined_to", "was_late",
)  # fmt: skip


def counts_of(agency: Agency, year: int, months: int, on: date) -> tuple[KindCount, ...]:
    """The counts of every kind in the first months of a fiscal year."""
    return counted(kinds_of(agency.pk), facts_of(agency, year), year, months, on)


def facts_of(agency: Agency, year: int) -> Iterator[CaseFacts]:
    """What is counted of each case of a fiscal year; the same words within an hour are one."""
    cases = Case.objects.filter(agency=agency, fiscal_year=year, is_again=False)
    rows = cases.values_list(*_COUNTED)
    for kind, day, due_on, answered_on, outcome, class_key, main, late in rows.iterator():
        ended = Outcome(outcome) if outcome else None
        yield CaseFacts(kind, day, due_on, answered_on, ended, class_key, main is not None, late)


SHOWN = 50


def openings(agency: Agency) -> Any:
    """All of an agency.

    Shape:  `keyed` counts the slips that are cases; `promised` is the day on which the box was to
            be opened, as the opening before said, null for the first.
    """
    before = BoxOpening.objects.filter(
        agency=agency, box=OuterRef("box"), day__lt=OuterRef("day"), confirmed_at__isnull=False
    )
    promised = Subquery(before.order_by("-day", "-confirmed_at").values("next_on")[:1])
    rows = BoxOpening.objects.filter(agency=agency)
    return rows.annotate(keyed=Count("cases"), promised=promised)


def next_opening(agency: Agency) -> tuple[str, date] | None:
    """The box that is to be opened first, and when; None where no opening stands."""
    rows = BoxOpening.objects.filter(agency=agency, confirmed_at__isnull=False)
    # Of each box the last stands.
    latest = dict(rows.order_by("day", "confirmed_at").values_list("box", "next_on"))
    return min(latest.items(), key=lambda pair: pair[1], default=None)


_MOST_OFFERED = 10


def joined_with(main: Case, person: Actor, on: date) -> QuerySet[Case]:
    """The cases that are joined with one and that a person sees, in the order in which they came.

    Shape:  of those that were the same words sent again only those that said more; `replies` counts
            what who brought it has added.
    """
    rows = Case.objects.filter(joined_to=main).order_by("day", "number")
    rows = rows.filter(pk__in=seen_by(person, on))
    counted = rows.annotate(replies=Count("entries", filter=Q(entries__act=Act.REPLY)))
    return counted.exclude(is_again=True, replies=0)


def again_of(main: Case) -> int:
    """How often the same words were sent within an hour, the first time included; 0 for once."""
    count = Case.objects.filter(joined_to=main, is_again=True).count()
    return count + 1 if count else 0


def numbered(person: Actor, typed: str, on: date) -> Case | None:
    """The case of a number such as 12/2569, where the person sees it."""
    number, _, year = arabic_digits(typed).replace(" ", "").partition("/")
    case_number, of_year = whole_number(number), whole_number(year)
    if case_number is None or of_year is None:
        return None
    rows = seen_by(person, on).select_related("agency", "unit", "joined_to")
    return rows.filter(number=case_number, fiscal_year=of_year).first()


def offered(person: Actor, case: Case, on: date) -> tuple[Case, ...]:
    """The newest cases of the same kind that it could be joined with."""
    rows = seen_by(person, on).filter(kind=case.kind, joined_to=None).exclude(pk=case.pk)
    # One that is due later cannot hold what was promised here.
    fitting = rows.filter(Q(state=State.ANSWERED) | Q(due_on__lte=case.due_on))
    return tuple(fitting[:_MOST_OFFERED])


class Paper(Struct, frozen=True):
    """One of the papers of a fiscal year; `lineages` are the subjects of the OIT's items."""

    key: str
    about: str
    months: int
    title: Text
    lineages: tuple[str, ...]

    def slot(self, year: int) -> Slot:
        """The time of a year of which it tells."""
        return Slot(year, Every.HALF if self.months == HALF else Every.YEAR, 1)

    def time(self, year: int) -> PaperTime:
        return PaperTime(self.lineages, year, self.slot(year))


PAPERS: Mapping[str, Paper] = {
    f"{about}-{months}": Paper(
        f"{about}-{months}", about, months, read_words(f"desk/paper.{about}-{months}"), (lineage,)
    )
    for about, lineage in (
        (DESK, "service-statistics"), (CORRUPTION, "corruption-complaint-statistics"),
    )
    for months in (HALF, MONTHS)
}  # fmt: skip


class Month(Struct, frozen=True):
    """A month of the complaints; `counts` None where it was not entered, which is not nought."""

    place: int
    first: date
    is_over: bool
    counts: MonthCounts | None
    version: int


def editions(agency: Agency, paper: Paper, year: int) -> QuerySet[DeskReport]:
    """The editions of a paper, the newest first."""
    return DeskReport.objects.filter(
        agency=agency, about=paper.about, months=paper.months, fiscal_year=year
    )


def answers(agency: Agency, paper: Paper, year: int) -> tuple[Answered, ...]:
    """The items of the OIT that a paper answers, by year."""
    return answered(agency, paper.lineages, year, paper.slot(year))


def others_of(agency: Agency, paper: Paper, year: int) -> tuple[Other, ...]:
    """The items that ask the same of another time."""
    return tuple(others_asked(agency, paper.lineages, year, paper.slot(year)))


def months_of(agency: Agency, year: int, on: date) -> tuple[Month, ...]:
    """The twelve months of a fiscal year, with what was entered."""
    entered = CorruptionMonth.objects.filter(agency=agency, fiscal_year=year)
    rows = {row.month: row for row in entered}
    months = []
    for place in range(MONTHS):
        row, is_over = rows.get(place), last_day(year, place) < on
        counts = MonthCounts(convert(row.counts, dict[Class, dict[End, int]])) if row else None
        version = row.version if row else 0
        months.append(Month(place, first_day(year, place), is_over, counts, version))
    return tuple(months)


def missing_of(agency: Agency, year: int, months: int) -> tuple[date, ...]:
    """The first days of those of the first months that nobody entered."""
    rows = CorruptionMonth.objects.filter(agency=agency, fiscal_year=year)
    entered = set(rows.values_list("month", flat=True))
    firsts = enumerate(first_days(year)[:months])
    return tuple(first for place, first in firsts if place not in entered)


def figures_of(agency: Agency, paper: Paper, year: int, on: date) -> Mapping[str, Any]:
    """What a paper may show, as it is kept; of complaints no month is missing."""
    if paper.about == DESK:
        cases = halves_of(kinds_of(agency.pk), facts_of(agency, year), year, paper.months, on)
        counted = Counted(year, on, cases=cases)
    else:
        entered = {
            month.place: month.counts
            for month in months_of(agency, year, on)
            if month.counts is not None
        }
        counted = Counted(year, on, complaints=complaints_of(entered, paper.months))
    return to_builtins(beside_others(agency, paper, counted))  # type: ignore[no-any-return]


def beside_others(agency: Agency, paper: Paper, counted: Counted) -> Counted:
    """The same without what would tell of few beside the editions that were made evidence."""
    rows = DeskReport.objects.filter(agency=agency, about=paper.about, fiscal_year=counted.year)
    shown = [counted_of(row) for row in rows.filter(pieces__isnull=False).distinct()]
    cases = [[half for edition in shown for half in edition.cases[place:][:1]] for place in (0, 1)]
    complaints = [
        [half for edition in shown for half in edition.complaints[place:][:1]] for place in (0, 1)
    ]
    return replace(
        counted,
        cases=tuple(map(beside_published, counted.cases, cases)),
        complaints=tuple(map(beside_published, counted.complaints, complaints)),
    )


def counted_of(row: DeskReport) -> Counted:
    """What an edition tells."""
    return convert(row.figures, Counted)

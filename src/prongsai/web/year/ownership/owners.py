"""What there is to assign in a year, and who owns it today."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Instrument, Item
from prongsai.core.framework.years import short_title
from prongsai.core.ids import sort_key
from prongsai.core.messages import read_words
from prongsai.core.roles import rank_of
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import appointments_on
from prongsai.web.agency.queries.people import open_units
from prongsai.web.agency.reach import leavers_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.ownership.models import MAIN, Assignment, Kind

Maker = Callable[[Agency, int, date], frozenset[UUID]]
_MAKERS: dict[str, Maker] = {}


def finished(maker: Maker) -> Maker:
    """Name a function that knows which measures of a fiscal year stand at 100 % on a day."""
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def finished_in(agency: Agency, year: int, on: date) -> frozenset[UUID]:
    """The measures of a year that stand at 100 %; none where no app knows any."""
    return frozenset(measure for maker in _MAKERS.values() for measure in maker(agency, year, on))


Finder = Callable[[Agency, int, str], "Subject | None"]
_FINDERS: dict[str, Finder] = {}


def register(kind: Kind, finder: Finder) -> None:
    """Let an app above say what else of a year can be assigned: one thing by its key."""
    _FINDERS[kind] = finder


class Subject(Struct, frozen=True):
    """One thing that can be assigned.

    Shape:  `key` is what an assignment is written under; `keys` are all it is found under, several
            where an item continues several subjects; `indicator` is the code whose owners an item
            has until it has its own, "" for none; `measure` is the row of a measure.
    """

    kind: Kind
    key: str
    keys: tuple[str, ...]
    code: str
    name: Text
    indicator: str = ""
    measure: MeasureRow | None = None

    @property
    def ticket(self) -> str:
        """How a tick box names it."""
        return f"{self.kind.value}:{self.key}"

    @property
    def words(self) -> str:
        """How the journal and a message name it."""
        named = self.kind is Kind.ITEM or not self.code
        return (self.code or self.name.th) if named else f"{self.kind.label} {self.code}"


def subjects(agency: Agency, year: int) -> tuple[Subject, ...]:
    """Everything of a year: indicators, items, measures, each in its order."""
    return (*_of_framework(catalogue_of(agency), year), *measures(agency, year))


def measures(agency: Agency, year: int) -> tuple[Subject, ...]:
    return tuple(subject_of_measure(row) for row in rows_of(agency, year))


def hits(agency: Agency, year: int) -> Iterator[Hit]:
    """The indicators and items of a year as a search lists them; each leads to its owners."""
    for subject in _of_framework(catalogue_of(agency), year):
        url = reverse("ownership:subject", args=[year, subject.kind, subject.key])
        yield Hit(
            url,
            subject.name,
            (read_words(f"ownership/owners_of.{subject.kind}"), str(year)),
            subject.code,
            words=" ".join(subject.keys),
        )


def subject_of(agency: Agency, year: int, kind: str, key: str) -> Subject | None:
    """One subject of a year, by the key it or a part of it is known by."""
    if kind in _FINDERS:
        return _FINDERS[kind](agency, year, key)
    matches = (
        subject
        for subject in subjects(agency, year)
        if subject.kind == kind and key in subject.keys
    )
    return next(matches, None)


def _of_framework(catalogue: Catalogue, year: int) -> Iterator[Subject]:
    if year not in catalogue.years():
        return
    framework = catalogue.get(year, draft=True)
    for part in framework.instruments:
        for indicator in part.indicators:
            code = indicator.code
            yield Subject(Kind.INDICATOR, code, (code,), code, indicator.name)
    items = [item for part in framework.instruments for item in _items(catalogue, year, part)]
    for item in sorted(items, key=lambda item: sort_key(item.code)):
        keys = item.lineage or (item.code,)
        yield Subject(
            Kind.ITEM, keys[0], keys, item.code, short_title(item), indicator=item.indicator or ""
        )


def _items(catalogue: Catalogue, year: int, part: Instrument) -> tuple[Item, ...]:
    """The items of an instrument; those of the year before until the year's own are known."""
    if part.items is not None:
        return part.items
    if year - 1 not in catalogue.years():
        return ()
    former = catalogue.get(year - 1, draft=True).instruments
    return next(
        (
            instrument.items
            for instrument in former
            if instrument.code == part.code and instrument.items
        ),
        (),
    )


def subject_of_measure(row: MeasureRow) -> Subject:
    """A measure as a thing that can be assigned."""
    key = str(row.pk)
    return Subject(Kind.MEASURE, key, (key,), row.number, same(row.title), measure=row)


class Owner(Struct, frozen=True):
    """One owner of a subject.

    Shape:  `key` is the assignment's; `unit` and `person` are "" where only the other is named;
            `person` is the position held today, else the person's own name; `name` that name where
            others hold a position of that title, else ""; `is_gone` where the unit or the account
            was closed, or who alone has it holds no post; `part` whose part of common work it is;
            `left` the name of a person who left the unit, whose it is alone since then.
    """

    key: UUID
    rank: int
    unit_id: UUID | None
    unit: str
    user_id: UUID | None
    person: str
    name: str
    is_gone: bool
    part: UUID | None
    left: str = ""

    @property
    def is_main(self) -> bool:
        """Whether this is the one who answers for it."""
        return self.rank == MAIN

    @property
    def words(self) -> str:
        """Unit and person in one line, as papers write them."""
        return " · ".join(filter(None, (self.unit, self.person)))

    @property
    def person_label(self) -> str:
        """The person as colleagues are told: of several in posts of one title, which of them."""
        if self.left:
            return _("%(person)s ไม่อยู่ในส่วนราชการนี้แล้ว") % {"person": self.left}
        return f"{self.person} ({self.name})" if self.name else self.person

    @property
    def label(self) -> str:
        """Unit and person in one line, as colleagues are told."""
        return " · ".join(filter(None, (self.unit, self.person_label)))


class Owners(Struct, frozen=True):
    """The owners of a subject, the main one first; `inherited` where they are the indicator's."""

    all: tuple[Owner, ...] = ()
    inherited: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody is the main owner."""
        return not any(owner.is_main for owner in self.all)

    @property
    def is_gone(self) -> bool:
        """Whether somebody of them cannot answer any more: it must be assigned anew."""
        return any(owner.is_gone for owner in self.all)

    @property
    def is_gap(self) -> bool:
        """Whether somebody has to assign it."""
        return self.is_open or self.is_gone

    @property
    def main(self) -> Owner | None:
        """The first owner."""
        return next((owner for owner in self.all if owner.is_main), None)

    def among(self, users: Collection[UUID], units: Collection[UUID]) -> tuple[Owner, ...]:
        """Those of them that are one of some people, or of some units."""
        return tuple(
            owner for owner in self.all if owner.user_id in users or owner.unit_id in units
        )

    @property
    def joint(self) -> tuple[Owner, ...]:
        """Who joins the main owner, as they came."""
        return tuple(owner for owner in self.all if not owner.is_main)


@cached_for_request
def _standing(agency: Agency, year: int) -> tuple[Assignment, ...]:
    rows = Assignment.objects.filter(agency=agency, fiscal_year=year, ended_at__isnull=True)
    return tuple(
        rows.select_related("unit", "user").order_by("rank", "begun_at", "unit__name", "id")
    )


class Standing:
    """All standing assignments of a year, looked up by subject: two queries however many."""

    def __init__(self, agency: Agency, year: int, on: date | None) -> None:
        """Read them; `on` decides which position a person is shown by, None for their name."""
        self._agency = agency
        rows = _standing(agency, year)
        titles = titles_of(agency, on) if on else {}
        left = left_among(agency, rows, on or today())
        held: dict[tuple[str, str], list[Owner]] = {}
        for row in rows:
            held.setdefault((row.kind, row.subject), []).append(owner_of(row, titles, left))
        self._held = held

    def own(self, subject: Subject) -> tuple[Owner, ...]:
        """The owners given to a subject itself, the main one first."""
        kind = subject.kind.value
        held = [owner for key in subject.keys for owner in self._held.get((kind, key), ())]
        main = [owner for owner in held if owner.is_main][:1]
        return (*main, *(owner for owner in held if not owner.is_main))

    def owners_of(self, subject: Subject) -> Owners:
        """The owners of a subject; an item that has none has those of its indicator."""
        own = self.own(subject)
        if own or not subject.indicator:
            return Owners(own)
        given = self._held.get((Kind.INDICATOR.value, subject.indicator), ())
        return Owners(tuple(given), inherited=bool(given))

    @cached_property
    def _open(self) -> frozenset[UUID]:
        return frozenset(unit.pk for unit in open_units(self._agency))

    def in_short(self, owners: Owners, words: Callable[[Owner], str] = attrgetter("words")) -> str:
        """Owners in one line: of all units together that they are, and who is named beside."""
        units = {owner.unit_id for owner in owners.all}
        every = self._open if len(units) > 1 else frozenset()
        if len(every) < 2 or not every <= units:  # noqa: PLR2004 - one unit is told by its name
            return ", ".join(map(words, owners.all))
        named = (owner for owner in owners.all if owner.unit_id not in every or owner.person_label)
        return ", ".join((_("ทุกส่วนราชการ"), *map(words, named)))


def left_among(agency: Agency, rows: Iterable[Assignment], on: date) -> frozenset[UUID]:
    """The keys of assignments to a person of a unit who left it, or to one who holds no post."""
    named = {row.pk: (row.user_id, row.unit_id) for row in rows if row.user_id}
    left = leavers_on(agency, on) if any(unit for _user, unit in named.values()) else frozenset()
    holders = titles_of(agency, on) if named else {}
    return frozenset(key for key, pair in named.items() if pair in left or pair[0] not in holders)


def owner_of(
    row: Assignment, titles: Mapping[UUID, str], left: Collection[UUID] = frozenset()
) -> Owner:
    """An assignment as pages show it; `left` are those whose person left: they are the unit's."""
    unit, has_left = row.unit, row.pk in left
    user = None if unit and has_left else row.user
    gone = bool(unit and unit.is_closed) or bool(user and (has_left or not user.is_active))
    person = (titles.get(user.pk) or str(user)) if user else ""
    name = str(user) if user and list(titles.values()).count(person) > 1 else ""
    unit_name = unit.name if unit else ""
    return Owner(
        row.pk, row.rank, row.unit_id, unit_name, user.pk if user else None, person, name, gone,
        row.part, str(row.user) if unit and has_left else "",
    )  # fmt: skip


@cached_for_request
def titles_of(agency: Agency, on: date) -> dict[UUID, str]:
    """The position each person holds on a day; of several the one they are shown by elsewhere."""
    held = sorted(
        appointments_on(agency, on), key=lambda row: (row.is_acting, rank_of(row.position.role))
    )
    titles: dict[UUID, str] = {}
    for row in held:
        titles.setdefault(row.user_id, row.position.title)
    return titles

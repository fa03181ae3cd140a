"""What all acts on a plan share: the lock, the versions of a row, free keys and numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from prongsai.core.duties import key_of_all, names_all_units, words_for_all
from prongsai.core.errors import Misuse
from prongsai.core.measures.model import Measure
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.versions import made
from prongsai.web.year.measures.models import (
    ChangeReason,
    MeasureRevision,
    MeasureRow,
    PlanRow,
    PointRevision,
    PointRow,
    ResponsibleUnit,
    names_in,
)
from prongsai.web.year.measures.values import Values, fill, labels_of, same, values_from, values_of

Row = MeasureRow | PointRow
AnyRevision = MeasureRevision | PointRevision
# The reader of workbooks calls new rows own-1, own-2: those of the site are called otherwise.
_OWN = "web-"
T = TypeVar("T")
_SUBJECT = 120


def locked(agency: Agency, fiscal_year: int) -> PlanRow:
    """The year's plan, nobody else being able to change any of its rows meanwhile."""
    journal.hold(agency)
    rows = PlanRow.objects.select_for_update(no_key=True)
    row = rows.filter(agency=agency, fiscal_year=fiscal_year).first()
    if row is None:
        raise Misuse("measures/plan_not_made_yet", fiscal_year=fiscal_year)
    return row


def measures_of(row: PlanRow) -> list[MeasureRow]:
    """The measures of a plan that are not removed, in order."""
    return list(MeasureRow.objects.filter(plan=row, removed_at=None))


def fresh(plan: PlanRow, row: Row) -> Row:
    """A measure, removed or not, or a point as it stands in a plan that is locked."""
    rows: Any = PointRow.objects if isinstance(row, PointRow) else MeasureRow.objects
    standing: Row = there(rows.filter(plan=plan, pk=row.pk).first())
    return standing


def measure_in(plan: PlanRow, measure_id: UUID) -> MeasureRow:
    return there(MeasureRow.objects.filter(plan=plan, pk=measure_id).first())


def there(entry: T | None) -> T:
    """What was asked for of a plan, unless it is gone."""
    if entry is None:
        raise Misuse("measures/entry_gone_from_plan")
    return entry


def touch(row: PlanRow) -> None:
    row.changed_at = now()
    row.save(update_fields=["changed_at"])


def write_revision(
    row: Row, *, by: Actor | None, change_reason: ChangeReason, based_on: int = 0
) -> None:
    """Keep the version that stands as a revision; the keys of its units follow it."""
    _revision(row, by, change_reason, values_of(row), number=row.version, based_on=based_on).save()
    if isinstance(row, MeasureRow):
        follow((row,))


def write_revisions(rows: Iterable[Row], *, by: Actor | None, change_reason: ChangeReason) -> None:
    """Keep the versions of many rows, each kind in one statement."""
    kept = list(rows)
    follow([row for row in kept if isinstance(row, MeasureRow)])
    made = [_revision(row, by, change_reason, values_of(row), number=row.version) for row in kept]
    MeasureRevision.objects.bulk_create(
        revision for revision in made if isinstance(revision, MeasureRevision)
    )
    PointRevision.objects.bulk_create(
        revision for revision in made if isinstance(revision, PointRevision)
    )


def refuse(row: Row, *, by: Actor, values: Values, seen: int) -> AnyRevision:
    """Keep a version that came too late, to be offered until somebody chooses."""
    revision = _revision(row, by, ChangeReason.REFUSED, values, number=None, based_on=seen)
    revision.save()
    return revision


def _revision(
    row: Row,
    by: Actor | None,
    change_reason: ChangeReason,
    values: Values,
    *,
    number: int | None,
    based_on: int = 0,
) -> AnyRevision:
    fields: dict[str, Any] = {
        "agency_id": row.agency_id,
        "number": number,
        "based_on": based_on,
        "values": dict(values),
        "change_reason": change_reason,
        **made(by),
    }
    if isinstance(row, MeasureRow):
        return MeasureRevision(measure=row, **fields)
    return PointRevision(point=row, **fields)


def change(row: Row, values: Values) -> list[str]:
    """Put values into a row as its next version, unsaved; the names of the fields that changed."""
    before = values_of(row)
    changed = [name for name in labels_of(row) if name in values
               and not same(before, values, (name,))]  # fmt: skip
    if changed:
        fill(row, values)
        row.version += 1
    return changed


def new_row(plan: PlanRow, measure: Measure, place: int) -> MeasureRow:
    row = MeasureRow(agency_id=plan.agency_id, plan=plan, key=measure.key, place=place)
    fill(row, values_from(measure))
    return row


def next_place(plan: PlanRow) -> int:
    """The place after the last row, removed ones too."""
    last = MeasureRow.objects.filter(plan=plan).order_by("-place").first()
    return last.place + 1 if last else 1


def free_key(plan: PlanRow, wanted: str = "") -> str:
    """A key that no row of the plan ever had: the wanted one, else one of the site's own."""
    taken = set(MeasureRow.objects.filter(plan=plan).values_list("key", flat=True))
    if wanted and wanted not in taken:
        return wanted
    base = f"{wanted}-" if wanted else _OWN
    return next(key for count in range(1, len(taken) + 2) if (key := f"{base}{count}") not in taken)


def next_number(rows: Iterable[MeasureRow]) -> str:
    """The number after the highest."""
    numbers = [int(row.number) for row in rows if row.number.isascii() and row.number.isdecimal()]
    return str(max(numbers, default=0) + 1)


def subject_of(row: Row) -> str:
    """What the journal calls a row."""
    words = row.title if isinstance(row, MeasureRow) else row.name
    return words[:_SUBJECT]


def record(
    plan: PlanRow, by: Actor | None, verb: str, row: Row | None = None, **detail: Any
) -> None:
    """Write the journal of a plan."""
    subject = subject_of(row) if row is not None else str(plan.fiscal_year)
    journal.record(plan.agency, by, verb, subject, year=plan.fiscal_year, **detail)


def record_change(
    plan: PlanRow, by: Actor | None, verb: str, row: Row | None = None, **detail: Any
) -> None:
    """The plan has changed now; write its journal."""
    touch(plan)
    record(plan, by, verb, row, **detail)


def follow(rows: Sequence[MeasureRow]) -> None:
    """Let the keys follow what measures of one agency name now; four queries and what changes.

    Shape:  a name that stood there before keeps its unit; a new one gets the unit that bears it
            today, an open one before one that is closed. "All units" names every open unit,
            and stands beside them, so that a new unit joins.
    """
    if not rows:
        return
    agency = rows[0].agency_id
    units = Unit.objects.filter(agency=agency).order_by("-is_closed").values_list("name", "pk")
    known = {skeleton(name): pk for name, pk in units}
    open_units = Unit.objects.filter(agency=agency, is_closed=False)
    open_names = frozenset(map(skeleton, open_units.values_list("name", flat=True)))
    held: dict[UUID, dict[str, ResponsibleUnit]] = defaultdict(dict)
    for responsible in ResponsibleUnit.objects.filter(measure__in=rows):
        held[responsible.measure_id][responsible.words] = responsible
    gone: list[UUID] = []
    made: list[ResponsibleUnit] = []
    for row in rows:
        names, standing = names_in(row.unit, known), held[row.pk]
        if names_all_units(row.unit):
            names = _without_words_for_all(names) | open_names | {key_of_all()}
        gone += [responsible.pk for words, responsible in standing.items() if words not in names]
        made += [
            ResponsibleUnit(agency_id=agency, measure=row, words=name, unit_id=known.get(name))
            for name in sorted(names - standing.keys())
        ]
    ResponsibleUnit.objects.filter(pk__in=gone).delete()
    ResponsibleUnit.objects.bulk_create(made)


def _without_words_for_all(names: frozenset[str]) -> frozenset[str]:
    """The names that say more than "all units", which may be written as ทุกสำนัก/กอง."""
    words = words_for_all()
    return frozenset(
        name for name in names if not any(word in name or word.endswith(name) for word in words)
    )


def find_named(agency: Agency, units: Iterable[Unit]) -> None:
    """Units that got a name are those that measures named in vain before."""
    for unit in units:
        rows = ResponsibleUnit.objects.filter(agency=agency, unit=None)
        rows.filter(words=skeleton(unit.name)).update(unit=unit)
        beside = rows.filter(words__contains=skeleton(unit.name)).values("measure")
        follow(list(MeasureRow.objects.filter(pk__in=beside)))
        if not unit.is_closed:
            # It joins the measures that are every unit's.
            responsible = ResponsibleUnit.objects.filter(agency=agency)
            of_all = responsible.filter(words=key_of_all()).exclude(measure__responsible__unit=unit)
            ResponsibleUnit.objects.bulk_create(
                [
                    ResponsibleUnit(
                        agency=agency, measure_id=measure, words=skeleton(unit.name), unit=unit
                    )
                    for measure in of_all.values_list("measure", flat=True).distinct()
                ],
                ignore_conflicts=True,
            )

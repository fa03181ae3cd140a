"""The rows of a plan as core values, as plain data of a revision, and in words to compare."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec import Struct, convert

from prongsai.core.errors import Finding, Place
from prongsai.core.measures.cells import items_text, list_text, remarks_text
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.year.measures.models import MeasureRow, PlanRow, PointRow

Values = Mapping[str, Any]
MEASURES, POINTS = "measures", "points"
_LISTS = ("steps", "evidence", "items", "remarks")


class Difference(Struct, frozen=True):
    """A field in which two versions differ, each in words."""

    field: str
    label: Text
    before: str
    after: str


MEASURE_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        field: read_words(f"measures/field.{field}")
        for field in (
            "number", "title", "group", "steps", "unit", "period", "start", "due", "evidence",
            "at_six_months", "at_twelve_months", "budget", "items", "remarks", "other",
        )
    }
)  # fmt: skip
POINT_LABELS: Mapping[str, Text] = MappingProxyType(
    {field: read_words(f"measures/field.{field}") for field in ("guideline", "reason")}
)


def labels_of(row: MeasureRow | PointRow) -> Mapping[str, Text]:
    """The fields that a revision of a row holds, with their names."""
    return MEASURE_LABELS if isinstance(row, MeasureRow) else POINT_LABELS


def values_of(row: MeasureRow | PointRow) -> dict[str, Any]:
    """What a revision of a row holds."""
    return {field: getattr(row, field) for field in labels_of(row)}


def fill(row: MeasureRow | PointRow, values: Values) -> None:
    """Put values into a row, and what follows from them; fields that are missing stay."""
    for field in labels_of(row):
        if field in values:
            setattr(row, field, values[field])
    if isinstance(row, MeasureRow):
        measure = measure_of(row)
        row.starts_on = measure.starts.first if measure.starts else None
        row.ends_on = measure.ends.last if measure.ends else None


def measure_of(row: MeasureRow, place: Place | None = None) -> Measure:
    return measure_from_values(row.key, values_of(row), place)


def measure_from_values(key: str, values: Values, place: Place | None = None) -> Measure:
    """The core's measure of a version."""
    plain: dict[str, Any] = {field: values.get(field) or "" for field in MEASURE_LABELS}
    lists = {field: tuple(values.get(field) or ()) for field in _LISTS}
    other = tuple((name, text) for name, text in values.get("other") or ())
    return Measure(**{**plain, **lists, "other": other}, key=key, place=place)


def values_from(measure: Measure) -> dict[str, Any]:
    """The values of a core measure, as plain data."""
    return {
        field: list(value) if isinstance(value := getattr(measure, field), tuple) else value
        for field in MEASURE_LABELS
        if field != "other"
    } | {"other": [list(pair) for pair in measure.other]}


def point_of(row: PointRow, place: Place | None = None) -> WeakPoint:
    return WeakPoint(
        name=row.name,
        item=row.item or None,
        remark=row.remark,
        score=Decimal(row.score) if row.score else None,
        guideline=row.guideline,
        reason=row.reason,
        place=place,
        source=row.source,
    )


def point_values(point: WeakPoint) -> dict[str, Any]:
    """The fields of a new point's row."""
    return {
        "item": point.item or "",
        "remark": point.remark,
        "name": point.name,
        "score": "" if point.score is None else f"{point.score:f}",
        "guideline": point.guideline,
        "reason": point.reason,
        "source": point.source,
    }


def plan_from(
    row: PlanRow, agency_name: str, measures: Sequence[MeasureRow], points: Sequence[PointRow]
) -> Plan:
    """The core's plan; every part says its place, so that a finding leads back to its row."""
    return Plan(
        agency=agency_name,
        fiscal_year=row.fiscal_year,
        score_year=row.score_year,
        measures=tuple(
            measure_of(measure, Place(sheet=MEASURES, row=place))
            for place, measure in enumerate(measures)
        ),
        points=tuple(
            point_of(point, Place(sheet=POINTS, row=place)) for place, point in enumerate(points)
        ),
        target=plain(row.target),
        approved=row.approved,
    )


def plain(number: Decimal) -> Decimal:
    """A number without the zeros that a database column adds."""
    return Decimal(f"{number.normalize():f}")


def plan_from_data(data: Mapping[str, Any]) -> Plan:
    """The plan of what `core.measures.data.plan_data` wrote."""
    measures = [
        {**measure, "other": tuple(measure["other"].items())} for measure in data["measures"]
    ]
    return convert({**data, "measures": measures}, Plan)


def differences(
    before: Values, after: Values, labels: Mapping[str, Text]
) -> tuple[Difference, ...]:
    """The fields in which two versions differ, in the order of the form."""
    pairs = (
        Difference(
            field,
            label,
            words_of_value(field, before.get(field)),
            words_of_value(field, after.get(field)),
        )
        for field, label in labels.items()
    )
    return tuple(pair for pair in pairs if pair.before != pair.after)


def same(before: Values, after: Values, fields: Iterable[str]) -> bool:
    """Whether two versions say the same."""
    return all(
        words_of_value(field, before.get(field)) == words_of_value(field, after.get(field))
        for field in fields
    )


def words_of_value(field: str, value: Any) -> str:
    if field in ("steps", "evidence"):
        return list_text(value or ())
    if field == "items":
        return items_text(value or ())
    if field == "remarks":
        return remarks_text(value or ())
    if field == "other":
        return "\n".join(f"{name}: {text}" for name, text in value or ())
    return str(value or "")


# Findings with another next step here than on the command line (data/messages, "on_site.CODE").
_ON_SITE = {
    "measure_without_title",
    "measure_without_unit",
    "measure_without_steps",
    "measure_without_evidence",
    "measure_without_follow_up",
    "measure_without_item",
    "unknown_item_code",
    "unknown_remark",
    "duplicate_number",
    "not_approved",
    "unreadable_date",
    "score_changed",
}
_NOTHING_TO_DO = ("duplicate_key", "point_no_longer_weak")


def next_step(finding: Finding) -> Text | None:
    """The step of the site, else the core's where it names no command."""
    if finding.code in _NOTHING_TO_DO:
        return None
    if finding.code in _ON_SITE:
        return read_words(f"measures/on_site.{finding.code}")
    step = finding.next_step
    return None if step is not None and "prongsai " in step.en else step

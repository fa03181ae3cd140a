"""One measure, one point, their versions, the library, and the table to print."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import Findings
from prongsai.core.measures.check import check_plan
from prongsai.core.measures.coverage import Coverage, PointState, answer_state
from prongsai.core.measures.draft import measure_from
from prongsai.core.measures.grid import REMARKS_ONLY, Layout, arranged
from prongsai.core.measures.model import Pattern, shipped
from prongsai.core.messages import read_words
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.models import (
    MeasureRevision,
    MeasureRow,
    PointRevision,
    PointRow,
    Revision,
)
from prongsai.web.year.measures.queries import Loaded, loaded
from prongsai.web.year.measures.queries.pages import FindingLine, FindingsByRow, scores_of
from prongsai.web.year.measures.values import Difference, Values, differences, labels_of, values_of

_MOST_REVISIONS = 200


class RevisionLine(Struct, frozen=True):
    """One version of a row, with the names of the fields that it changed."""

    revision: Revision
    changed: tuple[Text, ...]
    is_standing: bool

    @property
    def change_reason(self) -> Text:
        return read_words(f"measures/change_reason.{self.revision.change_reason}")


class Collision(Struct, frozen=True):
    """A field in which a version that was kept aside differs from what stands.

    Shape:  `then` is what its writer began with; `is_both` where both changed it since.
    """

    field: str
    label: Text
    then: str
    now: str
    mine: str
    is_both: bool
    takes_mine: bool


class PatternLine(Struct, frozen=True):
    """A pattern of the library; `points` it would answer, `open` those nobody answers yet."""

    pattern: Pattern
    points: tuple[str, ...]
    open: tuple[str, ...]
    is_used: bool


def measure_findings(held: Loaded, measure_id: UUID, agency: Agency) -> tuple[FindingLine, ...]:
    """What one measure of a plan lacks."""
    scores = scores_of(agency, held.row.score_year)
    by_row = FindingsByRow.sort(check_plan(held.plan, scores.card, scores.remarks))
    place = next(place for place, row in enumerate(held.measures) if row.pk == measure_id)
    return by_row.measures.get(place, ())


def revisions(row: MeasureRow | PointRow) -> tuple[RevisionLine, ...]:
    """The newest versions of a row with the fields each changed, in one query."""
    labels = labels_of(row)
    newest: list[MeasureRevision | PointRevision] = list(row.revisions.all()[:_MOST_REVISIONS])
    numbered = {revision.number: revision for revision in newest if revision.number is not None}
    lines = []
    for revision in newest:
        before = numbered.get(revision.number - 1 if revision.number else revision.based_on)
        changed = differences(before.values, revision.values, labels) if before else ()
        words = tuple(cell.label for cell in changed)
        lines.append(RevisionLine(revision, words, is_standing=revision.number == row.version))
    return tuple(lines)


def waiting_revisions(row: MeasureRow | PointRow) -> list[Revision]:
    """The versions of a row that were kept aside and wait for a choice, the newest first."""
    return [*row.revisions.filter(number=None, settled_at=None)]


def revision_of(row: MeasureRow | PointRow, revision_id: UUID) -> Revision | None:
    revision: Revision | None = row.revisions.filter(pk=revision_id).first()
    return revision


def compared(row: MeasureRow | PointRow, values: Values) -> tuple[Difference, ...]:
    """What would change if values stood in place of what stands."""
    return differences(values_of(row), {**values_of(row), **values}, labels_of(row))


def collided(row: MeasureRow | PointRow, revision: Revision) -> tuple[Collision, ...]:
    """A version that was kept aside beside what stands, field by field.

    What only one of the two changed is proposed as that one has it; where both changed it, what
    stands is proposed, and the page says so.
    """
    base = row.revisions.filter(number=revision.based_on).first()
    then: Values = base.values if base is not None else {}
    now = values_of(row)
    mine = {**now, **revision.values}
    labels = labels_of(row)
    theirs = (
        {difference.field: difference for difference in differences(then, now, labels)}
        if base
        else {}
    )
    lines = []
    for difference in differences(now, mine, labels):
        own = differences(then, mine, {difference.field: difference.label})
        is_both = base is None or (difference.field in theirs and bool(own))
        lines.append(
            Collision(
                difference.field,
                difference.label,
                own[0].before if own else difference.after,
                difference.before,
                difference.after,
                is_both,
                takes_mine=not is_both and bool(own),
            )
        )
    return tuple(lines)


def library_page(
    agency: Agency, year: int
) -> tuple[Loaded, tuple[PatternLine, ...], tuple[PatternLine, ...]] | None:
    """The patterns that answer open points, most first, then all others; None without a plan."""
    held = loaded(agency, year)
    if held is None:
        return None
    scores = scores_of(agency, year - 1)
    if scores.card is None:
        every = [PatternLine(pattern, (), (), is_used=False) for pattern in shipped().patterns]
        return held, (), _by_group(every)
    asked = Coverage(held.plan, scores.card, scores.remarks, Findings()).asked()
    waiting = (PointState.OPEN, PointState.GENERAL)
    waits = {point.key for point in asked if answer_state(point, held.plan.measures) in waiting}
    used = {row.key for row in held.measures}
    lines = []
    for pattern in shipped().patterns:
        measure = measure_from(pattern, held.plan, scores.card, scores.remarks)
        points = {code: code for code in measure.items}
        points |= {f"remark {number}": f"ป.ป.ช. {number}" for number in measure.remarks}
        still_open = tuple(words for key, words in points.items() if key in waits)
        is_used = pattern.key in used
        lines.append(PatternLine(pattern, tuple(points.values()), still_open, is_used))
    fitting = sorted((line for line in lines if line.open), key=lambda line: -len(line.open))
    return held, tuple(fitting), _by_group([line for line in lines if not line.open])


def _by_group(lines: Sequence[PatternLine]) -> tuple[PatternLine, ...]:
    groups = shipped().groups
    return tuple(sorted(lines, key=lambda line: groups.index(line.pattern.group)))


def printed(agency: Agency, year: int, layout: Layout) -> dict[str, Any] | None:
    """The plan in one layout; None without a plan."""
    held = loaded(agency, year)
    if held is None:
        return None
    framework = catalogue_of(agency).get(year - 1, draft=True)
    names = {instrument.code: instrument.name for instrument in framework.instruments}
    names[REMARKS_ONLY] = read_words("measures/answers_remarks")
    groups = tuple(
        (_heading(name, names), measures)
        for name, measures in arranged(held.plan, layout.arrangement)
    )
    return {
        "year": year,
        "head": held.row,
        "layout": layout,
        "groups": groups,
        "count": len(held.measures),
    }


def _heading(name: str, names: dict[str, Text]) -> Text:
    if name not in names:
        return same(name)
    if name == REMARKS_ONLY:
        return names[name]
    return listed([same(name), names[name]], " ")

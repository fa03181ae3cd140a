"""Scenarios that were kept: the list, one, and two beside the present scores."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.analysis.models import Scenario

MOST = 50


class ScenarioRow(Struct, frozen=True):
    """A kept scenario with the answer it had; `is_old` where newer scores stand now."""

    id: UUID
    name: str
    total: str
    level: Text | None
    made_at: datetime
    by_words: str
    is_old: bool


def scenarios(agency: Agency, score_year: int, revision: int | None) -> tuple[ScenarioRow, ...]:
    """The kept scenarios of a year, newest first."""
    rows = Scenario.objects.filter(agency=agency, score_year=score_year, deleted_at=None)
    return tuple(_row(one, revision) for one in rows[:MOST])


def scenario_of(
    agency: Agency, score_year: int, scenario_id: UUID, *, deleted: bool = False
) -> Scenario | None:
    """One scenario of an agency's year, of those that are kept or of those that were deleted."""
    rows = Scenario.objects.filter(agency=agency, score_year=score_year, pk=scenario_id)
    return rows.filter(deleted_at__isnull=not deleted).first()


def _row(one: Scenario, revision: int | None) -> ScenarioRow:
    level = one.result.get("level")
    return ScenarioRow(
        id=one.pk,
        name=one.name,
        total=one.result.get("total") or "–",
        level=Text(level["th"], level["en"]) if level else None,
        made_at=one.made_at,
        by_words=one.by_words,
        is_old=revision is not None and one.revision != revision,
    )

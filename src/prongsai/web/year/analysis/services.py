"""Keep what-if scenarios, delete them, and take the deleting back."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from prongsai.core.errors import Misuse
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import hold, record
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.whatif_queries import MOST, WhatIfAnswer, scenario_of
from prongsai.web.year.scoring.queries import CurrentScores


@transaction.atomic
def save_scenario(
    agency: Agency,
    *,
    by: Actor,
    scores: CurrentScores,
    name: str,
    asked: Mapping[str, str],
    answer: WhatIfAnswer,
) -> Scenario:
    """Keep a question and its answer under a name.

    Shape:  `asked` holds the fields of the what-if form that were filled in.
    """
    hold(agency)
    year = scores.card.fiscal_year
    held = Scenario.objects.filter(agency=agency, score_year=year, deleted_at=None)
    if held.filter(name=name).exists():
        raise Misuse("analysis/scenario_name_taken", name=name)
    if held.count() >= MOST:
        raise Misuse("analysis/too_many_scenarios", most=MOST)
    level = answer.level
    made = Scenario.objects.create(
        agency=agency,
        score_year=year,
        name=name,
        asked=dict(asked),
        result={
            "total": None if answer.total is None else str(answer.total),
            "level": level and {"th": level.th, "en": level.en},
        },
        revision=scores.revision.number,
        made_at=now(),
        made_by=by.user,
        by_words=by.words,
    )
    record(agency, by, "scenario-kept", subject=name, year=year)
    return made


@transaction.atomic
def delete_scenario(
    agency: Agency, *, by: Actor, score_year: int, scenario_id: UUID, is_back: bool = False
) -> Scenario | None:
    """Delete a scenario, or take that back; one that is so already stays. None where none is."""
    hold(agency)
    scenario = scenario_of(agency, score_year, scenario_id, deleted=True)
    if scenario is None or is_back == (scenario.deleted_at is None):
        return scenario
    held = Scenario.objects.filter(agency=agency, score_year=score_year, deleted_at=None)
    if is_back and held.filter(name=scenario.name).exists():
        raise Misuse("analysis/scenario_name_taken", name=scenario.name)
    scenario.deleted_at = None if is_back else now()
    scenario.save(update_fields=["deleted_at"])
    verb = "scenario-restored" if is_back else "scenario-deleted"
    record(agency, by, verb, subject=scenario.name, year=score_year)
    return scenario

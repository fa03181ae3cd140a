"""Fill an empty database with a story."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from msgspec import Struct

from demo_agency.acts import ACTS
from demo_agency.reading import read_data
from demo_agency.stage import Stage, Story
from prongsai.web.agency.models import Agency


class Loaded(Struct, frozen=True):
    """What was loaded; `is_new` is False where the folder held the demo already."""

    agency: Agency
    is_new: bool


def load(case: Path, year: int = 2566) -> Loaded:
    """Play a year's story in an empty database, all or nothing; a filled one stays as it is."""
    agency = Agency.objects.first()
    if agency is not None:
        return Loaded(agency, is_new=False)
    story = read_data(f"story-{year}.yaml", Story)
    stage = Stage(case, year, ACTS)
    with transaction.atomic():
        stage.play(story)
    return Loaded(stage.agency, is_new=True)

"""What scores tell the agency: whether last year's are there."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from prongsai.web.agency.missing import absence
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.scoring.models import ScoreRevision


@absence
def scores(agency: Agency, on: date) -> Mapping[str, str]:
    """The scores on which the newest year's plan is built, once a year is open."""
    del on
    newest = next(iter(years(agency)), None)
    rows = ScoreRevision.objects.filter(agency=agency)
    if newest is None or rows.filter(score_year=newest - 1).exists():
        return {}
    return {"scores": reverse("scoring:scores", args=[newest])}

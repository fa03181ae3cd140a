"""`python -m scripts.benchmarks.survey_rows FOLDER`: an open survey, and as JSON what it asks."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

_POINTS = 50


def main() -> None:
    """Make them in the data folder, or in the database of the environment."""
    from prongsai.web.project.commands.common import awake  # noqa: PLC0415 - Django wakes first

    awake(Path(sys.argv[1]))
    from prongsai.web.agency.models import Agency  # noqa: PLC0415 - Django is awake now
    from prongsai.web.disclosure.surveys.models import Point, Survey  # noqa: PLC0415
    from prongsai.web.disclosure.surveys.queries import questionnaire_of  # noqa: PLC0415
    from prongsai.web.platform.clock import now, today  # noqa: PLC0415
    from prongsai.web.platform.references import new_code  # noqa: PLC0415

    agency = Agency.objects.create(
        name="เทศบาลตำบลตัวอย่าง", kind="other", made_at=now(), is_sample=True
    )
    survey = Survey.objects.create(
        agency=agency, fiscal_year=2566, instrument="EIT", name="EIT",
        opens_on=today(), closes_on=today() + timedelta(days=9),
    )  # fmt: skip
    points = [Point(survey=survey, name=str(number), code=new_code()) for number in range(_POINTS)]
    Point.objects.bulk_create(points)
    asked = [
        (one.code.replace(".", "-"), len(one.options)) for one in questionnaire_of(survey).asked
    ]
    print(json.dumps({"codes": [one.code for one in points], "asked": asked}))


if __name__ == "__main__":
    main()

"""Inside the site: rows for the measurement, and how many queries each page takes."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from prongsai.web.project.commands.common import awake

if TYPE_CHECKING:
    from prongsai.core.scoresheet.model import ScoreSheet
    from prongsai.web.year.tracking.models import ProgressNote

PAGES = {
    "dashboard": "/2566/",
    "analysis": "/2566/analysis/",
    "list of scores": "/2566/scores/",
    "plan": "/2566/plan/",
    "board of measures": "/2566/tracking/?view=board",
    "list of measures": "/2566/tracking/?view=list",
    "one measure": "/2566/tracking/{measure}/",
    "6-month report": "/2566/reports/report-6/",
    "row of a report": "/2566/reports/report-6/rows/{measure}/",
    "board of the OIT": "/2566/oit/",
    "item of the OIT": "/2566/oit/o13/",
}
YEARS = (2564, 2565, 2566, 2567, 2568)
REVISIONS = 50
MEASURES, VERSIONS = 200, 5
NOTES, PHOTOS = 2_000, 1_000
_EXAMPLE = 2565
_Thing = TypeVar("_Thing")


def main() -> None:
    """`python -m scripts.benchmarks.site_rows FOLDER [fill | attach FILE…]`, answers in JSON.

    Shape:  queries of each page; with `attach`, which makes each file evidence of an item, codes.
    """
    os.environ.pop("DATABASE_URL", None)
    awake(Path(sys.argv[1]))
    if sys.argv[2:3] == ["attach"]:
        sys.stdout.write(json.dumps(_attach(sys.argv[3:])) + "\n")
        return
    if sys.argv[2:] == ["fill"]:
        _fill()
    sys.stdout.write(json.dumps(_queries()) + "\n")


def _fill() -> None:
    """Five open years, and fifty revisions of one year's scores, the last like the first."""
    from prongsai.web.agency.models import User  # noqa: PLC0415 - Django is awake now
    from prongsai.web.agency.people import actor_on  # noqa: PLC0415
    from prongsai.web.platform.clock import today  # noqa: PLC0415
    from prongsai.web.year.assessment.queries import years  # noqa: PLC0415
    from prongsai.web.year.assessment.services.years import open_year  # noqa: PLC0415
    from prongsai.web.year.scoring.models import ScoreRevision  # noqa: PLC0415
    from prongsai.web.year.scoring.queries import current_scores  # noqa: PLC0415
    from prongsai.web.year.scoring.services.remarks import import_sheet  # noqa: PLC0415

    by = _there(actor_on(User.objects.get(login="ita"), today()))
    for year in set(YEARS) - set(years(by.agency)):
        open_year(by.agency, by=by, fiscal_year=year)
    found = _there(current_scores(by.agency, _EXAMPLE))
    for number in range(1, REVISIONS - 1):
        import_sheet(by.agency, by=by, sheet=_changed(found.sheet, number), source=f"{number}.csv")
    import_sheet(by.agency, by=by, sheet=found.sheet, source="first.csv")
    for year in YEARS:
        if year - 1 != _EXAMPLE:
            only = _only_total(found.sheet, year - 1)
            import_sheet(by.agency, by=by, sheet=only, source=f"{year}.csv")
    if ScoreRevision.objects.filter(score_year=_EXAMPLE).count() != REVISIONS:
        raise RuntimeError
    _fill_plan()


def _fill_plan() -> None:
    """Copies of the plan's first measure up to two hundred, each with five versions."""
    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now
    from prongsai.web.year.measures.models import MeasureRevision, MeasureRow  # noqa: PLC0415
    from prongsai.web.year.measures.values import values_of  # noqa: PLC0415

    first = _there(MeasureRow.objects.filter(removed_at=None).first())
    held = MeasureRow.objects.filter(removed_at=None).count()
    made = [
        MeasureRow(
            agency_id=first.agency_id, plan_id=first.plan_id, key=f"copy-{number}",
            place=1_000 + number, starts_on=first.starts_on, ends_on=first.ends_on,
            **values_of(first),
        )
        for number in range(MEASURES - held)
    ]  # fmt: skip
    MeasureRow.objects.bulk_create(made)
    MeasureRevision.objects.bulk_create(
        MeasureRevision(
            agency_id=first.agency_id, measure=row, number=number, change_reason="edited",
            values=values_of(row), made_at=now(),
        )
        for row in made
        for number in range(1, VERSIONS + 1)
    )  # fmt: skip
    _fill_notes()


def _fill_notes() -> None:
    """As many notes of every measure, the first of them with photos, two each."""
    from datetime import date, timedelta  # noqa: PLC0415
    from uuid import uuid4  # noqa: PLC0415

    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now
    from prongsai.web.year.measures.models import MeasureRow  # noqa: PLC0415
    from prongsai.web.year.tracking.models import ProgressNote  # noqa: PLC0415

    measures = list(MeasureRow.objects.filter(removed_at=None))
    notes = []
    for number in range(NOTES):
        measure, turn = measures[number % len(measures)], number // len(measures)
        key = uuid4()
        notes.append(
            ProgressNote(
                id=key, thread=key, agency_id=measure.agency_id, measure=measure,
                on=date(2022, 11, 1) + timedelta(days=12 * turn), percent=min(95, 10 * turn),
                done="จัดประชุมชี้แจงแนวทางและแจ้งเวียนทุกส่วนราชการ", problem="ไม่มี", spent=Decimal(500),
                reached=12, recorded_at=now(),
            )
        )  # fmt: skip
    ProgressNote.objects.bulk_create(notes)
    _fill_photos(notes[: PHOTOS // 2])


def _fill_photos(notes: list[ProgressNote]) -> None:
    """Two photos of each note: one content, as many rows as there are photos."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415 - only here

    from prongsai.web.agency.models import Agency  # noqa: PLC0415 - Django is awake now
    from prongsai.web.platform import files  # noqa: PLC0415
    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now
    from prongsai.web.signing.evidence.models import EvidenceRow  # noqa: PLC0415

    drawn = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(drawn, "JPEG")
    agency = _there(Agency.objects.first())
    stored = files.store(agency, None, "photo.jpg", "image/jpeg", drawn.getvalue())
    EvidenceRow.objects.bulk_create(
        EvidenceRow(
            agency=agency, subject_kind="note", subject=note.thread, file=stored, small=stored,
            kind="photo", width=640, height=480, order=order, uploaded_at=now(),
        )
        for note in notes
        for order in range(2)
    )  # fmt: skip


def _attach(paths: list[str]) -> list[str]:
    """Make each file evidence of an item of its own; the codes of all items of the year."""
    from prongsai.web.agency.models import User  # noqa: PLC0415 - Django is awake now
    from prongsai.web.agency.people import actor_on  # noqa: PLC0415
    from prongsai.web.disclosure.disclosure.items import items_of  # noqa: PLC0415
    from prongsai.web.disclosure.disclosure.services.pieces import Words, add  # noqa: PLC0415
    from prongsai.web.platform.clock import today  # noqa: PLC0415
    from prongsai.web.platform.upload_validation import checked  # noqa: PLC0415

    by = _there(actor_on(User.objects.get(login="ita"), today()))
    items = items_of(by.agency, YEARS[2]).items
    for item, path in zip(items, map(Path, paths), strict=False):
        file = checked(path.name, path.read_bytes())
        add(by.agency, by=by, year=YEARS[2], items=[item], words=Words(), file=file)
    return [item.code for item in items]


def _there(found: _Thing | None) -> _Thing:
    if found is None:
        raise RuntimeError
    return found


def _changed(sheet: ScoreSheet, number: int) -> ScoreSheet:
    figures = tuple(
        replace(one, published=f"90.{number:02}", value=Decimal(f"90.{number:02}"))
        if (one.code, one.year) == ("total", sheet.fiscal_year)
        else one
        for one in sheet.figures
    )
    return replace(sheet, figures=figures)


def _only_total(sheet: ScoreSheet, year: int) -> ScoreSheet:
    total = next(one for one in sheet.figures if one.code == "total")
    return replace(sheet, fiscal_year=year, figures=(replace(total, year=year),))


def _queries() -> dict[str, list[int]]:
    """How many queries a page takes at first and again, by the page's name."""
    from django.db import connection  # noqa: PLC0415 - the one of this test
    from django.test import Client  # noqa: PLC0415 - Django is awake now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from prongsai.web.agency.models import User  # noqa: PLC0415 - Django is awake now
    from prongsai.web.year.measures.models import MeasureRow  # noqa: PLC0415

    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(User.objects.get(login="ita"))
    found: dict[str, list[int]] = {name: [] for name in PAGES}
    measure = _there(MeasureRow.objects.filter(removed_at=None).first()).pk
    for _ in range(2):
        for name, path in PAGES.items():
            address = path.format(measure=measure)
            with CaptureQueriesContext(connection) as captured:
                answer = browser.get(address)
            if answer.status_code != HTTPStatus.OK:
                raise RuntimeError(address)
            found[name].append(len(captured))
    return found


if __name__ == "__main__":
    main()

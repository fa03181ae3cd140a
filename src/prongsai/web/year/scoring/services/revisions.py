"""Revisions of published scores: added and made standing again, never overwritten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from prongsai.core.errors import Misuse
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.text import Text
from prongsai.readers.scores_json import write_scores
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.models import ScoreRevision
from prongsai.web.year.scoring.sheets import digest_of

_LONGEST_SOURCE = 255


def import_sheet(
    agency: Agency,
    *,
    by: Actor | None,
    sheet: ScoreSheet,
    source: str,
    at: datetime | None = None,
    is_typed: bool = False,
) -> ScoreRevision | None:
    """Make a sheet the standing scores of its chief year; None where they say the same already.

    Shape:  `source` is a file's name or words for it; `at` defaults to now.
    Errors: Misuse where the sheet has no chief year or no figure of it; UnknownYear where that
            year has no framework.
    """
    year = sheet.fiscal_year
    if year is None or not sheet.of_year(year):
        raise _no_figure()
    catalogue_of(agency).get(year, draft=True)
    with transaction.atomic():
        held = locked_standing(agency, year)
        digest = digest_of(sheet)
        if held is not None and held.digest == digest:
            return None
        revision = ScoreRevision.objects.create(
            agency=agency,
            score_year=year,
            number=held.number + 1 if held else 1,
            sheet=write_scores(sheet),
            digest=digest,
            source=source[:_LONGEST_SOURCE],
            is_typed=is_typed,
            **made(by, at),
        )
        _record(revision, by, "scores-imported")
    return revision


def restore(
    agency: Agency, *, by: Actor, score_year: int, number: int, source: str
) -> ScoreRevision | None:
    """Make a former revision's sheet stand again, as a new revision.

    Shape:  `source` are the words for where it comes from; None where the standing scores are
            the same already.
    Errors: Misuse where there is no such revision.
    """
    with transaction.atomic():
        former = ScoreRevision.objects.filter(
            agency=agency, score_year=score_year, number=number
        ).first()
        if former is None:
            raise Misuse(
                Text(f"ไม่มีฉบับที่ {number}", f"there is no revision {number}"),
                next_step=Text("โหลดหน้าคะแนนใหม่", "load the page of scores again"),
            )
        held = locked_standing(agency, score_year)
        if held is None or held.digest == former.digest:
            return None
        revision = ScoreRevision.objects.create(
            agency=agency,
            score_year=score_year,
            number=held.number + 1,
            sheet=former.sheet,
            digest=former.digest,
            source=source[:_LONGEST_SOURCE],
            is_typed=former.is_typed,
            **made(by),
        )
        _record(revision, by, "scores-restored", former=number)
    return revision


def _no_figure() -> Misuse:
    return Misuse(
        Text("ไม่มีคะแนนของปีที่จะบันทึก", "there is no score of the year to be kept"),
        next_step=Text("เลือกปีที่มีคะแนน", "choose a year that has scores"),
    )


def _record(revision: ScoreRevision, by: Actor | None, verb: str, **detail: int) -> None:
    journal.record(
        revision.agency,
        by,
        verb,
        f"{revision.score_year}/{revision.number}",
        year=revision.score_year,
        number=revision.number,
        source=revision.source,
        **detail,
    )


def locked_standing(agency: Agency, score_year: int) -> ScoreRevision | None:
    """The standing revision, nobody else being able to add one until the transaction ends."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    rows = ScoreRevision.objects.filter(agency=agency, score_year=score_year)
    return rows.defer("sheet").first()

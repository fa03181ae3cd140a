"""Delete the rows of a survey that is closed; the counts that were shown stay."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from msgspec import to_builtins

from prongsai.core.papers.satisfaction_paper import open_headings
from prongsai.core.surveys.retention import Term, kept_of
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Answer, Choice, Point, Remark, SittingRow, Survey
from prongsai.web.disclosure.surveys.queries.answers import counted, form_of
from prongsai.web.disclosure.surveys.queries.satisfaction import reports_of
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.disclosure.surveys.services import holding
from prongsai.web.disclosure.surveys.services.mixing import owe
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import today


def dissolve(by: Actor, survey: Survey) -> None:
    """Delete the rows before their term.

    Errors: Refused for who keeps no surveys, before the end, and where there are no rows.
    """
    refuse_others(by, survey)
    with transaction.atomic():
        journal.hold(by.agency)
        row = holding.alone(survey.pk)
        if row.closed_on is None:
            raise Refused(
                Text("แบบสำรวจนี้ยังไม่ปิด", "this survey is not closed"),
                next_step=Text("ปิดก่อน แล้วจึงลบ", "close it first"),
            )
        if not row.has_rows:
            raise Refused(Text("ไม่มีคำตอบรายแถวให้ลบแล้ว", "there are no rows to delete"))
        keep_counts(row)
        journal.record(by.agency, by, "survey-rows-deleted", row.name, count=row.told)
    remnants.remove()


def dissolve_over() -> None:
    """Delete the rows whose term is over."""
    closed = Survey.objects.filter(kept__isnull=True, elsewhere__isnull=True).exclude(
        closed_on=None
    )
    for survey in closed.exclude(term=Term.ASKED.value).select_related("agency"):
        with transaction.atomic():
            journal.hold(survey.agency)
            row = holding.alone(survey.pk)
            is_due = row.has_rows and _is_over(row)
            if is_due:
                keep_counts(row)
                journal.record(survey.agency, None, "survey-rows-over", row.name, count=row.told)
        if is_due:
            remnants.remove()


def keep_counts(row: Survey) -> None:
    """Leave counts in place of rows; in a transaction of its caller, who is alone with it."""
    words = Counter(Remark.objects.filter(survey=row.pk).values_list("question", flat=True))
    row.kept = to_builtins(kept_of(counted(row, form_of(row)), words))
    row.kept_on = today()
    row.save(update_fields=["kept", "kept_on"])
    for model in (Answer, Choice, Remark):
        model.objects.filter(survey=row.pk).delete()
    SittingRow.objects.filter(point__survey=row).delete()
    owe(row.pk)
    # How many answered at a point that is too small to be told.
    Point.objects.filter(survey=row).update(answers=0)


def _is_over(row: Survey) -> bool:
    is_reported = row.term == Term.REPORT.value and _is_reported(row)
    return row.closed_on is not None and Term(row.term).is_over(
        row.closed_on, today(), is_reported=is_reported
    )


def _is_reported(row: Survey) -> bool:
    """Whether a report was drawn in which nothing is left open."""
    has_words = Remark.objects.filter(survey=row.pk).exists()
    drawn = reports_of(row).exclude(drawn_at=None)
    return any(not open_headings(one.said, has_words=has_words) for one in drawn)

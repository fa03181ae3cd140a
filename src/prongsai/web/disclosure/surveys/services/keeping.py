"""What is kept of a survey: answers without their order, counts in place of rows, reports.

A database keeps more than its rows: PostgreSQL the transaction of each, both a log of what was
written. All rows written anew at once have one transaction and new keys drawn by lot.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate
from msgspec import to_builtins

from prongsai.core.papers.satisfaction_paper import KIND, SAID, open_headings, satisfaction_paper
from prongsai.core.progress.rounds import LABELS, Round
from prongsai.core.surveys.retention import Term, kept_of
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure import made_here
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.disclosure.surveys.models import (
    Answer,
    Card,
    Choice,
    Point,
    Received,
    Remark,
    SittingRow,
    Survey,
    SurveyReport,
    by_lot,
)
from prongsai.web.disclosure.surveys.queries import (
    answers,
    counted,
    form_of,
    named_items,
    own_results,
    reports_of,
    surveyed,
    words_of,
)
from prongsai.web.disclosure.surveys.rights import Days, refuse_others
from prongsai.web.office.papers import services as papers
from prongsai.web.office.papers.models import KIND as MEMO_KIND
from prongsai.web.office.papers.models import Memo
from prongsai.web.platform import files, journal, remnants
from prongsai.web.platform.clock import today
from prongsai.web.platform.plain import run, run_change, stored
from prongsai.web.signing.approval.queries import signed_version
from prongsai.web.signing.publication.models import OTHER, Publication
from prongsai.web.signing.publication.services import publish

_BATCH = 500
_lot = SystemRandom()
# Each answer writes a point anew, with the time, and the key of a form.
_MODELS = (Answer, Card, Choice, Point, Received, Remark)


def mix(survey: UUID) -> None:
    """Write the answers and the words of a survey anew, in an order drawn by lot."""
    with transaction.atomic():
        row = alone(survey)
        count = Answer.objects.filter(survey=survey).count()
        if count == row.mixed:
            return  # nobody answered since
        Survey.objects.filter(pk=survey).update(mixed=count)
        _anew(Answer, survey)
        _anew(Choice, survey)
        _anew(Remark, survey)
        owe(survey)


def _anew(model: type[Answer | Choice | Remark], survey: UUID) -> None:
    rows: list[Any] = list(model.objects.filter(survey=survey))
    model.objects.filter(survey=survey).delete()
    _lot.shuffle(rows)
    for row in rows:
        row.pk = by_lot()
    model.objects.bulk_create(rows, batch_size=_BATCH)


def owe(survey: UUID) -> None:
    """Note, in the transaction that deletes, that the database's files hold what was before."""
    remnants.owe(_subject(survey), *_MODELS)


def traces_of(survey: UUID) -> remnants.Why | None:
    """Why the database's files may still tell what was before; None where they do not."""
    return remnants.reason_for(_subject(survey))


def _subject(survey: UUID) -> str:
    return f"survey:{survey}"


def beside(survey: UUID) -> Days:
    """The days of a survey as they are, until the transaction ends; others may do the same."""
    _lock("pg_advisory_xact_lock_shared", survey)
    return days_of(survey)


def hold_and_store_key(key: str, survey: UUID) -> bool:
    """Hold a survey as `beside` does and keep a key; whether nobody had brought the key.

    In PostgreSQL both are one statement: each costs a way to the database and back. What is read
    of the survey after it is read in a statement of its own, which sees what the lock waited for.
    """
    given, held = "VALUES (%s, %s)", ""
    values: list[str | UUID] = [key, stored(survey)]
    if connection.vendor == "postgresql":
        lock = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
        held, given = f"WITH held AS MATERIALIZED ({lock}) ", "SELECT %s, %s FROM held"
        values.insert(0, str(survey))
    words = f"{held}INSERT INTO surveys_received (key, survey) {given} ON CONFLICT DO NOTHING"
    return bool(run_change(words, values))


def days_of(survey: UUID) -> Days:
    """The days of a survey that is held.

    In plain words: it is asked with every answer, and Django takes longer to write a statement
    than the database to run it.
    """
    words = "SELECT opens_on, closes_on, closed_on FROM surveys_survey WHERE id = %s"
    rows = run((words, [stored(survey)]))
    if not rows:
        raise Survey.DoesNotExist
    return Days(*rows[0])


def alone(survey: UUID) -> Survey:
    """The survey, once all that came before are through; until the transaction ends none begins."""
    _lock("pg_advisory_xact_lock", survey)
    return Survey.objects.get(pk=survey)


def _lock(function: str, survey: UUID) -> None:
    """In PostgreSQL a lock by the survey's key; in SQLite a transaction is alone anyway."""
    if connection.vendor == "postgresql":
        run((f"SELECT {function}(hashtextextended(%s, 0))", [str(survey)]))


def dissolve(by: Actor, survey: Survey) -> None:
    """Delete the rows before their term.

    Errors: Refused for who keeps no surveys, before the end, and where there are no rows.
    """
    refuse_others(by, survey)
    with transaction.atomic():
        journal.hold(by.agency)
        row = alone(survey.pk)
        if row.closed_on is None:
            raise Refused("surveys/survey_not_closed")
        if not row.has_rows:
            raise Refused("surveys/no_rows_to_delete")
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
            row = alone(survey.pk)
            is_due = row.has_rows and row.closed_on is not None and _is_over(row, row.closed_on)
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


def _is_over(row: Survey, closed_on: date) -> bool:
    """Whether the term of the rows is over: for one, once a report was drawn that is whole."""
    is_reported = False
    if row.term == Term.REPORT.value:
        has_words = Remark.objects.filter(survey=row.pk).exists()
        drawn = reports_of(row).exclude(drawn_at=None)
        is_reported = any(not open_headings(report.said, has_words=has_words) for report in drawn)
    return Term(row.term).is_over(closed_on, today(), is_reported=is_reported)


JOB = "surveys.report"


@transaction.atomic
def make(
    by: Actor, survey: Survey, own_words: Mapping[str, str], months: int | None = None
) -> SurveyReport:
    """Have a report made; the worker draws it.

    Shape:  `months` is the round of the year of which it reports, None of none.

    Errors: Refused for who keeps no surveys, of a rehearsal, before it or its round is over, and
            where too few answered.
    """
    refuse_others(by, survey)
    _refuse_unfinished(survey, months, today())
    if survey.is_rehearsal:
        raise Refused("surveys/rehearsal_not_satisfaction_survey")
    page = own_results(survey)
    if page is None or page.satisfaction is None:
        raise Refused("surveys/no_showable_result")
    known = {key for key, _ in SAID}
    row = made_here.make_edition(
        reports_of(survey),
        by=by,
        job=JOB,
        survey=survey,
        said={key: text for key, text in own_words.items() if key in known},
        months=months,
    )
    journal.record(survey.agency, by, "survey-report-made", survey.name, number=row.number)
    return row


def draw(row: SurveyReport) -> None:
    """Draw a report in all its forms; done again it replaces the files."""
    page = own_results(row.survey)
    if page is None or page.satisfaction is None:
        return
    office = office_of(row.agency, today())
    document = satisfaction_paper(office, surveyed(page, page.satisfaction, row.said))
    name = f"{KIND}-{row.survey.fiscal_year}-{row.number}"
    made_here.draw_forms(row, document, name, office.agency.digits)


@transaction.atomic
def bring(row: SurveyReport, *, by: Actor) -> Memo:
    """Write the memo that brings a report to the executive for information, the report enclosed.

    Shape:  from there it is signed, sent round and published as any memo; once more gives the memo
            that there is.
    Errors: Refused for who keeps no surveys, where it is not drawn, a newer one was made, or
            something is not said yet.
    """
    survey = row.survey
    refuse_others(by, survey)
    journal.hold(by.agency)
    row.refresh_from_db()
    if row.memo is not None and row.memo.removed_at is None:
        return row.memo
    attaching.refuse_unready(row, reports_of(survey).first())
    _refuse_unsaid(row)
    office, year = office_of(row.agency, today()), survey.fiscal_year
    fields = {"survey": survey.name, "plan_year": year}
    values = {
        "subject": office(f"{KIND}.memo_subject", **fields), "is_information": True,
        "background": office(f"{KIND}.memo_background", **fields),
    }  # fmt: skip
    row.memo = papers.write(survey.agency, by=by, year=year, values=values)
    row.save(update_fields=["memo"])
    if row.pdf is not None:
        data, title = files.read(row.pdf), office(f"{KIND}.title", **fields)
        papers.enclose(survey.agency, row.memo.pk, by=by, name=row.pdf.name, data=data, title=title)
    return row.memo


@transaction.atomic
def publish_report(row: SurveyReport, *, by: Actor, anyway: str = "") -> Publication:
    """Publish the report as its signed memo encloses it: the memo's own signed copy is without it.

    Errors: KnownAgainst without a reason where something is; Refused before the memo is signed,
            where it encloses another report, or a newer one was made.
    """
    survey = row.survey
    attaching.refuse_unready(row, reports_of(survey).first())
    signed = signed_version(row.agency, MEMO_KIND, row.memo_id) if row.memo_id else None
    moment = signed.submission.decided_at if signed else None
    rows = signed.enclosures.filter(file__digest=row.pdf.digest) if signed and row.pdf else None
    enclosed = rows.select_related("file__agency").first() if rows is not None else None
    if enclosed is None or moment is None:
        raise Refused("papers/signed_copy_missing")
    named = {each.year: each for each in named_items(survey)}
    own_year = named.pop(survey.fiscal_year, None)
    return publish(
        row.agency, by=by, kind=OTHER, subject=survey.pk, title=f"{enclosed.title} {survey.name}",
        year=survey.fiscal_year, file=enclosed.file, day=localdate(moment), anyway=anyway,
        items=tuple(own_year.codes) if own_year else (), asked=named.values(),
    )  # fmt: skip


def _refuse_unfinished(survey: Survey, months: int | None, on: date) -> None:
    if months is not None and on <= Round(survey.fiscal_year, months).last_day:
        raise Refused("surveys/round_not_over", field="months", round=LABELS[months])


def _refuse_unsaid(row: SurveyReport) -> None:
    if unsaid := open_headings(row.said, has_words=bool(words_of(row.survey))):
        raise Refused(unsaid[0].message, next_step=unsaid[0].next_step)


@transaction.atomic
def make_evidence(
    row: SurveyReport,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    forms: Sequence[str],
) -> list[Piece]:
    """Make the files of a report evidence of the items of a year that it answers.

    Errors: Refused for who keeps no surveys or may not work on the items, where it is not drawn,
            a newer one was made, it was made before the end of its round, something is not said
            yet, it was done already, or it answers no such item; what `pieces.add` raises.
    """
    survey = row.survey
    refuse_others(by, survey)
    attaching.hold(row, by=by, year=year, items=items)
    newest = reports_of(survey).first()
    attaching.refuse_unfit(row, newest, year, items, answers(survey))
    _refuse_unfinished(survey, row.months, row.drawn_on)
    _refuse_unsaid(row)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms,
        title=f"รายงานผลการสำรวจความพึงพอใจ {survey.name}",
        editions=reports_of(survey),
    )  # fmt: skip

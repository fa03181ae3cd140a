"""Take in answers: once each, and so that nothing tells whose they are."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_hex
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from msgspec import Struct, convert

from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.raw_answers import Keyed
from prongsai.core.surveys.retention import Term
from prongsai.core.surveys.tally import APART, FEWEST_IN_A_SITTING
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import (
    LONGEST_TEXT,
    Answer,
    Card,
    Choice,
    Point,
    Received,
    Remark,
    SittingRow,
    Survey,
    by_lot,
    digest_of,
)
from prongsai.web.disclosure.surveys.rights import Days, is_open, refuse_others
from prongsai.web.disclosure.surveys.services import keeping
from prongsai.web.disclosure.surveys.services.keeping import mix, owe
from prongsai.web.platform import journal, remnants, turns
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.plain import run, run_change, stored

# More come at one point by no crowd.
MOST_A_SITTING = 500


class Sent(Struct, frozen=True):
    """What a form brings.

    Shape:  `key` is the form's own, so that one sent twice counts once; `card` the number of a
            card, "" for none; `again` whether the device says that it answered before; `words` are
            what was written to questions, by their codes, and `text` what nobody asked for.
    """

    values: Mapping[str, int]
    key: str
    card: str = ""
    text: str = ""
    again: bool = False
    words: Mapping[str, str] = {}


def receive(point: Point, sent: Sent) -> None:
    """Keep the answers of one respondent; the same form with the same answers is the same answer.

    Errors: Refused where the survey is not open, or the card is used or none of it.
    """
    with turns.taken(), transaction.atomic():
        # The key first: a second sending waits here until the first is through.
        if not keeping.hold_and_store_key(_key(point, sent), point.survey_id):
            return
        survey = point.survey
        _refuse_shut(keeping.days_of(survey.pk))
        if survey.asks_for_cards:
            use_card(survey, sent.card)
        store_answers(point, sent, sitting=not survey.asks_for_cards)


def _key(point: Point, sent: Sent) -> str:
    """The form's key with what it brings: what another sends with it is an answer of its own.

    Nobody who lacks the form's key can try which answers give it.
    """
    brought = json.dumps([sent.key, str(point.pk), sent.card, sorted(sent.values.items())])
    return blake2b(brought.encode(), digest_size=16).hexdigest()


def store_answers(point: Point, sent: Sent, *, sitting: bool) -> None:
    """One row of answers; apart from it choices and words; in a transaction of its caller."""
    # What was chosen in questions of one's own lies in no row.
    of_choice: frozenset[str] = frozenset()
    if not point.survey.is_rehearsal:
        of_choice = convert(point.survey.questions, OwnForm).choices
    values = {code: place for code, place in sent.values.items() if code not in of_choice}
    row = [by_lot(), stored(point.survey_id), json.dumps(values), sent.again]
    if not sitting:
        _insert_row(row, "NULL", point.pk)
    elif not _goes_on(row, point.pk):
        _begins(point)
        _insert_row(row, "sitting", point.pk)
    Choice.objects.bulk_create(
        Choice(id=by_lot(), survey=point.survey_id, question=code, option=option)
        for code, option in sent.values.items()
        if code in of_choice
    )
    for question, written in {"": sent.text, **sent.words}.items():
        text = "\n".join(printed(line) for line in written.splitlines()).strip()[:LONGEST_TEXT]
        if text:
            Remark.objects.create(id=by_lot(), survey=point.survey_id, question=question, text=text)


def _refuse_shut(days: Days) -> None:
    if not is_open(days, today()):
        raise Refused("surveys/survey_not_open")


def use_card(survey: Survey, card: str) -> None:
    """Delete the card: what is used cannot be told from what never was.

    Errors: Refused.
    """
    deleted, _ = Card.objects.filter(survey=survey, digest=digest_of(survey, card)).delete()
    if not deleted:
        raise Refused("surveys/card_unusable", field="card")


# Many come at once in plain statements: Django takes longer to write one than it runs.
_ROW = (
    'INSERT INTO surveys_answer (id, survey, point, "values", again, sitting)'
    " SELECT %s, %s, id, %s, %s, {sitting} FROM {source}"
)
_COUNT_IN = (
    "UPDATE surveys_point SET last = %s, in_sitting = in_sitting + 1, answers = answers + 1"
    " WHERE id = %s AND sitting IS NOT NULL AND last >= %s AND in_sitting < %s"
)


def _insert_row(row: Sequence[bool | int | str | UUID], sitting: str, point: UUID) -> None:
    run((_ROW.format(sitting=sitting, source="surveys_point WHERE id = %s"), [*row, stored(point)]))


def _goes_on(row: Sequence[bool | int | str | UUID], point: UUID) -> bool:
    """Keep a row in the sitting under way and count it in; whether there is one that takes it."""
    moment = now()
    at = connection.ops.adapt_datetimefield_value
    values = [
        at(moment), stored(point), at(moment - timedelta(minutes=APART)), MOST_A_SITTING,
    ]  # fmt: skip
    if connection.vendor == "postgresql":  # both in one statement, which SQLite has not
        kept = _ROW.format(sitting="sitting", source="own")
        return bool(
            run_change(f"WITH own AS ({_COUNT_IN} RETURNING id, sitting) {kept}", [*values, *row])
        )
    if not run_change(_COUNT_IN, values):
        return False
    _insert_row(row, "sitting", point)
    return True


def _begins(point: Point) -> None:
    """Begin the sitting that an answer belongs to; the one before it ends with it."""
    row = Point.objects.select_for_update(no_key=True).get(pk=point.pk)
    moment = now()
    if _is_over(row, moment):
        end_sitting(row)
    if row.sitting is None:
        row.sitting, row.began, row.in_sitting = uuid4(), moment, 0
    if row.in_sitting >= MOST_A_SITTING:
        raise Refused("surveys/answers_too_fast")
    # Where another began one meanwhile, it goes on.
    row.last, row.in_sitting, row.answers = moment, row.in_sitting + 1, row.answers + 1
    row.save(update_fields=["sitting", "began", "last", "in_sitting", "answers"])


def end_sittings() -> None:
    """End the sittings of all points that went quiet."""
    quiet = now() - timedelta(minutes=APART)
    for key, survey in Point.objects.filter(last__lt=quiet).values_list("pk", "survey"):
        with transaction.atomic():
            # Whoever writes the answers anew waits, or would bring the key back.
            keeping.alone(survey)
            row = Point.objects.select_for_update(no_key=True).get(pk=key)
            if _is_over(row, now()):
                end_sitting(row)
                row.save()
                owe(survey)


def end_sitting(row: Point) -> None:
    """Forget when a sitting was, and of fewer than eight that it was; the caller saves the row."""
    if row.sitting is not None and row.began is not None and row.last is not None:
        if row.in_sitting < FEWEST_IN_A_SITTING:
            Answer.objects.filter(sitting=row.sitting).update(sitting=None)
        else:
            minutes = (row.last - row.began) / timedelta(minutes=1)
            SittingRow.objects.create(
                id=row.sitting, point=row, day=timezone.localtime(row.began).date(),
                count=row.in_sitting, minutes=minutes,
            )  # fmt: skip
    row.sitting, row.began, row.last, row.in_sitting = None, None, None, 0


def _is_over(row: Point, moment: datetime) -> bool:
    return row.last is not None and moment - row.last > timedelta(minutes=APART)


@transaction.atomic
def key_in(by: Actor, point: Point, sheets: Sequence[Keyed]) -> None:
    """Keep the answers of sheets; how many were keyed in is told beside the results.

    Errors: Refused where the person keeps no surveys, it is not open, or a card is used or none.
    """
    refuse_others(by, point.survey)
    journal.hold(by.agency)
    # Whoever closes the survey waits until this is through.
    _refuse_shut(keeping.beside(point.survey_id))
    for sheet in sheets:
        if point.survey.asks_for_cards:
            use_card(point.survey, sheet.card)
        store_answers(point, Sent(sheet.answers, token_hex(16)), sitting=False)
    # Whoever keyed sheets in knows them, so that they hide nobody.
    Survey.objects.filter(pk=point.survey_id).update(keyed=F("keyed") + len(sheets))
    Point.objects.filter(pk=point.pk).update(keyed=F("keyed") + len(sheets))
    journal.record(by.agency, by, "survey-keyed", point.survey.name, count=len(sheets))


def close(by: Actor, survey: Survey) -> None:
    """Close before its day.

    Errors: Refused where the person keeps no surveys, or it is closed.
    """
    refuse_others(by, survey)
    with transaction.atomic():
        journal.hold(by.agency)
        if not _close(survey):
            raise Refused("surveys/survey_closed")
        journal.record(by.agency, by, "survey-closed", survey.name)
    remnants.remove()


def close_over() -> None:
    """Close the surveys whose last day is over."""
    over = Survey.objects.filter(closed_on=None, closes_on__lt=today())
    for survey in over.select_related("agency"):
        with transaction.atomic():
            journal.hold(survey.agency)
            if _close(survey):
                journal.record(survey.agency, None, "survey-ended", survey.name)
        remnants.remove()


def _close(survey: Survey) -> bool:
    """Whether it was open until now; in a transaction of its caller."""
    row = keeping.alone(survey.pk)
    if row.closed_on is not None:
        return False
    row.closed_on = row.told_on = today()
    row.told = Answer.objects.filter(survey=row.pk).count()
    row.save(update_fields=["closed_on", "told", "told_on"])
    for point in Point.objects.select_for_update(no_key=True).filter(survey=row):
        end_sitting(point)
        point.save()
    kept = SittingRow.objects.filter(point__survey=row).values("pk")
    Answer.objects.filter(survey=row.pk).exclude(sitting__in=kept).update(sitting=None)
    Card.objects.filter(survey=row).delete()
    Received.objects.filter(survey=row.pk).delete()
    owe(row.pk)
    if row.term == Term.CLOSE.value:
        keeping.keep_counts(row)
    else:
        mix(row.pk)
    return True

"""Take away the order in which answers came: of rows, keys, and transactions.

A database keeps more than its rows: PostgreSQL the transaction of each, both a log of what was
written. All rows written anew at once have one transaction and new keys drawn by lot.
"""

from __future__ import annotations

from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction

from prongsai.web.disclosure.surveys.models import (
    Answer,
    Card,
    Choice,
    Point,
    Received,
    Remark,
    Survey,
    by_lot,
)
from prongsai.web.disclosure.surveys.services import holding
from prongsai.web.platform import remnants

_BATCH = 500
_lot = SystemRandom()
# Each answer writes a point anew, with the time, and the key of a form.
_MODELS = (Answer, Card, Choice, Point, Received, Remark)


def mix(survey: UUID) -> None:
    """Write the answers and the words of a survey anew, in an order drawn by lot."""
    with transaction.atomic():
        row = holding.alone(survey)
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
    for one in rows:
        one.pk = by_lot()
    model.objects.bulk_create(rows, batch_size=_BATCH)


def owe(survey: UUID) -> None:
    """Note, in the transaction that deletes, that the database's files hold what was before."""
    remnants.owe(_subject(survey), *_MODELS)


def traces_of(survey: UUID) -> remnants.Why | None:
    """Why the database's files may still tell what was before; None where they do not."""
    return remnants.reason_for(_subject(survey))


def _subject(survey: UUID) -> str:
    return f"survey:{survey}"

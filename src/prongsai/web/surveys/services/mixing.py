"""Take away the order in which answers came: of rows, keys, and transactions.

A database keeps more than its rows: PostgreSQL the transaction of each, both a log of what was
written. All rows written anew at once have one transaction and new keys drawn by lot.
"""

from __future__ import annotations

from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from prongsai.web.surveys.models import Answer, Choice, Remark, Survey, by_lot
from prongsai.web.surveys.services import holding

_BATCH = 500
_lot = SystemRandom()


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


def _anew(model: type[Answer | Choice | Remark], survey: UUID) -> None:
    rows: list[Any] = list(model.objects.filter(survey=survey))
    model.objects.filter(survey=survey).delete()
    _lot.shuffle(rows)
    for one in rows:
        one.pk = by_lot()
    model.objects.bulk_create(rows, batch_size=_BATCH)


def forget_the_log() -> None:
    """Empty SQLite's log of what was written, and PostgreSQL's pages of rows that are dead.

    PostgreSQL recycles its own log; in a transaction, and of rows that another still sees, nothing
    is done.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM surveys_answer, surveys_choice, surveys_remark, surveys_card")

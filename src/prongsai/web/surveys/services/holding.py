"""Answers come in side by side; whoever closes a survey or writes its answers anew is alone."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from prongsai.web.surveys.models import Survey


def beside(survey: UUID) -> Survey:
    """The survey as it is, until the transaction ends; others may do the same."""
    _lock("pg_advisory_xact_lock_shared", survey)
    return Survey.objects.get(pk=survey)


def alone(survey: UUID) -> Survey:
    """The survey, once all that came before are through; until the transaction ends none begins."""
    _lock("pg_advisory_xact_lock", survey)
    return Survey.objects.get(pk=survey)


def _lock(function: str, survey: UUID) -> None:
    """In PostgreSQL a lock by the survey's key; in SQLite a transaction is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            words = f"SELECT {function}(hashtextextended(%s, 0))"
            cursor.execute(words, [str(survey)])

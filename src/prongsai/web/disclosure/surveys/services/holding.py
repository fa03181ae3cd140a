"""Answers come in side by side; whoever closes a survey or writes its answers anew is alone."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.rights import Days
from prongsai.web.platform.plain import changed, run, stored


def beside(survey: UUID) -> Days:
    """The days of a survey as they are, until the transaction ends; others may do the same."""
    _lock("pg_advisory_xact_lock_shared", survey)
    return days_of(survey)


def kept_beside(key: str, survey: UUID) -> bool:
    """Hold a survey as `beside` does and keep a key; whether nobody had brought the key.

    In PostgreSQL both are one statement: each costs a way to the database and back. What is read
    of the survey after it is read in a statement of its own, which sees what the lock waited for.
    """
    given, held = "VALUES (%s, %s)", ""
    told: list[str | UUID] = [key, stored(survey)]
    if connection.vendor == "postgresql":
        lock = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
        held, given = f"WITH held AS MATERIALIZED ({lock}) ", "SELECT %s, %s FROM held"
        told.insert(0, str(survey))
    words = f"{held}INSERT INTO surveys_received (key, survey) {given} ON CONFLICT DO NOTHING"
    return bool(changed(words, told))


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

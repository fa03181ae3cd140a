"""Whose rows are whose; and SQLite holds one agency: many belong on PostgreSQL."""

from typing import Protocol
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from prongsai.core.errors import Misuse, Place


class Belonging(Protocol):
    agency_id: UUID


class CrossTenantError(Exception):
    """A row of one agency was handed to an act of another."""


def own(agency: Model, *rows: Belonging | None) -> None:
    """See that what an act is given belongs to its agency: the services' last net.

    Errors: CrossTenantError; the views look rows up by their agency, so nobody meets it.
    """
    if any(row is not None and row.agency_id != agency.pk for row in rows):
        raise CrossTenantError


def one_agency() -> None:
    """Ask before a new agency is made, in the same transaction.

    Errors: Misuse on SQLite where there is one already; its next step is the way to PostgreSQL.
    """
    if connection.vendor == "sqlite" and apps.get_model("agency", "Agency").objects.exists():
        raise Misuse("platform/sqlite_holds_one_agency")


def at_most_one_agency() -> None:
    """Ask after rows came from another database.

    Errors: Misuse on SQLite where they are of several agencies.
    """
    agencies = apps.get_model("agency", "Agency").objects
    if connection.vendor == "sqlite" and agencies.count() > 1:
        raise Misuse("platform/backup_of_several_agencies", place=Place("DATABASE_URL"))

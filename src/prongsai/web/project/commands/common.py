"""What the site's commands share: the data folder, and waking Django."""

import os
import tempfile
from pathlib import Path

import click

from prongsai.cli.commands import Option
from prongsai.core.errors import Misuse, Place
from prongsai.web.project.environment import Environment, current, database

DATA = Option(["--data"], type=click.Path(file_okay=False, path_type=Path), metavar="DIR")


def chosen(data: Path | None) -> Environment:
    """The settings with the data folder that was asked for, for this process and its children."""
    if data is not None:
        os.environ["PRONGSAI_DATA"] = str(data.absolute())
    return current()


def awake(data: Path | None) -> Environment:
    """Load Django for a data folder."""
    environment = chosen(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "prongsai.web.project.settings"
    try:
        import django
    except ModuleNotFoundError as error:
        raise Misuse("project/libraries_missing") from error
    make_folder(environment.data)
    django.setup()
    return environment


def awake_with_data(data: Path | None) -> Environment:
    """Load Django for a folder in which a site was kept.

    Shape:  a mistyped folder is told and not made: its backup would be one of nothing, signed
            with keys of that moment, and looked for when it is needed.
    Errors: Misuse where there is no such folder, or no table in its database, or the database of
            DATABASE_URL cannot be used.
    """
    environment = chosen(data)
    reach("DATABASE_URL")
    is_here = environment.data.is_dir()
    if is_here and not environment.database_url:
        is_here = Path(str(database(environment)["NAME"])).is_file()
    if not is_here:
        raise _no_data(environment)
    awake(data)
    from django.db import connection

    if not connection.introspection.table_names():
        raise _no_data(environment)
    return environment


def _no_data(environment: Environment) -> Misuse:
    if environment.database_url and environment.data.is_dir():
        return Misuse("project/database_without_tables", place=Place("DATABASE_URL"))
    return Misuse("project/folder_without_site_data", place=Place(file=str(environment.data)))


def as_owner() -> None:
    """Work as the role that owns the tables, where there is one (`prongsai database roles`).

    Errors: Misuse with the setting that is missing or whose address cannot be used: the site's
            too, or what serves afterwards would answer 503.
    """
    current()
    for setting in ("PRONGSAI_OWNER_URL", "DATABASE_URL"):
        reach(setting)
    if owner := os.environ.pop("PRONGSAI_OWNER_URL", ""):
        os.environ["DATABASE_URL"] = owner


def reach(setting: str) -> None:
    """Try the address of PostgreSQL that a setting names, where it names one.

    Errors: Misuse, with the setting, where it cannot be used.
    """
    if url := os.environ.get(setting):
        from prongsai.web.project import roles

        roles.reach(url, setting)


def make_folder(data: Path) -> None:
    """Make the data folder, for its owner alone; what this process makes from now on is so too."""
    os.umask(0o077)
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise Misuse(
            "project/data_folder_not_writable", data=data, strerror=error.strerror
        ) from error

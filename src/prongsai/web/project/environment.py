"""What the outside world tells the site: read once, checked, and kept as values."""

import os
import re
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import click
from msgspec import Struct

from prongsai.core.errors import Misuse, Place
from prongsai.web.citizens.desk.sms import SmsHook
from prongsai.web.year.calendar.smtp import MailServer

# The stories are told beside the package: they come with the source, not with an installed package.
EXAMPLES = Path(__file__).parents[4] / "examples"
# The day on which the demo's story takes place.
STORY_DAY = date(2023, 3, 20)
# That of the second story, which begins the year after the newest results.
TODAY_DAY = date(2026, 11, 20)
_DEMO = "demo"
_POSTGRESQL = ("postgres", "postgresql")
_SMTP = {"smtp": 25, "smtps": 465}
_SECRET = re.compile(r"[!-~]{8,500}")
_ADDRESS = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+")


class Environment(Struct, frozen=True):
    """The settings an operator may make.

    Shape:  `data` holds the database, files and keys; `hosts` are the names the site answers to;
            `https` where a proxy in front speaks TLS; `demo` opens sign-in without passwords,
            and `clock_shift` moves its clock to the day of its story. A database elsewhere is
            never a demo, whatever the folder says. `mail` takes the reminders, where one is
            named; `address` is where people find the site, for papers and mail, `address_is_told`
            where it was named and not guessed. `sms` is the provider that tells citizens, where one
            is named. `demo_for_all` opens a demo's doors to others than this machine.
    """

    data: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    demo: bool
    clock_shift: timedelta = timedelta()
    mail: MailServer | None = None
    sms: SmsHook | None = None
    address: str = ""
    address_is_told: bool = False
    demo_for_all: bool = False

    @classmethod
    def from_variables(cls, variables: Mapping[str, str]) -> Self:
        """The settings in a process's environment."""
        data = variables.get("PRONGSAI_DATA") or str(Path(click.get_app_dir("prongsai")) / "site")
        names = variables.get("PRONGSAI_HOSTS", "localhost,127.0.0.1,[::1]")
        hosts = tuple(host.strip() for host in names.split(",") if host.strip())
        https = variables.get("PRONGSAI_HTTPS", "") == "1"
        folder = Path(data).absolute()
        url = variables.get("DATABASE_URL", "")
        if variables.get("PRONGSAI_OWNER_URL") and not url:
            # The owner's alone: tables would be made in PostgreSQL, and the site run on SQLite.
            raise Misuse("project/owner_url_without_database_url", place=Place("DATABASE_URL"))
        demo = not url and is_demo(folder)
        return cls(
            data=folder,
            database_url=url,
            hosts=hosts,
            https=https,
            demo=demo,
            clock_shift=_clock_shift(folder / _DEMO) if demo else timedelta(),
            mail=mail_server(variables),
            sms=sms_hook(variables),
            address=_address(variables, hosts, https=https),
            address_is_told=bool(variables.get("PRONGSAI_ADDRESS")),
            demo_for_all=variables.get("PRONGSAI_DEMO_FOR_ALL", "") == "1",
        )


def _address(variables: Mapping[str, str], hosts: tuple[str, ...], *, https: bool) -> str:
    """What was told; else the first name that the site answers to; else where it is served."""
    address = variables.get("PRONGSAI_ADDRESS", "")
    if not address and "PRONGSAI_HOSTS" not in variables:
        address = variables.get("PRONGSAI_GUESSED_ADDRESS", "")
    return address or site_address(hosts, https=https)


def site_address(hosts: tuple[str, ...], *, https: bool) -> str:
    """Where people find the site: at the first name it answers to that is no pattern."""
    named = [host.lstrip(".") for host in hosts if host != "*"]
    host = named[0] if named else "localhost"
    return f"{'https' if https else 'http'}://{host}"


def mail_server(variables: Mapping[str, str]) -> MailServer | None:
    """The mail server of PRONGSAI_SMTP_URL; None where none is named."""
    url = variables.get("PRONGSAI_SMTP_URL", "").strip()
    if not url:
        return None
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in _SMTP or not parts.hostname or port == 0:
        raise Misuse("project/smtp_url_invalid", place=Place("PRONGSAI_SMTP_URL"))
    sender = variables.get("PRONGSAI_MAIL_FROM", "").strip()
    if not _ADDRESS.fullmatch(sender):
        raise Misuse("project/sender_address_missing", place=Place("PRONGSAI_MAIL_FROM"))
    tls = "whole" if parts.scheme == "smtps" else "start" if options.get("tls") == "1" else ""
    return MailServer(
        parts.hostname,
        port or _SMTP[parts.scheme],
        sender,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        tls,
    )


def sms_hook(variables: Mapping[str, str]) -> SmsHook | None:
    """The provider of PRONGSAI_SMS_URL; None where none is named."""
    url = variables.get("PRONGSAI_SMS_URL", "").strip()
    if not url:
        return None
    is_inside = variables.get("PRONGSAI_SMS_INSIDE", "") == "1"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, 0
    schemes = ("https", "http") if is_inside else ("https",)
    if not host or port == 0 or parts.scheme not in schemes or parts.username:
        raise Misuse("project/sms_url_invalid", place=Place("PRONGSAI_SMS_URL"))
    secret_word = variables.get("PRONGSAI_SMS_SECRET", "").strip()
    if not _SECRET.fullmatch(secret_word):
        raise Misuse("project/sms_secret_missing", place=Place("PRONGSAI_SMS_SECRET"))
    return SmsHook(url, secret_word, is_inside)


def current() -> Environment:
    """The settings of this process."""
    return Environment.from_variables(os.environ)


def is_demo(data: Path) -> bool:
    """Whether a data folder is marked as a demo's."""
    return (data / _DEMO).is_file()


def mark_demo(data: Path, on: date, story: date = STORY_DAY) -> None:
    """Make a data folder a demo folder, with the clock on the story's day on day `on`.

    Shape:  the file holds by how many days the clock is moved; from then on it runs, so that
            nothing was ever written in the future.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data / _DEMO
    if not path.is_file():
        path.write_text(f"{(story - on).days}\n", encoding="ascii")


def _clock_shift(mark: Path) -> timedelta:
    try:
        return timedelta(days=int(mark.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return timedelta()


def secret(data: Path, name: str) -> str:
    """A key of the data folder, made at its first use and readable by its owner alone."""
    path = data / "keys" / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def database(environment: Environment) -> dict[str, object]:
    """Django's description of the database: SQLite in the data folder, or PostgreSQL by address.

    Errors: Misuse where DATABASE_URL is no PostgreSQL address.
    """
    if not environment.database_url:
        return sqlite(environment.data / "prongsai.sqlite3")
    return postgresql(environment.database_url)


def sqlite(path: Path) -> dict[str, object]:
    """An acknowledged write is on the disk (FULL); writers queue instead of failing (IMMEDIATE).

    What is deleted is written over: a used card must not be found in a page that was given back.
    The log is put into the file after 16 megabytes, not 4: a case touches some sixteen pages, and
    whoever is answered last before waits for all of them.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA foreign_keys=ON;PRAGMA journal_size_limit=67108864;PRAGMA secure_delete=ON;"
            "PRAGMA wal_autocheckpoint=4000;",
        },
    }


def postgresql(url: str, setting: str = "DATABASE_URL") -> dict[str, object]:
    """A database described by postgresql://user:password@host:port/name?option=value.

    Shape:  the option `prepare=no` is ours, for a pooler that knows no prepared statements; the
            others are PostgreSQL's own. `setting` is what errors name.
    """
    parts = urlsplit(url)
    if parts.scheme not in _POSTGRESQL or not parts.path.strip("/"):
        raise Misuse("project/database_url_invalid", place=Place(setting), setting=setting)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(options.pop("host", "")) or parts.hostname or ""
    # Django's own statements hold their values and are none to prepare; `platform.plain`'s are.
    prepared = None if options.pop("prepare", "") == "no" else 2
    return {
        "ENGINE": "prongsai.web.platform.db.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": prepared, **options},
    }

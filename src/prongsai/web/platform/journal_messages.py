"""The journal in words: one sentence for each kind of act, with the fields of its entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.disclosure.model import State
from prongsai.core.roles import all_roles
from prongsai.core.text import Text, same
from prongsai.links.verdicts import Verdict

SHIPPED = Path(__file__).parents[2] / "data" / "journal.yaml"


class JournalMessage(Struct, frozen=True):
    """An act: its name in a list to choose from, and its sentence."""

    label: Text
    sentence: Text


class _File(Struct, frozen=True):
    """The shipped file: a message for each verb, a word for each code that fields hold."""

    acts: dict[str, JournalMessage]
    words: dict[str, Text]


@cache
def _shipped() -> _File:
    content = yaml.load(SHIPPED.read_bytes(), yaml.CSafeLoader)  # it is safe
    found = msgspec.convert(content, _File)
    found.words.update(
        # Entries of before name roles by the words they had then.
        {word: role.name for role in all_roles() for word in (role.key, role.formerly) if word}
        | {state.value: state.label for state in State}
        | {verdict.value: verdict.words for verdict in Verdict}
    )
    return found


def messages() -> Mapping[str, JournalMessage]:
    """Return the message of every verb."""
    return _shipped().acts


_OPEN_END = Text("ไม่มีกำหนด", "further notice")
_NOTHING = Text("ไม่มี", "none")


def sentence(verb: str, subject: str, detail: Mapping[str, Any]) -> Text:
    """What an entry tells, in both languages.

    Shape:  a verb that nobody wrote a sentence for shows itself and its fields: an entry of an
            older or newer version must still be readable.
    """
    found = messages().get(verb)
    if found is None:
        fields = ", ".join(f"{name}: {value}" for name, value in detail.items())
        return same(" ".join(filter(None, (verb, subject, fields))))
    asked = (name for _, name, _, _ in Formatter().parse(found.sentence.th) if name)
    # A field that an old entry lacks is a dash.
    values = {name: _words(name, detail.get(name, "–")) for name in asked}
    return found.sentence.format(**values | {"subject": subject})


def label_of(verb: str) -> Text:
    """The name of a kind of act."""
    found = messages().get(verb)
    return found.label if found else same(verb)


def _words(name: str, value: Any) -> Any:
    words = _shipped().words
    if isinstance(value, (list, tuple)):
        told = [words.get(str(one), same(str(one))) for one in value]
        if not told:
            return _NOTHING
        return Text(", ".join(one.th for one in told), ", ".join(one.en for one in told))
    if name in ("first", "last", "day"):
        return _day(str(value))
    return words.get(value, value) if isinstance(value, str) else value


def _day(value: str) -> Text:
    if not value:
        return _OPEN_END
    try:
        return Text(long_date(date.fromisoformat(value)), value)
    except ValueError:
        return same(value)

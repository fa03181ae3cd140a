"""The journal in words: one sentence for each kind of act, with the fields of its entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.text import Text, same

_Told = TypeVar("_Told")


class JournalMessage(Struct, frozen=True):
    """An act: its name in a list to choose from, and its sentence."""

    label: Text
    sentence: Text


def message(th: str, en: str, sentence_th: str, sentence_en: str) -> JournalMessage:
    """A message: the act's name in both languages, then its sentence in both."""
    return JournalMessage(Text(th, en), Text(sentence_th, sentence_en))


# What the apps tell of their own acts. Fields stand in braces: {subject} always, the others as the
# service that records them names them.
_MESSAGES: dict[str, JournalMessage] = {}
MESSAGES: Mapping[str, JournalMessage] = MappingProxyType(_MESSAGES)
# Values of fields that are codes, in words: kinds of positions, of papers, names of fields.
_WORDS: dict[str, Text] = {}


def register(
    messages: Mapping[str, JournalMessage], words: Mapping[str, Text] | None = None
) -> None:
    """Add the sentences of an app's own acts; it does so when Django is ready.

    Shape:  `words` says codes that stand in the fields of any sentence, one word for all apps.
    Errors: ValueError for a verb or a code that was told otherwise already, the fault being ours.
    """
    _add(_MESSAGES, messages)
    _add(_WORDS, words or {})


def _add(told: dict[str, _Told], new: Mapping[str, _Told]) -> None:
    twice = sorted(name for name in new if told.get(name, new[name]) != new[name])
    if twice:
        raise ValueError(twice)
    told.update(new)


_OPEN_END = Text("ไม่มีกำหนด", "further notice")
_NOTHING = Text("ไม่มี", "none")


def sentence(verb: str, subject: str, detail: Mapping[str, Any]) -> Text:
    """What an entry tells, in both languages.

    Shape:  a verb that nobody wrote a sentence for shows itself and its fields: an entry of an
            older or newer version must still be readable.
    """
    found = MESSAGES.get(verb)
    if found is None:
        fields = ", ".join(f"{name}: {value}" for name, value in detail.items())
        return same(" ".join(filter(None, (verb, subject, fields))))
    asked = (name for _, name, _, _ in Formatter().parse(found.sentence.th) if name)
    # A field that an old entry lacks is a dash.
    values = {name: _words(name, detail.get(name, "–")) for name in asked}
    return found.sentence.format(**values | {"subject": subject})


def label_of(verb: str) -> Text:
    """The name of a kind of act."""
    return MESSAGES[verb].label if verb in MESSAGES else same(verb)


def _words(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        told = [_WORDS.get(str(one), same(str(one))) for one in value]
        if not told:
            return _NOTHING
        return Text(", ".join(one.th for one in told), ", ".join(one.en for one in told))
    if name in ("first", "last", "day"):
        return _day(str(value))
    return _WORDS.get(value, value) if isinstance(value, str) else value


def _day(value: str) -> Text:
    if not value:
        return _OPEN_END
    try:
        return Text(long_date(date.fromisoformat(value)), value)
    except ValueError:
        return same(value)

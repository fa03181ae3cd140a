"""Write journal entries in the chain, tell them in sentences, and prove the chain whole."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.db import transaction
from msgspec import Struct

from prongsai.core.dates import in_words
from prongsai.core.disclosure.model import ItemState
from prongsai.core.messages import read_words
from prongsai.core.roles import all_roles
from prongsai.core.text import Text, listed, same
from prongsai.core.yaml_data.documents import load
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry

if TYPE_CHECKING:
    from prongsai.web.platform.actors import ActingPerson, AgencyRow


SHIPPED = Path(__file__).parents[2] / "data" / "journal.yaml"


Names = Callable[[], Mapping[str, Text]]
_NAMES: list[Names] = []


def names_codes(name_codes: Names) -> Names:
    """Register a function that gives the words for a room's codes; it is called once."""
    _NAMES.append(name_codes)
    return name_codes


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
    content = load(SHIPPED.read_bytes())
    file = msgspec.convert(content, _File)
    file.words.update(
        # Entries of before name roles by the words they had then.
        {word: role.name for role in all_roles() for word in (role.key, role.formerly) if word}
        | {state.value: state.label for state in ItemState}
        | {code: words for name_codes in _NAMES for code, words in name_codes().items()}
    )
    return file


def messages() -> Mapping[str, JournalMessage]:
    return _shipped().acts


def sentence(verb: str, subject: str, detail: Mapping[str, Any]) -> Text:
    """What an entry tells, in both languages.

    Shape:  a verb that nobody wrote a sentence for shows itself and its fields: an entry of an
            older or newer version must still be readable.
    """
    message = messages().get(verb)
    if message is None:
        fields = ", ".join(f"{name}: {value}" for name, value in detail.items())
        return same(" ".join(filter(None, (verb, subject, fields))))
    asked = (name for _, name, _, _ in Formatter().parse(message.sentence.th) if name)
    # A field that an old entry lacks is a dash.
    values = {name: _words(name, detail.get(name, "–")) for name in asked}
    return message.sentence.format(**values | {"subject": subject})


def label_of(verb: str) -> Text:
    """The name of a kind of act."""
    message = messages().get(verb)
    return message.label if message else same(verb)


def _words(name: str, value: Any) -> Any:
    words = _shipped().words
    if isinstance(value, (list, tuple)):
        texts = [words.get(str(item), same(str(item))) for item in value]
        if not texts:
            return read_words("platform/nothing")
        return listed(texts)
    if name in ("first", "last", "day"):
        return _day(str(value))
    return words.get(value, value) if isinstance(value, str) else value


def _day(value: str) -> Text:
    if not value:
        return read_words("platform/no_last_day")
    try:
        return in_words(date.fromisoformat(value))
    except ValueError:
        return same(value)


_BATCH = 2_000


class Break(Struct, frozen=True):
    """A place where the chain does not hold."""

    number: int
    what: str  # "changed", "missing" or "order"


class CrossTenantActError(Exception):
    """A person of one agency acted on what belongs to another; the services' last guard."""


def hold(agency: AgencyRow | None) -> None:
    """Make other acts of the agency wait until this transaction ends.

    Two at once would both read the same last entry of the journal. All acts take locks in one
    order: the agency, then the year or the plan, then the rows of the act. So an act that locks or
    changes a row and is journalled calls this first; otherwise two acts may block each other.
    """
    _must_be_in_transaction()
    if agency is None:
        return
    rows = type(agency).objects
    rows.select_for_update(no_key=True).only("pk").get(pk=agency.pk)


def record(
    agency: AgencyRow | None,
    by: ActingPerson | None,
    verb: str,
    subject: str = "",
    **detail: Any,
) -> JournalEntry:
    """Add an entry in the transaction of the act it tells of.

    Shape:  `verb` is a key of `acts` in data/journal.yaml; `detail` the fields of its sentence.
    Errors: TransactionManagementError outside a transaction: an act and its entry stand together.
            CrossTenantActError where a person of one agency acts in another: the act is undone.
    """
    return record_each(agency, by, verb, [(subject, detail)])[0]


def record_each(
    agency: AgencyRow | None,
    by: ActingPerson | None,
    verb: str,
    acts: Iterable[tuple[str, Mapping[str, Any]]],
) -> list[JournalEntry]:
    """Add an entry for each of many acts of one kind: three queries, however many they are.

    Shape:  `acts` are the subject and the detail of each, in their order.
    """
    _must_be_in_transaction()
    if by is not None and agency is not None and by.agency.pk != agency.pk:
        raise CrossTenantActError
    hold(agency)
    rows = JournalEntry.objects.select_for_update().filter(agency=agency)
    last = rows.order_by("-number").first()
    entries: list[JournalEntry] = []
    for subject, detail in acts:
        last = JournalEntry(
            agency=agency,
            number=last.number + 1 if last else 1,
            at=now(),
            by=by.user if by else None,
            by_words=by.words if by else "",
            verb=verb,
            subject=subject[:300],
            detail=dict(detail),
            previous=last.digest if last else "",
        )
        last.digest = digest_of(last)
        entries.append(last)
    return JournalEntry.objects.bulk_create(entries, batch_size=_BATCH)


def digest_of(entry: JournalEntry) -> str:
    """The keyed digest of an entry and its predecessor's digest."""
    content = json.dumps(
        [
            str(entry.agency_id),
            entry.number,
            entry.at.astimezone(UTC).isoformat(),
            str(entry.by_id),
            entry.by_words,
            entry.verb,
            entry.subject,
            entry.detail,
            entry.previous,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    key: str = settings.JOURNAL_KEY
    return hmac.new(key.encode(), content.encode(), sha256).hexdigest()


def verify(agency: AgencyRow | None) -> Iterator[Break]:
    """Every place where the chain of an agency does not hold; nothing where it is whole."""
    previous, expected = "", 1
    entries = JournalEntry.objects.filter(agency=agency).order_by("number")
    for entry in entries.iterator(_BATCH):
        if entry.number != expected:
            yield Break(expected, "missing")
        elif entry.previous != previous:
            yield Break(entry.number, "order")
        if digest_of(entry) != entry.digest:
            yield Break(entry.number, "changed")
        previous, expected = entry.digest, entry.number + 1


def _must_be_in_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        message = "the journal is written in the transaction of what it tells"
        raise transaction.TransactionManagementError(message)

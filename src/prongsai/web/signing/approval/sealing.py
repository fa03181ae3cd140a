"""A keyed digest of each decision: whoever has the database file alone cannot rewrite one.

The key is the journal's, which stands in the data folder and in no database. The journal's entry of
a decision holds the same digest, so that neither is changed, added or taken away without the other.
"""

import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from msgspec import Struct

from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.guards import KEPT
from prongsai.web.signing.approval.models import Decision

# What came later is told only where it is there, so that the seals of old stay what they were.
_LATER = ("own_position_id",)
_FIELDS = tuple(name for name in KEPT if name not in ("seal", *_LATER))
_BATCH = 2_000


class Broken(Struct, frozen=True):
    """A decision that is not as it was made.

    Shape:  `what` is "changed", "unknown" (the journal has it not), "missing" (only the journal
            has it) or "unsealed" (made before there were seals).
    """

    decision: str
    what: str


def seal_of(row: Decision) -> str:
    """The keyed digest of all that a decision keeps."""
    values = [_plain(getattr(row, name)) for name in _FIELDS]
    values += [_plain(value) for name in _LATER if (value := getattr(row, name)) is not None]
    text = json.dumps(values, ensure_ascii=False)
    key: str = settings.JOURNAL_KEY
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()


def verify() -> Iterator[Broken]:
    """Every decision that was changed, or that stands in the journal alone or not at all."""
    entries = JournalEntry.objects.filter(detail__has_key="seal").order_by("number")
    details = entries.values_list("detail", flat=True).iterator(_BATCH)
    seals = {str(detail.get("decision", "")): str(detail["seal"]) for detail in details}
    for row in Decision.objects.order_by("made_at").iterator(_BATCH):
        seal = seals.pop(str(row.pk), None)
        if not row.seal and seal is None:
            yield Broken(str(row.pk), "unsealed")
        elif row.seal != seal_of(row):
            yield Broken(str(row.pk), "changed")
        elif seal != row.seal:
            yield Broken(str(row.pk), "unknown")
    for decision in seals:
        yield Broken(decision, "missing")


def _plain(value: object) -> str | int | bool | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, str | int | bool) or value is None else str(value)

"""Receipts: given to who brings a case, kept as a keyed digest that nobody can turn back."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from secrets import randbelow, token_bytes
from uuid import UUID

from django.conf import settings

from prongsai.core.slips import drawn_slip
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case

_BYTES = 32


def told_in(values: Mapping[str, str], photos: Iterable[bytes] = ()) -> str:
    """All that was sent in a form, to be told from another: photos as they arrived."""
    seen = [sha256(data).hexdigest() for data in photos]
    return repr(sorted(values.items())) + (repr(seen) if seen else "")


def new_receipt(agency: Agency, once: str, told: str) -> str:
    """The receipt of what was sent: the same again where the same form is sent again.

    Shape:  `once` is the form's own key, "" for none; `told` all that was typed into it.
    """
    if not once:
        return drawn_slip(token_bytes(_BYTES))
    return drawn_slip(_keyed(f"case:{agency.pk}:{once}:{told}"))


def digest_of(agency: Agency, receipt: str) -> str:
    """What is kept of a receipt."""
    return _keyed(f"receipt:{agency.pk}:{receipt}").hex()


def _keyed(told: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), told.encode(), "sha256")


# No agency brings so many matters in a year; numbers from here on are drawn.
FIRST_DRAWN = 1_000_000
_DRAWN = 9 * FIRST_DRAWN


def number_of(case: Case) -> str:
    """A case's number as people say it."""
    return f"{case.number}/{case.fiscal_year}"


def drawn_number(agency_id: UUID, year: int) -> int:
    """A number that nobody has in the year; the agency is held until it is kept.

    Shape:  seven digits. Restricted kinds take no part in the count: by its gaps whoever sees the
            other cases would know how many came, and between which days; and who brings two of
            them, how many came between.
    """
    while True:
        number = FIRST_DRAWN + randbelow(_DRAWN)
        if not Case.objects.filter(agency=agency_id, fiscal_year=year, number=number).exists():
            return number

"""Receipts: given to who brings a case, kept as a keyed digest that nobody can turn back."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from secrets import token_bytes

from django.conf import settings

from prongsai.core.slips import drawn_slip
from prongsai.web.agency.models import Agency

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

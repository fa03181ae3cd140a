"""Numbers of cards."""

from __future__ import annotations

import hmac
from hashlib import sha256
from secrets import token_bytes

from django.conf import settings

from prongsai.core.slips import drawn_slip
from prongsai.web.disclosure.surveys.models import Survey

_BYTES = 32


def new_card() -> str:
    """The number of a card, drawn by lot."""
    return drawn_slip(token_bytes(_BYTES))


def digest_of(survey: Survey, card: str) -> str:
    """What is kept of a card."""
    told = f"card:{survey.pk}:{card}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), sha256).hexdigest()

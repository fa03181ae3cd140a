"""Numbers of cards and addresses of points."""

from __future__ import annotations

import hmac
from hashlib import sha256
from secrets import choice, token_bytes

from django.conf import settings

from prongsai.core.slips import drawn_slip
from prongsai.web.surveys.models import LONGEST_CODE, Survey

# No vowels, so that no word comes about; nothing that looks like something else.
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
_BYTES = 32


def new_card() -> str:
    """The number of a card, drawn by lot."""
    return drawn_slip(token_bytes(_BYTES))


def new_code() -> str:
    """The address of a point: short, and found by nobody who tries."""
    return "".join(choice(_LETTERS) for _ in range(LONGEST_CODE))


def digest_of(survey: Survey, card: str) -> str:
    """What is kept of a card."""
    told = f"card:{survey.pk}:{card}"
    return hmac.new(settings.SECRET_KEY.encode(), told.encode(), sha256).hexdigest()

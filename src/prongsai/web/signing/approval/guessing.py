"""How many wrong codes the public page hears in a minute, whoever tries them.

Counted in the database, for a whole office shares one address and a guesser has many. Who has the
paper is never kept out by it: the QR code on it carries a key that no guesser has.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db.models import F

from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.models import Guesses

MOST = 300
SECONDS = 60
_LENGTH = 16


def key_of(code: str) -> str:
    """What the QR code carries beside the code itself."""
    key: str = settings.JOURNAL_KEY
    return hmac.new(key.encode(), f"check {code}".encode(), sha256).hexdigest()[:_LENGTH]


def has_paper(code: str, key: str) -> bool:
    """Whether somebody comes by the QR code of a paper."""
    return hmac.compare_digest(key.encode(), key_of(code).encode())


def take() -> bool:
    """Take one of this minute's guesses; False where none is left.

    Taken before the code is looked up, in one statement of the database: of three thousand at once
    no more are heard than of one after the other. Who was right gives it back.
    """
    minute = _minute()
    guesses = Guesses.objects.filter(minute=minute)
    if guesses.filter(count__gte=MOST).exists():
        return False
    Guesses.objects.filter(minute__lt=minute).delete()
    Guesses.objects.bulk_create([Guesses(minute=minute)], ignore_conflicts=True)
    return bool(guesses.filter(count__lt=MOST).update(count=F("count") + 1))


def give_back() -> None:
    """The code was right, so it was no guess."""
    Guesses.objects.filter(minute=_minute(), count__gt=0).update(count=F("count") - 1)


def _minute() -> int:
    return int(now().timestamp()) // SECONDS

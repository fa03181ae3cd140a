"""Receipts, numbers of cases, and the guard against floods from the web."""

import hmac
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from secrets import randbelow, token_bytes
from typing import Any
from uuid import UUID

from django.conf import settings
from msgspec import Struct

from prongsai.core.slips import drawn_slip
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case
from prongsai.web.platform.clock import now

# Our defaults. A village that reports one fallen tree is far below them.
MOST_AT_ONCE = 300
MORE_AN_HOUR = 120
# Photos that are drawn anew for a form that is not complete, when no case has been let in yet.
MOST_HELD = 600
MORE_HELD_AN_HOUR = 600
# With fewer left than this, only a form counts that was opened here and looked at for a moment.
WATCHED_BELOW = 100
LEAST = timedelta(seconds=4)
AN_HOUR = timedelta(hours=1)
_MOST_KEPT = 5_000
_LONGEST_MARK = 64


class SentForm(Struct, frozen=True, dict=True):
    """A form that came.

    Shape:  `once` is its own key, `typed` all that was typed and attached, with the kind; `opened`
            the mark of when it was opened.
    """

    agency: UUID
    once: str
    typed: str
    opened: str = ""

    @property
    def key(self) -> tuple[UUID, str]:
        return self.agency, self.once

    @cached_property
    def words(self) -> tuple[UUID, str]:
        """What it says, which nobody can turn back."""
        return self.agency, _keyed(f"sent:{self.typed}").hex()


class _Level(Struct):
    """How many more an agency may be sent now."""

    left: float
    at: datetime


class Guard:
    """What one web process knows of the last hour."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: dict[UUID, _Level] = {}
        self._held: dict[UUID, _Level] = {}
        self._used: OrderedDict[tuple[UUID, str], tuple[datetime, str]] = OrderedDict()
        self._sent: OrderedDict[tuple[UUID, str], tuple[datetime, UUID]] = OrderedDict()

    def admit(self, form: SentForm) -> None:
        """Let a filled form pass, and count it; one that was sent before passes again, uncounted.

        Errors: Refused where too much came in the last hour; where much came, for a form that was
                not opened here, was opened a moment ago, or has brought another matter already.
        """
        with self._lock:
            if self._used.get(form.key, (None, ""))[1] == form.words[1]:
                return
            level = self._filled(self._levels, form.agency, MOST_AT_ONCE, MORE_AN_HOUR)
            if level.left < 1:
                raise Refused("desk/too_much_this_hour")
            if level.left <= WATCHED_BELOW:
                self._refuse_hasty(form)
            level.left -= 1

    def may_hold(self, agency: UUID, photos: int) -> bool:
        """Count photos that go back into a form; whether they are few enough to be drawn."""
        with self._lock:
            level = self._filled(self._held, agency, MOST_HELD, MORE_HELD_AN_HOUR)
            if level.left < photos:
                return False
            level.left -= photos
            return True

    def used(self, form: SentForm, case: UUID) -> None:
        """Count that a form has become a case."""
        with self._lock:
            moment = self._clock()
            self._used.setdefault(form.key, (moment, form.words[1]))
            first = self._sent.get(form.words)
            if first is None or moment - first[0] > AN_HOUR:
                self._sent.pop(form.words, None)
                self._sent[form.words] = (moment, case)
            _shorten(self._used, moment)
            _shorten(self._sent, moment)

    def again_of(self, form: SentForm) -> UUID | None:
        """The case of the same words that came within the last hour."""
        with self._lock:
            last = self._sent.get(form.words)
            is_recent = last is not None and self._clock() - last[0] <= AN_HOUR
            return last[1] if last and is_recent else None

    def is_used(self, agency: UUID, once: str) -> bool:
        """Whether a form has become a case."""
        with self._lock:
            return (agency, once) in self._used

    def forget(self) -> None:
        with self._lock:
            self._levels.clear()
            self._held.clear()
            self._used.clear()
            self._sent.clear()

    def _filled(self, levels: dict[UUID, _Level], agency: UUID, most: int, an_hour: int) -> _Level:
        moment = self._clock()
        level = levels.setdefault(agency, _Level(most, moment))
        hours = max(0.0, (moment - level.at) / AN_HOUR)
        level.left, level.at = min(most, level.left + hours * an_hour), moment
        return level

    def _refuse_hasty(self, form: SentForm) -> None:
        moment = opened_at(form.agency, form.once, form.opened)
        if moment is None or form.key in self._used:
            raise Refused("desk/form_not_opened_here")
        if self._clock() - moment < LEAST:
            raise Refused("desk/form_sent_too_fast")


def _shorten(kept: OrderedDict[Any, Any], moment: datetime) -> None:
    """Forget what is older than an hour, and what is too much; the oldest stand first."""
    while kept and (len(kept) > _MOST_KEPT or moment - next(iter(kept.values()))[0] > AN_HOUR):
        kept.popitem(last=False)


def mark_of(agency: UUID, once: str) -> str:
    """The mark of a form that is opened now: when, signed; nothing of it is kept."""
    seconds = int(now().timestamp())
    return f"{seconds:x}-{_signed(agency, once, seconds)}"


def opened_at(agency: UUID, once: str, mark: str) -> datetime | None:
    """When a form was opened; None for a mark that is not ours, or another form's."""
    hex_seconds, _, signature = mark[:_LONGEST_MARK].partition("-")
    try:
        seconds = int(hex_seconds, 16)
        moment = datetime.fromtimestamp(seconds, now().tzinfo)
    except (ValueError, OverflowError, OSError):
        return None
    is_ours = hmac.compare_digest(signature.encode(), _signed(agency, once, seconds).encode())
    return moment if is_ours else None


def _signed(agency: UUID, once: str, seconds: int) -> str:
    return _keyed(f"form:{agency}:{once}:{seconds}").hex()[:32]


def _keyed(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")


GUARD = Guard()


_BYTES = 32


def told_in(values: Mapping[str, str], photos: Iterable[bytes] = ()) -> str:
    """All that was sent in a form, to be told from another: photos as they arrived."""
    seen = [sha256(data).hexdigest() for data in photos]
    return repr(sorted(values.items())) + (repr(seen) if seen else "")


def new_receipt(agency: Agency, once: str, typed: str) -> str:
    """The receipt of what was sent: the same again where the same form is sent again.

    Shape:  `once` is the form's own key, "" for none; `typed` all that was typed into it.
    """
    if not once:
        return drawn_slip(token_bytes(_BYTES))
    return drawn_slip(_keyed(f"case:{agency.pk}:{once}:{typed}"))


def digest_of(agency: Agency, receipt: str) -> str:
    """What is kept of a receipt."""
    return _keyed(f"receipt:{agency.pk}:{receipt}").hex()


# No agency brings so many matters in a year; numbers from here on are drawn.
FIRST_DRAWN = 1_000_000
_DRAWN = 9 * FIRST_DRAWN


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

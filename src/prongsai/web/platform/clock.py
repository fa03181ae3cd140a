"""What time it is. Tests and the demo move it; nothing else asks the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

# So long is undone what would come back into the work of others later.
UNDONE_FOR = timedelta(hours=1)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The moment, with its time zone."""
    frozen = _frozen.get() or getattr(settings, "FROZEN_NOW", None)
    return frozen if frozen is not None else timezone.now() + settings.CLOCK_SHIFT


def today() -> date:
    """The day in Thailand."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day on which a moment is in Thailand."""
    return timezone.localtime(moment).date()


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)

"""How the mail of all agencies stands, for who looks after the installation."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count
from msgspec import Struct

from prongsai.web.platform.clock import now
from prongsai.web.year.calendar.models import QueuedEmail, QueuedEmailState

_LOOKED_BACK = timedelta(days=30)
_SHOWN = 5


class MailState(Struct, frozen=True):
    """Mails of the last thirty days by state; `refused_logins` whose address was refused."""

    waiting: int
    sent: int
    refused: int
    unsure: int
    refused_logins: tuple[str, ...]


def state() -> MailState:
    """How it stands now."""
    recent = QueuedEmail.objects.filter(made_at__gte=now() - _LOOKED_BACK).order_by()
    counted = dict(recent.values_list("state").annotate(Count("pk")))
    going = (QueuedEmailState.WAITING, QueuedEmailState.SENDING, QueuedEmailState.ENDING)
    refused = recent.filter(state=QueuedEmailState.REFUSED).values_list("user__login", flat=True)
    return MailState(
        sum(counted.get(one.value, 0) for one in going),
        counted.get(QueuedEmailState.SENT.value, 0),
        counted.get(QueuedEmailState.REFUSED.value, 0),
        counted.get(QueuedEmailState.UNSURE.value, 0),
        tuple(refused.distinct().order_by("user__login")[:_SHOWN]),
    )

"""Notices wait in “My work” until they are read."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from prongsai.core.text import Text
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform.language import reader_language

_READ = Text("อ่านแล้วกดรับทราบ", "read it and say so")


@waiting
def notices(person: Actor, on: date) -> tuple[Waiting, ...]:
    """What was done about a person or their post and is unread."""
    del on
    rows = Notification.objects.filter(agency=person.agency, user=person.user, read_at__isnull=True)
    return tuple(_line(row) for row in rows)


def said_in(row: Notification, language: str) -> str:
    """What a notice says, in a reader's language."""
    return Text(row.said_th, row.said_en).in_language(language)


def _line(row: Notification) -> Waiting:
    return Waiting(
        kind="notice",
        name=said_in(row, reader_language()),
        ask=_READ,
        url=reverse("agency:notification", args=[row.pk]),
        since=timezone.localtime(row.made_at).date(),
    )

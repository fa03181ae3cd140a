"""Acknowledge: by oneself on the site, or on paper as the officer writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from prongsai.core.text import Text
from prongsai.web.agency.people import Acting
from prongsai.web.agency.refusals import Refused
from prongsai.web.calendar.services import telling
from prongsai.web.circulation.models import Circulation, Recipient
from prongsai.web.circulation.services.tellings import check_open, locked
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.models import StoredFile


def note_opened(circulation: Circulation, *, by: Acting) -> None:
    """Keep when a recipient first opened the file: nobody acknowledges what they never opened."""
    mine = Recipient.objects.filter(circulation=circulation, user=by.user, opened_at=None)
    mine.update(opened_at=now())


@transaction.atomic
def acknowledge(circulation: Circulation, *, by: Acting) -> bool:
    """Keep that a person has read it, with the time; once, and for good. Whether it is new.

    Errors: Refused: not sent to this person, closed, its file was not opened.
    """
    # A closing at the same time waits, or was first.
    found = locked(circulation)
    mine = Recipient.objects.filter(circulation=circulation, user=by.user)
    if not mine.exists():
        raise Refused(
            Text("เรื่องนี้ไม่ได้ส่งถึงท่าน", "this was not sent to you"),
            next_step=Text("ถ้าควรได้รับ แจ้งผู้แจ้งเวียน", "tell the sender if it should have been"),
        )
    if mine.exclude(acknowledged_at=None).exists():
        return False
    check_open(found)
    if found.file_id is not None and mine.filter(opened_at=None).exists():
        raise Refused(
            Text("ท่านยังไม่ได้เปิดแฟ้มของเรื่องนี้", "you have not opened the file yet"),
            next_step=Text("กด “เปิดอ่าน” ก่อน แล้วกลับมารับทราบ", "open it first, then acknowledge it"),
        )
    mine.filter(acknowledged_at=None).update(acknowledged_at=now())
    journal.record(circulation.agency, by, "circulation-acknowledged", circulation.title)
    telling.settle(circulation.agency, circulation.pk, [by.user])
    return True


@transaction.atomic
def sign_on_paper(
    circulation: Circulation,
    *,
    by: Acting,
    recipients: Sequence[UUID],
    day: date,
    scan: StoredFile | None = None,
) -> int:
    """Write down who signed on paper, and when; how many are new.

    Errors: Refused: nobody was ticked, oneself was, a day before the start or to come, closed.
    """
    found = locked(circulation)
    check_open(found)
    own(found.agency, scan)
    _check_day(found, day)
    rows = Recipient.objects.filter(
        circulation=found, pk__in=list(recipients), acknowledged_at=None
    )
    if rows.filter(user=by.user).exists():
        raise Refused(
            Text("บันทึกการลงชื่อของตนเองไม่ได้", "nobody notes the own signature"),
            field="recipients",
            next_step=Text("เปิดอ่านแล้วกดรับทราบในหน้าของเรื่องนี้", "open it and acknowledge it yourself"),
        )
    people = [one.user for one in rows.select_related("user") if one.user is not None]
    count = rows.update(
        acknowledged_at=now(),
        paper_day=day,
        noted_by=by.user,
        noted_by_words=by.words,
        scan=scan,
    )
    if not count:
        raise Refused(
            Text("ยังไม่ได้ติ๊กผู้ที่ลงชื่อ", "nobody was ticked"),
            field="recipients",
            next_step=Text("ติ๊กคนที่ลงชื่อบนกระดาษแล้ว", "tick who has signed the sheet"),
        )
    journal.record(
        found.agency, by, "circulation-signed-on-paper", found.title, count=count,
        day=day.isoformat(),
    )  # fmt: skip
    if people:
        telling.settle(found.agency, found.pk, people)
    return count


@transaction.atomic
def unsign(recipient: Recipient, *, by: Acting) -> None:
    """Take back a signature on paper that was written down for the wrong person.

    Errors: Refused: closed, or it was acknowledged by the person.
    """
    found = locked(recipient.circulation)
    check_open(found)
    taken = (
        Recipient.objects.filter(pk=recipient.pk)
        .exclude(paper_day=None)
        .update(acknowledged_at=None, paper_day=None, noted_by=None, noted_by_words="", scan=None)
    )
    if not taken:
        raise Refused(
            Text("คนนี้ไม่ได้ลงชื่อบนกระดาษ", "this person did not sign on paper"),
            next_step=Text("ที่รับทราบเองยกเลิกไม่ได้", "what a person acknowledged stays"),
        )
    journal.record(
        found.agency, by, "circulation-unsigned", found.title, position=recipient.position
    )


def _check_day(found: Circulation, day: date) -> None:
    if not timezone.localtime(found.started_at).date() <= day <= today():
        raise Refused(
            Text(
                "วันที่ลงชื่อต้องไม่ก่อนวันแจ้งเวียนและไม่หลังวันนี้",
                "nobody signs before the start or after today",
            ),
            field="day",
            next_step=Text("ใส่วันที่ตามใบลงชื่อ", "give the day that stands on the sheet"),
        )

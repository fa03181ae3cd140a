"""The lines in people's inboxes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.papers import standing_of
from prongsai.web.platform import journal
from prongsai.web.signing.approval.checking import Withdrawal
from prongsai.web.year.calendar.services import telling

# By whether nothing is left to be taken back, as of a sheet whose result fell.
_GOES_ON = {
    False: Text(
        "รอจนกว่าจะถอนคำคัดค้าน แล้วเวียนต่อได้เอง", "it goes on once the objection is taken back"
    ),
    True: Text(
        "เวียนต่อได้เมื่อบันทึกผลใหม่และมีผู้ยืนยันแล้ว",
        "it goes on once a result was entered anew and confirmed",
    ),
}


@transaction.atomic
def remind(circulation: Circulation, *, by: Actor | None) -> int:
    """Remind who has not acknowledged yet; how many were told, each once a day at most.

    Errors: Refused: closed, paused, or nobody is missing who has an account.
    """
    check_going(circulation)
    missing = circulation.recipients.filter(acknowledged_at=None, user__is_active=True)
    people = [one.user for one in missing.select_related("user") if one.user is not None]
    if not people:
        raise Refused(
            Text("ทุกคนที่มีบัญชีรับทราบแล้ว", "everybody with an account has acknowledged"),
            next_step=Text("ผู้ที่ไม่มีบัญชีให้ลงชื่อบนกระดาษ", "staff without an account sign on paper"),
        )
    told = tell(circulation, people, by)
    if told:
        journal.record(
            circulation.agency, by, "circulation-reminded", circulation.title, count=told
        )
    return told


def tell(circulation: Circulation, people: Sequence[User], by: Actor | None) -> int:
    """A line that opens the paper."""
    return telling.tell(
        circulation.agency,
        to=people,
        about=circulation.pk,
        name=Text(f"รับทราบ: {circulation.title}", f"To acknowledge: {circulation.title}"),
        url=reverse("circulation:read", args=[circulation.pk]),
        year=circulation.fiscal_year,
        last_day=circulation.due,
        by=by,
    )


def check_going(circulation: Circulation) -> None:
    """That it still takes acknowledgements, of a paper that is neither held nor taken back.

    Errors: Refused.
    """
    check_open(circulation)
    check_not_held(circulation)
    standing = standing_of(circulation)
    if standing.fallen_on is not None:
        raise fell(standing.fallen_on)
    if standing.withdrawn is not None:
        raise taken_back(standing.withdrawn)


def taken_back(withdrawn: Withdrawal) -> Refused:
    """Nobody acknowledges, or is sent, what its office no longer stands by."""
    return Refused(
        Text(
            f"เอกสารนี้ถอนการเผยแพร่แล้วเมื่อ {long_date(withdrawn.day)} เพราะ {withdrawn.reason}"
            " จึงไม่ต้องรับทราบ",
            f"this paper was withdrawn on {withdrawn.day.isoformat()}, because"
            f" {withdrawn.reason}; nobody acknowledges it",
        ),
        next_step=Text(
            "ปิดเรื่องเวียนนี้ ถ้าเผยแพร่ฉบับใหม่ ให้แจ้งเวียนฉบับนั้น",
            "close this circulation; send the new edition round once it is published",
        ),
    )


def fell(day: date) -> Refused:
    """Nobody acknowledges, or is sent, what was never approved."""
    return Refused(
        Text(
            f"ผลลงนามของเอกสารนี้ถูกยกเลิกเมื่อ {long_date(day)} จึงไม่ต้องรับทราบ",
            f"the approval of this paper was set aside on {day.isoformat()}; nobody"
            " acknowledges it",
        ),
        next_step=Text(
            "ปิดเรื่องเวียนนี้ เมื่อลงนามฉบับใหม่แล้วจึงแจ้งเวียนฉบับนั้น",
            "close this circulation; send the new edition round once it is signed",
        ),
    )


def check_not_held(circulation: Circulation) -> None:
    """That nobody objects to the paper: it can only wait meanwhile.

    Shape:  what fell waits for nothing any more.
    Errors: Refused.
    """
    standing = standing_of(circulation)
    held = standing.objected
    if held is not None and standing.is_paused:
        raise Refused(
            Text(
                "เรื่องเวียนนี้พักไว้ เพราะมีผู้คัดค้านผลลงนามของเอกสาร",
                "this is paused, for somebody objects to the approval of its paper",
            ),
            next_step=_GOES_ON[held.is_for_good],
        )


def locked(circulation: Circulation) -> Circulation:
    """The row as it stands, changed by nobody else until the transaction ends."""
    journal.hold(circulation.agency)
    return Circulation.objects.select_for_update(no_key=True).get(pk=circulation.pk)


def check_open(circulation: Circulation) -> None:
    """That it still takes acknowledgements.

    Errors: Refused.
    """
    if circulation.closed_at is not None:
        raise Refused(
            Text("เรื่องเวียนนี้ปิดแล้ว", "this circulation is closed"),
            next_step=Text("ถ้ายังต้องแจ้ง ให้เริ่มแจ้งเวียนใหม่", "start a new one if it is still needed"),
        )

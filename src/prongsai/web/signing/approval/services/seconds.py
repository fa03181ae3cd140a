"""The second pair of hands: who may confirm what is asked about a disputed result."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.queries.hands import alike, tied_to
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import SIGNING
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Decision, Objection, PaperResult, Submission
from prongsai.web.signing.approval.queries import drafted_by


def is_second(
    row: Submission, asked: Sequence[Objection], askers: Sequence[User], user: User
) -> bool:
    """Whether a person is another signer who would gain nothing by what is asked.

    Shape:  holds, not only acts in, another post that signs; neither asks nor objected; neither
            drafted the paper nor entered or confirmed the disputed result; and neither has, at any
            time, put the other into a post, ended a term or had the account in hand, nor has
            the other's name or mailbox.
    """
    posts = {one.position_id for one in asked}
    held_here = {one.position_id for one in signing_now(row.agency) if one.user_id == user.pk}
    if not held_here - posts or held_here & posts:
        return False
    keys = {one.by_id for one in asked} | {one.pk for one in askers}
    if user.pk in keys or has_part(row, asked, user):
        return False
    others = {one.pk for one in askers}
    return others.isdisjoint(tied_to(row.agency, user)) and others.isdisjoint(
        alike(row.agency, user)
    )


def has_part(row: Submission, objections: Sequence[Objection], user: User) -> bool:
    """Whether a person drafted a paper, or entered or confirmed a disputed result of it."""
    places = {one.place for one in objections}
    entered = PaperResult.objects.filter(submission=row, place__in=places, by=user)
    made = Decision.objects.filter(submission=row, place__in=places)
    confirmed = made.filter(Q(by=user) | Q(confirmed_by=user))
    return drafted_by(row, user) or entered.exists() or confirmed.exists()


def signing_now(agency: Agency) -> list[Appointment]:
    """Who holds a post that signs today, and can sign in."""
    rows = Appointment.objects.on(today()).of_active()
    held = rows.filter(agency=agency, is_acting=False, position__kind__in=SIGNING)
    return list(held.select_related("user"))


def seconds(row: Submission, asked: Sequence[Objection], askers: Sequence[User]) -> list[User]:
    """Who may confirm what is asked."""
    users = {one.user_id: one.user for one in signing_now(row.agency)}
    return [user for user in users.values() if is_second(row, asked, askers, user)]


def no_second() -> Refused:
    """For who is no such second person."""
    return Refused(
        Text(
            "ผู้ยืนยันต้องดำรงตำแหน่งที่ลงนามตำแหน่งอื่น ไม่ได้เสนอ บันทึก หรือยืนยันผลนี้"
            " และไม่เคยแต่งตั้งหรือดูแลบัญชีของผู้ขอ",
            "who confirms it holds another post that signs, neither drafted, entered nor"
            " confirmed this, and never appointed who asks or had their account in hand",
        ),
        next_step=Text(
            "ให้ผู้ดำรงตำแหน่งอื่นยืนยัน เช่น หัวหน้าฝ่ายประจำ หัวหน้าสำนักงานกลาง หรือหัวหน้าส่วนราชการ",
            "let the holder of another post confirm it: the chief administrator, the head of the"
            " office or of a unit",
        ),
    )

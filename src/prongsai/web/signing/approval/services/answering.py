"""Whether those of whom a result of paper is hear of it, and can say that it is not theirs."""

from __future__ import annotations

from datetime import date, datetime

from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.positions import ACTING, Signatory, can_answer
from prongsai.web.signing.approval.services.common import LockedSubmission
from prongsai.web.signing.approval.terms import terms_of


def answers(locked: LockedSubmission, signatory: Signatory, on: date) -> bool:
    """Whether somebody whose account is open held the post that signed on a day."""
    return can_answer(locked.row.agency, signatory.own or locked.row.waits_for_id, on)


def check_answers(
    locked: LockedSubmission, signatory: Signatory, on: date, entered: datetime | None = None
) -> None:
    """That who signed hears of the result, and the true holder where another acted.

    Shape:  nobody's account is closed, nor was a term ended since the paper was submitted, to
            bring that about; a post that is vacant has nobody to ask. `entered` is when it was,
            None for now: whose term was ended since then still answers.
    Errors: Refused.
    """
    posts = [post for post in (locked.row.waits_for_id, signatory.own) if post is not None]
    terms = terms_of(locked.row.agency, posts, locked.row.made_at)
    holders = [
        term.appointment
        for term in terms
        if not term.appointment.is_acting and term.covered([on], entered or now())
    ]
    signed = signatory.own or locked.row.waits_for_id
    was_there = any(holder.position_id == signed for holder in holders)
    if not (entered and was_there) and not answers(locked, signatory, on):
        raise _nobody_held(signatory.words.split(f" {ACTING}")[0], on)
    for holder in holders:
        if not holder.user.is_active:
            raise _nobody_held(holder.position.title, on)


def _nobody_held(title: str, on: date) -> Refused:
    return Refused(
        Text(
            f"ไม่มีผู้ดำรงตำแหน่ง{title}ที่บัญชีเปิดอยู่ ในวันที่ {long_date(on)}",
            f"nobody whose account is open held the post {title} on {on.isoformat()}",
        ),
        field="position",
        next_step=Text(
            "ตรวจวันที่ลงนาม หรือเลือกผู้รักษาราชการแทนตามที่พิมพ์ใต้ลายมือชื่อ"
            " ผู้ที่เพิ่งบันทึกว่าดำรงตำแหน่งลงนามได้ตั้งแต่วันที่บันทึก ให้บันทึกหรือเปิดบัญชีในหน้า “คนและตำแหน่ง”"
            " แล้วลงนามและลงวันที่ใหม่",
            "look at the day, or choose who acted, as printed under the signature; who was entered"
            " later may sign from the day of the entry: have the post entered, or the account"
            " opened, on the page of people, and have the paper signed and dated anew",
        ),
    )

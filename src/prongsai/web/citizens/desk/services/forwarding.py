"""Forward a case to an outside agency: to whom, how and when, what was told, who follows it up."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.desk.model import Act, Channel, Outcome, State
from prongsai.core.text import Text
from prongsai.core.thai import squeeze
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseForward
from prongsai.web.citizens.desk.services.acts import happened, locked, record, said
from prongsai.web.citizens.desk.services.escalation import settle
from prongsai.web.citizens.desk.services.joining import (
    CONTACT_KEPT,
    CONTACT_SENT,
    refuse_joined,
    spread,
)
from prongsai.web.platform.clock import today


class Forward(Struct, frozen=True):
    """What is forwarded, and how.

    Shape:  `letter` the number of the letter, "" for none; `has_contact` where name and way to
            answer went along; `text` what who brought the case is told beside it; `follow_up_on`
            when the agency asks how it goes, None where the case ends with the forwarding.
    """

    to: str
    sent_on: date
    text: str
    letter: str = ""
    has_contact: bool = False
    follow_up_on: date | None = None


@transaction.atomic
def forward(case: Case, told: Forward, *, by: Actor, seen: int) -> CaseForward:
    """Write down that a case went to another agency; who brought it reads it by their receipt.

    Shape:  without a day to follow it up the case is answered, as “forwarded”, and so are those
            that are joined with it; else it stays open, waits outside, and its last day stands.
    Errors: Refused where it is joined itself, went to the agency itself, on a day before it came or
            to come, is to be followed up on none to come, or what is told would say who brought
            another one.
    """
    row = locked(case, by, seen)
    refuse_joined(row, Outcome.FORWARDED)
    _refuse_days(told, row)
    if squeeze(told.to) == squeeze(row.agency.name):
        raise _refused(
            Text("นี่คือหน่วยงานนี้เอง", "this is the agency itself"),
            Text("ใช้ “มอบหมาย” ส่งให้ส่วนราชการภายใน", "use “assign” for a unit of its own"),
            field="to",
        )
    words = _words(told, said(told.text))
    if told.follow_up_on is None:
        row.outcome, row.answered_on = Outcome.FORWARDED, today()
        entry = happened(row, Act.ANSWER, words, by)
        spread(row, words, by)
        settle(row.agency, row.escalated_to)
    else:
        entry = happened(row, Act.FORWARD, words, by)
    # To whom it went is not in the journal: of some kinds that alone would tell.
    record(row, by, "case-forwarded")
    return CaseForward.objects.create(
        case=row, entry=entry, to=told.to, letter=told.letter, sent_on=told.sent_on,
        has_contact=told.has_contact, follow_up_on=told.follow_up_on,
    )  # fmt: skip


@transaction.atomic
def follow_up(case: Case, *, by: Actor, text: str, again_on: date, seen: int) -> None:
    """Note what the other agency said, and when it is asked again; officials alone read it.

    Errors: Refused where the case does not wait outside, or for a day that is not to come.
    """
    row = locked(case, by, seen)
    last = row.forwards.last()
    if row.state != State.OUTSIDE or last is None:
        raise _refused(
            Text("เรื่องนี้ไม่ได้รอหน่วยงานอื่น", "this case waits for no other agency"),
            Text("เปิดหน้านี้ใหม่", "open the page again"),
            field="text",
        )
    _refuse_past("again_on", again_on)
    happened(row, Act.NOTE, f"ติดตามกับ{last.to}: {said(text)}", by)
    last.follow_up_on = again_on
    last.save(update_fields=["follow_up_on"])
    record(row, by, "case-noted")


def _words(told: Forward, text: str) -> str:
    """What stands as the entry, and is copied to those who brought the same."""
    letter = f" ตามหนังสือที่ {told.letter}" if told.letter else ""
    contact = CONTACT_SENT if told.has_contact else CONTACT_KEPT
    after = (
        f"หน่วยงานนี้จะติดตามผลในวันที่ {long_date(told.follow_up_on)}"
        if told.follow_up_on
        else "เรื่องนี้ปิดแล้ว ติดตามต่อได้ที่หน่วยงานที่รับเรื่อง"
    )
    head = f"ส่งต่อถึง{told.to} เมื่อ {long_date(told.sent_on)}{letter}"
    return f"{head}\n{text}\n{contact}\n{after}"


def _refuse_days(told: Forward, case: Case) -> None:
    # What was brought on paper or by telephone may be written in days later.
    if case.channel == Channel.WEB and told.sent_on < case.day:
        came = case.day
        raise _refused(
            Text(
                f"เรื่องนี้แจ้งมาเมื่อ {long_date(came)} จึงส่งต่อก่อนนั้นไม่ได้",
                f"the case came on {long_date(came)} and was not sent on before that",
            ),
            Text("ตรวจวันที่ส่งกับหนังสือ", "compare the day with the letter"),
            field="sent_on",
        )
    if told.sent_on > today():
        raise _refused(
            Text("วันที่ส่งต่อยังมาไม่ถึง", "the day on which it was sent is to come"),
            Text("บันทึกเมื่อส่งแล้ว", "write it down once it is sent"),
            field="sent_on",
        )
    if told.follow_up_on is not None:
        _refuse_past("follow_up_on", told.follow_up_on)


def _refuse_past(field: str, day: date) -> None:
    if day <= today():
        raise _refused(
            Text("วันติดตามต้องเป็นวันข้างหน้า", "the day to follow it up is to come"),
            Text("ใส่วันหลังวันนี้", "give a day after today"),
            field=field,
        )


def _refused(message: Text, next_step: Text, *, field: str) -> Refused:
    return Refused(message, field=field, next_step=next_step)

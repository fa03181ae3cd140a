"""Take in a case: from the public page, or by an official for somebody at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import Act, CaseKind, Channel, State
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.desk.models import Case, CaseEntry, DayOff
from prongsai.web.desk.receipts import digest_of
from prongsai.web.desk.rights import sees_kind
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

MOST_A_DAY = 1_000
_LONGEST_SUBJECT = 200


@transaction.atomic
def receive(
    agency: Agency,
    kind: CaseKind,
    values: Mapping[str, str],
    receipt: str,
    *,
    channel: Channel = Channel.WEB,
    by: Actor | None = None,
) -> Case:
    """Keep a case; the same receipt again is the same case.

    Shape:  `values` are the fields as they were typed; `by` the official who writes for somebody,
            None on the public page. What comes from there stands in no journal.
    Errors: Refused where more came on this day than people of one place send, and where `by` does
            not keep the desk.
    """
    _refuse_others(by, kind)
    # One at a time: the number is the next, and the same form sent twice meets its first.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    digest = digest_of(agency, receipt)
    known = Case.objects.filter(agency=agency, receipt=digest).first()
    if known is not None:
        return known
    day = today()
    _refuse_flood(agency, day, channel)
    year = year_of(day)
    last = Case.objects.filter(agency=agency, fiscal_year=year).aggregate(last=Max("number"))
    off = set(DayOff.objects.filter(agency=agency, day__gt=day).values_list("day", flat=True))
    case = Case.objects.create(
        agency=agency, kind=kind.key, fiscal_year=year, number=(last["last"] or 0) + 1,
        receipt=digest, channel=channel, values=dict(values), state=State.RECEIVED, day=day,
        subject=shorten(values.get(kind.named_by, ""), _LONGEST_SUBJECT),
        due_on=due_on(day, kind.due, off), version=1,
    )  # fmt: skip
    CaseEntry.objects.create(
        case=case, number=1, act=Act.RECEIVE, day=day, at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "",
    )  # fmt: skip
    if by is not None:
        journal.record(agency, by, "case-taken", number_of(case))
    return case


def number_of(case: Case) -> str:
    """A case's number as people say it."""
    return f"{case.number}/{case.fiscal_year}"


@transaction.atomic
def forget_contacts(on: date, kinds: Mapping[str, CaseKind], after: timedelta) -> int:
    """Delete who brought a case that was answered long ago; how many cases that was."""
    forgotten = 0
    for case in Case.objects.filter(state=State.ANSWERED, answered_on__lt=on - after):
        kind = kinds.get(case.kind)
        held = [name for name in kind.contact if case.values.get(name)] if kind else []
        if held:
            case.values = {name: text for name, text in case.values.items() if name not in held}
            case.save(update_fields=["values"])
            forgotten += 1
    return forgotten


def _refuse_others(by: Actor | None, kind: CaseKind) -> None:
    if by is not None and not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused(
            Text("ตำแหน่งนี้รับเรื่องแทนผู้อื่นไม่ได้", "this position takes in no cases for others"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องบันทึก", "ask the complaint officer"),
        )


def _refuse_flood(agency: Agency, day: date, channel: Channel) -> None:
    if channel is not Channel.WEB:
        return
    if Case.objects.filter(agency=agency, day=day, channel=Channel.WEB).count() >= MOST_A_DAY:
        raise Refused(
            Text("วันนี้มีเรื่องส่งเข้ามามากผิดปกติ", "unusually much was sent in today"),
            next_step=Text(
                "สิ่งที่พิมพ์ยังอยู่ในหน้านี้ ส่งใหม่พรุ่งนี้ หรือโทรศัพท์ถึงหน่วยงาน",
                "what you typed is still on this page: send it tomorrow, or telephone the agency",
            ),
        )

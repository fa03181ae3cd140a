"""The order of a working group: submit it, and do what follows when it was signed."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.queries import is_running
from prongsai.web.office.circulation.services import start
from prongsai.web.office.meetings.models import Group
from prongsai.web.office.meetings.queries.members import (
    holders,
    participants_of,
    positions_of_group,
    units_of_group,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.approval.models import OPEN_STATES, Submission, SubmissionState
from prongsai.web.signing.approval.queries import (
    decisions_of,
    signed_copy,
    submission_of,
)
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.approval.services.numbering import issued, lacks_number
from prongsai.web.signing.publication.services import by_itself, publish
from prongsai.web.year.calendar.services import telling

KIND = "order"
# Long enough for people on leave, short enough to be remembered.
_DAYS_TO_ACKNOWLEDGE = 15


@transaction.atomic
def submit(group: Group, *, by: Actor) -> Submission:
    """Submit the order for signature, or its newer version where it is on its way already.

    Errors: Refused for a closed group, or where it is on its way and nothing has changed.
    """
    hold(group.agency)
    rows = Group.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").get(pk=group.pk)
    if row.closed_at is not None:
        raise Refused(
            Text("คณะทำงานนี้ปิดแล้ว", "this working group is closed"),
            next_step=Text("เปิดอีกครั้งก่อนเสนอ", "open it again first"),
        )
    before = submission_of(row.agency, KIND, row.pk)
    if before is not None and before.state in OPEN_STATES:
        return submitting.resubmit(before, by=by)
    return submitting.submit(row.agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year)


@transaction.atomic
def decided(submission: Submission, *, by: Actor | None) -> None:
    """The last step: number and day where it was signed, and the members are told."""
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    if row is None or submission.state != SubmissionState.APPROVED:
        return
    row.signed_on = _signed_on(submission)
    row.number = _number(submission, row, by)
    row.save(update_fields=["signed_on", "number"])
    if row.number:
        submission.number = row.number
        submission.save(update_fields=["number"])
    told = _tell(row, by)
    record(row.agency, by, "group-order-signed", row.name, year=row.fiscal_year,
           number=row.number or "–", told=told)  # fmt: skip


@transaction.atomic
def set_aside(submission: Submission, *, by: Actor) -> None:
    """A disputed result fell: the order is not signed, and has neither day nor number."""
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    if row is None:
        return
    row.signed_on, row.number = None, ""
    row.save(update_fields=["signed_on", "number"])
    record(row.agency, by, "group-order-set-aside", row.name, year=row.fiscal_year)


def copied(submission: Submission) -> None:
    """The signed copy is kept: publish it where that was ticked, and send it to the units.

    Shape:  what lacks its number waits for the copy that bears it; a group of outsiders only has
            nobody to be sent to: its members hear by other ways. What was withdrawn from the public
            stays so and is not sent round.
    """
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    file = signed_copy(submission.agency, KIND, submission.subject)
    if row is None or file is None or lacks_number(submission):
        return
    day = _signed_on(submission)
    with transaction.atomic():
        # Its number may have come by hand, after it was signed; and where a newer order fell,
        # this one is borne again.
        row.signed_on, row.number = day, submission.number
        row.save(update_fields=["signed_on", "number"])
        title = f"คำสั่งที่ {row.number} {row.subject}" if row.number else f"คำสั่ง {row.subject}"
        if row.publishes and not by_itself(
            submission,
            lambda: publish(
                row.agency, by=None, kind=KIND, subject=row.pk, title=title[:300],
                year=row.fiscal_year, file=file, number=row.number, day=day,
            ),
        ):  # fmt: skip
            return
        units, positions = units_of_group(row), positions_of_group(row)
        # A copy that is drawn anew with its number is not sent round again.
        if not (units or positions) or is_running(row.agency, KIND, row.pk):
            return
        try:
            start(
                row.agency, by=None, title=title, text="ถือปฏิบัติตามคำสั่ง", kind=KIND,
                subject=row.pk, file=file, year=row.fiscal_year, units=units, positions=positions,
                due=today() + timedelta(days=_DAYS_TO_ACKNOWLEDGE),
            )  # fmt: skip
        except Refused:
            return


def _signed_on(submission: Submission) -> date:
    """The day of the last decision: today, or the day on the paper."""
    last = decisions_of(submission).filter(voided_at=None).last()
    return timezone.localtime(last.at).date() if last else today()


def _number(submission: Submission, row: Group, by: Actor | None) -> str:
    """The next number of the orders of the calendar year; "" leaves it to the register."""
    if submission.number or by is None or row.signed_on is None:
        return submission.number
    # An order that is signed anew is another paper and gets another number.
    return issued(submission, by=by, on=row.signed_on, title=row.subject)


def _tell(row: Group, by: Actor | None) -> int:
    day = row.signed_on or today()
    positions = [
        participant.position.pk for participant in participants_of(row) if participant.position
    ]
    people = holders(row.agency, positions, today())
    telling.tell(
        row.agency,
        to=people,
        about=row.pk,
        name=Text(
            f"ท่านอยู่ใน{row.name} ตามคำสั่งวันที่ {long_date(day)}",
            f"You are in {row.name} by order of {day.isoformat()}",
        ),
        url=reverse("meetings:group", args=[row.fiscal_year, row.pk]),
        year=row.fiscal_year,
        last_day=None,
        by=by,
    )
    return len(people)

"""Acknowledge: by oneself on the site, or on paper as the officer writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import standing_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.checking import Withdrawal
from prongsai.web.year.calendar.services import telling


@transaction.atomic
def remind(circulation: Circulation, *, by: Actor | None) -> int:
    """Remind who has not acknowledged yet; how many were told, each once a day at most.

    Errors: Refused: closed, paused, or nobody is missing who has an account.
    """
    check_going(circulation)
    missing = circulation.recipients.filter(acknowledged_at=None, user__is_active=True)
    people = [one.user for one in missing.select_related("user") if one.user is not None]
    if not people:
        raise Refused("circulation/all_acknowledged_already")
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
    day = standing.fallen_on
    if day is not None:
        written = Text(long_date(day), day.isoformat())
        raise Refused("circulation/approval_set_aside", day=written)
    if standing.withdrawn is not None:
        raise taken_back(standing.withdrawn)


def taken_back(withdrawn: Withdrawal) -> Refused:
    """Nobody acknowledges, or is sent, what its office no longer stands by."""
    return Refused(
        "circulation/paper_withdrawn",
        day=Text(long_date(withdrawn.day), withdrawn.day.isoformat()),
        reason=withdrawn.reason,
    )


def check_not_held(circulation: Circulation) -> None:
    """That nobody objects to the paper: it can only wait meanwhile.

    Shape:  what fell waits for nothing any more.
    Errors: Refused.
    """
    standing = standing_of(circulation)
    if standing.objected is None or not standing.is_paused:
        return
    if standing.objected.is_for_good:
        # Of a sheet whose result fell before it was confirmed.
        raise Refused("circulation/paused_by_objection.fallen")
    raise Refused("circulation/paused_by_objection")


def locked(circulation: Circulation) -> Circulation:
    """The row as it stands, changed by nobody else until the transaction ends."""
    journal.hold(circulation.agency)
    return Circulation.objects.select_for_update(no_key=True).get(pk=circulation.pk)


def check_open(circulation: Circulation) -> None:
    """That it still takes acknowledgements.

    Errors: Refused.
    """
    if circulation.closed_at is not None:
        raise Refused("circulation/circulation_closed")


def note_opened(circulation: Circulation, *, by: Actor) -> None:
    """Keep when a recipient first opened the file: nobody acknowledges what they never opened."""
    mine = Recipient.objects.filter(circulation=circulation, user=by.user, opened_at=None)
    mine.update(opened_at=now())


@transaction.atomic
def acknowledge(circulation: Circulation, *, by: Actor) -> bool:
    """Keep that a person has read it, with the time; once, and for good. Whether it is new.

    Errors: Refused: not sent to this person, closed, paused, taken back, its file was not opened.
    """
    # A closing at the same time waits, or was first.
    found = locked(circulation)
    mine = Recipient.objects.filter(circulation=circulation, user=by.user)
    if not mine.exists():
        raise Refused("circulation/not_sent_to_you")
    if mine.exclude(acknowledged_at=None).exists():
        return False
    check_going(found)
    if found.file_id is not None and mine.filter(opened_at=None).exists():
        raise Refused("circulation/file_not_opened_yet")
    mine.filter(acknowledged_at=None).update(acknowledged_at=now())
    journal.record(circulation.agency, by, "circulation-acknowledged", circulation.title)
    telling.settle(circulation.agency, circulation.pk, [by.user])
    return True


@transaction.atomic
def sign_on_paper(
    circulation: Circulation,
    *,
    by: Actor,
    recipients: Sequence[UUID],
    day: date,
    scan: StoredFile | None = None,
) -> int:
    """Write down who signed on paper, and when; how many are new. Who has an account is told.

    Errors: Refused: nobody was ticked, oneself was, a day before the start or to come, closed,
            paused or taken back; without the scan; for who said that such a signature was not
            theirs.
    """
    found = locked(circulation)
    check_going(found)
    own(found.agency, scan)
    _check_day(found, day)
    rows = Recipient.objects.filter(
        circulation=found, pk__in=list(recipients), acknowledged_at=None
    )
    _check_signers(rows, by, scan)
    people = [one.user for one in rows.select_related("user") if one.user is not None]
    count = rows.update(
        acknowledged_at=now(), paper_day=day, noted_by=by.user, noted_by_words=by.words, scan=scan
    )
    journal.record(
        found.agency, by, "circulation-signed-on-paper", found.title, count=count,
        day=day.isoformat(),
    )  # fmt: skip
    if people:
        telling.settle(found.agency, found.pk, people)
        _tell_signed(found, people, by, day)
    return count


@transaction.atomic
def disown(circulation: Circulation, *, by: Actor) -> None:
    """A recipient says that a signature on paper in their name is not theirs: it falls.

    Shape:  after the closing too, for the report must not tell what is not so; from then on only
            the person acknowledges it, and who wrote it down is told.
    Errors: Refused where nobody wrote down a signature of this person.
    """
    found = locked(circulation)
    rows = Recipient.objects.filter(circulation=found, user=by.user).exclude(paper_day=None)
    mine = rows.select_related("noted_by", "scan").first()
    if mine is None:
        raise Refused("circulation/no_paper_signature_of_yours")
    rows.update(
        acknowledged_at=None, paper_day=None, noted_by=None, noted_by_words="", scan=None,
        disowned_at=now(),
    )  # fmt: skip
    journal.record(
        found.agency, by, "circulation-disowned", found.title,
        position=mine.position, noted=mine.noted_by_words,
        digest=mine.scan.digest if mine.scan else "",
    )  # fmt: skip
    if mine.noted_by is not None:
        said = Text(
            f"{mine.position}แจ้งว่าลายมือชื่อบนกระดาษที่ท่านบันทึกไม่ใช่ของตน: {found.title}",
            f"{mine.position} says that the signature you wrote down is not theirs: {found.title}",
        )
        address = reverse("circulation:state", args=[found.pk])
        notifying.tell(found.agency, [mine.noted_by], said, address)


@transaction.atomic
def unsign(recipient: Recipient, *, by: Actor) -> None:
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
        raise Refused("circulation/no_paper_signature_of_person")
    journal.record(
        found.agency, by, "circulation-unsigned", found.title, position=recipient.position
    )


def _check_signers(rows: QuerySet[Recipient], by: Actor, scan: StoredFile | None) -> None:
    """Who writes down a signature says what somebody else did: it takes the sheet that shows it."""
    if not rows.exists():
        raise Refused("circulation/nobody_chosen", field="recipients")
    if rows.filter(user=by.user).exists():
        raise Refused("circulation/own_signature_not_allowed", field="recipients")
    disowned = rows.exclude(disowned_at=None).first()
    if disowned is not None:
        raise Refused(
            "circulation/signature_disowned_before",
            field="recipients",
            position=disowned.position,
        )
    if scan is None:
        raise Refused("circulation/signed_sheet_missing", field="scan")


def _tell_signed(found: Circulation, people: Sequence[User], by: Actor, day: date) -> None:
    written = long_date(day)
    said = Text(
        f"{by.words} บันทึกว่าท่านลงชื่อรับทราบบนกระดาษวันที่ {written}"
        f" ถ้าไม่ใช่ลายมือชื่อของท่าน เปิดแล้วแจ้งได้: {found.title}",
        f"{by.words} wrote down that you signed on paper on {written};"
        f" if it is not your signature, open it and say so: {found.title}",
    )
    notifying.tell(found.agency, people, said, reverse("circulation:read", args=[found.pk]))


def _check_day(found: Circulation, day: date) -> None:
    if not timezone.localtime(found.started_at).date() <= day <= today():
        raise Refused("circulation/signing_day_out_of_range", field="day")

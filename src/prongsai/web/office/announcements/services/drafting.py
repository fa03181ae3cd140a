"""Begin an announcement: from its kind, from last year's, or as a revision; drop a draft."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction

from prongsai.core.announcements.content import Words
from prongsai.core.announcements.drafting import drafted, renewed
from prongsai.core.announcements.model import Kind
from prongsai.core.announcements.reading import shipped
from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import paper_agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import (
    announcement_of,
    current_words,
    fields_of,
    words_in,
)
from prongsai.web.office.announcements.models import (
    OPEN,
    STANDING,
    Announcement,
    ChangeReason,
    State,
)
from prongsai.web.office.announcements.services import rows
from prongsai.web.office.announcements.words import KIND
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.year.assessment.services.revisions import locked as locked_year


@transaction.atomic
def draft(
    agency: Agency, *, by: Actor, year: int, key: str, earlier: Announcement | None = None
) -> Announcement:
    """A draft of a kind for a year, from the kind's own text or from an earlier edition.

    Errors: Misuse for a kind or year that is not there; Refused where one is being worked on, or
            stands already (that one is revised).
    """
    locked_year(agency, year)
    kind = shipped().kind(key)
    if kind is None:
        raise Misuse(
            Text(f"ไม่มีประกาศชนิด “{key}”", f"there is no kind of announcement called “{key}”"),
            next_step=Text("เลือกจากทะเบียนประกาศ", "choose from the register"),
        )
    _refuse_second(agency, year, key)
    if earlier is None:
        made = drafted(kind, fields_of(paper_agency(agency)), year)
    else:
        made = renewed(announcement_of(earlier), year)
    change_reason = ChangeReason.DRAFTED if earlier is None else ChangeReason.COPIED
    return _begun(agency, kind, year, words_in(made), by=by, change_reason=change_reason)


@transaction.atomic
def revise(announcement: Announcement, *, by: Actor) -> Announcement:
    """A new edition of an announcement that stands, with its words; the old one stands meanwhile.

    Errors: Refused where this one does not stand, or a new edition is being worked on.
    """
    old = rows.locked(announcement)
    kind = shipped().kind(old.kind)
    if old.state not in STANDING or kind is None:
        raise Refused(
            Text("แก้ไขได้เฉพาะฉบับที่ใช้อยู่", "only the edition that stands can be revised"),
            next_step=Text("เปิดฉบับที่ใช้อยู่จากทะเบียน", "open the standing one from the register"),
        )
    _refuse_open(old.agency, old.fiscal_year, old.kind)
    return _begun(
        old.agency,
        kind,
        old.fiscal_year,
        current_words(old),
        by=by,
        change_reason=ChangeReason.COPIED,
        before=old,
    )


@transaction.atomic
def discard(announcement: Announcement, *, by: Actor) -> None:
    """Drop a draft that was never submitted.

    Errors: Refused where it was.
    """
    row = rows.locked(announcement)
    if row.state != State.DRAFT or submission_of(row.agency, KIND, row.pk) is not None:
        raise Refused(
            Text("ลบได้เฉพาะร่างที่ยังไม่เคยเสนอลงนาม", "only a draft never submitted is dropped"),
            next_step=Text("ถ้าไม่ใช้แล้ว ให้เลิกใช้พร้อมเหตุผล", "end it with a reason instead"),
        )
    rows.record(row, by, "notice-discarded")
    row.delete()


def _begun(
    agency: Agency,
    kind: Kind,
    year: int,
    words: Words,
    *,
    by: Actor,
    change_reason: ChangeReason,
    before: Announcement | None = None,
) -> Announcement:
    last = Announcement.objects.filter(agency=agency, fiscal_year=year, kind=kind.key).first()
    announcement = Announcement(
        agency=agency,
        fiscal_year=year,
        kind=kind.key,
        series=before.series if before else uuid4(),
        edition=last.edition + 1 if last else 1,
        form=kind.form.value,
        signer=kind.signer.value,
        readers=kind.readers.value,
        items=list(kind.lineages),
        made_at=now(),
        by=by.user,
        by_words=by.words,
    )
    rows.write(announcement, words, by=by, change_reason=change_reason, number=1)
    journal.record(
        agency, by, "notice-drafted", announcement.subject, year=year, edition=announcement.edition
    )
    return announcement


def _refuse_second(agency: Agency, year: int, key: str) -> None:
    _refuse_open(agency, year, key)
    own = Announcement.objects.filter(agency=agency, fiscal_year=year, kind=key, state__in=STANDING)
    if own.exists():
        raise Refused(
            Text("ปีนี้มีฉบับที่ใช้อยู่แล้ว", "one stands this year already"),
            next_step=Text("เปิดฉบับนั้น แล้วทำฉบับแก้ไข", "open it and make a revised edition"),
        )


def _refuse_open(agency: Agency, year: int, key: str) -> None:
    own = Announcement.objects.filter(agency=agency, fiscal_year=year, kind=key, state__in=OPEN)
    if own.exists():
        raise Refused(
            Text("มีร่างของประกาศนี้อยู่แล้ว", "this announcement has a draft already"),
            next_step=Text("เปิดร่างเดิมจากทะเบียนแล้วแก้ต่อ", "open it from the register and go on"),
        )

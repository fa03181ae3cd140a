"""Write memos: every version is kept; what was approved stays as it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.memo_queries import FIELDS, KIND, memo_values
from prongsai.web.office.papers.models import Memo, MemoEnclosure, MemoRevision
from prongsai.web.platform import upload_validation, uploads
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.positions import unit_of
from prongsai.web.signing.approval.queries import signed_copy, submission_of
from prongsai.web.signing.approval.services.numbering import number_for, refuse_unnumbered
from prongsai.web.signing.approval.services.submitting import submit
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish

MOST_ENCLOSURES = 20


class MemoChanged(Refused):
    """Somebody else changed the memo meanwhile; `row` is what stands."""

    def __init__(self, row: Memo) -> None:
        """Keep the row beside the words."""
        super().__init__(
            Text("มีผู้แก้บันทึกนี้หลังจากเปิดหน้า", "somebody changed this memo after the page was opened"),
            next_step=Text(
                "ที่พิมพ์ไว้ยังอยู่ เทียบกับฉบับที่ใช้อยู่ แล้วบันทึกอีกครั้ง",
                "what was typed is kept: compare it with what stands, then save again",
            ),
        )
        self.row = row


@transaction.atomic
def write(agency: Agency, *, by: Actor, year: int, values: Mapping[str, Any]) -> Memo:
    """A new memo."""
    _lock(agency)
    row = Memo(
        agency=agency, fiscal_year=year, unit=unit_of(agency, by.user, today()), made_at=now(),
        changed_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    _fill(row, values)
    row.save()
    _keep(row, by)
    record(agency, by, "memo-written", row.subject, year=year)
    return row


@transaction.atomic
def edit(agency: Agency, memo_id: UUID, *, by: Actor, values: Mapping[str, Any], seen: int) -> Memo:
    """The next version of a memo; nothing happens where nothing differs.

    Errors: Refused once it was approved; MemoChanged where `seen` is not the version that stands;
            Memo.DoesNotExist for another agency's.
    """
    row = _held(agency, memo_id)
    _refuse_frozen(row)
    if row.version != seen:
        raise MemoChanged(row)
    before = memo_values(row)
    _fill(row, values)
    if memo_values(row) == before:
        return row
    row.version += 1
    row.changed_at = now()
    row.save()
    _keep(row, by)
    record(agency, by, "memo-edited", row.subject, number=row.version)
    return row


def restore(agency: Agency, memo_id: UUID, *, by: Actor, revision: MemoRevision, seen: int) -> Memo:
    """An earlier version as the next one."""
    return edit(agency, memo_id, by=by, values=revision.values, seen=seen)


@transaction.atomic
def remove(agency: Agency, memo_id: UUID, *, by: Actor) -> None:
    """Take a draft away; one that was ever submitted stays.

    Errors: Refused for such a one.
    """
    row = _held(agency, memo_id)
    if submission_of(agency, KIND, row.pk) is not None:
        raise Refused(
            Text("บันทึกที่เคยเสนอแล้วลบไม่ได้", "a memo that was submitted cannot be deleted"),
            next_step=Text("ถอนเรื่องแทน", "withdraw it instead"),
        )
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    record(agency, by, "memo-removed", row.subject)


def enclose(
    agency: Agency, memo_id: UUID, *, by: Actor, name: str, data: bytes, title: str = ""
) -> MemoEnclosure:
    """Put a file with a memo.

    Errors: UnreadableInput from validation; Refused once the memo was approved or has enough.
    """
    checked = upload_validation.checked(name, data)
    with transaction.atomic():
        row = _held(agency, memo_id)
        _refuse_frozen(row)
        if row.enclosures.filter(removed_at=None).count() >= MOST_ENCLOSURES:
            raise Refused(
                Text(f"แนบได้ไม่เกิน {MOST_ENCLOSURES} แฟ้ม", f"no more than {MOST_ENCLOSURES} files"),
                field="file",
                next_step=Text("รวมแฟ้มเป็น PDF เดียว", "join them into one PDF"),
            )
        kept = uploads.keep(agency, by, checked)
        made = MemoEnclosure.objects.create(
            memo=row, file=kept, title=squeeze(title)[:300] or checked.name, at=now()
        )
        _touch(row)
        record(agency, by, "memo-enclosed", row.subject, name=made.title)
    return made


@transaction.atomic
def take_out(agency: Agency, memo_id: UUID, enclosure_id: UUID, *, by: Actor) -> None:
    """Take a file out of a memo; its row and content stay.

    Errors: Refused once the memo was approved; MemoEnclosure.DoesNotExist for one that is not
            there.
    """
    row = _held(agency, memo_id)
    _refuse_frozen(row)
    one = row.enclosures.get(pk=enclosure_id, removed_at=None)
    one.removed_at = now()
    one.save(update_fields=["removed_at"])
    _touch(row)
    record(agency, by, "memo-enclosure-removed", row.subject, name=one.title)


@transaction.atomic
def submit_memo(
    agency: Agency, memo_id: UUID, *, by: Actor, is_numbered: bool = False
) -> Submission:
    """Submit a memo; one for information goes by the route on which nobody decides.

    Shape:  `is_numbered` takes the register's next number at once.
    Errors: Refused as `approval.services.submitting.submit` does, and once it was approved.
    """
    row = _held(agency, memo_id)
    _refuse_frozen(row)
    sent = submit(
        agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year, unit=row.unit
    )  # fmt: skip
    if is_numbered:
        number_for(sent, by=by)
    return sent


@transaction.atomic
def publish_memo(agency: Agency, memo_id: UUID, *, by: Actor) -> Publication:
    """Publish the signed copy of an approved memo, for everybody to read.

    Errors: Refused before it is approved, numbered, and its copy is drawn.
    """
    row = _held(agency, memo_id)
    file = signed_copy(agency, KIND, row.pk)
    submission = submission_of(agency, KIND, row.pk)
    if file is None or submission is None or submission.decided_at is None:
        raise Refused(
            Text("ยังไม่มีสำเนาที่ลงนามแล้ว", "there is no signed copy yet"),
            next_step=Text("รอให้ลงนามครบ แล้วเปิดหน้านี้ใหม่", "wait for the signatures"),
        )
    refuse_unnumbered(submission)
    return publish(
        agency, by=by, kind=KIND, subject=row.pk, title=row.subject, year=row.fiscal_year,
        file=file, number=submission.number,
        day=timezone.localtime(submission.decided_at).date(),
    )  # fmt: skip


def _lock(agency: Agency) -> None:
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _held(agency: Agency, memo_id: UUID) -> Memo:
    _lock(agency)
    rows = Memo.objects.select_for_update(of=("self",)).select_related("agency", "unit")
    return rows.get(agency=agency, pk=memo_id, removed_at=None)


def _fill(row: Memo, values: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field in values:
            setattr(row, field, values[field])


def _keep(row: Memo, by: Actor) -> None:
    MemoRevision.objects.create(
        agency=row.agency, memo=row, number=row.version, values=memo_values(row), **made(by)
    )


def _touch(row: Memo) -> None:
    row.changed_at = now()
    row.save(update_fields=["changed_at"])


def _refuse_frozen(row: Memo) -> None:
    sent = submission_of(row.agency, KIND, row.pk)
    if sent is None or sent.state != State.APPROVED:
        return
    raise Refused(
        Text("บันทึกนี้ลงนามครบแล้ว แก้ไม่ได้", "this memo was signed and cannot be changed"),
        next_step=Text("เขียนบันทึกใหม่อ้างถึงฉบับนี้", "write a new memo that refers to it"),
    )

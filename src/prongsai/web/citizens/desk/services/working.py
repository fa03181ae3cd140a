"""What happens to a case: assigned, asked back, answered, rated, brought again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import Act, Outcome
from prongsai.core.text import Text
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, DayOff
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import is_unread_in
from prongsai.web.citizens.desk.services.acts import (
    happened,
    locked,
    not_yours,
    record,
    said,
    settle,
)
from prongsai.web.citizens.desk.services.joining import refuse_joined, spread
from prongsai.web.citizens.desk.services.receiving import attached, brought, is_again
from prongsai.web.platform.clock import today

BEST = 5
_REOPEN_WITHIN = 30


@transaction.atomic
def assign(case: Case, *, by: Actor, unit: Unit, class_key: str, seen: int) -> None:
    """Give a case to a unit, and say which class it is of.

    Errors: Refused: the person does not keep the desk, the unit is another agency's, the case is
            answered, something happened since it was seen, or nobody of the unit may read it.
    """
    if not may(by, Right.KEEP_DESK):
        raise not_yours()
    if unit.agency_id != case.agency_id:
        raise not_yours()
    row = locked(case, by, seen)
    kind = kind_in(row.agency_id, row.kind)
    offered = {one.key for one in kind.offered_classes} if kind else set()
    # One that is offered no more stays where it stood.
    if class_key and kind is not None and class_key not in offered | {row.class_key}:
        raise Refused(
            Text("ไม่มีประเภทนี้", "there is no such class"),
            field="class_key",
            next_step=Text("เลือกจากรายการ", "choose one of the list"),
        )
    if kind is not None and kind.restricted:
        _refuse_unread(unit)
    row.unit, row.class_key = unit, class_key
    happened(row, Act.ASSIGN, unit.name, by)
    record(row, by, "case-assigned", unit=unit.name)


def _refuse_unread(unit: Unit) -> None:
    if is_unread_in(unit, today()):
        raise Refused(
            Text(
                "ทุกคนในส่วนราชการนี้เป็นผู้ดูแลเรื่อง ซึ่งอ่านเรื่องที่จำกัดผู้อ่านไม่ได้",
                "all people of this unit keep the desk, and may not read such a case",
            ),
            field="unit",
            next_step=Text(
                "เลือกส่วนราชการอื่น หรือตอบเอง", "choose another unit, or answer it yourself"
            ),
        )


@transaction.atomic
def note(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Write something for colleagues; who brought the case never reads it."""
    row = locked(case, by, seen)
    happened(row, Act.NOTE, said(text), by)
    record(row, by, "case-noted")


@transaction.atomic
def step(case: Case, *, by: Actor, step_key: str, seen: int) -> None:
    """Say how far a case is; who brought it reads it by their receipt, in the words of today.

    Errors: Refused where its kind has no such step, or nobody waits for the agency.
    """
    row = locked(case, by, seen)
    kind = kind_in(row.agency_id, row.kind)
    found = [one for one in kind.offered_steps if one.key == step_key] if kind else []
    if not found:
        raise Refused(
            Text("ไม่มีขั้นนี้", "there is no such step"),
            field="step",
            next_step=Text("เลือกจากรายการ", "choose one of the list"),
        )
    happened(row, Act.STEP, found[0].title.th, by)
    record(row, by, "case-step")


@transaction.atomic
def ask(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Ask who brought the case for something; they read it by their receipt."""
    row = locked(case, by, seen)
    happened(row, Act.ASK, said(text), by)
    record(row, by, "case-asked")


@transaction.atomic
def answer(
    case: Case, *, by: Actor, text: str, outcome: Outcome, seen: int, photos: Sequence[bytes] = ()
) -> None:
    """Answer a case: it is closed then, unless who brought it brings it again.

    Shape:  those that are joined with it are answered by the same words and photos, which were
            drawn anew (`photos.redrawn`) and are shown to whoever holds a receipt.
    Errors: Refused where it is joined with another itself, where it is ended as joined by hand, or
            as forwarded without saying to whom (`forwarding.forward`), where others would read in
            it who brought one of them, and for too many photos.
    """
    if outcome is Outcome.FORWARDED:
        raise Refused(
            Text("ยังไม่ได้บอกว่าส่งต่อถึงหน่วยงานใด", "it is not said to whom it was forwarded"),
            field="outcome",
            next_step=Text("ใช้ “ส่งต่อหน่วยงานอื่น”", "use “forward to another agency”"),
        )
    row = locked(case, by, seen)
    refuse_joined(row, outcome)
    words = said(text)
    row.outcome, row.answered_on = outcome, today()
    shown = attached(row, happened(row, Act.ANSWER, words, by), photos)
    spread(row, words, by, shown)
    settle(row.agency, row.escalated_to)
    record(row, by, "case-answered")


@transaction.atomic
def reply(case: Case, *, text: str, photos: Sequence[bytes] = ()) -> None:
    """What who brought the case has to add; the same sent twice in a row stands once.

    Errors: Refused where nothing is said, and for more photos than the kind takes.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    words = said(text)
    if not is_again(row, Act.REPLY, words, photos):
        brought(row, happened(row, Act.REPLY, words, None), photos)


@transaction.atomic
def rate(case: Case, *, points: int) -> None:
    """How content who brought the case is, 1 to 5; once more replaces it.

    Errors: Refused where it is not answered yet, and for other points.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not 1 <= points <= BEST:
        raise Refused(
            Text("ให้คะแนนได้ 1 ถึง 5", "one to five points"),
            field="points",
            next_step=Text("เลือกหนึ่งข้อ", "choose one"),
        )
    row.rating = points
    happened(row, Act.RATE, str(points), None)


@transaction.atomic
def reopen(case: Case, *, text: str, photos: Sequence[bytes] = ()) -> None:
    """Bring an answered case again, saying why; its days begin anew, and it stands alone.

    Shape:  an answer that was late stays counted as late: who hands out receipts at the counter
            knows them, and would else bring a case again to answer it in time.

    Errors: Refused where it is not answered, where that is long ago, nothing is said, or more
            photos come than the kind takes.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    words = said(text)
    if is_again(row, Act.REOPEN, words, photos):
        return
    if row.answered_on and (today() - row.answered_on).days > _REOPEN_WITHIN:
        raise Refused(
            Text(
                f"ตอบไปเกิน {_REOPEN_WITHIN} วันแล้ว",
                f"it was answered more than {_REOPEN_WITHIN} days ago",
            ),
            next_step=Text("แจ้งเป็นเรื่องใหม่", "bring it as a new case"),
        )
    row.was_late = row.was_late or bool(row.answered_on and row.answered_on > row.due_on)
    kind = kind_in(row.agency_id, row.kind)
    if kind is not None:
        off = set(DayOff.objects.filter(agency=row.agency).values_list("day", flat=True))
        row.due_on = due_on(today(), kind.due, off)
    entry = happened(row, Act.REOPEN, words, None)
    row.reopened += 1
    row.answered_on, row.outcome, row.rating = None, "", None
    # Whom the answer to another did not help is heard apart.
    row.joined_to, row.escalated_to, row.is_again = None, "", False
    row.save()
    brought(row, entry, photos)

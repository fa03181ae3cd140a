"""What happens to a case: assigned, asked back, answered, rated, brought again."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import MOVES, Act, Outcome, State
from prongsai.core.desk.reading import kind_of
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.desk.models import Case, CaseEntry, DayOff
from prongsai.web.desk.rights import seen_by
from prongsai.web.desk.services.receiving import number_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

LONGEST = 5_000
BEST = 5
_REOPEN_WITHIN = 30
# Who holds a receipt writes as often as a matter needs, and fills nobody's disk.
_MOST_ENTRIES = 100


@transaction.atomic
def assign(case: Case, *, by: Actor, unit: Unit, class_key: str, seen: int) -> None:
    """Give a case to a unit, and say which class it is of.

    Errors: Refused: the person does not keep the desk, the unit is another agency's, the case is
            answered, or something happened since it was seen.
    """
    if not may(by, Right.KEEP_DESK):
        raise not_yours()
    if unit.agency_id != case.agency_id:
        raise not_yours()
    row = locked(case, by, seen)
    kind = kind_of(row.kind)
    if class_key and kind is not None and class_key not in {one.key for one in kind.classes}:
        raise Refused(
            Text("ไม่มีประเภทนี้", "there is no such class"),
            field="class_key",
            next_step=Text("เลือกจากรายการ", "choose one of the list"),
        )
    row.unit, row.class_key = unit, class_key
    _happened(row, Act.ASSIGN, unit.name, by)
    journal.record(row.agency, by, "case-assigned", number_of(row), unit=unit.name)


@transaction.atomic
def note(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Write something for colleagues; who brought the case never reads it."""
    row = locked(case, by, seen)
    _happened(row, Act.NOTE, _said(text), by)
    journal.record(row.agency, by, "case-noted", number_of(row))


@transaction.atomic
def ask(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Ask who brought the case for something; they read it by their receipt."""
    row = locked(case, by, seen)
    _happened(row, Act.ASK, _said(text), by)
    journal.record(row.agency, by, "case-asked", number_of(row))


@transaction.atomic
def answer(case: Case, *, by: Actor, text: str, outcome: Outcome, seen: int) -> None:
    """Answer a case: it is closed then, unless who brought it brings it again."""
    row = locked(case, by, seen)
    row.outcome, row.answered_on = outcome, today()
    _happened(row, Act.ANSWER, _said(text), by)
    journal.record(row.agency, by, "case-answered", number_of(row))


@transaction.atomic
def reply(case: Case, *, text: str) -> None:
    """What who brought the case has to add."""
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    _happened(row, Act.REPLY, _said(text), None)


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
    _happened(row, Act.RATE, str(points), None)


@transaction.atomic
def reopen(case: Case, *, text: str) -> None:
    """Bring an answered case again, saying why; its days begin anew.

    Errors: Refused where it is not answered, where that is long ago, or nothing is said.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    said = _said(text)
    if row.answered_on and (today() - row.answered_on).days > _REOPEN_WITHIN:
        raise Refused(
            Text(
                f"ตอบไปเกิน {_REOPEN_WITHIN} วันแล้ว",
                f"it was answered more than {_REOPEN_WITHIN} days ago",
            ),
            next_step=Text("แจ้งเป็นเรื่องใหม่", "bring it as a new case"),
        )
    kind = kind_of(row.kind)
    if kind is not None:
        off = set(DayOff.objects.filter(agency=row.agency).values_list("day", flat=True))
        row.due_on = due_on(today(), kind.due, off)
    _happened(row, Act.REOPEN, said, None)
    row.reopened += 1
    row.answered_on, row.outcome, row.rating = None, "", None
    row.save()


def _happened(row: Case, act: Act, text: str, by: Actor | None) -> None:
    """Write an entry and the state that it leads to; the caller has the row locked.

    Errors: Refused where nothing leads on from the state by this act.
    """
    state = MOVES.get((State(row.state), act))
    if state is None:
        raise Refused(
            Text(
                f"เรื่องนี้{State(row.state).label.th} จึงทำไม่ได้",
                f"this cannot be done: the case is {State(row.state).label.en}",
            ),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    if by is None and row.version >= _MOST_ENTRIES:
        raise Refused(
            Text("เรื่องนี้มีข้อความมากเกินไปแล้ว", "too much was written in this case already"),
            next_step=Text("โทรศัพท์ถึงหน่วยงาน หรือแจ้งเป็นเรื่องใหม่", "telephone, or bring a new case"),
        )
    row.state = state
    row.version += 1
    row.save()
    CaseEntry.objects.create(
        case=row, number=row.version, act=act, day=today(), at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "", text=text,
    )  # fmt: skip


def locked(case: Case, by: Actor, seen: int) -> Case:
    """The row, held until the transaction ends, of a case that the person may work on."""
    rows = seen_by(by, today()).select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(pk=case.pk).first()
    if row is None:
        raise not_yours()
    if row.version != seen:
        last = row.entries.last()
        who = (last.by_words if last else "") or "–"
        raise Refused(
            Text(
                f"มีผู้ทำเรื่องนี้ไปก่อนแล้ว ({who})",
                f"something happened to this case meanwhile ({who})",
            ),
            next_step=Text(
                "อ่านรายการล่าสุดข้างล่าง แล้วกดอีกครั้งถ้ายังต้องทำ",
                "read the newest entry below, and press again if it is still needed",
            ),
        )
    return row


def _said(text: str) -> str:
    kept = "\n".join(printed(line) for line in text.splitlines()).strip()[:LONGEST]
    if not kept:
        raise Refused(
            Text("ยังไม่ได้เขียนข้อความ", "nothing is written"),
            field="text",
            next_step=Text("เขียนข้อความแล้วกดอีกครั้ง", "write it, then press again"),
        )
    return kept


def not_yours() -> Refused:
    """What is told to whom a case is none of the business."""
    return Refused(
        Text("เรื่องนี้ไม่ได้มอบให้ส่วนราชการของท่าน", "this case is not your unit's"),
        next_step=Text("แจ้งเจ้าหน้าที่รับเรื่อง", "tell the complaint officer"),
    )

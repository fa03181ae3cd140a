"""What every act on a case does: the row is held, the state moves, an entry is written."""

from __future__ import annotations

from prongsai.core.desk.model import MOVES, Act, State
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.citizens.desk.numbers import number_of
from prongsai.web.citizens.desk.queries.kinds import is_for_few
from prongsai.web.citizens.desk.rights import seen_by
from prongsai.web.citizens.desk.services import news
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

LONGEST = 5_000
# Who holds a receipt writes as often as a matter needs, and fills nobody's disk.
MOST_ENTRIES = 100
# What who brought the case waits for.
_NEWS = (Act.ASK, Act.ANSWER, Act.FORWARD)


def happened(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
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
    if by is None and row.version >= MOST_ENTRIES:
        raise Refused(
            Text("เรื่องนี้มีข้อความมากเกินไปแล้ว", "too much was written in this case already"),
            next_step=Text("โทรศัพท์ถึงหน่วยงาน หรือแจ้งเป็นเรื่องใหม่", "telephone, or bring a new case"),
        )
    row.state = state
    return written(row, act, text, by)


def written(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Keep a row as it stands, with the entry of what happened to it."""
    row.version += 1
    row.save()
    if act in _NEWS:
        news.queue(row)
    return CaseEntry.objects.create(
        case=row, number=row.version, act=act, day=today(), at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "", text=text,
    )  # fmt: skip


def record(row: Case, by: Actor | None, verb: str, **told: str | int) -> None:
    """Write in the journal what was done to a case.

    Shape:  of a restricted kind nothing: those who read the journal may be complained of, and the
            acts would tell them how many came, and when. The case's own entries tell who did what.
    """
    if not is_for_few(row.agency_id, row.kind):
        journal.record(row.agency, by, verb, number_of(row), **told)


def locked(case: Case, by: Actor, seen: int) -> Case:
    """The row, held until the transaction ends, of a case that the person may work on."""
    # Before any row: what officials do to cases of an agency comes one after the other.
    journal.hold(by.agency)
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


def said(text: str) -> str:
    """What was written, as it is kept.

    Errors: Refused where nothing was.
    """
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

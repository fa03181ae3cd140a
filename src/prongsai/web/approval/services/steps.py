"""How a decision is written, wherever it came from: checked, sealed, told in the journal."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.urls import reverse
from msgspec import Struct

from prongsai.core.approval.chain import Act, Chain, NotAllowed
from prongsai.core.approval.model import State, Verdict
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.approval.changes import is_changed
from prongsai.web.approval.handlers import handler_of
from prongsai.web.approval.models import Decision
from prongsai.web.approval.positions import Signatory
from prongsai.web.approval.sealing import seal_of
from prongsai.web.approval.services.common import COPY, Held, check_whole, keep, refused
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import StoredFile

_BACK = (Verdict.SEND_BACK, Verdict.REFUSE)


class Signed(Struct, frozen=True):
    """Who signed a step, when and how.

    Shape:  `entered_by` is who entered a result of paper, None where it was signed in the system;
            then who acts has confirmed it.
    """

    signatory: Signatory
    at: datetime
    scan: StoredFile | None = None
    entered_by: User | None = None
    entered_words: str = ""
    is_again: bool = False


def acted(one: Held, act: Act, *, is_vacant: bool = False) -> Chain:
    """The chain after an act.

    Errors: Refused where the chain does not allow it.
    """
    try:
        return one.chain.acted(act, is_vacant=is_vacant)
    except NotAllowed as error:
        raise refused(error) from None


def check_forward(one: Held, act: Act) -> None:
    """Nobody goes forward with a paper that is no longer what is asked, or that is held.

    Errors: Refused.
    """
    if act.verdict in _BACK:
        return
    check_not_held(one)
    if is_changed(one.row, one.version):
        raise Refused(
            Text(
                "เรื่องนี้แก้ไขหลังเสนอ ฉบับที่อยู่ตรงหน้าไม่ใช่ฉบับล่าสุด",
                "this was edited after it was submitted; the version here is not the newest",
            ),
            next_step=Text(
                "ส่งกลับ หรือให้ผู้เสนอเสนอฉบับใหม่",
                "send it back, or ask the drafter to submit the new version",
            ),
        )
    check_whole(one.version)


def check_not_held(one: Held) -> None:
    """Nothing of a paper goes on while somebody objects to a result of it.

    Errors: Refused.
    """
    if one.row.objected_at is not None:
        raise Refused(
            Text("เรื่องนี้พักไว้เพราะมีผู้คัดค้าน", "this is held, for somebody objects"),
            next_step=Text(
                "ให้ผู้คัดค้านถอนคำคัดค้าน หรือขอยกเลิกผลที่คัดค้านแล้วเสนอใหม่",
                "let who objects take it back, or ask that the result be set aside; then submit"
                " it anew",
            ),
        )


def write_decision(one: Held, by: Actor, act: Act, opinion: str, signed: Signed) -> Decision:
    """Write a decision and its journal entry; each bears the seal of the other."""
    is_on_paper = signed.entered_by is not None
    row = Decision(
        id=uuid4(),
        agency=one.row.agency,
        submission=one.row,
        version=one.version,
        place=act.place,
        verdict=act.verdict.value,
        opinion=opinion.strip(),
        reason=act.reason,
        by=signed.entered_by or by.user,
        by_words=signed.entered_words or by.words,
        position=signed.signatory.words[:400],
        is_acting=signed.signatory.is_acting,
        authority=signed.signatory.authority,
        own_position_id=signed.signatory.own,
        name=_name(one, by, act, is_on_paper=is_on_paper),
        is_again=signed.is_again,
        at=signed.at,
        made_at=now(),
        digest=one.version.digest,
        is_on_paper=is_on_paper,
        scan=signed.scan,
        confirmed_by=by.user if is_on_paper else None,
        confirmed_words=by.words[:200] if is_on_paper else "",
    )
    row.seal = seal_of(row)
    row.save(force_insert=True)
    _record(one, by, row)
    return row


def _record(one: Held, by: Actor, row: Decision) -> None:
    record(
        one.row.agency,
        by,
        f"approval-{'paper-' if row.is_on_paper else ''}{row.verdict}",
        subject=one.row.title,
        position=row.position,
        version=one.version.number,
        code=one.row.code,
        digest=row.digest,
        reason=row.reason,
        decision=str(row.pk),
        seal=row.seal,
    )


def _name(one: Held, by: Actor, act: Act, *, is_on_paper: bool) -> str:
    """Who signed, as the paper prints it; of a signature on paper nobody here knows the name."""
    if is_on_paper or act.verdict is Verdict.SKIP or not one.row.agency.prints_names:
        return ""
    return by.user.display_name


def finish(one: Held, chain: Chain, by: Actor) -> None:
    """Write the chain; at the end do what follows, then ask for the signed copy."""
    keep(one, chain)
    if chain.state is State.REFUSED:
        _tell_drafter(one, by)
    if chain.state not in (State.APPROVED, State.REFUSED):
        return
    handler_of(one.row.kind).decided(one.row, by=by)
    jobs.ask(one.row.agency, by, COPY, {"version": str(one.version.pk)})


def _tell_drafter(one: Held, by: Actor) -> None:
    """A refusal ends the paper: nothing of it waits in a list, so its drafter is told."""
    if one.row.by_id == by.user.pk:
        return
    said = Text(f"ไม่อนุมัติ: {one.row.title}", f"not approved: {one.row.title}")
    address = reverse("approval:submission", args=[one.row.pk])
    notifying.tell(one.row.agency, [one.row.by], said, address)


def waiting_title(one: Held) -> str:
    """The post of the step that waits, as the route has it; "" for none."""
    place = one.chain.waits_at
    return str(one.row.steps[place - 1]["title"]) if place else ""

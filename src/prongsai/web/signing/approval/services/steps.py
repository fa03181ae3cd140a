"""How a decision is written, wherever it came from: checked, sealed, told in the journal."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from prongsai.core.approval.chain import Act, Chain, NotAllowed
from prongsai.core.approval.model import State, Verdict
from prongsai.core.text import Text
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.changes import is_changed
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Decision
from prongsai.web.signing.approval.positions import Signatory
from prongsai.web.signing.approval.sealing import seal_of
from prongsai.web.signing.approval.services.common import (
    COPY,
    LockedSubmission,
    check_whole,
    keep,
    refused,
)

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


def acted(locked: LockedSubmission, act: Act, *, is_vacant: bool = False) -> Chain:
    """The chain after an act.

    Errors: Refused where the chain does not allow it.
    """
    try:
        return locked.chain.acted(act, is_vacant=is_vacant)
    except NotAllowed as error:
        raise refused(error) from None


def check_forward(locked: LockedSubmission, act: Act) -> None:
    """Nobody goes forward with a paper that is no longer what is asked, or that is held.

    Errors: Refused.
    """
    if act.verdict in _BACK:
        return
    check_not_held(locked)
    if is_changed(locked.row, locked.version):
        raise Refused("approval/version_not_newest")
    check_whole(locked.version)


def check_not_held(locked: LockedSubmission) -> None:
    """Nothing of a paper goes on that an objection of before 0.3 holds.

    Errors: Refused.
    """
    if locked.row.objected_at is not None:
        raise Refused("approval/held_by_objection")


def write_decision(
    locked: LockedSubmission, by: Actor, act: Act, opinion: str, signed: Signed
) -> Decision:
    """Write a decision and its journal entry; each bears the seal of the other."""
    is_on_paper = signed.entered_by is not None
    row = Decision(
        agency=locked.row.agency,
        submission=locked.row,
        version=locked.version,
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
        name=_name(locked, by, act, is_on_paper=is_on_paper),
        is_again=signed.is_again,
        at=signed.at,
        made_at=now(),
        digest=locked.version.digest,
        is_on_paper=is_on_paper,
        scan=signed.scan,
        confirmed_by=by.user if is_on_paper else None,
        confirmed_words=by.words if is_on_paper else "",
    )
    row.seal = seal_of(row)
    row.save()
    _record(locked, by, row)
    return row


def _record(locked: LockedSubmission, by: Actor, row: Decision) -> None:
    record(
        locked.row.agency,
        by,
        f"approval-{'paper-' if row.is_on_paper else ''}{row.verdict}",
        subject=locked.row.title,
        position=row.position,
        version=locked.version.number,
        code=locked.row.code,
        digest=row.digest,
        reason=row.reason,
        decision=str(row.pk),
        seal=row.seal,
    )


def _name(locked: LockedSubmission, by: Actor, act: Act, *, is_on_paper: bool) -> str:
    """Who signed, as the paper prints it; of a signature on paper nobody here knows the name."""
    if is_on_paper or act.verdict is Verdict.SKIP or not locked.row.agency.prints_names:
        return ""
    return by.user.display_name


def finish(locked: LockedSubmission, chain: Chain, by: Actor) -> None:
    """Write the chain; at the end do what follows, then ask for the signed copy."""
    keep(locked, chain)
    if chain.state is State.REFUSED:
        _tell_drafter(locked, by)
    if chain.state not in (State.APPROVED, State.REFUSED):
        return
    handler_of(locked.row.kind).decided(locked.row, by=by)
    jobs.ask(locked.row.agency, by, COPY, {"version": str(locked.version.pk)})


def _tell_drafter(locked: LockedSubmission, by: Actor) -> None:
    """A refusal ends the paper: nothing of it waits in a list, so its drafter is told."""
    if locked.row.by_id == by.user.pk:
        return
    said = Text(f"ไม่อนุมัติ: {locked.row.title}", f"not approved: {locked.row.title}")
    notifying.tell(locked.row.agency, [locked.row.by], said, locked.row.url)


def waiting_title(locked: LockedSubmission) -> str:
    """The post of the step that waits, as the route has it; "" for none."""
    place = locked.chain.waits_at
    return str(locked.row.steps[place - 1]["title"]) if place else ""

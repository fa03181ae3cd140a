"""What every act on a submission begins and ends with, and how a decision is written."""

from datetime import datetime
from hashlib import sha256

from msgspec import Struct

from prongsai.core.approval.chain import Act, Chain, NotAllowed
from prongsai.core.approval.model import State, Verdict
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import hold, record
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.signing.approval.drawing import is_changed
from prongsai.web.signing.approval.facts import chain_of
from prongsai.web.signing.approval.models import (
    Decision,
    FormerFile,
    PaperResult,
    ResultState,
    Submission,
    Version,
)
from prongsai.web.signing.approval.positions import Signatory
from prongsai.web.signing.approval.queries import decisions_of, newest_version
from prongsai.web.signing.approval.sealing import seal_of

DRAW, COPY = "approval-draw", "approval-copy"


class Upload(Struct, frozen=True):
    """A file as it was sent, before validation."""

    name: str
    data: bytes


class Seen(Struct, frozen=True):
    """What a form was filled in over: a version's number, the digest of its PDF, and the step.

    Shape:  `place` is the step that waited; None where the form asks nothing of a step. Who holds
            two positions must not decide the second one from a page that showed the first.
    """

    number: int
    digest: str
    place: int | None = None


class LockedSubmission(Struct):
    """A submission that nobody else changes meanwhile, with what stands."""

    row: Submission
    version: Version
    decisions: tuple[Decision, ...]
    chain: Chain


def ask_copy(locked: LockedSubmission, by: Actor | None) -> Job:
    """Have the signed copy drawn."""
    return jobs.ask(locked.row.agency, by, COPY, {"version": str(locked.version.pk)})


def lock(submission: Submission) -> LockedSubmission:
    """Lock a submission until the transaction ends."""
    hold(submission.agency)
    locked = Submission.objects.select_for_update(no_key=True).get(
        pk=submission.pk, agency_id=submission.agency_id
    )
    row = Submission.objects.select_related("agency", "waits_for", "unit").get(pk=locked.pk)
    version = newest_version(row)
    decisions = tuple(decisions_of(row))
    return LockedSubmission(row, version, decisions, chain_of(row, version, decisions))


def save_state(locked: LockedSubmission, chain: Chain) -> None:
    row = locked.row
    row.state = chain.state.value
    row.changed_at = now()
    row.waits_place = chain.waits_at
    row.waits_for_id = row.steps[chain.waits_at - 1]["position"] if chain.waits_at else None
    if chain.state in (State.APPROVED, State.REFUSED):
        row.decided_at = now()
    row.save()
    # A result from paper that nobody confirmed in time belongs to a step that waits no more.
    waiting = PaperResult.objects.filter(submission=row, state=ResultState.WAITING)
    waiting.exclude(version=locked.version, place=chain.waits_at or 0).update(
        state=ResultState.VOID
    )


def keep_former(version: Version, form: str) -> None:
    """Keep what another file takes the place of: who has it holds a file of this paper still.

    Shape:  `form` is "signed" or "final"; nothing where there was none.
    """
    former: StoredFile | None = getattr(version, f"{form}_file")
    if former is not None:
        FormerFile.objects.create(
            agency=version.agency, version=version, form=form, file=former, at=now()
        )


def check_seen(locked: LockedSubmission, seen: Seen | None) -> None:
    """Whether a form was filled in over the version that stands."""
    if seen is None:
        return
    if seen.number != locked.version.number or seen.digest != locked.version.digest:
        raise Refused(
            "approval/version_replaced_meanwhile",
            shown=seen.number,
            newest=locked.version.number,
        )
    if seen.place is not None and seen.place != locked.row.waits_place:
        raise Refused("approval/step_decided_already")


def is_whole(file: StoredFile | None, digest: str) -> bool:
    """Whether a kept file has the digest that was taken of it."""
    if file is None:
        return False
    try:
        return sha256(files.read(file)).hexdigest() == digest
    except files.LostFile:
        return False


def refused(error: NotAllowed) -> Refused:
    """What the chain does not allow, as a service says it."""
    return Refused(error.message, field=error.field, next_step=error.next_step)


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
    """Nobody goes forward with a paper that is no longer what is asked, or that is held."""
    if act.verdict in _BACK:
        return
    check_not_held(locked)
    if is_changed(locked.row, locked.version):
        raise Refused("approval/version_not_newest")
    if not is_whole(locked.version.file, locked.version.digest):
        raise Refused("approval/kept_file_changed")


def check_not_held(locked: LockedSubmission) -> None:
    """Nothing of a paper goes on that an objection of before 0.3 holds."""
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


def waiting_title(locked: LockedSubmission) -> str:
    """The post of the step that waits, as the route has it; "" for none."""
    place = locked.chain.waits_at
    return str(locked.row.steps[place - 1]["title"]) if place else ""

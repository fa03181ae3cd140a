"""What every act on a submission begins and ends with."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct

from prongsai.core.approval.chain import Chain, NotAllowed
from prongsai.core.approval.model import State
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import hold
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.facts import chain_of
from prongsai.web.signing.approval.models import (
    Decision,
    FormerFile,
    PaperResult,
    ResultState,
    Submission,
    Version,
)
from prongsai.web.signing.approval.queries import decisions_of, newest_version

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


def keep(locked: LockedSubmission, chain: Chain) -> None:
    """Write the state of a chain into its submission."""
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
    """Whether a form was filled in over the version that stands.

    Errors: Refused where another version has taken its place, or the paper's digest differs.
    """
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


def check_whole(version: Version) -> None:
    """Whether the kept PDF is still the one whose digest was taken.

    Errors: Refused where the stored file was changed or lost.
    """
    if not is_whole(version.file, version.digest):
        raise Refused("approval/kept_file_changed")


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

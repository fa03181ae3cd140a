"""What rows tell of one submission: whether somebody decides it, its last entry, if it stands."""

from collections.abc import Iterable
from uuid import UUID

from prongsai.core.approval.chain import Act, Chain
from prongsai.core.approval.model import Ask, State, Step, Verdict
from prongsai.core.roles import role_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import OPEN_STATES, Decision, Submission, Version

# So much of an entry's digest is printed on the signed copy and shown on the public check.
SHOWN_OF_ENTRY = 16


def last_entry(row: Submission) -> JournalEntry | None:
    """The journal's entry of the last decision: whoever notes it down can prove it later."""
    entries = JournalEntry.objects.filter(agency=row.agency, detail__code=row.code)
    return entries.filter(detail__has_key="seal").order_by("-number").first()


def approved_last(agency: Agency, kind: str, subject: UUID) -> Submission | None:
    """The submission whose approval a subject bears: the last one that did not fall."""
    rows = Submission.objects.filter(
        agency=agency, kind=kind, subject=subject, state=State.APPROVED.value
    )
    return rows.order_by("-decided_at", "-made_at").first()


def stands(row: Submission) -> bool:
    """Whether a submission is the one whose fate its subject bears.

    Shape:  what is on its way, and what was approved last; an older one that is copied
            or annulled changes nothing of what a newer one brought.
    """
    if row.state in OPEN_STATES:
        return True
    last = approved_last(row.agency, row.kind, row.subject)
    return last is not None and last.pk == row.pk


def steps_of(submission: Submission) -> tuple[Step, ...]:
    return tuple(
        Step(role_of(step["seat"]).key, Ask(step["ask"]), Text(step["th"], step["en"]))
        for step in submission.steps
    )


def chain_of(submission: Submission, version: Version, decisions: Iterable[Decision]) -> Chain:
    """The chain as it stands; decisions of earlier versions are void."""
    rows = list(decisions)
    return Chain(
        steps=steps_of(submission),
        acts=tuple(_as_act(row) for row in rows if row.version_id == version.pk),
        void=tuple(_as_act(row) for row in rows if row.version_id != version.pk),
        version=version.number,
        state=State(submission.state),
    )


def _as_act(row: Decision) -> Act:
    return Act(
        place=row.place,
        verdict=Verdict(row.verdict),
        # Who records what was signed on paper is not who signed.
        person="" if row.is_on_paper else str(row.by_id),
        reason=row.reason,
    )

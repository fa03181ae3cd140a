"""The chain of a submission, built of its rows."""

from __future__ import annotations

from collections.abc import Iterable

from prongsai.core.approval.chain import Act, Chain
from prongsai.core.approval.model import Ask, State, Step, Verdict
from prongsai.core.roles import role_of
from prongsai.core.text import Text
from prongsai.web.signing.approval.models import Decision, Submission, Version


def chain_of(submission: Submission, version: Version, decisions: Iterable[Decision]) -> Chain:
    """The chain as it stands; decisions of earlier versions are void."""
    rows = list(decisions)
    return Chain(
        steps=tuple(_step(one) for one in submission.steps),
        acts=tuple(_act(one) for one in rows if one.version_id == version.pk),
        void=tuple(_act(one) for one in rows if one.version_id != version.pk),
        version=version.number,
        state=State(submission.state),
    )


def _step(told: dict[str, str]) -> Step:
    return Step(role_of(told["seat"]).key, Ask(told["ask"]), Text(told["th"], told["en"]))


def _act(row: Decision) -> Act:
    return Act(
        place=row.place,
        verdict=Verdict(row.verdict),
        # Who records what was signed on paper is not who signed.
        person="" if row.is_on_paper else str(row.by_id),
        is_acting=row.is_acting,
        reason=row.reason,
    )

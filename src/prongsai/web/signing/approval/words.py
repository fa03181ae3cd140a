"""Decisions in the words of the paper, and the moments they print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from prongsai.core.approval.model import Verdict, Way
from prongsai.core.dates import short_date
from prongsai.core.papers.approving import SignedStep
from prongsai.web.agency.models import Appointment
from prongsai.web.agency.offices import unit_words
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Decision, Submission, Version

_DRAFTER = "ผู้เสนอ"
_SUBMITTED = "เสนอ"


def signed_words(moment: datetime, *, on_paper: bool) -> str:
    """The line below a signature: "ลงนามในระบบ 14 มี.ค. 2566 09.12 น."."""
    local = timezone.localtime(moment)
    if on_paper:
        return f"{Way.ON_PAPER.label.th} {short_date(local.date())}"
    return f"{Way.IN_SYSTEM.label.th} {short_date(local.date())} {local:%H.%M} น."


def signed_steps(
    submission: Submission, version: Version, decisions: Iterable[Decision] = ()
) -> tuple[SignedStep, ...]:
    """The whole chain as the paper prints it: the drafter at place 0, then every step.

    Shape:  a step without a decision has no verdict and no signature: it waits for a hand.
    """
    made = {one.place: one for one in decisions if one.voided_at is None}
    names = _names(submission)
    drafter = drafter_of(submission, version)
    return (drafter, *(_step(step, made.get(step["place"]), names) for step in submission.steps))


def drafter_of(submission: Submission, version: Version) -> SignedStep:
    """Who put a version before the signers."""
    on_paper = submission.way == Way.ON_PAPER
    return SignedStep(
        place=0,
        title=_DRAFTER,
        position=version.by_words,
        verdict=_SUBMITTED,
        opinion="",
        # On paper the drafter signs by hand, as everybody does.
        signed="" if on_paper else signed_words(version.made_at, on_paper=False),
        unit=unit_words(submission.unit),
        name=version.by_name,
    )


def _names(submission: Submission) -> dict[str, str]:
    """Who is to sign each step, where one person alone holds its post today."""
    if not submission.agency.prints_names:
        return {}
    told: dict[str, list[str]] = {}
    positions = [step["position"] for step in submission.steps]
    rows = Appointment.objects.on(today()).filter(position_id__in=positions)
    for row in rows.select_related("user"):
        told.setdefault(str(row.position_id), []).append(
            "" if row.is_acting else str(row.user.display_name)
        )
    return {position: names[0] for position, names in told.items() if len(names) == 1}


def _step(step: dict[str, str], made: Decision | None, names: Mapping[str, str]) -> SignedStep:
    if made is None:
        return SignedStep(
            place=int(step["place"]), title=step["th"], position=step["title"],
            verdict="", opinion="", signed="", name=names.get(str(step["position"]), ""),
        )  # fmt: skip
    is_skip = made.verdict == Verdict.SKIP
    return SignedStep(
        place=made.place,
        title=step["th"],
        position=made.position,
        verdict=Verdict(made.verdict).label.th,
        opinion=" ".join(filter(None, (made.opinion, made.reason))),
        signed="" if is_skip else signed_words(made.at, on_paper=made.is_on_paper),
        name=made.name,
        day=timezone.localtime(made.at).date(),
    )

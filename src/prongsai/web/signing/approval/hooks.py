"""What approval adds to the work list, and the papers that stop at somebody who is away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.dispatch import receiver

from prongsai.core.approval.model import State
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.missing import absence
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform.clock import day_of
from prongsai.web.signing.approval.confirming import waiting_to_confirm
from prongsai.web.signing.approval.models import OPEN_STATES, Submission
from prongsai.web.signing.approval.queries import waiting_for_drafter, waiting_for_person
from prongsai.web.signing.approval.routes import kind_lines, stopping_steps
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.numbering.services import number_voided


@receiver(number_voided)
def take_off(*, row: NumberRow, **_: Any) -> None:
    """Let no void number stand on a paper that is not decided yet.

    Shape:  what was sent back is drawn anew without it; of what is decided nothing changes.
    Errors: Refused while the paper is before its signers, who read and sign it with the number.
    """
    papers = Submission.objects.select_for_update(no_key=True, of=("self",))
    papers = papers.filter(agency=row.agency, state__in=OPEN_STATES)
    paper = papers.filter(pk=row.subject).first() if row.subject else None
    if paper is None:
        return
    if paper.state != State.SENT_BACK:
        raise Refused("approval/number_of_paper_on_its_way", title=paper.title)
    paper.number = ""
    paper.save(update_fields=["number"])


@absence
def stops(agency: Agency, on: date) -> Mapping[str, str]:
    """Whether a paper would stop on its way, one person standing at two steps."""
    return {"stops": ""} if stopping_steps(agency, kind_lines(agency), on) else {}


@waiting
def signing(person: Actor, on: date) -> tuple[Waiting, ...]:
    to_sign = [_line(row, _ask(row)) for row in waiting_for_person(person, on)]
    own = [
        _line(row, read_words(f"approval/own.{row.state}"), "submitted")
        for row in waiting_for_drafter(person)
    ]
    going, ask = (
        [row.submission for row in waiting_to_confirm(person)],
        read_words("approval/confirm_result"),
    )
    confirm = [_line(row, ask, "submitted") for row in going if row.objected_at is None]
    return (*to_sign, *own, *confirm)


def _ask(row: Submission) -> Text:
    ask = row.steps[(row.waits_place or 1) - 1]["ask"]
    return read_words(f"approval/ask.{ask}")


def _line(row: Submission, ask: Text, kind: str = "signing") -> Waiting:
    return Waiting(
        kind=kind,
        name=row.title,
        ask=ask,
        url=row.url,
        since=day_of(row.changed_at),
    )

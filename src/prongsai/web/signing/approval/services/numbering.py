"""The register's number of a submission, whatever kind of paper it is."""

from contextlib import suppress
from datetime import date

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.core.papers.numbers import is_paper_number
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import day_of, today
from prongsai.web.signing.approval.handlers import receiver_of, series_of
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import decisions_of
from prongsai.web.signing.approval.services.common import lock
from prongsai.web.signing.approval.services.submitting import give_number
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.numbering.queries import is_void
from prongsai.web.signing.numbering.services import issue

_OF_UNITS = (Series.MEMO.value, Series.LETTER.value)
_ON_ITS_WAY = (State.PREPARING, State.OPEN, State.SENT_BACK)


@transaction.atomic
def number_for(submission: Submission, *, by: Actor) -> str:
    """Take the register's next number for a submission, the one it has where it has one.

    Shape:  the number belongs to the submission, not to its subject: a plan that is approved again
            goes with another memo.
    Errors: Refused where its kind has no number, or has it only once it is signed, and as `issued`.
    """
    locked = lock(submission)
    if not may_number(locked.row):
        raise Refused("approval/numbering_not_due")
    text = issued(locked.row, by=by, on=today(), title=locked.row.title)
    give_number(locked.row, by=by, number=text)
    return text


def issued(submission: Submission, *, by: Actor, on: date, title: str) -> str:
    """The number of a register that is the submission's own; "" where its kind has none.

    Errors: Refused where what stands before the number is more than an abbreviation and figures.
    """
    series = series_of(submission)
    if not series:
        return ""
    # Orders and announcements are the agency's; only memos and letters are a unit's.
    unit, receiver = submission.unit if series in _OF_UNITS else None, receiver_of(submission)
    row = issue(
        submission.agency, by=by, series=series, on=on, title=title, subject=submission.pk,
        unit=unit, receiver=receiver,
    )  # fmt: skip
    if not is_paper_number(row.text):
        raise Refused("approval/number_not_understood", text=row.text)
    return row.text


def number_signed(submission: Submission, *, by: Actor | None, title: str) -> date:
    """Give a paper that was just signed the register's number, where it has none; its day.

    Shape:  what is signed anew is another paper with another number, and so is what bears one that
            was struck through while that could be done on its way; where nobody is there to take
            one, or the register gives none, it is given later: no signature waits for it.
    """
    day = signed_on(submission)
    if by is not None and (
        not submission.number or is_void(submission.agency, submission.pk, submission.number)
    ):
        with suppress(Refused), transaction.atomic():
            submission.number = issued(submission, by=by, on=day, title=title)
            submission.save(update_fields=["number"])
    return day


def signed_on(submission: Submission) -> date:
    """The day of the last decision: today, or the day on the paper."""
    last = decisions_of(submission).filter(voided_at=None).last()
    return day_of(last.at) if last else today()


def may_number(submission: Submission) -> bool:
    """Whether its kind has a number, and may have it now."""
    series, state = series_of(submission), State(submission.state)
    if series == Series.MEMO.value and state in _ON_ITS_WAY:
        return True
    return bool(series) and state is State.APPROVED


def lacks_number(submission: Submission) -> bool:
    """Whether a register numbers its kind and it has no number yet."""
    return bool(series_of(submission)) and not submission.number.strip()


def refuse_unnumbered(submission: Submission) -> None:
    """What a register numbers is not published before it has its number."""
    if lacks_number(submission):
        raise Refused("approval/number_missing")

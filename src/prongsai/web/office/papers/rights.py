"""Who sees a draft, and may change, submit or delete it.

Its writer while in its unit, the head of the unit, and who submits for the agency. What was
submitted is everybody's to read.
"""

from django.db.models import Exists, OuterRef, QuerySet

from prongsai.core.approval.model import State
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, is_draft_of, units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.models import KIND, Memo
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission


def seen_by(person: Actor) -> QuerySet[Memo]:
    """The memos and letters of an agency that a person may read."""
    rows = Memo.objects.filter(agency=person.agency, removed_at=None)
    if may(person, Right.SUBMIT):
        return rows
    sent = Submission.objects.filter(agency=person.agency, kind=KIND, subject=OuterRef("pk"))
    # Taken or sent back it is a draft again.
    sent = sent.exclude(state__in=(State.WITHDRAWN, State.SENT_BACK))
    return rows.filter(Exists(sent) | is_draft_of(person, today()))


def may_change(person: Actor, row: Memo) -> bool:
    """Whether a memo or letter is a person's to change and to submit.

    Shape:  a writer who has left the unit has left its papers.
    """
    if may(person, Right.SUBMIT):
        return True
    if not may(person, Right.DRAFT):
        return False
    if row.unit_id in headed_units(person, today()):
        return True
    units = {None, *(unit.pk for unit in units_of(person, today()))}
    return row.by_id == person.user.pk and row.unit_id in units


def refuse_others(person: Actor, row: Memo) -> None:
    """Refuse whoever may not change a memo, with the words whose it is."""
    if not may_change(person, row):
        raise Refused("papers/memo_of_others", who=row.by_words)

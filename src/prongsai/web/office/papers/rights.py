"""Who may change, submit or delete a memo: its writer, the head of its unit, or for the agency."""

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers.models import Memo
from prongsai.web.platform.clock import today


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

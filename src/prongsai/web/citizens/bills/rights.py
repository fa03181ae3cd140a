"""Who keeps bills: whose position does, and who oversees or is in the unit that was named."""

from datetime import date

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import overseen_units, units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import PayAccount
from prongsai.web.platform.clock import today


def keeps_bills(person: Actor, on: date) -> bool:
    """Whether a person makes bills and records what was paid."""
    if may(person, Right.KEEP_BILLS):
        return True
    account = PayAccount.objects.filter(agency=person.agency).first()
    if account is None:
        return False
    if account.by_officers:
        return account.unit_id in {unit.pk for unit in units_of(person, on)}
    return account.unit_id in overseen_units(person, on)


def refuse_others(person: Actor) -> None:
    """Let only those pass who keep bills."""
    if not keeps_bills(person, today()):
        raise Refused("bills/keeping_bills_not_allowed")

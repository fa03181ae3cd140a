"""Send overdue cases on to the next post."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.urls import reverse

from prongsai.core.desk.model import (
    MOVES,
    Act,
    CaseKind,
    EscalationStep,
    is_off,
    reached,
)
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.citizens.desk.models import Case, DayOff
from prongsai.web.citizens.desk.rights import kinds_of, standing_for
from prongsai.web.citizens.desk.services.case_entries import record, write_entry
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.year.calendar.services import telling

_MOVED = tuple(state for state, act in MOVES if act is Act.ESCALATE)


def escalate_all() -> int:
    """What is overdue today in every agency; how many cases went on."""
    late = Case.objects.filter(state__in=_MOVED, due_on__lt=today())
    agencies = Agency.objects.filter(pk__in=late.values("agency"))
    return sum(escalate(agency) for agency in agencies)


@transaction.atomic
def escalate(agency: Agency) -> int:
    """Send on what is overdue; how many cases went on. Done twice it sends nothing twice.

    Shape:  on a day off nothing goes. A step whose post nobody holds or acts for is passed over to
            the next, at once.
    """
    journal.hold(agency)
    day = today()
    off = set(DayOff.objects.filter(agency=agency).values_list("day", flat=True))
    kinds = {kind.key: kind for kind in kinds_of(agency.pk) if kind.escalation is not None}
    if is_off(day, off):
        return 0
    # Whoever acts for a post, else whoever holds it; no role whose post is empty.
    held = standing_for(agency, day)
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(
        agency=agency, kind__in=kinds, state__in=_MOVED, due_on__lt=day
    )
    gone: dict[str, list[Case]] = {}
    for row in rows.order_by("pk"):
        step = _next(row, kinds[row.kind], held, day, off)
        if step is not None:
            row.escalated_to, title = step.to, held[step.to][0].position.title
            write_entry(row, Act.ESCALATE, title, None)
            record(row, None, "case-escalated", to=title)
            gone.setdefault(step.to, []).append(row)
    for role, cases in gone.items():
        _remind(agency, held.get(role, ()), cases, day)
    return sum(map(len, gone.values()))


def settle(agency: Agency, role: str) -> None:
    """Outdate what a role was told where none of it is left; in the caller's transaction."""
    if (
        role
        and not Case.objects.filter(agency=agency, escalated_to=role, state__in=_MOVED).exists()
    ):
        telling.settle(agency, _about(agency, role))


_Held = Mapping[str, Sequence[Appointment]]


def _next(
    row: Case, kind: CaseKind, held: _Held, day: date, off: set[date]
) -> EscalationStep | None:
    """To whom a case goes now; None where it is there already, or no day has come."""
    steps = kind.escalation.steps if kind.escalation else ()
    reached_steps = reached(row.due_on, steps, day, off)
    if not reached_steps:
        return None
    place = steps.index(reached_steps[-1])
    keys = [step.to for step in steps]
    had = keys.index(row.escalated_to) if row.escalated_to in keys else -1
    return (
        next((step for step in steps[place:] if held.get(step.to)), None) if had < place else None
    )


def _remind(
    agency: Agency, people: Sequence[Appointment], cases: Sequence[Case], day: date
) -> None:
    role = cases[0].escalated_to
    telling.add_reminders(
        agency, to=[appointment.user for appointment in people], about=_about(agency, role),
        name=read_words("desk/overdue_came", n=len(cases)),
        url=f"{reverse('desk:cases')}?standing=escalated", year=year_of(day),
        last_day=min(case.due_on for case in cases),
    )  # fmt: skip


def _about(agency: Agency, role: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"desk-escalated:{agency.pk}:{role}")

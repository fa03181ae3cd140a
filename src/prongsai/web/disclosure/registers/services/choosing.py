"""Say who writes a register, once everybody who gains or loses by it was named."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from prongsai.core.duties import duties
from prongsai.core.messages import read_words
from prongsai.core.registers.model import Register
from prongsai.core.roles import Told
from prongsai.web.agency.models import Agency, Appointment, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.disclosure.registers.models import ChosenWriters, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.queries.choice import (
    Preview,
    names_of_writers,
    preview_choice,
)
from prongsai.web.disclosure.registers.queries.writers import (
    Writers,
    chosen_writers,
    describe_writers,
    open_unit_names,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today


@transaction.atomic
def choose_writers(
    agency: Agency, *, by: Actor, register: Register, choice: Writers | None, seen: str
) -> bool:
    """Let some write a register from now on, None for the usual ones; whether anything changed.

    Shape:  `seen` is the state of the preview that was shown.
    Errors: Refused where nobody would write, where the preview is old, and where a register that
            few read has rows and would be read by more, or by who chooses.
    """
    journal.hold(agency)
    preview = preview_choice(agency, register, choice)
    if preview.state != seen:
        raise Refused("registers/writers_changed_meanwhile")
    if choice == chosen_writers(agency).get(register.key):
        return False
    refuse_new_readers(agency, by, register, preview)
    _store_choice(agency, register, choice)
    names = names_of_writers(agency)
    journal.record(
        agency, by, "register-writers-chosen", register.title.th[:200],
        before=describe_writers(register, preview.before, names).th,
        after=describe_writers(register, preview.after, names).th,
        gained=len(preview.gains), lost=len(preview.losses),
    )  # fmt: skip
    _tell(agency, by, register, preview, names)
    return True


def refuse_new_readers(agency: Agency, by: Actor, register: Register, preview: Preview) -> None:
    """Rows that were written for few stay with them, and nobody makes himself their reader.

    Errors: Refused.
    """
    if not preview.opens:
        return
    if RegisterRow.objects.filter(agency=agency, register=register.key).exists():
        raise Refused("registers/writers_open_rows", field="own_unit")
    gains = any(change.person.user.pk == by.user.pk for change in preview.gains)
    if gains or _will_join(by, preview.after):
        raise Refused("registers/writers_open_to_oneself", field="own_unit")


def _will_join(by: Actor, writers: Writers | None) -> bool:
    """Whether a term of a person that has not begun would make him one of some writers."""
    if writers is None:
        return False
    coming = Appointment.objects.filter(
        agency=by.agency, user=by.user, first_day__gt=today()
    ).select_related("position")
    return any(
        row.position_id in writers.posts
        or (row.position.unit_id in writers.units and row.position.role.oversees_unit)
        for row in coming
    )


def _store_choice(agency: Agency, register: Register, choice: Writers | None) -> None:
    rows = ChosenWriters.objects.filter(agency=agency, register=register.key)
    if choice is None:
        rows.delete()
        return
    values = {
        "own_unit": choice.own_unit, "units": sorted(map(str, choice.units)),
        "posts": sorted(map(str, choice.posts)), "changed_at": now(),
    }  # fmt: skip
    rows.update_or_create(agency=agency, register=register.key, defaults=values)


def _tell(
    agency: Agency, by: Actor, register: Register, preview: Preview, names: Mapping[UUID, str]
) -> None:
    """Tell who gains and who loses; of more readers also those who hear of new readers."""
    writers = describe_writers(register, preview.after, names)
    values = {"by": by.words, "title": register.title, "writers": writers}
    address = reverse("registers:writers")
    gained, lost = (
        [change.person.user for change in changes if change.person.user.pk != by.user.pk]
        for changes in (preview.gains, preview.losses)
    )
    notifying.notify(agency, gained, read_words("registers/writers_gained", **values), address)
    notifying.notify(agency, lost, read_words("registers/writers_lost", **values), address)
    if preview.opens:
        watchers = notifying.watching(agency, Told.APPOINTMENTS)
        watching = [user for user in watchers if user.pk != by.user.pk]
        message = read_words("registers/writers_read_restricted", **values)
        notifying.notify(agency, watching, message, address)


def forget_choice(agency: Agency, by: Actor, register: Register) -> None:
    """Let a register that few read from now on be written as it says itself."""
    rows = ChosenWriters.objects.filter(agency=agency, register=register.key)
    if rows.delete()[0]:
        after = describe_writers(register, None, {}).th
        journal.record(
            agency, by, "register-writers-chosen", register.title.th[:200],
            before="–", after=after, gained=0, lost=0,
        )  # fmt: skip


def record_shifts(agency: Agency, units: Iterable[Unit], former: str, by: Actor | None) -> None:
    """Tell the journal whose duties went to another unit, as units are called otherwise.

    Shape:  `former` is the name that the units bore while they were open, "" for new ones. Where
            nobody had the duty by name it is told once there are rows.
    """
    names = open_unit_names(agency)
    changed = {unit.pk for unit in units}
    before = {key: name for key, name in names.items() if key not in changed}
    if former:
        before |= dict.fromkeys(changed, former)
    for key, duty in duties().items():
        was, now_has = duty.unit_among(before), duty.unit_among(names)
        if was == now_has:
            continue
        chosen = chosen_writers(agency)
        keys = [
            register.key
            for register in registers_of(agency).registers
            if register.rights.duty == key and register.key not in chosen
        ]
        rows = RegisterRow.objects.filter(agency=agency, register__in=keys)
        if keys and (was is not None or rows.exists()):
            own = read_words("registers/writers_own_unit").th
            journal.record(
                agency, by, "register-writers-shifted", duty.name.th,
                before=before[was] if was else own, after=names[now_has] if now_has else own,
            )  # fmt: skip

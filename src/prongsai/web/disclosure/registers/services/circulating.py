"""Send a row round to readers by the circulation app, which keeps who acknowledged it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from prongsai.core.registers.attached import attached, attached_of
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, row_name
from prongsai.core.registers.values import Context, shown
from prongsai.core.text import Text
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.queries.circulated import KIND
from prongsai.web.disclosure.registers.rights import seen_by
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.services import start
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import StoredFile


@transaction.atomic
def circulate(
    kept: RegisterRow,
    *,
    by: Actor,
    register: Register,
    year: int,
    units: Sequence[Unit] | None,
    due: date | None,
) -> Circulation:
    """Send a row round: its words, and the first file that was sent for it.

    Shape:  `units` None for all staff. A row that is being sent round gives that circulation.
    Errors: Refused for a register whose rows are not sent round, a row that was taken out, and
            for who may not circulate; whatever a circulation refuses.
    """
    journal.hold(kept.agency)
    row = RegisterRow.objects.select_for_update(no_key=True).get(pk=kept.pk)
    _check(row, by, register)
    running = Circulation.objects.filter(
        agency=row.agency, kind=KIND, subject=row.pk, closed_at=None
    ).first()
    if running is not None:
        return running
    context = context_of(row.agency, register, year)
    told = core_row(register, row, year)
    return start(
        row.agency, by=by, title=row_name(register, told, context),
        text="\n".join(_lines(register, told, context)), kind=KIND, subject=row.pk,
        file=_file(register, row, told), year=year, units=units, due=due,
    )  # fmt: skip


def _check(row: RegisterRow, by: Actor, register: Register) -> None:
    is_fit = register.circulated and not register.is_restricted and row.removed_at is None
    if not is_fit or row.register != register.key:
        raise Refused(
            Text("รายการนี้แจ้งเวียนไม่ได้", "this row is not sent round"),
            next_step=Text(
                "เปิดรายการอื่น หรือแจ้งเวียนที่หน้าแจ้งเวียน", "open another, or start one by hand"
            ),
        )
    if not may(by, Right.CIRCULATE) or not seen_by(by, register, today()).holds(row):
        raise Refused(
            Text("ตำแหน่งของท่านแจ้งเวียนไม่ได้", "your position does not send papers round"),
            next_step=Text("ให้เจ้าหน้าที่ที่แจ้งเวียนได้ทำ", "let an officer who may do it"),
        )


def _lines(register: Register, row: Row, context: Context) -> Iterator[str]:
    """What readers are told: a line for each field; a file is opened beside."""
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if value is not None and attached(value) is None:
            yield f"{field.title.th}: {shown(field, value, context).th}"


def _file(register: Register, row: RegisterRow, told: Row) -> StoredFile | None:
    for _, one in attached_of(register.typed_fields, told.values):
        found = RegisterFile.objects.select_related("file").filter(row=row, pk=one.key).first()
        if found is not None:
            return found.file
    return None

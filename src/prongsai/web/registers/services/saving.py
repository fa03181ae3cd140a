"""Keep rows: added, changed, taken from state to state, removed, brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from prongsai.core.fiscal import year_of
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import (
    Row,
    RowFault,
    day_of,
    row_key,
    row_name,
    to_data,
)
from prongsai.core.registers.rules import Move
from prongsai.core.registers.values import Context, shown
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.assessment.services.revisions import locked
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.versions import made
from prongsai.web.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.registers.queries.catalogue import context_of, core_row, year_of_rows
from prongsai.web.registers.rights import is_decided, may_move, written_by

_OTHERS = Text(
    "รายการนี้เป็นของส่วนราชการอื่น หรือท่านไม่มีสิทธิ์", "this row is another unit's, or not yours to write"
)


@transaction.atomic
def add(agency: Agency, *, by: Actor, register: Register, year: int, row: Row) -> RegisterRow:
    """Add a row.

    Errors: Refused for what is wrong with it, for the row of a unit that is not the person's, for
            one that is there already; Misuse where the year is not open.
    """
    locked(agency, year)
    context = context_of(agency, register, year)
    kept = RegisterRow(
        agency=agency, register=register.key, fiscal_year=year_of_rows(register, year),
        version=1, added_at=now(), added_by=by.user,
    )  # fmt: skip
    row = Row(row.values, register.first_state, {})
    fill(register, kept, row, year, context)
    _check_own(by, register, kept)
    _check_sound(register, row)
    _check_once(register, kept)
    kept.save(force_insert=True)
    _keep_version(kept, by)
    _record(kept, by, "register-row-added", register, row, context, year)
    return kept


@transaction.atomic
def change(kept: RegisterRow, *, by: Actor, register: Register, row: Row, seen: int) -> bool:
    """Change a row; whether anything changed.

    Shape:  `seen` is the version that the form was opened with. What somebody decided on stays as
            it was decided: fields that were filled then are changed no more, others may be filled.
    Errors: Refused as `add`, where another changed it meanwhile, or what was decided would change.
    """
    year = _lock(kept, register)
    _check_own(by, register, kept)
    _check_seen(kept, seen)
    before = core_row(register, kept, year)
    after = Row(row.values, kept.state, _still_left(before, row))
    if to_data(after) == kept.values:
        return False
    if is_decided(register, kept):
        check_decided(register, before, after)
    context = context_of(kept.agency, register, year)
    fill(register, kept, after, year, context)
    _check_own(by, register, kept)
    _check_sound(register, after)
    _check_once(register, kept)
    _save(kept, by)
    _record(kept, by, "register-row-changed", register, after, context, year)
    return True


@transaction.atomic
def move(kept: RegisterRow, *, by: Actor, register: Register, to: str, seen: int) -> None:
    """Take a row on to another state.

    Errors: Refused where no way leads there, where the person may not take it, where a field that
            it needs is empty, or where another changed the row meanwhile.
    """
    year = _lock(kept, register)
    way = next((one for one in register.moves_from(kept.state) if one.to == to), None)
    if way is None:
        raise Refused(
            Text("รายการนี้เปลี่ยนสถานะไปแล้ว", "this row has moved on already"),
            next_step=Text("เปิดรายการดูสถานะปัจจุบัน", "open it and see where it stands"),
        )
    _check_mover(by, register, kept, way)
    _check_seen(kept, seen)
    row = core_row(register, kept, year)
    _check_needs(register, row, way)
    moved = Row(row.values, to, row.left)
    _check_sound(register, moved)
    kept.state = to
    _save(kept, by)
    context = context_of(kept.agency, register, year)
    _record(kept, by, "register-row-moved", register, moved, context, year, state=way.title.th)


@transaction.atomic
def remove(kept: RegisterRow, *, by: Actor, register: Register) -> bool:
    """Take a row away; whether it was there.

    Errors: Refused for another's row, and for one that somebody decided on.
    """
    year = _lock(kept, register)
    _check_own(by, register, kept)
    if kept.removed_at is not None:
        return False
    if is_decided(register, kept):
        raise Refused(
            Text("รายการนี้มีผู้ตัดสินแล้ว เอาออกไม่ได้", "somebody decided on this row; it stays"),
            next_step=Text(
                "เพิ่มรายการใหม่ หรือให้ผู้มีอำนาจเปลี่ยนสถานะ", "add another, or let it be moved on"
            ),
        )
    kept.removed_at, kept.removed_by_words = now(), by.words
    _save(kept, by)
    row, context = core_row(register, kept, year), context_of(kept.agency, register, year)
    _record(kept, by, "register-row-removed", register, row, context, year)
    return True


@transaction.atomic
def restore(kept: RegisterRow, *, by: Actor, register: Register) -> bool:
    """Bring a removed row back; whether it was removed.

    Errors: Refused for another's row, and where it was added again meanwhile.
    """
    year = _lock(kept, register)
    _check_own(by, register, kept)
    if kept.removed_at is None:
        return False
    _check_once(register, kept)
    kept.removed_at, kept.removed_by_words = None, ""
    _save(kept, by)
    row, context = core_row(register, kept, year), context_of(kept.agency, register, year)
    _record(kept, by, "register-row-restored", register, row, context, year)
    return True


def _lock(kept: RegisterRow, register: Register) -> int:
    """The row as it stands, which nobody else changes now; the year that it is read in."""
    journal.hold(kept.agency)
    kept.refresh_from_db()
    if register.lasting:
        return year_of(today())
    locked(kept.agency, kept.fiscal_year)
    return kept.fiscal_year


def fill(register: Register, kept: RegisterRow, row: Row, year: int, context: Context) -> None:
    """Write a row's fields into what is kept, and what lists find it by."""
    unit = row.values.get(register.owned_by or "")
    texts = [shown(register.named(name), value, context).th for name, value in row.values.items()]
    kept.values, kept.state = to_data(row), row.state
    kept.key = row_key(register, row)
    kept.unit_id = UUID(str(unit)) if unit else None
    kept.day = day_of(register, row, year)
    kept.words = "\n".join(map(skeleton, texts))


def _save(kept: RegisterRow, by: Actor) -> None:
    kept.version += 1
    kept.save()
    _keep_version(kept, by)


def _keep_version(kept: RegisterRow, by: Actor) -> None:
    RegisterRowVersion.objects.create(
        agency_id=kept.agency_id, row=kept, number=kept.version, values=kept.values,
        state=kept.state, is_removed=kept.removed_at is not None, **made(by),
    )  # fmt: skip


def _still_left(before: Row, row: Row) -> Mapping[str, str]:
    """What could not be read before and was not written anew."""
    return {name: text for name, text in before.left.items() if name not in row.values}


def _check_own(by: Actor, register: Register, kept: RegisterRow) -> None:
    if not written_by(by, register, today()).holds(kept):
        raise Refused(
            _OTHERS,
            field=register.owned_by or "",
            next_step=Text("เลือกส่วนราชการของท่าน", "choose your own unit"),
        )


def _check_sound(register: Register, row: Row) -> None:
    faults = errors_of(check_row(register, row))
    if faults:
        raise Refused(faults[0].message, field=faults[0].field, next_step=faults[0].next_step)


def errors_of(faults: Iterable[RowFault]) -> list[RowFault]:
    """The faults that must be mended before a row is kept."""
    return [one for one in faults if one.is_error]


def _check_once(register: Register, kept: RegisterRow) -> None:
    """What identifies a row is not there twice."""
    if not register.identified_by or not kept.key:
        return
    rows = RegisterRow.objects.filter(
        agency_id=kept.agency_id, register=register.key, fiscal_year=kept.fiscal_year,
        key=kept.key, removed_at=None,
    ).exclude(pk=kept.pk)  # fmt: skip
    if rows.exists():
        raise Refused(
            Text("มีรายการนี้อยู่แล้ว", "this row is there already"),
            field=register.identified_by[0],
            next_step=Text("แก้รายการเดิม หรือใส่เลขที่อื่น", "change that one, or name another"),
        )


def _check_seen(kept: RegisterRow, seen: int) -> None:
    if kept.removed_at is not None:
        raise Refused(
            Text("มีคนเอารายการนี้ออกแล้ว", "somebody removed this row"),
            next_step=Text("นำกลับมาก่อน", "bring it back first"),
        )
    if seen != kept.version:
        raise Refused(
            Text(
                "ระหว่างที่เปิดหน้านี้ มีคนแก้รายการนี้", "while this page was open somebody changed this row"
            ),
            next_step=Text(
                "สิ่งที่พิมพ์ยังอยู่ ดูประวัติด้านล่าง แล้วบันทึกอีกครั้งเพื่อใช้ของคุณ",
                "what you typed is still here; look at the history, and save again to use yours",
            ),
        )


def check_decided(register: Register, before: Row, after: Row) -> None:
    """See that what was decided on stays as it was; what was empty then may be filled.

    Errors: Refused at the field.
    """
    for name, value in before.values.items():
        if after.values.get(name) != value:
            raise Refused(
                Text(
                    f"มีผู้ตัดสินรายการนี้แล้ว แก้ “{register.named(name).title.th}” ไม่ได้",
                    f"somebody decided on this row: “{register.named(name).title.en}” stays",
                ),
                field=name,
                next_step=Text("เพิ่มรายการใหม่แล้วขอใหม่", "add another row and ask anew"),
            )


def _check_mover(by: Actor, register: Register, kept: RegisterRow, way: Move) -> None:
    if may_move(by, register, kept, way, today()):
        return
    if way.roles and kept.added_by_id == by.user.pk:
        raise Refused(
            Text("ผู้เพิ่มรายการตัดสินรายการของตนไม่ได้", "whoever added a row does not decide on it"),
            next_step=Text("ให้ผู้มีอำนาจคนอื่นตัดสิน", "let another with the right decide"),
        )
    raise Refused(_OTHERS, next_step=Text("ให้ผู้มีอำนาจทำ", "let whoever may do it"))


def _check_needs(register: Register, row: Row, way: Move) -> None:
    empty = [name for name in way.needs if name not in row.values]
    if empty:
        field = register.named(empty[0])
        raise Refused(
            Text(
                f"ก่อน{way.title.th} ต้องมี “{field.title.th}”",
                f"before “{way.title.en}” there must be “{field.title.en}”",
            ),
            field=field.name,
            next_step=Text("กรอกช่องนี้ บันทึก แล้วลองใหม่", "fill it in, save, and try again"),
        )


def _record(
    kept: RegisterRow,
    by: Actor,
    verb: str,
    register: Register,
    row: Row,
    context: Context,
    year: int,
    **more: Any,
) -> None:
    """Tell the journal; of a row that not everybody sees it names nothing."""
    name = "–" if register.is_restricted else row_name(register, row, context)[:200]
    journal.record(
        kept.agency, by, verb, name, year=year, register=register.title.th, row=str(kept.pk), **more
    )

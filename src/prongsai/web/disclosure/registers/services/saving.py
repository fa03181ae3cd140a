"""Keep rows: added, changed, taken from state to state, removed, brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from prongsai.core.fiscal import year_of
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row
from prongsai.core.registers.rules import Move
from prongsai.core.registers.values import Context
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.rights import is_decided, may_move, written_by
from prongsai.web.disclosure.registers.services.keeping import (
    OTHERS,
    Keeping,
    Wanted,
    check_seen,
    check_sound,
    journal_name,
    keep_versions,
    others,
    taken_keys,
    twice,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.year.assessment.services.revisions import locked

Files = Mapping[UUID, Checked]
NO_FILES: Files = {}


@transaction.atomic
def add(
    agency: Agency,
    *,
    by: Actor,
    register: Register,
    year: int,
    row: Row,
    files: Files = NO_FILES,
    reason: str = "",
) -> RegisterRow:
    """Add a row.

    Shape:  `files` are those that its fields name, by their keys; `reason` is why what looks like
            the name of a person stays, where the register names nobody.
    Errors: Refused for what is wrong with it, for the row of a unit that is not the person's, for
            one that is there already; Misuse where the year is not open.
    """
    hold_year(agency, year)
    wanted = {0: Wanted(row, files=files)}
    added, _ = _written(Keeping(agency, by, register, year, wanted, reason))
    return added[0]


@transaction.atomic
def change(
    kept: RegisterRow,
    *,
    by: Actor,
    register: Register,
    row: Row,
    seen: int,
    files: Files = NO_FILES,
    reason: str = "",
) -> bool:
    """Change a row; whether anything changed.

    Shape:  `seen` is the version that the form was opened with. What somebody decided on stays as
            it was decided: fields that were filled then are changed no more, others may be filled.
    Errors: Refused as `add`, where another changed it meanwhile, or what was decided would change.
    """
    year = _lock(kept, register)
    wanted = {0: Wanted(row, kept, seen, files)}
    _, changed = _written(Keeping(kept.agency, by, register, year, wanted, reason))
    return bool(changed)


def _written(keeping: Keeping) -> tuple[list[RegisterRow], list[RegisterRow]]:
    """What was written of one row.

    Errors: Refused.
    """
    for refusal in keeping.refused.values():
        raise refusal
    return keeping.write()


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
    check_seen(kept, seen)
    row = core_row(register, kept, year)
    _check_needs(register, row, way)
    moved = Row(row.values, to, row.left)
    check_sound(register, moved)
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
    _check_once(register, kept, year)
    kept.removed_at, kept.removed_by_words = None, ""
    _save(kept, by)
    row, context = core_row(register, kept, year), context_of(kept.agency, register, year)
    _record(kept, by, "register-row-restored", register, row, context, year)
    return True


def _lock(kept: RegisterRow, register: Register) -> int:
    """The row as it stands, which nobody else changes now; the year that it is read in."""
    hold_year(kept.agency, None if register.lasting else kept.fiscal_year)
    kept.refresh_from_db()
    return year_of(today()) if register.lasting else kept.fiscal_year


def hold_year(agency: Agency, year: int | None) -> None:
    """Let nobody else change rows of a year meanwhile: the year first, as all acts on it do.

    Errors: Misuse where the year is not open.
    """
    if year is not None:
        locked(agency, year)
    journal.hold(agency)


def _save(kept: RegisterRow, by: Actor) -> None:
    kept.version += 1
    kept.save()
    keep_versions([kept], by)


def _check_own(by: Actor, register: Register, kept: RegisterRow) -> None:
    if not written_by(by, register, today()).holds(kept):
        raise others(register)


def _check_once(register: Register, kept: RegisterRow, year: int) -> None:
    keys = {kept.key} if register.identified_by and kept.key else set()
    if taken_keys(kept.agency, register, year, keys, but={kept.pk}):
        raise twice(register)


def _check_mover(by: Actor, register: Register, kept: RegisterRow, way: Move) -> None:
    if may_move(by, register, kept, way, today()):
        return
    if way.roles and kept.added_by_id == by.user.pk:
        raise Refused(
            Text("ผู้เพิ่มรายการตัดสินรายการของตนไม่ได้", "whoever added a row does not decide on it"),
            next_step=Text("ให้ผู้มีอำนาจคนอื่นตัดสิน", "let another with the right decide"),
        )
    if way.holder:
        title = register.named(way.holder).title
        raise Refused(
            Text(
                f"ผู้ที่ครองตำแหน่งใน “{title.th}” เท่านั้นที่ทำได้",
                f"only who holds the position in “{title.en}” does this",
            ),
            next_step=Text("ให้ผู้นั้นเปิดรายการนี้แล้วกดเอง", "let them open this row and do it"),
        )
    raise Refused(OTHERS, next_step=Text("ให้ผู้มีอำนาจทำ", "let whoever may do it"))


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
    name = journal_name(register, row, context)
    journal.record(
        kept.agency, by, verb, name, year=year, register=register.title.th, row=str(kept.pk), **more
    )

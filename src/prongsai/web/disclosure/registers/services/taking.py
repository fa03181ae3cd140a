"""A file of rows: read, kept as a preview, and taken over whole when a person says yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from prongsai.core.errors import Severity
from prongsai.core.registers.model import Register
from prongsai.core.registers.sheet_data import sheets_data, sheets_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import (
    RegisterRow,
    RememberedColumns,
    RowsFile,
)
from prongsai.web.disclosure.registers.queries.catalogue import context_of, year_of_rows
from prongsai.web.disclosure.registers.services.keeping import (
    check_reason,
    fill,
    tell_reason,
    write_rows,
)
from prongsai.web.disclosure.registers.services.nothing import say_nothing
from prongsai.web.disclosure.registers.services.outcome import (
    Outcome,
    columns_of,
    form_of,
    lasting_defaults,
    outcome_of,
    remembered,
)
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.year.assessment.services.revisions import locked

_LIVES = timedelta(days=7)
_LONGEST_NAME = 255
_READ = "registers:files"


def read_file(
    agency: Agency, *, by: Actor, register: Register, year: int, name: str, data: bytes
) -> RowsFile:
    """Read a file and keep what stands in it as a preview; no row changes.

    Shape:  what was said of the columns of a file with the same headings is taken over; what was
            said of all its rows only where it is so of every file (`lasting_defaults`), and where
            that is not all somebody says the columns again.
    Errors: UnreadableInput where it is no workbook or CSV.
    """
    sheets = read_rows(data, name)
    known = remembered(agency, register, form_of(columns_of(register, sheets)))
    said = known.defaults if known else {}
    defaults = lasting_defaults(by, register, said)
    return RowsFile.objects.create(
        agency=agency, register=register.key, fiscal_year=year, name=name[:_LONGEST_NAME],
        sheets=sheets_data(sheets), given=known.given if known else {},
        defaults=defaults, is_said=known is not None and len(defaults) == len(said),
        read_at=now(), read_by=by.user,
    )  # fmt: skip


def sweep() -> int:
    """Forget the files that were read so long ago that nobody comes back for them; how many."""
    old = RowsFile.objects.filter(read_at__lt=now() - _LIVES)
    return remnants.delete(old, subject=_READ)


def say_columns(
    file: RowsFile, *, given: Mapping[str, str], defaults: Mapping[str, str], only_year: bool
) -> None:
    """Keep what a person says of a file's columns; the preview is made anew."""
    file.given, file.defaults, file.only_year = dict(given), dict(defaults), only_year
    file.is_said = True
    file.save(update_fields=["given", "defaults", "only_year", "is_said"])


def must_say_columns(register: Register, file: RowsFile) -> bool:
    """Whether somebody must say first which column is which."""
    return register.asks_columns and not file.is_said


@transaction.atomic
def take(
    file: RowsFile, *, by: Actor, register: Register, seen: str, reason: str = ""
) -> Outcome | None:
    """Take all rows of a previewed file, or none; None where that was done before.

    Shape:  `seen` is the state of the register that the preview was shown against; `reason` why
            what looks like names of persons stays, as of one row.
    Errors: Refused where the register is another by now, for what is wrong in the file, for a
            reason that names somebody itself, and where somebody must say its columns first;
            Misuse where the year is not open.
    """
    agency, year = file.agency, file.fiscal_year
    locked(agency, year)
    file.refresh_from_db()
    if file.taken_at is not None:
        return None
    if must_say_columns(register, file):
        raise Refused(
            Text("ยังไม่มีใครบอกว่าคอลัมน์ใดเป็นช่องใด", "nobody said yet which column is which"),
            next_step=Text("ตรวจการจับคู่คอลัมน์ แล้วกดใช้ตามนี้", "look at the columns and confirm them"),
        )
    outcome = outcome_of(by, register, file)
    _check(outcome, seen)
    if outcome.named and not reason.strip():
        raise Refused(
            Text("แฟ้มนี้อาจมีชื่อคน ยังไม่ได้บอกเหตุผล", "the file may name persons, no reason was said"),
            next_step=Text(
                "แก้ในแฟ้มไม่ให้บอกว่าใคร หรือบอกเหตุผลที่ต้องคงไว้",
                "write it in the file without saying who, or say why it must stay",
            ),
        )
    if outcome.named:
        check_reason(reason.strip())
    form = form_of(columns_of(register, sheets_of(file.sheets)))
    _keep(agency, by, register, year, outcome)
    _say_nothing(agency, by, register, year, outcome)
    _remember(file, register, form)
    tell_reason(agency, by, register, year, reason.strip()[:200], outcome.named)
    file.taken_at, file.sheets = now(), []
    file.save(update_fields=["taken_at", "sheets"])
    remnants.owe(_READ, RowsFile)
    journal.record(
        agency, by, "register-rows-taken", "–" if register.is_restricted else file.name[:200],
        year=year, register=register.title.th, new=len(outcome.new), changed=len(outcome.changed),
    )  # fmt: skip
    return outcome


def _check(outcome: Outcome, seen: str) -> None:
    if outcome.state != seen:
        raise Refused(
            Text(
                "ทะเบียนหรือคอลัมน์ที่บอกไว้ถูกแก้หลังจากเปิดตัวอย่างนี้ จึงคิดรายการใหม่ให้แล้ว",
                "the register, or what was said of the columns, was changed after this preview was"
                " shown; the list below is new",
            ),
            next_step=Text("อ่านรายการอีกครั้งก่อนยืนยัน", "read the list again before you confirm"),
        )
    wrong = [one for one in outcome.findings if one.severity is Severity.ERROR]
    if wrong:
        raise Refused(wrong[0].message, next_step=wrong[0].next_step)


def _keep(agency: Agency, by: Actor, register: Register, year: int, outcome: Outcome) -> None:
    context = context_of(agency, register, year)
    added = []
    for row in outcome.new:
        kept = RegisterRow(
            agency=agency, register=register.key, fiscal_year=year_of_rows(register, year),
            version=1, added_at=now(), added_by=by.user,
        )  # fmt: skip
        fill(register, kept, row, year, context)
        added.append(kept)
    for change in outcome.changed:
        fill(register, change.kept, change.after, year, context)
        change.kept.version += 1
    write_rows(added, [change.kept for change in outcome.changed], by)


def _say_nothing(
    agency: Agency, by: Actor, register: Register, year: int, outcome: Outcome
) -> None:
    units = {str(one.pk): one for one in Unit.objects.filter(agency=agency)}
    for nil in outcome.nils:
        say_nothing(
            agency, by=by, register=register, year=year, slot=nil.slot.number,
            unit=units.get(nil.unit),
        )  # fmt: skip


def _remember(file: RowsFile, register: Register, form: str) -> None:
    if not form:
        return
    RememberedColumns.objects.update_or_create(
        agency=file.agency, register=register.key, form=form,
        defaults={"given": file.given, "defaults": file.defaults, "changed_at": now()},
    )  # fmt: skip

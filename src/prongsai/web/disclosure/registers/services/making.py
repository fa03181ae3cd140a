"""Registers that an agency makes for itself: said on a page or brought as YAML, changed, closed."""

import re
from collections.abc import Mapping
from datetime import timedelta
from itertools import chain

from django.db import transaction
from django.dispatch import Signal

from prongsai.core.errors import Place, Severity, UnreadableInput
from prongsai.core.registers.model import Register
from prongsai.core.registers.own import OwnRegister as Said
from prongsai.core.registers.own import content_of, content_said, yaml_of
from prongsai.core.registers.reading import read_several
from prongsai.core.registers.sheet import sheets_data, sheets_of
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import (
    OwnRegister,
    OwnRegisterVersion,
    RegisterRow,
    RememberedColumns,
    RowsFile,
)
from prongsai.web.disclosure.registers.queries.catalogue import context_of, registers_of
from prongsai.web.disclosure.registers.services.choosing import forget_choice
from prongsai.web.disclosure.registers.services.keeping import (
    check_reason,
    fill,
    new_row,
    record,
    tell_reason,
    write_rows,
)
from prongsai.web.disclosure.registers.services.nothing import say_nothing
from prongsai.web.disclosure.registers.services.outcome import (
    FileOutcome,
    columns_of,
    form_of,
    lasting_defaults,
    outcome_of,
    remembered,
)
from prongsai.web.disclosure.registers.services.saving import hold_year
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.versions import made

PREFIX = "own-"
MOST_OWN = 200
MOST_LETTERS = 200_000
_NUMBER = re.compile(rf"{PREFIX}([0-9]+)")
# Sent with `agency` and `key` once a register was changed, closed or opened again.
register_changed = Signal()


@transaction.atomic
def make(agency: Agency, *, by: Actor, definition: Said) -> OwnRegister:
    """Make a register of what a person says.

    Errors: Refused for what cannot be, and where the agency has as many as it may.
    """
    return _create_register(agency, by, yaml_of(content_said(definition)))


@transaction.atomic
def bring(agency: Agency, *, by: Actor, name: str, text: str) -> OwnRegister:
    """Make a register of a YAML file, as another agency shares it.

    Errors: UnreadableInput with the first thing that is wrong in it; Refused as `make`.
    """
    if len(text) > MOST_LETTERS:
        raise UnreadableInput("registers/register_file_too_large", place=Place(name))
    return _create_register(agency, by, text, name)


@transaction.atomic
def change(own: OwnRegister, *, by: Actor, register: Register, definition: Said, seen: int) -> bool:
    """Change a register; whether anything changed. Rows of before stay readable.

    Shape:  `seen` is the version that the form was opened with.
    Errors: Refused as `make`, where another changed it meanwhile, where others would see the rows
            that there are, and where another register that refers to it could not be read any more.
    """
    journal.hold(own.agency)
    own.refresh_from_db()
    if seen != own.version:
        raise Refused("registers/register_changed_meanwhile")
    former = own.versions.values_list("text", flat=True)
    read = (read_several({f"{own.key}.yaml": text}).registers for text in former)
    taken = {
        field.name
        for former_register in chain.from_iterable(read)
        for field in former_register.fields
    }
    text = yaml_of(content_said(definition, register, taken))
    if text == yaml_of(content_of(register)):
        return False
    checked = _checked(own.agency, own.key, text, own.key)
    # Rows that were written for few stay with them; by another field for the unit, they would
    # become another unit's.
    is_other = not checked.is_restricted or checked.owned_by != register.owned_by
    has_rows = RegisterRow.objects.filter(agency=own.agency, register=own.key).exists
    if register.is_restricted and is_other and has_rows():
        raise Refused("registers/fewer_readers_promised", field="is_restricted")
    _refuse_torn(_torn_by(own, text))
    own.text, own.version = text, own.version + 1
    own.save(update_fields=["text", "version"])
    _write_version(own, by)
    _record(own, by, "own-register-changed", checked)
    if checked.is_restricted and not register.is_restricted:
        forget_choice(own.agency, by, checked)  # it would name readers that nobody saw named
    return True


@transaction.atomic
def close(own: OwnRegister, *, by: Actor, register: Register) -> bool:
    """Offer a register no more; whether it was offered. Its rows stay.

    Errors: Refused where another register refers to it.
    """
    journal.hold(own.agency)
    others = [other for other in registers_of(own.agency).registers if other.key != own.key]
    _refuse_torn(
        [other for other in others if any(field.register == own.key for field in other.fields)]
    )
    rows = OwnRegister.objects.filter(pk=own.pk, closed_at=None)
    if not rows.update(closed_at=now()):
        return False
    _record(own, by, "own-register-closed", register)
    return True


@transaction.atomic
def open_again(own: OwnRegister, *, by: Actor) -> bool:
    """Offer a closed register again; whether it was closed.

    Errors: Refused where it cannot be read any more.
    """
    journal.hold(own.agency)
    register = _checked(own.agency, own.key, own.text, own.key)
    rows = OwnRegister.objects.filter(pk=own.pk).exclude(closed_at=None)
    if not rows.update(closed_at=None):
        return False
    _record(own, by, "own-register-opened", register)
    return True


def _create_register(agency: Agency, by: Actor, text: str, name: str = "") -> OwnRegister:
    journal.hold(agency)
    keys = list(OwnRegister.objects.filter(agency=agency).values_list("key", flat=True))
    if len(keys) >= MOST_OWN:
        raise Refused("registers/too_many_own_registers", most_own=MOST_OWN)
    numbers = [whole_number(match[1]) or 0 for key in keys if (match := _NUMBER.fullmatch(key))]
    key = f"{PREFIX}{max(numbers, default=0) + 1}"
    register = _checked(agency, key, text, name or key)
    own = OwnRegister.objects.create(agency=agency, key=key, text=text)
    _write_version(own, by)
    _record(own, by, "own-register-made", register)
    return own


def _checked(agency: Agency, key: str, text: str, name: str) -> Register:
    """The register that a text is, beside those that the agency has.

    Errors: UnreadableInput with the first fault; Refused where rows that few see would be named
            to many.
    """
    known = {other.key: other for other in registers_of(agency).registers if other.key != key}
    read = read_several({f"{key}.yaml": text}, others=known)
    if not read.registers:
        wrong = next(finding for finding in read.findings if finding.severity is Severity.ERROR)
        line = wrong.places[0].line if wrong.places else None
        place, message = Place(name, line=line).text(), wrong.message
        raise UnreadableInput(
            "registers/definition_invalid", next_step=wrong.next_step, where=place, words=message
        )
    register = read.registers[0]
    _refuse_named(register, known | {key: register})
    return register


def _refuse_named(made: Register, known: Mapping[str, Register]) -> None:
    """Whose rows few see is named by none that more see, whichever of the two was made later."""
    for register in known.values():
        for field in register.references():
            other = known.get(field.register or "")
            if other is None or made not in (register, other):
                continue
            if register.rights.is_within(other.rights):
                continue
            raise Refused(
                "registers/reference_exposes_rows",
                title=field.title,
                register=register.title,
                other=other.title,
            )


def _torn_by(own: OwnRegister, text: str) -> list[Register]:
    """The agency's registers that could not be read beside a new text of one of them."""
    rows = OwnRegister.objects.filter(agency=own.agency, closed_at=None)
    texts = {f"{key}.yaml": each for key, each in rows.values_list("key", "text")}
    known = registers_of(own.agency).registers
    shipped = {register.key: register for register in known if f"{register.key}.yaml" not in texts}
    read = read_several(texts | {f"{own.key}.yaml": text}, others=shipped)
    left = {register.key for register in read.registers}
    return [
        register
        for register in known
        if f"{register.key}.yaml" in texts and register.key not in left
    ]


def _refuse_torn(registers: list[Register]) -> None:
    if registers:
        title = registers[0].title
        raise Refused("registers/register_referred_to", title=title)


def _record(own: OwnRegister, by: Actor, verb: str, register: Register) -> None:
    journal.record(own.agency, by, verb, register.title.th[:200], key=own.key)
    if verb != "own-register-made":
        register_changed.send(OwnRegister, agency=own.agency, key=own.key)


def _write_version(own: OwnRegister, by: Actor) -> None:
    OwnRegisterVersion.objects.create(
        agency_id=own.agency_id, own=own, number=own.version, text=own.text, **made(by)
    )


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
    former = known.defaults if known else {}
    defaults = lasting_defaults(by, register, former)
    return RowsFile.objects.create(
        agency=agency, register=register.key, fiscal_year=year, name=name[:_LONGEST_NAME],
        sheets=sheets_data(sheets), given=known.given if known else {},
        defaults=defaults, is_said=known is not None and len(defaults) == len(former),
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
) -> FileOutcome | None:
    """Take all rows of a previewed file, or none; None where that was done before.

    Shape:  `seen` is the state of the register that the preview was shown against; `reason` why
            what looks like names of persons stays, as of one row.
    Errors: Refused where the register is another by now, for what is wrong in the file, for a
            reason that names somebody itself, and where somebody must say its columns first;
            Misuse where the year is not open.
    """
    agency, year = file.agency, file.fiscal_year
    hold_year(agency, year)
    file.refresh_from_db()
    if file.taken_at is not None:
        return None
    if must_say_columns(register, file):
        raise Refused("registers/columns_not_assigned")
    outcome = outcome_of(by, register, file)
    _check(outcome, seen)
    if outcome.named and not reason.strip():
        raise Refused("registers/personal_file_without_reason")
    if outcome.named:
        check_reason(reason.strip())
    form = form_of(columns_of(register, sheets_of(file.sheets)))
    _write_rows(agency, by, register, year, outcome)
    if form:
        RememberedColumns.objects.update_or_create(
            agency=agency, register=register.key, form=form,
            defaults={"given": file.given, "defaults": file.defaults, "changed_at": now()},
        )  # fmt: skip
    tell_reason(agency, by, register, year, reason.strip()[:200], outcome.named)
    file.taken_at, file.sheets = now(), []
    file.save(update_fields=["taken_at", "sheets"])
    remnants.owe(_READ, RowsFile)
    counts = {"new": len(outcome.new), "changed": len(outcome.changed)}
    record(agency, by, "register-rows-taken", register, file.name[:200], year=year, **counts)
    return outcome


def _check(outcome: FileOutcome, seen: str) -> None:
    if outcome.state != seen:
        raise Refused("registers/preview_changed_meanwhile")
    wrong = [finding for finding in outcome.findings if finding.severity is Severity.ERROR]
    if wrong:
        raise Refused(wrong[0].message, next_step=wrong[0].next_step)


def _write_rows(
    agency: Agency, by: Actor, register: Register, year: int, outcome: FileOutcome
) -> None:
    context = context_of(agency, register, year)
    added = [new_row(agency, by, register, year) for _ in outcome.new]
    for kept, row in zip(added, outcome.new, strict=True):
        fill(register, kept, row, year, context)
    for change in outcome.changed:
        fill(register, change.kept, change.after, year, context)
    write_rows(added, [change.kept for change in outcome.changed], by)
    units = {str(unit.pk): unit for unit in Unit.objects.filter(agency=agency)}
    for nil in outcome.nils:
        say_nothing(
            agency, by=by, register=register, year=year, slot=nil.slot.number,
            unit=units.get(nil.unit),
        )  # fmt: skip

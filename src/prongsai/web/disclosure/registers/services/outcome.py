"""What a file of rows would do to a register as it stands, for the person who sent it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place, Severity
from prongsai.core.messages import read_words
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.importing import (
    Imported,
    Options,
    gathered,
    import_sheets,
    matchings_of,
)
from prongsai.core.registers.kept import Changed, broken, merging, undecided_states, with_changes
from prongsai.core.registers.matching import Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.rows import Row, name_faults, row_key, row_name
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.sheet import Sheet, sheets_of
from prongsai.core.registers.values import Context, attached_of, shown
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow, RememberedColumns, RowsFile
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    said_nothing,
    standing_rows,
)
from prongsai.web.disclosure.registers.queries.row import seen_rows
from prongsai.web.disclosure.registers.rights import Scope, decided_among, seen_by, written_by
from prongsai.web.disclosure.registers.services import nothing
from prongsai.web.disclosure.registers.services.keeping import Keeping, Wanted
from prongsai.web.disclosure.registers.services.saving import hold_year
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language

_OF_COLUMNS = ("register_column_not_taken", "register_no_column", "register_no_table")
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class FieldChange(Struct, frozen=True):
    """One field of a row that is said otherwise than before."""

    label: str
    before: str
    after: str


class RowChange(Struct, frozen=True):
    """A kept row that the file says otherwise; `after` is what would be kept."""

    kept: RegisterRow
    after: Row
    name: str
    cells: tuple[FieldChange, ...]


class FileOutcome(Struct, frozen=True):
    """What a file would do.

    Shape:  `absent` counts kept rows that the file does not have: they stay; `nils` are times with
            nothing to report that nobody had said; `findings` are all that is to be told, faults
            of the person's rights among them; `state` is a digest of what it was held against
            and of what was said of the columns;
            `named` counts rows that seem to name a person where the register names nobody.
    """

    imported: Imported
    new: tuple[Row, ...]
    names: tuple[str, ...]
    changed: tuple[RowChange, ...]
    same: int
    absent: int
    nils: tuple[Nil, ...]
    findings: tuple[Finding, ...]
    state: str = ""
    named: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether it may be taken."""
        return not self.faults

    @property
    def faults(self) -> int:
        """How many kinds of errors there are."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def words(self) -> str:
        """What would happen, without what would not."""
        return told_counts(len(self.new), len(self.changed), len(self.nils))

    @property
    def changes_nothing(self) -> bool:
        """Whether the file says what is kept."""
        return not (self.new or self.changed or self.nils)


def told_counts(added: int, changed: int, nils: int = 0) -> str:
    """How many rows are added and changed, and of how many times nothing is reported, in words."""
    counts = (
        (added, ngettext("เพิ่ม %(count)s รายการ", "เพิ่ม %(count)s รายการ", added)),
        (changed, ngettext("เปลี่ยน %(count)s รายการ", "เปลี่ยน %(count)s รายการ", changed)),
        (nils, ngettext("แจ้งว่าไม่มี %(count)s ช่วง", "แจ้งว่าไม่มี %(count)s ช่วง", nils)),
    )
    return " · ".join(words % {"count": count} for count, words in counts if count)


def file_of(person: Actor, register: Register, year: int, key: UUID) -> RowsFile | None:
    """A file that this person sent."""
    rows = RowsFile.objects.filter(
        agency=person.agency, register=register.key, fiscal_year=year, read_by=person.user, pk=key
    )
    return rows.select_related("agency").first()


def remembered(agency: Agency, register: Register, form: str) -> RememberedColumns | None:
    """What was said of the columns of the last file with these headings."""
    if not form:
        return None
    return RememberedColumns.objects.filter(agency=agency, register=register.key, form=form).first()


def lasting_defaults(
    person: Actor, register: Register, defaults: Mapping[str, str]
) -> dict[str, str]:
    """What was said of all rows of one file that is so of the next of its form.

    Shape:  month, service and day belong to one file: reused, November's rows would be saved as
            October's. A unit is reused if the person writes no other; a choice if it is no part of
            a row's key, or if the register asks whose form it is.
    """
    scope = written_by(person, register, today())
    has_one_unit = not scope.is_all and len(scope.units) == 1

    def lasts(name: str) -> bool:
        field = register.field(name)
        if field is None:
            return False
        if field.kind is FieldKind.UNIT:
            return has_one_unit
        is_chosen = field.kind in (FieldKind.CHOICE, FieldKind.YES_NO)
        return is_chosen and (register.asks_columns or name not in register.identified_by)

    return {name: text for name, text in defaults.items() if lasts(name)}


def said_before(
    agency: Agency, register: Register, matchings: Iterable[tuple[str, Matching]]
) -> datetime | None:
    """When somebody said the columns of a file of the same headings; None where nobody did."""
    known = remembered(agency, register, form_of(matchings))
    return known.changed_at if known else None


def form_of(matchings: Iterable[tuple[str, Matching]]) -> str:
    """A digest of a file's headings; "" where none were found."""
    headings = sorted({squeeze(heading).lower() for heading in headings_of(matchings)})
    return sha256("\n".join(headings).encode()).hexdigest() if headings else ""


def headings_of(matchings: Iterable[tuple[str, Matching]]) -> list[str]:
    """The headings of a file's columns, taken or not, in their order."""
    headings = [
        heading
        for _, matching in matchings
        for heading in (
            *(match.heading for match in matching.matches if match.column is not None),
            *matching.passed_over,
        )
    ]
    return list(dict.fromkeys(headings))


def imported(file: RowsFile, register: Register, context: Context) -> Imported:
    """The rows of a file, with what was said of its columns."""
    options = Options(file.given, file.defaults, today(), file.only_year)
    return import_sheets(register, sheets_of(file.sheets), context, options)


def columns_of(register: Register, sheets: Sequence[Sheet]) -> tuple[tuple[str, Matching], ...]:
    """How a file's columns are matched where nobody says anything of them."""
    return matchings_of(register, sheets, Options())


def outcome_of(person: Actor, register: Register, file: RowsFile) -> FileOutcome:
    """What a file would do now; the number of queries does not grow with its rows."""
    year = file.fiscal_year
    context = context_of(person.agency, register, year)
    rows_read = imported(file, register, context)
    kept = list(standing_rows(person.agency, register, year))
    outcome = _Holding(person, register, context, rows_read, kept).outcome()
    # A preview is of the rows that are kept, and of what was said of the columns.
    rows = sorted(f"{row.pk} {row.version}" for row in kept)
    state = sha256("\n".join(rows).encode()).hexdigest()[:32]
    text = json.dumps([state, file.given, file.defaults, file.only_year], sort_keys=True)
    return replace(outcome, state=sha256(text.encode()).hexdigest()[:32])


class _Holding:
    """A file's rows held against those that are kept."""

    def __init__(
        self,
        person: Actor,
        register: Register,
        context: Context,
        rows_read: Imported,
        kept: Sequence[RegisterRow],
    ) -> None:
        """Rows that the person does not see are not compared, only known to be there."""
        on = today()
        self.person, self.register, self.context = person, register, context
        self.imported = rows_read
        self.scope: Scope = written_by(person, register, on)
        seen = seen_by(person, register, on)
        self.kept = [row for row in kept if seen.holds(row)]
        self.hidden = {row.key for row in kept if not seen.holds(row) and row.key}
        self.before = [core_row(register, row, context.year) for row in self.kept]
        self.findings = Findings()

    def outcome(self) -> FileOutcome:
        file = self.imported
        held = merging(self.register, self.before, file.rows, file.fields, file.told)
        new = tuple(self._new(number) for number in held.new)
        decided = decided_among(self.register, [self.kept[row.kept].pk for row in held.changed])
        changes = [
            self._change(row, is_decided=self.kept[row.kept].pk in decided) for row in held.changed
        ]
        changed = tuple(filter(None, changes))
        nils = tuple(self._nils())
        # Here columns are said in the form below, not by a command.
        of_file = [
            replace(finding, next_step=read_words("registers/choose_column"))
            if finding.code in _OF_COLUMNS
            else finding
            for finding in self.imported.findings
        ]
        findings = [*of_file, *gathered(self.findings.items)]
        return FileOutcome(
            self.imported,
            new,
            tuple(row_name(self.register, row, self.context) for row in new),
            changed,
            held.same + len(held.changed) - len(changed),
            len(held.absent),
            nils,
            tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity))),
            named=self._named(new, changed),
        )

    def _named(self, new: Sequence[Row], changed: Sequence[RowChange]) -> int:
        """How many of the rows name somebody who was not named before."""
        if not self.register.names_nobody:
            return 0
        before = {kept.pk: row for kept, row in zip(self.kept, self.before, strict=True)}
        held: list[tuple[Row, Row | None]] = [(row, None) for row in new]
        held += [(change.after, before[change.kept.pk]) for change in changed]
        return sum(bool(name_faults(self.register, after, was)) for after, was in held)

    def _new(self, number: int) -> Row:
        read, place = self.imported.rows[number], self.imported.places[number]
        if not self._may_write(read):
            self.findings.error("registers/register_others", place)
        self._tell_files(Row({}), read, place)
        if self.register.identified_by and row_key(self.register, read) in self.hidden:
            self.findings.error("registers/register_twice", place, titles=self.register.identity)
        return self._in_state(replace(read, state=self.register.first_state), read.state, place)

    def _change(self, change: Changed, *, is_decided: bool) -> RowChange | None:
        """A changed row; None where nothing is left that the file may change."""
        kept, before = self.kept[change.kept], self.before[change.kept]
        read, place = self.imported.rows[change.row], self.imported.places[change.row]
        fields = [name for name in change.fields if name != STATE]
        after = with_changes(before, read, fields)
        if not (self.scope.holds(kept) and self._may_write(after)):
            self.findings.error("registers/register_others", place)
        self._tell_files(before, after, place)
        if is_decided:
            self._tell_decided(before, after, place)
        if STATE in change.fields:
            after = self._in_state(after, read.state, place)
        faults = broken(self.register, before, read, after)
        self.findings.items += (fault.finding(place) for fault in faults)
        if not fields and after.state == before.state:
            return None
        name = row_name(self.register, before, self.context)
        return RowChange(kept, after, name, tuple(self._cells(before, after, fields)))

    def _in_state(self, row: Row, wanted: str, place: Place) -> Row:
        """The row in the state that the file says, where nobody must decide on that."""
        if wanted in undecided_states(self.register, row):
            return replace(row, state=wanted)
        title = self.register.state_title(wanted)
        self.findings.warning("registers/register_state_stays", place, title=title)
        faults = check_row(self.register, row, today())
        self.findings.items += (fault.finding(place) for fault in faults if fault.is_error)
        return row

    def _tell_files(self, before: Row, after: Row, place: Place) -> None:
        """A file of rows carries no file: only what the row names already may stand in it."""
        for field, attachment in attached_of(self.register.typed_fields, after.values):
            if before.values.get(field.name) != after.values[field.name]:
                self.findings.error(
                    "registers/register_file", place, title=field.title, name=attachment.name
                )

    def _tell_decided(self, before: Row, after: Row, place: Place) -> None:
        for name, value in before.values.items():
            if after.values.get(name) != value:
                title = self.register.named(name).title
                self.findings.error("registers/register_decided", place, title=title)

    def _nils(self) -> Iterator[Nil]:
        """Times with nothing to report that nobody said yet, those that may not be said told."""
        units = {str(unit.pk): unit for unit in Unit.objects.filter(agency=self.person.agency)}
        agency, year = self.person.agency, self.context.year
        nothings = said_nothing(agency, self.register, year)
        for nil in self.imported.nils:
            try:
                slot, unit = nothing.checked(
                    agency, by=self.person, register=self.register, year=year,
                    slot=nil.slot.number, unit=units.get(nil.unit),
                )  # fmt: skip
            except Refused as refusal:
                self.findings.error(
                    "register_nothing", message=refusal.message, next_step=refusal.next_step
                )
                continue
            if (slot, str(unit.pk) if unit else "") not in nothings:
                yield nil

    def _cells(self, before: Row, after: Row, fields: Iterable[str]) -> Iterator[FieldChange]:
        for name in fields:
            yield FieldChange(
                in_language(self.register.named(name).title),
                self._in_words(name, before), self._in_words(name, after),
            )  # fmt: skip
        if after.state != before.state:
            was, now = map(self.register.state_title, (before.state, after.state))
            yield FieldChange(_("สถานะ"), in_language(was), in_language(now))

    def _in_words(self, name: str, row: Row) -> str:
        value = row.values.get(name)
        if value is None:
            return row.left.get(name, "")
        return in_language(shown(self.register.named(name), value, self.context))

    def _may_write(self, row: Row) -> bool:
        """Whether the row is the person's to write; a unit that is missing is told as missing."""
        owned_by = self.register.owned_by or ""
        unit = row.values.get(owned_by)
        if unit is None and owned_by and self.register.named(owned_by).required:
            return True
        return self.scope.has(UUID(str(unit)) if unit else None)


class TypedLine(Struct, frozen=True):
    """A line in which something was typed; `key` None where the row is new."""

    row: Row
    key: UUID | None = None
    seen: int = 0


@transaction.atomic
def save(
    person: Actor, register: Register, year: int, lines: Mapping[int, TypedLine], reason: str = ""
) -> tuple[list[RegisterRow], list[RegisterRow]]:
    """Keep all lines; the rows that were added, and those that were changed.

    Shape:  `reason` as of one row.
    Errors: SomeRefused, by the places of the lines, where one of them will not do; Misuse where
            the year is not open. Then none is kept.
    """
    hold_year(person.agency, year)
    return _held(person, register, year, lines, reason).write()


def refusals(
    person: Actor, register: Register, year: int, lines: Mapping[int, TypedLine], reason: str = ""
) -> dict[int, Refused]:
    """Why lines may not be kept, by their places; nothing is written."""
    return _held(person, register, year, lines, reason).refused


def _held(
    person: Actor, register: Register, year: int, lines: Mapping[int, TypedLine], reason: str
) -> Keeping:
    """The lines held against the rows as they stand: one query finds them all."""
    keys = [line.key for line in lines.values() if line.key is not None]
    rows = seen_rows(person, register, year, keys)
    wanted = {
        place: Wanted(line.row, rows.get(line.key) if line.key else None, line.seen)
        for place, line in lines.items()
        if line.key is None or line.key in rows
    }
    held = Keeping(person.agency, person, register, year, wanted, reason)
    # Do not reveal whose row it is if this person may not see it.
    gone = Refused("registers/row_unknown")
    held.refused |= {place: gone for place in lines if place not in wanted}
    return held

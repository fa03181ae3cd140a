"""A file of rows taken in: columns matched, every row read and checked, all that is wrong at once.

Nothing is taken where anything is wrong: `Imported.is_sound` says whether the rows may be kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place, Severity, Wrong
from prongsai.core.messages import read_words
from prongsai.core.registers.checks import check_rows
from prongsai.core.registers.matching import Headings, Matching, is_percent_of_number
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.reshaping.writing import reshaped
from prongsai.core.registers.rows import Row, RowFault, RowReader
from prongsai.core.registers.sheet import Head, Sheet, find_head, likely_head
from prongsai.core.registers.table import TablePart, TableReader, Taken
from prongsai.core.registers.titles import HELP_SHEET, NIL_SHEET, month_above, nils_in
from prongsai.core.registers.values import Context
from prongsai.core.text import Text, listed, perhaps, same
from prongsai.core.thai import skeleton

_SHOWN = 20


def findings_of(
    faults: Iterable[RowFault], taken: Sequence[Taken], sheets: Sequence[Sheet]
) -> list[Finding]:
    """Faults of rows with the cells in which they stand."""
    findings = []
    for fault in faults:
        if fault.row is None:
            places: tuple[Place, ...] = tuple(sheet.place for sheet in sheets[:1])
        else:
            places = (taken[fault.row].place(fault.field),)
        if fault.other is not None:
            places = (*places, taken[fault.other].place(fault.field))
        findings.append(fault.finding(*places))
    return findings


def gathered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same told once, with their places and how many there are."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.code, finding.severity, finding.message.th), []).append(finding)
    return tuple(_joined(several) for several in alike.values())


def _joined(several: Sequence[Finding]) -> Finding:
    first = several[0]
    if len(several) == 1:
        return first
    places = tuple(place for finding in several for place in finding.places)
    message = read_words("registers/in_places", what=first.message, count=len(several))
    return Finding(first.code, first.severity, message, places[:_SHOWN], first.next_step)


def of_other_years(
    taken: Sequence[Taken], year: int, findings: Findings, *, only_year: bool
) -> list[Taken]:
    """The rows of the year; those of others are told, once for each year."""
    others = [
        (number, fault.year)
        for number, taken_row in enumerate(taken)
        for fault in taken_row.faults
        if fault.code == "other_year" and fault.year is not None
    ]
    if not others or not only_year:
        if others:
            _tell_years(taken, [(at, own) for at, own in dict(others).items()], year, findings)
        return list(taken)
    left = dict(others)
    for own, count in sorted(Counter(left.values()).items()):
        findings.note(
            "registers/register_other_years_left",
            *[taken[at].place() for at, of in left.items() if of == own][:_SHOWN],
            count=count,
            own=own,
        )
    return [taken_row for number, taken_row in enumerate(taken) if number not in left]


def _tell_years(
    taken: Sequence[Taken], others: Sequence[tuple[int, int]], year: int, findings: Findings
) -> None:
    counts = Counter(own for _, own in others)
    own = len(taken) - len(others)
    of_others = listed(
        read_words("registers/rows_of_year", year=other_year, count=count)
        for other_year, count in sorted(counts.items())
    )
    findings.error(
        "registers/register_years",
        *[taken[at].place() for at, _ in others][:_SHOWN],
        year=year,
        own=own,
        others=of_others,
    )


class Options(Struct, frozen=True):
    """How a file is taken in.

    Shape:  `given` is the heading, or the letter of the column, by field ("" for none);
            `defaults` are what stands in a field of which no column tells; `on` is today;
            `only_year` leaves rows of other fiscal years out instead of refusing the file.
    """

    given: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}
    on: date | None = None
    only_year: bool = False


class Imported(Struct, frozen=True):
    """What a file holds.

    Shape:  `places` are those of the rows; `matchings` tell, sheet by sheet, which column was
            taken for which field, `fields` which the file tells at all, `told` which the sheet of
            each row does; `totals` counts the rows of totals that agree.
    """

    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    nils: tuple[Nil, ...]
    matchings: tuple[tuple[str, Matching], ...]
    findings: tuple[Finding, ...]
    fields: frozenset[str] = frozenset()
    totals: int = 0
    told: tuple[frozenset[str], ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the rows may be kept: nothing is wrong with any of them."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


class _Found(Struct, frozen=True):
    """A sheet with a table in it."""

    sheet: Sheet
    head: Head
    matching: Matching
    lacking: tuple[str, ...]


def import_sheets(
    register: Register, sheets: Sequence[Sheet], context: Context, options: Options | None = None
) -> Imported:
    """Take the rows of a file; whatever is wrong in it is told, all of it at once."""
    options = options or Options()
    findings = Findings()
    try:
        headings = Headings(register, options.given)
    except Wrong as error:
        step = read_words("registers/name_the_column")
        findings.error("register_given", message=error.message, next_step=step)
        return Imported((), (), (), (), tuple(findings.items))
    tables = _tables(register, sheets, headings, options, findings)
    nils = [nil for sheet in sheets for nil in nils_in(register, sheet, context, findings)]
    whole = _read_tables(register, tables, context, options, findings)
    taken = of_other_years(whole.taken, context.year, findings, only_year=options.only_year)
    faults = [
        replace(fault, row=number)
        for number, taken_row in enumerate(taken)
        for fault in taken_row.faults
    ]
    rows = tuple(taken_row.row for taken_row in taken)
    lacking = {name for table in tables for name in table.lacking}
    faults += [
        fault
        for fault in check_rows(register, rows, context.year, options.on)
        if fault.code != "missing" or fault.field not in lacking
    ]
    everything = [*findings.items, *findings_of(faults, taken, sheets)]
    places = tuple(taken_row.place() for taken_row in taken)
    of_sheet = {
        table.sheet.title: frozenset(match.field for match in table.matching.matches)
        | frozenset(options.defaults)
        for table in tables
    }
    return Imported(
        rows,
        places,
        tuple(sorted({*nils, *whole.nils})),
        tuple((table.sheet.title, table.matching) for table in tables),
        gathered(everything),
        frozenset(options.defaults).union(*of_sheet.values()),
        whole.totals,
        tuple(of_sheet[place.sheet or ""] for place in places),
    )


def _read_tables(
    register: Register,
    tables: Sequence[_Found],
    context: Context,
    options: Options,
    findings: Findings,
) -> TablePart:
    whole, reader = TablePart([], []), RowReader(register, context)
    for found_table in tables:
        _tell_matching(register, found_table, findings)
        table = TableReader(
            register,
            found_table.sheet,
            found_table.head,
            found_table.matching,
            context,
            options.defaults,
        )
        part = table.read(reader, findings)
        whole.taken += part.taken
        whole.nils += part.nils
        whole.totals += part.totals
    return whole


def matchings_of(
    register: Register, sheets: Sequence[Sheet], options: Options
) -> tuple[tuple[str, Matching], ...]:
    """Which columns of a file are which fields, sheet by sheet; no row is read.

    Errors: Wrong where `options.given` names no field.
    """
    headings = Headings(register, options.given)
    tables = _tables(register, sheets, headings, options, Findings())
    if tables:
        return tuple((table.sheet.title, table.matching) for table in tables)
    # No word of it is known: what may be its heading is there for somebody to say.
    heads = (
        (sheet, likely_head(sheet))
        for sheet in sheets
        if sheet.title not in (HELP_SHEET, NIL_SHEET)
    )
    return tuple(
        (sheet.title, headings.matching(head)) for sheet, head in heads if head is not None
    )


def _tables(
    register: Register,
    sheets: Sequence[Sheet],
    headings: Headings,
    options: Options,
    findings: Findings,
) -> list[_Found]:
    """The sheets with a table of the register; others are passed over and told."""
    tables: list[_Found] = []
    for brought in sheets:
        if brought.title in (HELP_SHEET, NIL_SHEET) or not any(map(any, brought.rows)):
            continue
        sheet = reshaped(register, brought, headings, options.defaults, findings)
        head = (
            find_head(sheet, headings.find)
            or _head_that_was_said(sheet, headings)
            or _head_of_letters(sheet, headings)
        )
        if head is not None:
            matching = _with_title(register, sheet, head, headings.matching(head))
            lacking = _lacking(register, matching, options)
            tables.append(_Found(sheet, head, matching, lacking))
        else:
            _tell_passed_over(sheet, findings)
    whole = [table for table in tables if not table.lacking]
    if whole:
        for table in tables:
            if table.lacking:
                _tell_passed_over(table.sheet, findings)
        return whole
    if not tables:
        _tell_nothing(register, sheets, findings)
        return []
    best = max(tables, key=lambda table: len(table.matching.matches))
    _tell_lacking(register, best, findings)
    return [best]


def _head_of_letters(sheet: Sheet, headings: Headings) -> Head | None:
    """The first filled row, where the columns were given by letter and no heading is known."""
    if not headings.letters:
        return None
    row = next((row for row in range(len(sheet.rows)) if len(sheet.typed(row)) > 1), None)
    if row is None:
        return None
    return Head(row, row, {column: (text,) for column, text in sheet.typed(row).items()})


def _head_that_was_said(sheet: Sheet, headings: Headings) -> Head | None:
    """A heading of which one word is known, because somebody said what it is."""
    head = likely_head(sheet)
    if head is None:
        return None
    said_words = {skeleton(heading) or heading for heading in headings.given.values() if heading}
    is_said = any(
        (skeleton(word) or word) in said_words for words in head.words.values() for word in words
    )
    return head if is_said else None


def _with_title(register: Register, sheet: Sheet, head: Head, matching: Matching) -> Matching:
    """The month that stands above the table or in the sheet's name, where no column has it."""
    month = month_above(register, sheet, head, matching)
    if month is None:
        return matching
    return replace(matching, matches=(*matching.matches, month))


def _lacking(register: Register, matching: Matching, options: Options) -> tuple[str, ...]:
    """The required fields that no column fills."""
    known = {match.field for match in matching.matches} | {
        name for name, text in options.defaults.items() if text
    }
    return tuple(
        field.name for field in register.typed_fields if field.required and field.name not in known
    )


def _tell_matching(register: Register, table: _Found, findings: Findings) -> None:
    """Columns that no field takes, with the field that may be meant; percent taken for a number."""
    for match in table.matching.matches:
        field = register.field(match.field)
        if field is not None and is_percent_of_number(field, match.heading):
            findings.error(
                "registers/register_percent_counted",
                table.sheet.place_of(table.head.first),
                heading=match.heading,
                title=field.title,
            )
    for heading in table.matching.passed_over:
        near = table.matching.near.get(heading, "")
        title = register.named(near).title if near and register.field(near) else None
        meant = Text(perhaps(title.th).th, perhaps(title.en).en) if title else same("")
        findings.note(
            "registers/register_column_not_taken",
            table.sheet.place_of(table.head.first),
            heading=heading,
            near=meant,
        )


def _tell_lacking(register: Register, table: _Found, findings: Findings) -> None:
    for name in table.lacking:
        title = register.named(name).title
        findings.error(
            "registers/register_no_column", table.sheet.place_of(table.head.first), title=title
        )


def _tell_passed_over(sheet: Sheet, findings: Findings) -> None:
    findings.note("registers/register_sheet_passed_over", sheet.place)


def _tell_nothing(register: Register, sheets: Sequence[Sheet], findings: Findings) -> None:
    wanted = [field.title for field in register.typed_fields if field.required]
    findings.error(
        "registers/register_no_table",
        *[sheet.place for sheet in sheets[:1]],
        wanted=listed(wanted),
    )

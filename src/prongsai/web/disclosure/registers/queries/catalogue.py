"""The registers that an agency keeps, and what their rows are read beside."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.db.models import QuerySet

from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.reading import Registers, read_several, shipped
from prongsai.core.registers.rows import Row, from_data, names_of_rows
from prongsai.core.registers.values import Context, Names
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.agency.position_rules import looks
from prongsai.web.disclosure.registers.models import (
    LASTING,
    NothingToReport,
    OwnRegister,
    RegisterRow,
)
from prongsai.web.disclosure.registers.queries.writers import chosen_writers
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import cached_for_request


@cached_for_request
def registers_of(agency: Agency) -> Registers:
    """All registers of an agency, its own among them; those that cannot be read are told."""
    rows = OwnRegister.objects.filter(agency=agency, closed_at=None)
    own = tuple(rows.values_list("key", "text"))
    return _with_own(own) if own else shipped()


@cached_for_request
def registers_ever(agency: Agency) -> tuple[Register, ...]:
    """The same with those that an agency closed: their rows stay, as do their readers."""
    own = OwnRegister.objects.filter(agency=agency).values_list("key", "text")
    return _with_own(tuple(own)).registers


def closed_of(agency: Agency) -> tuple[tuple[str, str], ...]:
    """Key and title of the registers of its own that an agency closed."""
    rows = OwnRegister.objects.filter(agency=agency).exclude(closed_at=None)
    closed = []
    for key, text in rows.values_list("key", "text"):
        read = _with_own(((key, text),)).register(key)
        closed.append((key, in_language(read.title) if read else key))
    return tuple(closed)


def register_of(agency: Agency, key: str) -> Register | None:
    """One register; no query for those that come with the program."""
    return shipped().register(key) or registers_of(agency).register(key)


def own_register(agency: Agency, key: str) -> OwnRegister | None:
    """A register of the agency's own, closed or not."""
    return OwnRegister.objects.filter(agency=agency, key=key).first()


@lru_cache(maxsize=64)
def _with_own(own: tuple[tuple[str, str], ...]) -> Registers:
    known = {register.key: register for register in shipped().registers}
    texts = {f"{key}.yaml": text for key, text in own if key not in known}
    read = read_several(texts, others=known)
    order = sorted(
        (*shipped().registers, *read.registers), key=lambda register: (register.rank, register.key)
    )
    return Registers(tuple(order), read.findings)


def year_of_rows(register: Register, year: int) -> int:
    """The year under which rows are kept: none where a register's rows belong to no year."""
    return LASTING if register.lasting else year


def rows_ever(agency: Agency, register: Register, year: int) -> QuerySet[RegisterRow]:
    """The rows of a register in a year, removed ones too, whoever may see them."""
    of_year = year_of_rows(register, year)
    return RegisterRow.objects.filter(agency=agency, register=register.key, fiscal_year=of_year)


def standing_rows(agency: Agency, register: Register, year: int) -> QuerySet[RegisterRow]:
    """The rows of a register in a year that were not removed, whoever may see them."""
    return rows_ever(agency, register, year).filter(removed_at=None)


def core_rows(agency: Agency, register: Register, year: int) -> tuple[Row, ...]:
    """The same as the core knows them: one query."""
    return tuple(core_row(register, row, year) for row in standing_rows(agency, register, year))


def said_nothing(
    agency: Agency, register: Register, year: int
) -> dict[tuple[Slot, str], NothingToReport]:
    """The words that a time has nothing to report, by the time and the unit, "" for the agency."""
    rhythm = register.rhythm
    if rhythm is None:
        return {}
    rows = NothingToReport.objects.filter(
        agency=agency, register=register.key, fiscal_year=year, taken_back_at=None
    )
    return {(Slot(year, rhythm.every, row.slot), str(row.unit_id or "")): row for row in rows}


def context_of(agency: Agency, register: Register, year: int) -> Context:
    """Units, positions and rows that may be named: two queries, one more for each reference."""
    units = Unit.objects.filter(agency=agency).values_list("pk", "name")
    positions = Position.objects.filter(agency=agency).values_list("pk", "title", "unit__name")
    alike = Counter(looks(title) for _key, title, _unit in positions)
    return Context(
        year,
        Names.from_words((str(key), name) for key, name in units),
        # Officers of several units are called alike.
        Names.from_words(
            (str(key), f"{title} {unit or ''}".strip() if alike[looks(title)] > 1 else title)
            for key, title, unit in positions
        ),
        {
            other.key: names_of_rows(other, core_rows(agency, other, year))
            for other in referred_of(agency, register)
        },
    )


def referred_of(agency: Agency, register: Register) -> Iterator[Register]:
    """The registers whose rows a register may name: what few may see is named to no more.

    Shape:  where the agency chose who writes a register, its readers are not those it declares.
    """
    for field in register.references():
        other = register_of(agency, field.register or "")
        if other is None or not register.rights.is_within(other.rights):
            continue
        if other.is_restricted and register.key in chosen_writers(agency):
            continue
        yield other


def core_row(register: Register, row: RegisterRow, year: int) -> Row:
    """A kept row as the core knows it, whatever became of the register since."""
    return from_data(register, row.values, year, row.state).row

"""What a register asks of its rows: checks, states, when they are owed, who sees and keeps them."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from prongsai.core.announcements.model import Confidence
from prongsai.core.errors import Severity
from prongsai.core.registers.fields import Key, Name
from prongsai.core.text import Text

# A month of the calendar: 10 is October, the first of a fiscal year.
Month = Annotated[int, Meta(ge=1, le=12)]
STATE = "state"  # by this name conditions, roll-ups and columns speak of a row's state


class Condition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rows of which a check or a roll-up speaks.

    Shape:  `of` is a field or "state"; the row's value is among `among` (keys of choices or states,
            yes, no), or, where none are named, it is filled as `filled` says.
    """

    of: Name = field(name="field")
    among: tuple[str, ...] = field(default=(), name="is")
    filled: bool = True


class CheckKind(StrEnum):
    """What a check asks."""

    REQUIRED = "required"  # the fields hold something
    RANGE = "range"  # the fields lie between `least` and `most`
    NOT_OVER = "not-over"  # the fields are at most the field `limit`
    SUM = "sum"  # the fields add up to the field `total`
    ORDER = "order"  # the dates follow each other; the same day will do
    UNIQUE = "unique"  # no two rows are alike in the fields
    FILLED_IN_MONTH = "filled-in-month"  # in `months` rows fill the fields, or there are rows
    DUE = "due"  # after the first field's day the second is filled
    HAPPENED = "happened"  # the dates have come: what was done was not done on a day to come


class Check(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check over a row or all rows; `message` in the place of what is usually said."""

    kind: CheckKind
    fields: tuple[Name, ...] = ()
    when: Condition | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    limit: Name | None = None
    total: Name | None = None
    months: tuple[Month, ...] = ()
    message: Text | None = None
    severity: Severity = Severity.ERROR


class RowState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One state of a row; `final` where nothing follows."""

    key: Key
    title: Text
    is_final: bool = field(default=False, name="final")


class Move(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A way from states to another.

    Shape:  `roles` are those of data/roles.yaml, none for whoever may write the row; `holder` is
            a field that names a position: who holds it takes the row on and nobody else; `needs`
            are fields that must be filled before.
    """

    origins: tuple[Key, ...] = field(name="from")
    to: Key
    title: Text
    roles: tuple[str, ...] = ()
    holder: Name | None = None
    needs: tuple[Name, ...] = ()

    @property
    def is_decision(self) -> bool:
        """Whether it is not for whoever writes the row: no file makes it, and what stood stays."""
        return bool(self.roles or self.holder)


class Every(StrEnum):
    """How often something is owed."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Owing(StrEnum):
    """Who owes a row or the word that there is none."""

    AGENCY = "agency"
    UNIT = "unit"  # each unit


class Rhythm(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When rows are owed; `nil` whether "nothing to report" may be said."""

    every: Every
    owed_by: Owing = field(default=Owing.AGENCY, name="by")
    nil: bool = True


class Reach(StrEnum):
    """Which rows a right is about."""

    ALL = "all"
    OWN_UNIT = "own-unit"
    ROLES = "roles"  # the named roles only


class Rights(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sees rows, and who writes them.

    Shape:  holders of `seeing_roles` and `writing_roles` see and write all rows; with `own-unit`
            others do those of their unit, with `roles` none. `duty` of data/unit_duties.yaml: the
            unit that has it writes the rows of all units, and `writes` counts where no unit has.
            `only_counts_leave`: whoever does not see the rows sees how many there are and no more;
            else they see nothing.
    """

    sees: Reach = Reach.ALL
    writes: Reach = Reach.OWN_UNIT
    seeing_roles: tuple[str, ...] = ()
    writing_roles: tuple[str, ...] = ()
    duty: str = ""
    only_counts_leave: bool = False

    @property
    def is_restricted(self) -> bool:
        """Whether somebody of the agency may not see some rows."""
        return self.sees is not Reach.ALL

    @property
    def readers(self) -> frozenset[str] | None:
        """The roles that see rows, where nobody else sees any; None where units do, or all."""
        if {self.sees, self.writes} != {Reach.ROLES}:
            return None
        return frozenset((*self.seeing_roles, *self.writing_roles))

    def is_within(self, other: Rights) -> bool:
        """Whether whoever sees a row under these rights sees all rows under the others.

        Shape:  then rows of a register may name those of another.
        """
        if not other.is_restricted:
            return True
        allowed = {*other.seeing_roles, *other.writing_roles}
        return self.readers is not None and self.readers <= allowed


class Retention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How long rows are kept after their year; `years` is None where nobody has confirmed it."""

    years: Annotated[int, Meta(ge=1, le=100)] | None = None
    source: str = ""
    confidence: Confidence = Confidence.UNKNOWN

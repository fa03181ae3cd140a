"""What is made of the rows: roll-ups, and the papers that are evidence."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from prongsai.core.announcements.model import Confidence
from prongsai.core.fiscal import half_year
from prongsai.core.registers.fields import Key, Name
from prongsai.core.registers.periods import Slot, slots_of
from prongsai.core.registers.rules import Condition, Every
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Filled, wanted

# By a period, or by a field; "line.plan" is the field `plan` of the row that `line` refers to.
PERIODS = ("month", "quarter", "half")
By = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$",
        extra=wanted("registers/wanted.gathered_by"),
    ),
]


class RollUp(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rows gathered and added up.

    Shape:  `sums` are fields that are added, `planned` and `actual` two that are set against each
            other with difference and percent; `when` picks the rows; `public` where all may see it.
    """

    key: Key
    title: Text
    by: Annotated[tuple[By, ...], Meta(min_length=1, max_length=2)]
    sums: tuple[Name, ...] = ()
    planned: By | None = None
    actual: Name | None = None
    when: Condition | None = None
    public: bool = False


class Period(StrEnum):
    """The months that a paper is about."""

    YEAR = "year"
    FIRST_HALF = "first-half"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def every(self) -> Every:
        """The times of a year that it counts."""
        return _EVERY[self]


_EVERY = {
    Period.YEAR: Every.YEAR, Period.FIRST_HALF: Every.HALF, Period.QUARTER: Every.QUARTER,
    Period.MONTH: Every.MONTH,
}  # fmt: skip


class Shows(StrEnum):
    """What stands under a heading of a paper."""

    ROWS = "rows"  # a table of the rows
    ROLL_UP = "roll-up"
    YEARS = "years"  # a roll-up beside that of the year before
    MONTHS = "months"  # how many rows each month has; one without any is marked
    SAID = "said"  # what a person wrote, or that there is nothing
    TEXT = "text"  # the words of the file


Constant = Literal["year", "agency", "district", "province", "ministry", "kind"]


class Heading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One heading of a paper; it stays whatever stands under it.

    Shape:  `columns` are fields of a table of rows, none for all that may be shown; `gathers` is a
            field of the rows whose texts are told; `chart` draws planned against actual;
            `constants` are columns of a form of others that say the same in each row.
    """

    key: Key
    title: Text
    shows: Shows
    columns: tuple[Name, ...] = ()
    roll_up: Key | None = None
    gathers: Name | None = None
    when: Condition | None = None
    text: Text | None = None
    chart: bool = False
    constants: tuple[Constant, ...] = ()


class Paper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper of a register.

    Shape:  `title` may name {year} and {period}; `lineages` are subjects of OIT items that it
            answers; `whole` where all rows of the register are told and not those of the time
            alone: half a year's report of a plan names what begins in the other half too; `so_far`
            where it tells everything from the first day of the year to the end of its time;
            `ahead` where it tells a plan, or what holds: it is whole before its time is over.
    """

    key: Key
    title: Text
    period: Period
    headings: Annotated[tuple[Heading, ...], Meta(min_length=1)]
    lineages: tuple[Key, ...] = ()
    whole: bool = False
    so_far: bool = False
    ahead: bool = False

    def is_draft(self, slot: Slot, day: date, *, asked_in: Iterable[int] = ()) -> bool:
        """Whether it is a draft where it was made on a day.

        Shape:  `asked_in` are the years whose items it answers. What a year asks of itself as a
                whole it asks before it is over: from 1 April, when items are handed in, that is no
                draft.
        """
        is_own = slot.every is Every.YEAR and slot.year in asked_in
        is_asked_now = is_own and day > half_year(slot.year)
        return not (self.ahead or is_asked_now) and day <= slot.last

    def title_at(self, slot: Slot) -> Text:
        year, period = str(slot.year), slot.label
        return Text(
            self.title.th.replace("{year}", year).replace("{period}", period.th),
            self.title.en.replace("{year}", year).replace("{period}", period.en),
        )

    @property
    def said_headings(self) -> tuple[Heading, ...]:
        """The headings under which a person writes."""
        return tuple(heading for heading in self.headings if heading.shows is Shows.SAID)


class Receipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of one row is printed for whom it is about, with a code that opens the row.

    Shape:  it may be had in `states`, in all where none is named; `fields` in the order in which
            they are told; `signers` who signs it by hand.
    """

    title: Text
    fields: Annotated[tuple[Name, ...], Meta(min_length=1)]
    states: tuple[Key, ...] = ()
    signers: tuple[Text, ...] = ()


class EntrySheet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is typed row by row into a system of others, told in the order in which it is typed.

    Shape:  `system` is whose it is; `source` says what is known of its form, and how surely.
    """

    system: Text
    fields: Annotated[tuple[Name, ...], Meta(min_length=1)]
    source: Filled
    confidence: Confidence = Confidence.UNKNOWN


def slots_of_paper(paper: Paper, year: int) -> tuple[Slot, ...]:
    """The times of a year of which a paper may be made."""
    slots = slots_of(year, paper.period.every)
    return slots[:1] if paper.period in (Period.YEAR, Period.FIRST_HALF) else slots

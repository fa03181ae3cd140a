"""A register: the daily records of one kind, as its YAML file declares them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.announcements.model import Basis
from prongsai.core.registers.fields import Field, FieldKind, Key, Name
from prongsai.core.registers.papers import EntrySheet, Paper, Receipt, RollUp
from prongsai.core.registers.rules import Check, Move, Reach, Retention, Rhythm, Rights, RowState
from prongsai.core.text import Labelled, Text, listed, same

MOST_FIELDS = 60


class Group(Labelled):
    """The shelf on which a register stands."""

    BUDGET = "budget", "แผนงานและงบประมาณ", "plans and budget"
    PROCUREMENT = "procurement", "จัดซื้อจัดจ้าง", "procurement"
    PEOPLE = "people", "บุคลากร", "staff"
    ASSETS = "assets", "ทรัพย์สิน", "assets"
    INTEGRITY = "integrity", "จริยธรรมและป้องกันการทุจริต", "integrity and prevention"
    SERVICE = "service", "บริการประชาชน", "citizen services"
    KNOWLEDGE = "knowledge", "กฎหมายและความรู้", "laws and knowledge"
    OTHER = "other", "อื่น ๆ", "other"


class Progress(Struct, frozen=True, kw_only=True):
    """What of a row tells how far it is: `fields`, and `day` the field that says when it was so."""

    day: Name
    fields: Annotated[tuple[Name, ...], Meta(min_length=1)]


class Content(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the YAML of a register holds.

    Shape:  `identified_by` are the fields by which a row is the same row again, none where no two
            rows are; `named_by` those that tell people which row it is; `dated_by` the date or
            month that places it in the year; `owned_by` the unit whose row it is; `ordered_by` the
            choices and numbers by which rows of one day, or of none, follow each other in papers
            and in public; `progress` what a paper tells as of the last day of its time; `lasting`
            where rows belong to no fiscal year; `public` are the columns citizens see,
            `never_public` those they may never see; `lineages` are subjects of OIT items that the
            register itself answers, those of its papers aside; `circulated` where rows are sent
            round to readers who acknowledge them; `asks_columns` where files are of a form that
            nobody knows: a person says which column is which before their rows are taken;
            `names_nobody` where free texts that look like the name of a person are kept with a
            reason alone; `rank` orders the list.
    """

    title: Text
    purpose: Text
    basis: Annotated[tuple[Basis, ...], Meta(min_length=1)]
    fields: Annotated[tuple[Field, ...], Meta(min_length=1, max_length=MOST_FIELDS)]
    named_by: Annotated[tuple[Name, ...], Meta(min_length=1)]
    identified_by: tuple[Name, ...] = ()
    dated_by: Name | None = None
    owned_by: Name | None = None
    ordered_by: tuple[Name, ...] = ()
    progress: Progress | None = None
    lasting: bool = False
    rhythm: Rhythm | None = None
    checks: tuple[Check, ...] = ()
    states: tuple[RowState, ...] = ()
    moves: tuple[Move, ...] = ()
    roll_ups: tuple[RollUp, ...] = ()
    papers: tuple[Paper, ...] = ()
    receipt: Receipt | None = None
    entry: EntrySheet | None = None
    public: tuple[Name, ...] = ()
    never_public: tuple[Name, ...] = ()
    lineages: tuple[Key, ...] = ()
    circulated: bool = False
    asks_columns: bool = False
    names_nobody: bool = False
    rights: Rights = Rights()
    retention: Retention = Retention()
    group: Group = Group.OTHER
    rank: int = 100


class Register(Content, frozen=True, kw_only=True, omit_defaults=True, dict=True):
    """A register; `key` is its file's name without the ending."""

    key: str

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name)

    def named(self, name: str) -> Field:
        """A field that the register surely has.

        Errors: KeyError where it does not, the fault being ours.
        """
        field = self.field(name)
        if field is None:
            raise KeyError(name)
        return field

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        former = {name: field for field in self.fields for name in field.was}
        return former | {field.name: field for field in self.fields}

    @cached_property
    def typed_fields(self) -> tuple[Field, ...]:
        """The fields that people fill in."""
        return tuple(field for field in self.fields if field.is_typed)

    @cached_property
    def computed_fields(self) -> tuple[Field, ...]:
        """The fields that are worked out, each after those that it needs."""
        return tuple(field for field in self.fields if not field.is_typed)

    @cached_property
    def identity(self) -> Text:
        """What the fields are called by which a row is the same row again."""
        return listed([self.named(name).title for name in self.identified_by], " + ")

    @property
    def first_state(self) -> str:
        """The state of a new row; "" where rows have none."""
        return self.states[0].key if self.states else ""

    def state(self, key: str) -> RowState | None:
        return next((state for state in self.states if state.key == key), None)

    def state_title(self, key: str) -> Text:
        """What people call a state; one that the register has no more by its key."""
        state = self.state(key)
        return state.title if state else same(key)

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """The ways that lead on from a state."""
        return tuple(move for move in self.moves if state in move.origins)

    def roll_up(self, key: str) -> RollUp | None:
        return next((roll_up for roll_up in self.roll_ups if roll_up.key == key), None)

    def paper(self, key: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.key == key), None)

    @property
    def all_lineages(self) -> tuple[str, ...]:
        """The subjects of OIT items that the register or one of its papers answers."""
        of_papers = (lineage for paper in self.papers for lineage in paper.lineages)
        return tuple(dict.fromkeys((*self.lineages, *of_papers)))

    @property
    def public_fields(self) -> tuple[Field, ...]:
        """The columns that citizens see, in the order in which they are named."""
        return tuple(self.named(name) for name in self.public)

    @property
    def is_restricted(self) -> bool:
        """Whether rows must stay out of lists, search, exports and the journal of others."""
        return self.rights.sees is not Reach.ALL

    def references(self) -> Iterator[Field]:
        return (field for field in self.fields if field.kind is FieldKind.REFERENCE)

"""One circulation: as its reader sees it, and as who sent it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import Standing, standing_of
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.signing.approval.queries import Numbered, numbered_copy


class ReaderRow(Struct, frozen=True):
    """One recipient; `paper_day` where it was signed on paper, which `noted_by` wrote down.

    Shape:  `disowned_at` when the person said that such a signature was not theirs.
    """

    id: UUID
    position: str
    unit: str
    has_account: bool
    acknowledged_at: datetime | None
    paper_day: date | None
    noted_by: str
    scan_id: UUID | None
    disowned_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether it was acknowledged."""
        return self.acknowledged_at is not None


class UnitGroup(Struct, frozen=True):
    """The recipients of a unit, who is missing first; `unit` "" for those of none."""

    unit: str
    rows: tuple[ReaderRow, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def done(self) -> int:
        """How many have acknowledged."""
        return sum(row.is_done for row in self.rows)

    @property
    def on_paper(self) -> int:
        """How many of them signed on paper, as somebody else wrote down."""
        return sum(row.paper_day is not None for row in self.rows)


class StatePage(Struct, frozen=True):
    """One circulation with all its recipients by unit.

    Shape:  `days` until the last day, None where it has none; `units` the units it was sent to,
            empty for all staff; `numbered` the copy with the paper's number, where what was sent
            bears none.
    """

    row: Circulation
    file: StoredFile | None
    units: tuple[str, ...]
    groups: tuple[UnitGroup, ...]
    days: int | None
    standing: Standing
    numbered: Numbered | None

    @property
    def on_paper(self) -> int:
        """How many signed on paper, as somebody else wrote down."""
        return sum(group.on_paper for group in self.groups)

    @property
    def in_system(self) -> int:
        """How many acknowledged it themselves."""
        return self.done - self.on_paper

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and not self.is_closed

    @property
    def takes_signatures(self) -> bool:
        """Whether signatures on paper may be written down."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and bool(self.sheet_rows)

    @property
    def count(self) -> int:
        """How many recipients there are."""
        return sum(group.count for group in self.groups)

    @property
    def done(self) -> int:
        """How many have acknowledged."""
        return sum(group.done for group in self.groups)

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.count - self.done

    @property
    def missing_rows(self) -> tuple[ReaderRow, ...]:
        """Who has not, by unit."""
        return tuple(row for group in self.groups for row in group.rows if not row.is_done)

    @property
    def sheet_rows(self) -> tuple[ReaderRow, ...]:
        """Who may sign the sheet: who disowned a signature acknowledges on the site alone."""
        return tuple(row for row in self.missing_rows if row.disowned_at is None)

    @property
    def can_be_reminded(self) -> bool:
        """Whether somebody with an account is missing, and may acknowledge it."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and any(row.has_account for row in self.missing_rows)

    @property
    def is_closed(self) -> bool:
        """Whether it takes no acknowledgement any more."""
        return self.row.closed_at is not None

    @property
    def is_late(self) -> bool:
        """Whether somebody is missing after the last day."""
        is_going = not self.is_closed and self.standing.is_going
        return is_going and self.missing > 0 and (self.days or 0) < 0


class ReadPage(Struct, frozen=True):
    """A circulation as one person reads it; `mine` None for who may only see its state."""

    row: Circulation
    file: StoredFile | None
    mine: ReaderRow | None
    days: int | None
    may_see_state: bool
    standing: Standing
    numbered: Numbered | None

    @property
    def is_paused(self) -> bool:
        """Whether nobody is asked to acknowledge it, for somebody objects to its approval."""
        return self.standing.is_paused and self.row.closed_at is None

    @property
    def can_acknowledge(self) -> bool:
        """Whether the button is there."""
        is_going = self.row.closed_at is None and self.standing.is_going
        return self.mine is not None and not self.mine.is_done and is_going


def circulation_row(agency: Agency, circulation_id: UUID) -> Circulation | None:
    """The row itself, for a service."""
    found = Circulation.objects.select_related("agency", "file__agency")
    return found.filter(agency=agency, pk=circulation_id).first()


def recipient_row(agency: Agency, circulation_id: UUID, recipient_id: UUID) -> Recipient | None:
    """One recipient of a circulation of an agency."""
    found = Recipient.objects.select_related("circulation", "scan__agency", "agency")
    return found.filter(agency=agency, circulation=circulation_id, pk=recipient_id).first()


def state_page(agency: Agency, circulation_id: UUID) -> StatePage | None:
    """Who has acknowledged and who has not: a fixed number of queries, however many they are."""
    row = circulation_row(agency, circulation_id)
    if row is None:
        return None
    rows = [_reader(one) for one in row.recipients.all()]
    names = sorted({one.unit for one in rows}, key=lambda name: (not name, sort_key(name)))
    groups = tuple(UnitGroup(name, _of_unit(rows, name)) for name in names)
    units = tuple(unit.name for unit in row.units.all())
    return StatePage(
        row, row.file, units, groups, _days(row), standing_of(row), numbered_copy(agency, row.file)
    )


def read_page(person: Actor, circulation_id: UUID) -> ReadPage | None:
    """A circulation for one of its recipients, or who may circulate; None for all others."""
    row = circulation_row(person.agency, circulation_id)
    if row is None:
        return None
    mine = Recipient.objects.filter(circulation=row, user=person.user).first()
    sees_state = may(person, Right.CIRCULATE)
    if mine is None and not sees_state:
        return None
    return ReadPage(
        row, row.file, _reader(mine) if mine else None, _days(row), sees_state, standing_of(row),
        numbered_copy(person.agency, row.file),
    )  # fmt: skip


def own_scan(person: Actor, circulation_id: UUID) -> StoredFile | None:
    """The sheet that somebody attached as bearing a person's signature; None for none."""
    rows = Recipient.objects.filter(
        agency=person.agency, circulation=circulation_id, user=person.user
    )
    mine = rows.select_related("scan__agency").first()
    return mine.scan if mine else None


def _of_unit(rows: Sequence[ReaderRow], name: str) -> tuple[ReaderRow, ...]:
    found = (one for one in rows if one.unit == name)
    return tuple(sorted(found, key=lambda one: (one.is_done, sort_key(one.position))))


def _days(row: Circulation) -> int | None:
    return (row.due - today()).days if row.due else None


def _reader(one: Recipient) -> ReaderRow:
    return ReaderRow(
        one.pk,
        one.position,
        one.unit_name,
        one.user_id is not None,
        one.acknowledged_at,
        one.paper_day,
        one.noted_by_words,
        one.scan_id,
        one.disowned_at,
    )

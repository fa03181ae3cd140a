"""Carry last year's work forward by subject; what there is to carry, later apps add.

A carrier copies what belongs to subjects that go on, never touches what the new year has, and
does nothing when it runs again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.year.assessment.framework.subjects import Joined, YearMapping, joined
from prongsai.web.year.assessment.models import ItemNote
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.services.revisions import locked


class Counts(Struct, frozen=True):
    """What a carrier carries, found there already, and left behind with its dropped subject."""

    carried: int
    there: int
    dropped: int


class Carry(Protocol):
    """Carries one kind of work; with `dry` it only counts."""

    def __call__(
        self, agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
    ) -> Counts:
        """The counts of what was, or would be, carried."""


class Carrier(Struct, frozen=True):
    """A kind of work with its name."""

    label: Text
    carry: Carry


CARRIERS: dict[str, Carrier] = {}


def register(name: str, label: Text, carry: Carry) -> None:
    """Add a kind of work; apps do so from their `ready`."""
    CARRIERS[name] = Carrier(label, carry)


def joined_years(agency: Agency, to_year: int) -> Joined | None:
    """A year beside the year before it; None where that is not known."""
    catalogue = catalogue_of(agency)
    if not {to_year - 1, to_year} <= set(catalogue.years()):
        return None
    return joined(catalogue.get(to_year - 1, draft=True), catalogue.get(to_year, draft=True))


def counts(agency: Agency, mapping: YearMapping, *, dry: bool = True) -> dict[str, Counts]:
    """What each carrier carries from one year to the other, by the carrier's name."""
    return {
        name: carrier.carry(agency, mapping.from_year, mapping.to_year, mapping, dry=dry)
        for name, carrier in CARRIERS.items()
    }


def carry_forward(agency: Agency, *, by: Actor, to_year: int) -> Mapping[str, Counts]:
    """Carry everything from the year before; again changes nothing.

    Errors: Misuse where the year is not open.
    """
    with transaction.atomic():
        locked(agency, to_year)
        found = joined_years(agency, to_year)
        if found is None:
            return {}
        told = counts(agency, found.mapping, dry=False)
        total = sum(one.carried for one in told.values())
        if total:
            journal.record(
                agency, by, "work-carried", str(to_year), year=to_year, source=to_year - 1,
                count=total,
            )  # fmt: skip
    return told


def carry_notes(
    agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
) -> Counts:
    """Notes: the text goes to the same subject, unless that has, or had, a note of its own."""
    old = ItemNote.objects.filter(agency=agency, fiscal_year=from_year).exclude(text="")
    there = set(
        ItemNote.objects.filter(agency=agency, fiscal_year=to_year).values_list(
            "lineage", flat=True
        )
    )
    going = [note for note in old if mapping.goes_on(note.lineage)]
    new = [note for note in going if note.lineage not in there]
    if new and not dry:
        moment = now()
        ItemNote.objects.bulk_create(
            ItemNote(
                agency=agency,
                fiscal_year=to_year,
                lineage=note.lineage,
                text=note.text,
                carried_from=from_year,
                changed_at=moment,
                changed_by_words=note.changed_by_words,
                changed_by_id=note.changed_by_id,
            )
            for note in new
        )
    return Counts(len(new), len(going) - len(new), len(old) - len(going))


register("notes", Text("หมายเหตุรายข้อ", "Notes on items"), carry_notes)

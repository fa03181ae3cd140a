"""Open a fiscal year, carry last year's work into it, and write notes."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from msgspec import Struct

from prongsai.core.dates import buddhist_as_typed
from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.framework import years
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.framework import documents as texts
from prongsai.web.year.assessment.framework.documents import Joined, YearMapping, joined
from prongsai.web.year.assessment.models import Assessment, ChangeReason, ItemNote
from prongsai.web.year.assessment.queries import assessment_of, catalogue_of
from prongsai.web.year.assessment.services.frameworks import locked, store_revision


class Opened(Struct, frozen=True):
    """What came of opening; `copied_from` is the year that was copied, None for none."""

    assessment: Assessment
    is_new: bool
    copied_from: int | None


def open_year(agency: Agency, *, by: Actor | None, fiscal_year: int) -> Opened:
    """Open a year of an agency; a year that is open stays as it is.

    Errors: Misuse where the year cannot be opened, with the years that can.
    """
    held = assessment_of(agency, fiscal_year)
    if held is not None:
        return Opened(held, is_new=False, copied_from=None)
    catalogue = catalogue_of(agency)
    check_year(fiscal_year, catalogue.years())
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                agency=agency,
                fiscal_year=fiscal_year,
                opened_at=now(),
                opened_by=by.user if by else None,
            )
            source = None
            if fiscal_year not in catalogue.years():
                source = max(catalogue.years())
                documents = years.documents(catalogue.folder(source))
                copied = texts.to_texts(years.copied(documents, source, fiscal_year))
                store_revision(
                    assessment,
                    by=by,
                    texts=copied,
                    change_reason=ChangeReason.OPENED,
                    subject=str(source),
                )
            verb = "year-copied" if source else "year-opened"
            journal.record(agency, by, verb, str(fiscal_year), year=fiscal_year, source=source)
            return Opened(assessment, is_new=True, copied_from=source)
    except IntegrityError:  # somebody else opened it in this moment
        held = assessment_of(agency, fiscal_year)
        if held is None:
            raise
        return Opened(held, is_new=False, copied_from=None)


def newest_year() -> int:
    """The newest year that can be opened: the one after the year one lives in."""
    return year_of(today()) + 1


def check_year(year: int, known: Sequence[int]) -> None:
    """Refuse a year that cannot be opened."""
    oldest, newest = min(known), max(newest_year(), *known)
    if oldest <= year <= newest:
        return
    if year > newest:
        raise Misuse("assessment/year_too_far_ahead", year=year, oldest=oldest, newest=newest)
    meant = buddhist_as_typed(year)
    if oldest <= meant <= newest:
        raise Misuse(
            "assessment/year_before_frameworks.common_era", year=year, oldest=oldest, meant=meant
        )
    raise Misuse("assessment/year_before_frameworks", year=year, oldest=oldest, newest=newest)


def on_agency_started(
    sender: Any, *, agency: Agency, fiscal_year: int, by: Actor, **_: Any
) -> None:
    """The first-run wizard made an agency: its first year opens, and that whose results it uses."""
    del sender
    known = catalogue_of(agency).years()
    for year in (fiscal_year - 1, fiscal_year):
        if year == fiscal_year or year in known:
            open_year(agency, by=by, fiscal_year=year)


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


@transaction.atomic
def carry_forward(agency: Agency, *, by: Actor, to_year: int) -> Mapping[str, Counts]:
    """Carry everything from the year before; again changes nothing.

    Errors: Misuse where the year is not open.
    """
    locked(agency, to_year)
    joined = joined_years(agency, to_year)
    if joined is None:
        return {}
    counted = counts(agency, joined.mapping, dry=False)
    total = sum(count.carried for count in counted.values())
    if total:
        journal.record(
            agency, by, "work-carried", str(to_year), year=to_year, source=to_year - 1,
            count=total,
        )  # fmt: skip
    return counted


def carry_notes(
    agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
) -> Counts:
    """Notes: the text goes to the same subject, unless that has, or had, a note of its own."""
    old = ItemNote.objects.filter(agency=agency, fiscal_year=from_year).exclude(text="")
    held = ItemNote.objects.filter(agency=agency, fiscal_year=to_year)
    there = set(held.values_list("lineage", flat=True))
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


register("notes", read_words("assessment/notes"), carry_notes)


class NoteChanged(ProngsaiError):  # noqa: N818 - named for what happened
    """Somebody else wrote the note after the form was opened; `note` is what stands."""

    def __init__(self, note: ItemNote) -> None:
        self.note = note
        super().__init__("assessment/note_changed_meanwhile")


@transaction.atomic
def write_note(
    agency: Agency, *, by: Actor, fiscal_year: int, lineage: str, text: str, seen: int
) -> ItemNote | None:
    """Write the note on a subject; None where it says what it said.

    Shape:  `seen` is the note's number when the form was opened, 0 for none.
    Errors: NoteChanged where it is another by now.
    """
    wanted = text.strip()
    journal.hold(agency)
    rows = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year, lineage=lineage)
    note = rows.first()
    if (note.text if note else "") == wanted:
        return None
    if note is not None and note.number != seen:
        raise NoteChanged(note)
    if note is None:
        note = ItemNote(agency=agency, fiscal_year=fiscal_year, lineage=lineage, number=0)
    note.text = wanted
    note.number += 1
    note.changed_at = now()
    note.changed_by = by.user
    note.changed_by_words = by.words
    note.save()
    journal.record(agency, by, "note-written", lineage, year=fiscal_year)
    return note

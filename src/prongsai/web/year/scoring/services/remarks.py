"""The register of the NACC's remarks: numbered without gaps, each with the items it touches."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.ids import sort_key
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.thai import skeleton
from prongsai.readers.scores_json import write_scores
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.models import Remark, ScoreRevision
from prongsai.web.year.scoring.sheets import digest_of

_LONGEST_SOURCE = 255
_QUOTED = 80
# While rows are renumbered they stand far above every number that is in use.
_ASIDE = 1_000_000


class ChangedMeanwhile(ProngsaiError):  # noqa: N818 - named for what happened
    """Somebody else changed a remark, or the scores, after the page was opened."""


def fingerprint(remark: Remark) -> str:
    """What a form remembers of the remark it was opened with."""
    text = "\n".join((remark.text, *remark.items))
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def set_remarks(
    agency: Agency,
    *,
    by: Actor | None,
    score_year: int,
    remarks: Sequence[LinkedRemark],
    source: str = "",
) -> None:
    """Make these the remarks of a year, in this order; the same again changes nothing."""
    held = _locked(agency, score_year)
    if [(row.text, tuple(row.items)) for row in held] == [(r.text, r.items) for r in remarks]:
        return
    Remark.objects.filter(pk__in=[row.pk for row in held]).update(removed_at=now())
    _append(agency, score_year, [], remarks, source)
    _record(agency, by, "remarks-set", score_year, count=len(remarks))


@transaction.atomic
def add_remark(
    agency: Agency, *, by: Actor, score_year: int, text: str, items: Iterable[str]
) -> Remark:
    """A new remark at the end; one that is there already is given back as it is."""
    held = _locked(agency, score_year)
    known = next((row for row in held if skeleton(row.text) == skeleton(text)), None)
    if known is not None:
        return known
    remark = LinkedRemark(text, tuple(sorted(items, key=sort_key)))
    (row,) = _append(agency, score_year, held, [remark], "")
    _record(agency, by, "remark-added", score_year, number=row.number, text=text[:_QUOTED])
    return row


@transaction.atomic
def add_found(
    agency: Agency,
    *,
    by: Actor | None,
    score_year: int,
    remarks: Sequence[LinkedRemark],
    source: str,
) -> int:
    """Add the remarks of a file that the register does not have yet; how many there were."""
    held = _locked(agency, score_year)
    known = {skeleton(row.text) for row in held}
    fresh = {
        skeleton(remark.text): remark
        for remark in reversed(remarks)
        if skeleton(remark.text) not in known
    }
    new = [remark for remark in remarks if fresh.get(skeleton(remark.text)) is remark]
    if new:
        _append(agency, score_year, held, new, source)
        _record(agency, by, "remarks-imported", score_year, count=len(new), source=source)
    return len(new)


@transaction.atomic
def edit_remark(
    agency: Agency,
    *,
    by: Actor,
    score_year: int,
    remark_id: UUID,
    text: str,
    items: Iterable[str],
    seen: str,
) -> Remark:
    """Change a remark's words and items; the same again changes nothing.

    Errors: Misuse where it is gone; ChangedMeanwhile where it is not as it was seen.
    """
    row = _row(_locked(agency, score_year), remark_id)
    codes = sorted(set(items), key=sort_key)
    if (row.text, row.items) == (text, codes):
        return row
    if fingerprint(row) != seen:
        raise ChangedMeanwhile("scoring/remark_changed_meanwhile")
    row.text, row.items = text, codes
    row.save(update_fields=["text", "items"])
    _record(agency, by, "remark-edited", score_year, number=row.number, text=text[:_QUOTED])
    return row


@transaction.atomic
def move_remark(agency: Agency, *, by: Actor, score_year: int, remark_id: UUID, to: int) -> None:
    """Put a remark at another number; a number beyond the ends is the end."""
    rows = _locked(agency, score_year)
    row = _row(rows, remark_id)
    before = row.number
    others = [other for other in rows if other is not row]
    place = min(max(to, 1), len(rows)) - 1
    _renumber([*others[:place], row, *others[place:]])
    if row.number != before:
        _record(
            agency, by, "remark-moved", score_year, number=row.number, former=before,
            text=row.text[:_QUOTED],
        )  # fmt: skip


@transaction.atomic
def remove_remark(agency: Agency, *, by: Actor, score_year: int, remark_id: UUID) -> Remark | None:
    """Take a remark off the register; None where it is off already."""
    rows = _locked(agency, score_year)
    row = next((remark for remark in rows if remark.pk == remark_id), None)
    if row is None:
        return None
    row.removed_at = now()
    row.save(update_fields=["removed_at"])
    _renumber([other for other in rows if other is not row])
    _record(agency, by, "remark-removed", score_year, number=row.number, text=row.text[:_QUOTED])
    return row


@transaction.atomic
def bring_back(agency: Agency, *, by: Actor, score_year: int, remark_id: UUID) -> None:
    """Undo a removal: the remark stands again where it stood."""
    rows = _locked(agency, score_year)
    if any(remark.pk == remark_id for remark in rows):
        return
    row = Remark.objects.filter(agency=agency, score_year=score_year, pk=remark_id).first()
    if row is None:
        raise Misuse("scoring/remark_gone")
    place = min(row.number, len(rows) + 1) - 1
    row.number, row.removed_at = _ASIDE, None
    row.save(update_fields=["number", "removed_at"])
    _renumber([*rows[:place], row, *rows[place:]])
    _record(
        agency, by, "remark-brought-back", score_year, number=row.number,
        text=row.text[:_QUOTED],
    )  # fmt: skip


def _locked(agency: Agency, score_year: int) -> list[Remark]:
    """The rows of a year, nobody else being able to change them until the transaction ends."""
    journal.hold(agency)
    rows = Remark.objects.filter(agency=agency, score_year=score_year, removed_at__isnull=True)
    return list(rows.order_by("number"))


def _row(rows: Iterable[Remark], remark_id: UUID) -> Remark:
    row = next((remark for remark in rows if remark.pk == remark_id), None)
    if row is None:
        raise Misuse("scoring/remark_gone")
    return row


def _append(
    agency: Agency,
    score_year: int,
    held: Sequence[Remark],
    remarks: Sequence[LinkedRemark],
    source: str,
) -> list[Remark]:
    return Remark.objects.bulk_create(
        Remark(
            agency=agency,
            score_year=score_year,
            number=number,
            text=remark.text,
            items=list(remark.items),
            source=source[:_LONGEST_SOURCE],
        )
        for number, remark in enumerate(remarks, start=len(held) + 1)
    )


def _renumber(rows: Sequence[Remark]) -> None:
    """Number the rows from 1 in this order, never two with one number on the way."""
    moved = [row for number, row in enumerate(rows, start=1) if row.number != number]
    if not moved:
        return
    ids = [row.pk for row in moved]
    Remark.objects.filter(pk__in=ids, number__lt=_ASIDE).update(number=F("number") + 2 * _ASIDE)
    for number, row in enumerate(rows, start=1):
        row.number = number
    Remark.objects.bulk_update(moved, ["number"])


def _record(
    agency: Agency,
    by: Actor | None,
    verb: str,
    score_year: int,
    *,
    subject: str = "",
    **detail: int | str,
) -> None:
    journal.record(agency, by, verb, subject or str(score_year), year=score_year, **detail)


@transaction.atomic
def import_sheet(
    agency: Agency,
    *,
    by: Actor | None,
    sheet: ScoreSheet,
    source: str,
    at: datetime | None = None,
    is_typed: bool = False,
) -> ScoreRevision | None:
    """Make a sheet the standing scores of its chief year; None where they say the same already.

    Shape:  `source` is a file's name or words for it; `at` defaults to now.
    """
    year = sheet.fiscal_year
    if year is None or not sheet.of_year(year):
        raise Misuse("scoring/no_score_of_year")
    catalogue_of(agency).get(year, draft=True)
    held = locked_standing(agency, year)
    digest = digest_of(sheet)
    if held is not None and held.digest == digest:
        return None
    revision = _add_revision(
        agency, by, year, held, at=at, sheet=write_scores(sheet), digest=digest, source=source,
        is_typed=is_typed,
    )  # fmt: skip
    _record(
        agency, by, "scores-imported", year, subject=f"{year}/{revision.number}",
        number=revision.number, source=revision.source,
    )  # fmt: skip
    return revision


@transaction.atomic
def restore(
    agency: Agency, *, by: Actor, score_year: int, number: int, source: str, seen: int
) -> ScoreRevision | None:
    """Make a former revision's sheet stand again, as a new revision.

    Shape:  `source` are the words for where it comes from; `seen` the number of the revision that
            stood when the page was opened; None where the standing scores are the same already.
    Errors: Misuse where there is no such revision; ChangedMeanwhile.
    """
    former = ScoreRevision.objects.filter(
        agency=agency, score_year=score_year, number=number
    ).first()
    if former is None:
        raise Misuse("scoring/revision_unknown", number=number)
    held = locked_standing(agency, score_year)
    if held is None or held.digest == former.digest:
        return None
    if held.number != seen:
        raise ChangedMeanwhile("scoring/scores_came_meanwhile", number=held.number)
    revision = _add_revision(
        agency, by, score_year, held, sheet=former.sheet, digest=former.digest, source=source,
        is_typed=former.is_typed,
    )  # fmt: skip
    _record(
        agency, by, "scores-restored", score_year, subject=f"{score_year}/{revision.number}",
        number=revision.number, source=revision.source, former=number,
    )  # fmt: skip
    return revision


def _add_revision(
    agency: Agency,
    by: Actor | None,
    score_year: int,
    held: ScoreRevision | None,
    *,
    source: str,
    at: datetime | None = None,
    **content: Any,
) -> ScoreRevision:
    return ScoreRevision.objects.create(
        agency=agency,
        score_year=score_year,
        number=held.number + 1 if held else 1,
        source=source[:_LONGEST_SOURCE],
        **content,
        **made(by, at),
    )


def locked_standing(agency: Agency, score_year: int) -> ScoreRevision | None:
    """The standing revision, nobody else being able to add one until the transaction ends."""
    journal.hold(agency)
    rows = ScoreRevision.objects.filter(agency=agency, score_year=score_year)
    return rows.defer("sheet").first()

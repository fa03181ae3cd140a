"""Drafts: what a person reads or types before it becomes a revision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from msgspec import Struct, to_builtins

from prongsai.core.errors import (
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnreadableInput,
    finding,
)
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.model import Candidate, Reading, ScoreSheet
from prongsai.core.scoresheet.report import why_empty
from prongsai.readers.kinds import MAX_BYTES
from prongsai.readers.scores_json import write_scores
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import draw_pages, read_scores_for
from prongsai.web.year.assessment.queries import own_frameworks
from prongsai.web.year.scoring.candidates import Choice, DraftCandidates
from prongsai.web.year.scoring.models import DraftPicture, ScoreDraft, ScoreRevision
from prongsai.web.year.scoring.preview import Preview, Seen
from prongsai.web.year.scoring.services.remarks import add_found, import_sheet
from prongsai.web.year.scoring.sheets import RATING, as_data, for_site


class Upload(Struct, frozen=True):
    """A file with what its sender says of it; `year` None and `agency_name` "" leave it open."""

    name: str
    data: bytes
    year: int | None = None
    agency_name: str = ""


class WhichAgency(UnreadableInput):
    """The file holds several agencies, and none by the name that is known."""


def read_upload(agency: Agency, upload: Upload, score_year: int) -> Reading:
    """What a file says about scores; `score_year` is used where nothing else is doubted."""
    if len(upload.data) > MAX_BYTES:
        raise too_large(upload.name)
    reading = read_scores_for(
        upload.data, upload.name, own_frameworks(agency), score_year=score_year,
        agency=upload.agency_name or agency.name, year=upload.year,
    )  # fmt: skip
    if reading.sheet.figures or reading.candidates:
        return reading
    several = next((each for each in reading.findings if each.code == "several_agencies"), None)
    if several is not None:
        raise WhichAgency(
            several.message,
            place=several.places[0] if several.places else Place(upload.name),
            next_step=for_site(several).next_step,
        )
    message, place = why_empty(reading, upload.name)
    step = read_words("scoring/use_other_file")
    raise UnreadableInput(message, place=place, next_step=step)


def too_large(name: str) -> UnreadableInput:
    """The error for a file over the size that is read at all."""
    size = MAX_BYTES // 2**20
    return UnreadableInput("scoring/file_too_large", place=Place(name), size=size)


_READ_LIVES = timedelta(days=1)
_TYPED_LIVES = timedelta(days=30)
_LONGEST_SOURCE = 255
# Each is a list of all that a year scores: more make a page that no telephone opens quickly.
_MOST_CANDIDATES, _MOST_PAGES = 200, 20
_MOST_TOLD = 20
# Remarks that somebody wrote in a survey of the State's may stand in them.
_DRAFTS = "scoring:drafts"


class StalePreview(ProngsaiError):  # noqa: N818 - named for what happened
    """What was previewed is no longer what would happen."""


class Confirmation(Struct, frozen=True):
    """What came of a draft; `revision` is None where the scores said the same already."""

    score_year: int
    revision: ScoreRevision | None
    remarks: int
    is_repeated: bool = False


def draft_from_file(person: Actor, *, score_year: int, upload: Upload) -> ScoreDraft:
    """Read a file and keep what it says for a preview, with pictures of pages but not the file."""
    reading = read_upload(person.agency, upload, score_year)
    candidates, findings = reading.candidates[:_MOST_CANDIDATES], reading.findings
    if (count := len(reading.candidates)) > _MOST_CANDIDATES:
        most = _MOST_CANDIDATES
        warning = finding("scoring/many_candidates", Severity.WARNING, count=count, most=most)
        findings = (*findings, warning)
    pages, moment = _drawn(upload, candidates), now()
    with transaction.atomic():
        draft = ScoreDraft.objects.create(
            agency=person.agency,
            by=person.user,
            score_year=score_year,
            sheet=write_scores(reading.sheet) | {"candidates": to_builtins(candidates)},
            findings=as_data(findings),
            source=upload.name[-_LONGEST_SOURCE:],
            saved_at=moment,
            expires_at=moment + _READ_LIVES,
        )
        DraftPicture.objects.bulk_create(
            DraftPicture(agency=person.agency, draft=draft, page=page, png=png)
            for page, png in pages.items()
        )
    return draft


def _drawn(upload: Upload, candidates: Iterable[Candidate]) -> dict[int, bytes]:
    """Pictures of the first pages that hold candidates; none of what has no pages to draw."""
    quotes: dict[int, list[tuple[str, str]]] = {}
    for candidate in candidates:
        if page := candidate.place.page:
            quotes.setdefault(page, []).append((candidate.place.quote or "", candidate.published))
    first = dict(islice(quotes.items(), _MOST_PAGES))
    try:
        return draw_pages(upload.data, upload.name, first) if first else {}
    except UnreadableInput:
        return {}


@transaction.atomic
def save_typed(
    person: Actor,
    *,
    score_year: int,
    typed: Mapping[str, str],
    sheet: ScoreSheet | None = None,
    source: str = "",
) -> ScoreDraft:
    """Keep what stands in the form; with a sheet it can be previewed."""
    moment = now()
    draft, _ = ScoreDraft.objects.update_or_create(
        agency=person.agency,
        by=person.user,
        score_year=score_year,
        is_typed=True,
        confirmed_at=None,
        defaults={
            "typed": dict(typed),
            "sheet": write_scores(sheet) if sheet else {},
            "source": source[:_LONGEST_SOURCE],
            "saved_at": moment,
            "expires_at": moment + _TYPED_LIVES,
        },
    )
    return draft


def discard(person: Actor, *, draft_id: UUID) -> None:
    """Throw a draft away; one that is gone already or confirmed is left as it is."""
    drafts = ScoreDraft.objects.filter(agency=person.agency, by=person.user, pk=draft_id)
    remnants.delete(drafts.filter(confirmed_at__isnull=True), subject=_DRAFTS)


@transaction.atomic
def take(person: Actor, *, draft_id: UUID, typed: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Take the candidates of a draft that are ticked in its form; none where one has a fault."""
    draft = _locked(person, draft_id)
    choices = DraftCandidates(person, draft).choices(typed)
    if choices and not any(choice.fault for choice in choices):
        draft.typed = dict(typed)
        draft.save(update_fields=["typed"])
    return choices


@transaction.atomic
def confirm(person: Actor, *, draft_id: UUID, seen: Seen) -> Confirmation:
    """Make a draft the standing scores, with the remarks chosen; twice is once.

    Errors: StalePreview where the standing scores or the draft changed since they were seen;
            Misuse where the draft is gone.
    """
    draft = _locked(person, draft_id)
    if draft.confirmed_at is not None:
        year = seen.score_year or draft.score_year
        return Confirmation(year, draft.revision, 0, is_repeated=True)
    if not draft.sheet:
        raise StalePreview("scoring/draft_changed_meanwhile")
    preview = Preview(DraftCandidates(person, draft), seen)
    if preview.standing != seen.standing:
        raise StalePreview("scoring/revision_came_meanwhile")
    if (preview.score_year, preview.digest) != (seen.score_year, seen.digest):
        raise StalePreview("scoring/draft_changed_meanwhile")
    # Kept with the revision, whoever reads it: in the language of the product.
    confirmed = f" · ยืนยันเอง {len(preview.taken)} รายการ" if preview.taken else ""
    revision = import_sheet(
        person.agency,
        by=person,
        sheet=preview.sheet,
        source=draft.source[: _LONGEST_SOURCE - len(confirmed)] + confirmed,
        is_typed=draft.is_typed,
    )
    _record_taken(person, revision, preview.taken)
    added = add_found(
        person.agency,
        by=person,
        score_year=preview.score_year,
        remarks=preview.wanted_remarks,
        source=draft.source,
    )
    draft.sheet, draft.findings, draft.typed = {}, [], {}
    draft.confirmed_at, draft.revision = now(), revision
    draft.save()
    remnants.delete(draft.pictures.all(), subject=_DRAFTS)
    remnants.owe(_DRAFTS, ScoreDraft)
    return Confirmation(preview.score_year, revision, added)


def _locked(person: Actor, draft_id: UUID) -> ScoreDraft:
    journal.hold(person.agency)
    drafts = ScoreDraft.objects.select_for_update(of=("self",))
    draft = drafts.filter(agency=person.agency, by=person.user, pk=draft_id).first()
    if draft is None:
        raise Misuse("scoring/draft_gone")
    return draft


def _record_taken(
    person: Actor, revision: ScoreRevision | None, taken: Sequence[Candidate]
) -> None:
    """Tell in the journal which figures stand in a revision because this person says so."""
    if revision is None or not taken:
        return
    figures = [
        f"{candidate.code or RATING} {candidate.year} = {candidate.published}"
        for candidate in taken[:_MOST_TOLD]
    ]
    journal.record(
        person.agency,
        person,
        "scores-taken",
        f"{revision.score_year}/{revision.number}",
        year=revision.score_year,
        number=revision.number,
        count=len(taken),
        scores=[*figures, "…"] if len(taken) > len(figures) else figures,
    )


def sweep() -> None:
    remnants.delete(ScoreDraft.objects.filter(expires_at__lte=now()), subject=_DRAFTS)

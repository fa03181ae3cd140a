"""Change a framework: every change is a revision, sound, proven, and never over another unseen."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from prongsai import __version__
from prongsai.core.errors import Finding, Misuse, Place, ProngsaiError, UnreadableInput
from prongsai.core.framework.corrections import from_rows
from prongsai.core.framework.years import year_of
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import read_framework
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.framework.confidence import unproven
from prongsai.web.year.assessment.framework.documents import (
    Differences,
    Documents,
    Texts,
    differences,
    digest_of,
    faults_of,
    from_texts,
    shipped_texts,
    to_texts,
)
from prongsai.web.year.assessment.framework.editing import Edit
from prongsai.web.year.assessment.models import (
    Assessment,
    ChangeReason,
    FrameworkFile,
    FrameworkPreview,
    FrameworkRevision,
)

_LONGEST_SUBJECT, _LONGEST_NAME = 200, 255
_PREVIEW_LIVES = timedelta(days=7)


class Unsound(ProngsaiError):  # noqa: N818 - named for what happened
    """A change would break the framework; nothing was stored."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("assessment/framework_contradicts_itself")


def locked(agency: Agency, fiscal_year: int) -> Assessment:
    """An opened year that nobody else changes until the transaction ends."""
    journal.hold(agency)
    rows = Assessment.objects.select_for_update(no_key=True)
    assessment = rows.filter(agency=agency, fiscal_year=fiscal_year).first()
    if assessment is None:
        raise Misuse("assessment/year_not_open", fiscal_year=fiscal_year)
    return assessment


def current_documents(assessment: Assessment) -> Documents:
    """The framework of a year as plain data: the agency's copy, else the shipped one."""
    return from_texts(assessment.framework or shipped_texts(assessment.fiscal_year))


def store_changed(
    assessment: Assessment,
    *,
    by: Actor,
    documents: Documents,
    change_reason: ChangeReason,
    subject: str = "",
    official: Texts | None = None,
) -> FrameworkRevision | None:
    """Store a changed year; None where it says what it said. A shipped year is copied first."""
    texts = to_texts(documents)
    shipped = shipped_texts(assessment.fiscal_year)
    if texts == (assessment.framework or shipped):
        return None
    faults = faults_of(documents, assessment.fiscal_year)
    if faults:
        raise Unsound(faults)
    if not assessment.framework:
        store_revision(
            assessment, by=by, texts=shipped, change_reason=ChangeReason.COPIED, official=shipped
        )
    revision = store_revision(
        assessment,
        by=by,
        texts=texts,
        change_reason=change_reason,
        subject=subject,
        official=official,
    )
    journal.record(
        assessment.agency,
        by,
        f"framework-{change_reason.value}",
        str(assessment.fiscal_year),
        year=assessment.fiscal_year,
        number=revision.number,
        part=revision.subject,
    )
    return revision


def store_revision(
    assessment: Assessment,
    *,
    by: Actor | None,
    texts: Texts,
    change_reason: ChangeReason,
    subject: str = "",
    official: Texts | None = None,
) -> FrameworkRevision:
    """Make a state stand as the next revision; the caller has checked that it is sound."""
    assessment.framework = dict(texts)
    assessment.framework_number += 1
    if official is not None:
        assessment.official_digest = digest_of(official)
    assessment.save()
    return FrameworkRevision.objects.create(
        agency=assessment.agency,
        assessment=assessment,
        number=assessment.framework_number,
        files=_files(assessment.agency, texts),
        official=_files(assessment.agency, official or {}),
        change_reason=change_reason,
        subject=subject[:_LONGEST_SUBJECT],
        **made(by),
    )


def _files(agency: Agency, texts: Texts) -> dict[str, str]:
    """The texts are kept, each once; their digests by file name."""
    digests = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    files = [FrameworkFile(agency=agency, digest=digests[name], text=texts[name]) for name in texts]
    FrameworkFile.objects.bulk_create(files, ignore_conflicts=True)
    return digests


def texts_of(agency: Agency, files: Mapping[str, str]) -> dict[str, str]:
    rows = FrameworkFile.objects.filter(agency=agency, digest__in=files.values())
    held = dict(rows.values_list("digest", "text"))
    return {name: held[digest] for name, digest in files.items()}


@transaction.atomic
def restore(
    agency: Agency, *, by: Actor, fiscal_year: int, number: int, seen: int
) -> FrameworkRevision | None:
    """Make a former state stand again, as a new revision; None where it stands already.

    Shape:  `seen` is the number of the revision beside which the former one was shown.
    Errors: Misuse where there is no such revision; OutOfDate where another stands by now; Unsound
            where it is sound no more.
    """
    assessment = locked(agency, fiscal_year)
    former = assessment.revisions.filter(number=number).first()
    if former is None:
        raise Misuse("assessment/revision_unknown", number=number)
    if seen != assessment.framework_number:
        raise OutOfDate("assessment/framework_changed_since_preview")
    return store_changed(
        assessment,
        by=by,
        documents=from_texts(texts_of(agency, former.files)),
        change_reason=ChangeReason.RESTORED,
        subject=str(number),
    )


class ChangedMeanwhile(ProngsaiError):  # noqa: N818 - named for what happened
    """What a form is about was changed by somebody after it was opened; nothing was stored.

    Shape:  `now` and `then` are the part as it stands and as the form had it, None where it is
            gone; `number` is the revision that stands, `by` who made it.
    """

    def __init__(self, now: Any, then: Any, standing_revision: FrameworkRevision | None) -> None:
        self.now = now
        self.then = then
        self.number = standing_revision.number if standing_revision else 0
        self.by = standing_revision.made_by_words if standing_revision else ""
        super().__init__("assessment/part_changed_meanwhile")


@transaction.atomic
def save(
    agency: Agency, *, by: Actor, fiscal_year: int, seen: int, edit: Edit
) -> FrameworkRevision | None:
    """Put one edit in; None where it changes nothing.

    Shape:  `seen` is the number of the revision that the form was made from, 0 for the shipped.
    Errors: ChangedMeanwhile; Unsound, with every fault; Misuse where the year is not open.
    """
    assessment = locked(agency, fiscal_year)
    before = current_documents(assessment)
    if seen != assessment.framework_number:  # a change of another part does not matter
        then, standing = edit.part(as_seen(assessment, seen)), edit.part(before)
        if then != standing:
            last = assessment.revisions.filter(number=assessment.framework_number).first()
            raise ChangedMeanwhile(standing, then, last)
    after = current_documents(assessment)
    edit.apply(after)
    faults = unproven(before, after)
    if faults:
        raise Unsound(faults)
    return store_changed(
        assessment,
        by=by,
        documents=after,
        change_reason=ChangeReason.EDITED,
        subject=edit.subject,
    )


def as_seen(assessment: Assessment, number: int) -> Documents:
    """The framework as it stood at a revision; 0 and unknown numbers are the first there was."""
    revisions = assessment.revisions.order_by("number")
    revision = revisions.filter(number=number).first() or revisions.first()
    if revision is None:
        return current_documents(assessment)
    return from_texts(texts_of(assessment.agency, revision.files))


class OutOfDate(ProngsaiError):  # noqa: N818 - named for what happened
    """The framework, or what would replace it, is another than what was shown."""


class Outcome(Struct, frozen=True):
    """What a workbook would do: the year as it would be, what changes, what is wrong with it."""

    documents: Documents
    changes: Differences
    findings: tuple[Finding, ...]
    number: int


def read_workbook(
    agency: Agency, *, by: Actor, fiscal_year: int, name: str, data: bytes
) -> FrameworkPreview:
    """Read a workbook and keep it as a preview; nothing of the framework changes."""
    rows = read_framework(data, name)
    year = year_of(rows["year"], name)
    if year != fiscal_year:
        raise UnreadableInput(
            "assessment/workbook_of_other_year",
            place=Place(name, sheet="ปี"),
            year=year,
            fiscal_year=fiscal_year,
        )
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        assessment.previews.filter(made_at__lt=now() - _PREVIEW_LIVES).delete()
        return FrameworkPreview.objects.create(
            agency=agency,
            assessment=assessment,
            name=name[:_LONGEST_NAME],
            rows=rows,
            made_at=now(),
            by=by.user,
        )


def outcome(assessment: Assessment, preview: FrameworkPreview) -> Outcome:
    """What a preview would do to the framework as it stands now."""
    before = current_documents(assessment)
    after, collected = from_rows(before, preview.rows, preview.name)
    findings = tuple(collected.items)
    if not findings:
        findings = (*faults_of(after, assessment.fiscal_year), *unproven(before, after))
    shown = tuple(replace(finding, next_step=_site_step(finding)) for finding in findings)
    changes = differences(before, after) if not collected.items else Differences((), 0)
    return Outcome(after, changes, shown, assessment.framework_number)


def _site_step(finding: Finding) -> Text | None:
    step = finding.next_step
    if step is None or "prongsai " in step.en:
        return read_words("assessment/correct_workbook")
    return step


@transaction.atomic
def take_preview(
    agency: Agency, *, by: Actor, fiscal_year: int, preview_id: UUID, seen: int
) -> FrameworkRevision | None:
    """Put a previewed workbook in; None where it changes nothing or was taken before.

    Shape:  `seen` is the number of the revision that the preview was shown against.
    """
    assessment = locked(agency, fiscal_year)
    preview = assessment.previews.filter(pk=preview_id).first()
    if preview is None:
        raise Misuse("assessment/preview_expired")
    if preview.taken_at is not None:
        return None
    if seen != assessment.framework_number:
        raise OutOfDate("assessment/framework_changed_since_preview")
    result = outcome(assessment, preview)
    if result.findings:
        raise Unsound(result.findings)
    preview.taken_at = now()
    preview.save(update_fields=["taken_at"])
    return store_changed(
        assessment,
        by=by,
        documents=result.documents,
        change_reason=ChangeReason.IMPORTED,
        subject=preview.name,
    )


class Official(Struct, frozen=True):
    """The official files of a year and what they would change; `seen` names both sides."""

    texts: Texts
    changes: Differences
    seen: str


def official_of(assessment: Assessment) -> Official | None:
    """What the official files would change; None where there are none, or they stand already."""
    texts = shipped_texts(assessment.fiscal_year)
    if not texts or not assessment.framework or dict(texts) == assessment.framework:
        return None
    return Official(
        texts,
        differences(current_documents(assessment), from_texts(texts)),
        f"{assessment.framework_number}-{digest_of(texts)[:16]}",
    )


@transaction.atomic
def take_official(
    agency: Agency, *, by: Actor, fiscal_year: int, seen: str
) -> FrameworkRevision | None:
    """Make the official files stand whole as the next revision; the copy stays among the former.

    Shape:  `seen` is that of the `Official` that was shown.
    Errors: OutOfDate where either side changed; Misuse where there is nothing to take;
            Unsound where the official files would be broken.
    """
    assessment = locked(agency, fiscal_year)
    official = official_of(assessment)
    if official is None:
        raise Misuse("assessment/no_official_differences", fiscal_year=fiscal_year)
    if official.seen != seen:
        raise OutOfDate("assessment/official_changed_since_shown")
    return store_changed(
        assessment,
        by=by,
        documents=from_texts(official.texts),
        change_reason=ChangeReason.IMPORTED,
        subject=f"Prongsai {__version__}",
        official=official.texts,
    )

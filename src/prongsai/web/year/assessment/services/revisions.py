"""Keep a framework's states: every change is a revision, none is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from prongsai.core.errors import Finding, Misuse, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.framework.texts import (
    Documents,
    Texts,
    digest_of,
    faults_of,
    from_texts,
    shipped_texts,
    text_digest,
    to_texts,
)
from prongsai.web.year.assessment.models import (
    Assessment,
    ChangeReason,
    FrameworkFile,
    FrameworkRevision,
)

_LONGEST_SUBJECT = 200


class Unsound(ProngsaiError):  # noqa: N818 - named for what happened
    """A change would break the framework; nothing was stored."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep what is wrong."""
        self.findings = tuple(findings)
        super().__init__(
            Text(
                "บันทึกไม่ได้ เพราะกรอบการประเมินจะขัดกันเอง",
                "not saved: the framework would contradict itself",
            ),
            next_step=Text("แก้ตามที่บอก แล้วบันทึกอีกครั้ง", "correct what is said, and save again"),
        )


def locked(agency: Agency, fiscal_year: int) -> Assessment:
    """An opened year that nobody else changes until the transaction ends.

    Errors: Misuse where the agency has not opened it.
    """
    rows = Assessment.objects.select_for_update(no_key=True)
    found = rows.filter(agency=agency, fiscal_year=fiscal_year).first()
    if found is None:
        raise Misuse(
            Text(f"ยังไม่ได้เปิดปี {fiscal_year}", f"the year {fiscal_year} is not open"),
            next_step=Text("เปิดปีนี้ก่อน แล้วทำอีกครั้ง", "open it first, then try again"),
        )
    return found


def current_documents(assessment: Assessment) -> Documents:
    """The framework of a year as plain data: the agency's copy, else the shipped one."""
    return from_texts(assessment.framework or shipped(assessment))


def shipped(assessment: Assessment) -> Texts:
    """The shipped files of a year; {} where none are shipped."""
    return shipped_texts(assessment.fiscal_year)


def keep_changed(
    assessment: Assessment,
    *,
    by: Actor,
    documents: Documents,
    change_reason: ChangeReason,
    subject: str = "",
    official: Texts | None = None,
) -> FrameworkRevision | None:
    """Store a changed year; None where it says what it said. A shipped year is copied first.

    Errors: Unsound where the year would be broken.
    """
    texts = to_texts(documents)
    if texts == assessment.framework or (not assessment.framework and texts == shipped(assessment)):
        return None
    faults = faults_of(documents, assessment.fiscal_year)
    if faults:
        raise Unsound(faults)
    if not assessment.framework:
        base = shipped(assessment)
        keep(assessment, by=by, texts=base, change_reason=ChangeReason.COPIED, official=base)
    revision = keep(
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


def keep(
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
    digests = {name: text_digest(text) for name, text in texts.items()}
    FrameworkFile.objects.bulk_create(
        [
            FrameworkFile(agency=agency, digest=digests[name], text=text)
            for name, text in texts.items()
        ],
        ignore_conflicts=True,
    )
    return digests


def texts_of(agency: Agency, files: Mapping[str, str]) -> dict[str, str]:
    """The texts behind digests."""
    rows = FrameworkFile.objects.filter(agency=agency, digest__in=files.values())
    held = dict(rows.values_list("digest", "text"))
    return {name: held[digest] for name, digest in files.items()}


def restore(
    agency: Agency, *, by: Actor, fiscal_year: int, number: int
) -> FrameworkRevision | None:
    """Make a former state stand again, as a new revision; None where it stands already.

    Errors: Misuse where there is no such revision; Unsound where it is sound no more.
    """
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        former = assessment.revisions.filter(number=number).first()
        if former is None:
            raise Misuse(
                Text(f"ไม่มีฉบับที่ {number}", f"there is no revision {number}"),
                next_step=Text("เลือกฉบับจากรายการ", "choose a revision from the list"),
            )
        return keep_changed(
            assessment,
            by=by,
            documents=from_texts(texts_of(agency, former.files)),
            change_reason=ChangeReason.RESTORED,
            subject=str(number),
        )

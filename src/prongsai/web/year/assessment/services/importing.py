"""A corrected workbook: read, kept as a preview, and put in when a person says yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Misuse, Place, ProngsaiError, UnreadableInput
from prongsai.core.framework.corrections import from_rows
from prongsai.core.framework.years import year_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import read_framework
from prongsai.web.year.assessment.framework.confidence import unproven
from prongsai.web.year.assessment.framework.differences import Differences, differences
from prongsai.web.year.assessment.framework.texts import Documents, faults_of
from prongsai.web.year.assessment.models import (
    Assessment,
    ChangeReason,
    FrameworkPreview,
    FrameworkRevision,
)
from prongsai.web.year.assessment.services.revisions import (
    Unsound,
    current_documents,
    keep_changed,
    locked,
)

_LIVES = timedelta(days=7)
_LONGEST_NAME = 255
Rows = Mapping[str, Sequence[Mapping[str, str]]]


class OutOfDate(ProngsaiError):  # noqa: N818 - named for what happened
    """The framework is another than the one the preview was shown against."""


class Outcome(Struct, frozen=True):
    """What a workbook would do: the year as it would be, what changes, what is wrong with it."""

    documents: Documents
    changes: Differences
    findings: tuple[Finding, ...]
    number: int


def read_workbook(
    agency: Agency, *, by: Actor, fiscal_year: int, name: str, data: bytes
) -> FrameworkPreview:
    """Read a workbook and keep it as a preview; nothing of the framework changes.

    Errors: UnreadableInput where it is no workbook of this year.
    """
    rows = read_framework(data, name)
    year = year_of(rows["year"], name)
    if year != fiscal_year:
        raise UnreadableInput(
            Text(
                f"แฟ้มนี้เป็นกรอบของปี {year} แต่กำลังแก้ปี {fiscal_year}",
                f"this workbook is of {year}, the year open here is {fiscal_year}",
            ),
            place=Place(name, sheet="ปี"),
            next_step=Text(
                f"ไปที่ปี {year} แล้วนำเข้า หรือส่งออกปี {fiscal_year} ใหม่แล้วแก้ในแฟ้มนั้น",
                f"import it in {year}, or export {fiscal_year} anew and correct that",
            ),
        )
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        assessment.previews.filter(made_at__lt=now() - _LIVES).delete()
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
    after, found = from_rows(before, preview.rows, preview.name)
    findings = tuple(found.items)
    if not findings:
        findings = (*faults_of(after, assessment.fiscal_year), *unproven(before, after))
    shown = tuple(replace(one, next_step=_site_step(one)) for one in findings)
    changes = differences(before, after) if not found.items else Differences((), 0)
    return Outcome(after, changes, shown, assessment.framework_number)


def _site_step(finding: Finding) -> Text | None:
    step = finding.next_step
    if step is None or "prongsai " in step.en:
        return Text("แก้ในแฟ้ม XLSX แล้วนำเข้าใหม่", "correct it in the workbook and import that again")
    return step


def take_preview(
    agency: Agency, *, by: Actor, fiscal_year: int, preview_id: UUID, seen: int
) -> FrameworkRevision | None:
    """Put a previewed workbook in; None where it changes nothing or was taken before.

    Shape:  `seen` is the number of the revision that the preview was shown against.
    Errors: OutOfDate where that is no more; Unsound; Misuse where the preview is gone.
    """
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        preview = assessment.previews.filter(pk=preview_id).first()
        if preview is None:
            raise _gone()
        if preview.taken_at is not None:
            return None
        if seen != assessment.framework_number:
            raise _out_of_date()
        found = outcome(assessment, preview)
        if found.findings:
            raise Unsound(found.findings)
        preview.taken_at = now()
        preview.save(update_fields=["taken_at"])
        return keep_changed(
            assessment,
            by=by,
            documents=found.documents,
            change_reason=ChangeReason.IMPORTED,
            subject=preview.name,
        )


def _gone() -> Misuse:
    return Misuse(
        Text("ตัวอย่างการนำเข้านี้หมดอายุแล้ว", "this preview is no longer kept"),
        next_step=Text("นำเข้าแฟ้มอีกครั้ง", "import the workbook again"),
    )


def _out_of_date() -> OutOfDate:
    return OutOfDate(
        Text(
            "กรอบการประเมินถูกแก้หลังจากเปิดตัวอย่างนี้ จึงคิดรายการใหม่ให้แล้ว",
            "the framework was changed after this preview was shown; the list below is new",
        ),
        next_step=Text("อ่านรายการอีกครั้งก่อนยืนยัน", "read the list again before you confirm"),
    )

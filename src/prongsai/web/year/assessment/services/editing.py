"""Save one edit of a framework: sound, proven, and never over somebody else's change unseen."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.year.assessment.framework.confidence import unproven
from prongsai.web.year.assessment.framework.editing import Edit
from prongsai.web.year.assessment.framework.texts import Documents, from_texts
from prongsai.web.year.assessment.models import Assessment, ChangeReason, FrameworkRevision
from prongsai.web.year.assessment.services.revisions import (
    Unsound,
    current_documents,
    keep_changed,
    locked,
    texts_of,
)


class ChangedMeanwhile(ProngsaiError):  # noqa: N818 - named for what happened
    """What a form is about was changed by somebody after it was opened; nothing was stored.

    Shape:  `now` and `then` are the part as it stands and as the form had it, None where it is
            gone; `number` is the revision that stands, `by` who made it.
    """

    def __init__(self, now: Any, then: Any, standing_revision: FrameworkRevision | None) -> None:
        """Keep both sides."""
        self.now = now
        self.then = then
        self.number = standing_revision.number if standing_revision else 0
        self.by = standing_revision.made_by_words if standing_revision else ""
        super().__init__(
            Text("มีผู้แก้เรื่องนี้ไปแล้วหลังจากเปิดหน้านี้", "this was changed after the page was opened"),
            next_step=Text(
                "สิ่งที่พิมพ์ยังอยู่ เทียบสองฝั่ง แก้ให้เป็นแบบที่ต้องการ แล้วบันทึกอีกครั้ง",
                "what you typed is kept: compare both sides, make it as it should be, save again",
            ),
        )


def save(
    agency: Agency, *, by: Actor, fiscal_year: int, seen: int, edit: Edit
) -> FrameworkRevision | None:
    """Put one edit in; None where it changes nothing.

    Shape:  `seen` is the number of the revision that the form was made from, 0 for the shipped.
    Errors: ChangedMeanwhile; Unsound, with every fault; Misuse where the year is not open.
    """
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        before = current_documents(assessment)
        _must_be_as_seen(assessment, before, seen, edit)
        after = current_documents(assessment)
        edit.apply(after)
        faults = unproven(before, after)
        if faults:
            raise Unsound(faults)
        return keep_changed(
            assessment,
            by=by,
            documents=after,
            change_reason=ChangeReason.EDITED,
            subject=edit.subject,
        )


def _must_be_as_seen(assessment: Assessment, current: Documents, seen: int, edit: Edit) -> None:
    """Changes elsewhere do not matter; a change of the same part does."""
    if seen == assessment.framework_number:
        return
    then = edit.part(as_seen(assessment, seen))
    now = edit.part(current)
    if then != now:
        last = assessment.revisions.filter(number=assessment.framework_number).first()
        raise ChangedMeanwhile(now, then, last)


def as_seen(assessment: Assessment, number: int) -> Documents:
    """The framework as it stood at a revision; 0 and unknown numbers are the first there was."""
    revisions = assessment.revisions.order_by("number")
    found = revisions.filter(number=number).first() or revisions.first()
    if found is None:
        return current_documents(assessment)
    return from_texts(texts_of(assessment.agency, found.files))

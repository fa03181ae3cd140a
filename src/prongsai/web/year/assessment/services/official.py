"""Take the official framework of a year, which comes with a release, in place of the own copy."""

from __future__ import annotations

from django.db import transaction
from msgspec import Struct

from prongsai import __version__
from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.year.assessment.framework.differences import Differences, differences
from prongsai.web.year.assessment.framework.texts import Texts, digest_of, from_texts
from prongsai.web.year.assessment.models import Assessment, ChangeReason, FrameworkRevision
from prongsai.web.year.assessment.services.revisions import (
    current_documents,
    keep_changed,
    locked,
    shipped,
)


class OtherOfficial(ProngsaiError):  # noqa: N818 - named for what happened
    """One of the two sides is another than the one whose differences were shown."""


class Official(Struct, frozen=True):
    """The official files of a year and what they would change; `seen` names both sides."""

    texts: Texts
    changes: Differences
    seen: str


def official_of(assessment: Assessment) -> Official | None:
    """What the official files would change; None where there are none, or they stand already."""
    texts = shipped(assessment)
    if not texts or not assessment.framework or dict(texts) == assessment.framework:
        return None
    return Official(
        texts,
        differences(current_documents(assessment), from_texts(texts)),
        f"{assessment.framework_number}-{digest_of(texts)[:16]}",
    )


def take_official(
    agency: Agency, *, by: Actor, fiscal_year: int, seen: str
) -> FrameworkRevision | None:
    """Make the official files stand whole as the next revision; the copy stays among the former.

    Shape:  `seen` is that of the `Official` that was shown.
    Errors: OtherOfficial where either side changed; Misuse where there is nothing to take;
            Unsound where the official files would be broken.
    """
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        official = official_of(assessment)
        if official is None:
            raise _nothing_official(fiscal_year)
        if official.seen != seen:
            raise _other()
        return keep_changed(
            assessment,
            by=by,
            documents=from_texts(official.texts),
            change_reason=ChangeReason.IMPORTED,
            subject=f"Prongsai {__version__}",
            official=official.texts,
        )


def _nothing_official(year: int) -> Misuse:
    return Misuse(
        Text(
            f"ปี {year} ไม่มีข้อมูลทางการที่ต่างจากที่ใช้อยู่",
            f"there is nothing official of {year} that differs from what is used",
        ),
        next_step=Text("กลับไปหน้ากรอบการประเมิน", "go back to the page of the framework"),
    )


def _other() -> OtherOfficial:
    return OtherOfficial(
        Text(
            "ข้อมูลเปลี่ยนไปหลังจากเปิดหน้านี้ จึงเทียบใหม่ให้แล้ว",
            "the data changed after this page was opened; it is compared anew below",
        ),
        next_step=Text("อ่านรายการอีกครั้งก่อนยืนยัน", "read the list again before you confirm"),
    )

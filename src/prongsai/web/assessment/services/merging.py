"""Merge later official data into an agency's own copy, by subject, as the agency chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from msgspec import Struct

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.assessment.framework.merging import (
    MergeRow,
    Side,
    is_same,
    left_to_us,
    merge_rows,
    merged,
)
from prongsai.web.assessment.framework.texts import Documents, Texts, digest_of, from_texts
from prongsai.web.assessment.models import Assessment, ChangeReason, FrameworkRevision
from prongsai.web.assessment.services.revisions import (
    current_documents,
    keep_changed,
    locked,
    shipped,
    texts_of,
)


class OtherOfficial(ProngsaiError):  # noqa: N818 - named for what happened
    """One of the two sides is another than the one the choices were made on."""


class Merging(Struct, frozen=True):
    """The two sides of a merge and the rows that differ; `seen` names this state of both."""

    official: Texts
    rows: tuple[MergeRow, ...]
    seen: str


def merging_of(assessment: Assessment) -> Merging | None:
    """What a merge would be about; None where there is no copy, or nothing official."""
    official = shipped(assessment)
    if not official or not assessment.framework:
        return None
    rows = merge_rows(
        current_documents(assessment),
        from_texts(official),
        _bases(assessment),
        assessment.merge_choices,
    )
    return Merging(official, rows, f"{assessment.framework_number}-{digest_of(official)[:16]}")


def _bases(assessment: Assessment) -> Sequence[Documents]:
    """The states that the copy began from: its first, and the official one last merged."""
    first = assessment.revisions.order_by("number").first()
    last = assessment.revisions.exclude(official={}).first()
    found = [first.files] if first else []
    found += [last.official] if last else []
    return [from_texts(texts_of(assessment.agency, files)) for files in found]


def merge(
    agency: Agency, *, by: Actor, fiscal_year: int, seen: str, sides: Mapping[str, Side]
) -> FrameworkRevision | None:
    """Merge with the sides that were chosen; None where nothing changes.

    Shape:  `seen` is that of the `Merging` that was shown; a row that `sides` does not name
            keeps what was proposed.
    Errors: OtherOfficial where either side changed; Unsound where the choices contradict.
    """
    with transaction.atomic():
        assessment = locked(agency, fiscal_year)
        found = merging_of(assessment)
        if found is None:
            raise _nothing_official(fiscal_year)
        if found.seen != seen:
            raise _other()
        own, official = current_documents(assessment), from_texts(found.official)
        result = merged(own, official, found.rows, sides)
        if is_same(result, own):
            _remember(assessment, own, official, found.official)
            return None
        revision = keep_changed(
            assessment,
            by=by,
            documents=result,
            change_reason=ChangeReason.MERGED,
            official=found.official,
        )
        _remember(assessment, result, official, found.official)
        return revision


def _remember(assessment: Assessment, result: Documents, official: Documents, texts: Texts) -> None:
    """What still differs was left to the agency on purpose: merging again leaves it."""
    assessment.merge_choices = left_to_us(result, official)
    assessment.official_digest = digest_of(texts)
    assessment.save(update_fields=["merge_choices", "official_digest"])


def _nothing_official(year: int) -> Misuse:
    return Misuse(
        Text(f"ปี {year} ไม่มีข้อมูลทางการให้รวม", f"there is nothing official to merge for {year}"),
        next_step=Text("กลับไปหน้ากรอบการประเมิน", "go back to the page of the framework"),
    )


def _other() -> OtherOfficial:
    return OtherOfficial(
        Text(
            "ข้อมูลเปลี่ยนไปหลังจากเปิดหน้านี้ จึงเทียบใหม่ให้แล้ว",
            "the data changed after this page was opened; it is compared anew below",
        ),
        next_step=Text("ตรวจตัวเลือกอีกครั้ง แล้วกดรวม", "look over the choices again, then merge"),
    )

"""Photos of what is said in a case, and taking out one that nobody should see."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from prongsai.core.desk.model import MOST_PHOTOS, Act, Unfit
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry, CasePhoto
from prongsai.web.citizens.desk.numbers import number_of
from prongsai.web.citizens.desk.queries.kinds import is_for_few, kind_in
from prongsai.web.citizens.desk.services.acts import locked, not_yours, record
from prongsai.web.citizens.desk.services.receiving import MOST_PHOTOS_A_DAY
from prongsai.web.citizens.desk.services.telling import tell_who_watch
from prongsai.web.platform import remnants
from prongsai.web.platform.clock import today

# Who holds a receipt shows what a matter needs, and fills nobody's disk.
MOST_OF_A_CASE = 20


def attached(row: Case, entry: CaseEntry, photos: Sequence[bytes]) -> Sequence[CasePhoto]:
    """Keep an official's photos with what they wrote; they were drawn anew.

    Errors: Refused for too many.
    """
    if len(photos) > MOST_PHOTOS:
        raise _too_many(MOST_PHOTOS)
    return _kept(row, entry, [(data, None) for data in photos])


def brought(row: Case, entry: CaseEntry, photos: Sequence[bytes]) -> None:
    """Keep the photos of who brought the case with what they wrote.

    Errors: Refused for more than the kind takes at once, than a case holds, and than come to an
            agency on a day.
    """
    if not photos:
        return
    kind = kind_in(row.agency_id, row.kind)
    most = kind.photos if kind else 0
    if len(photos) > most:
        raise _too_many(most)
    if row.photos.count() + len(photos) > MOST_OF_A_CASE:
        raise _too_many(MOST_OF_A_CASE)
    of_today = CasePhoto.objects.filter(
        case__agency=row.agency_id, entry__day=entry.day, entry__by=None
    )
    if of_today.count() + len(photos) > MOST_PHOTOS_A_DAY:
        raise Refused(
            Text("วันนี้มีภาพส่งเข้ามามากผิดปกติ", "unusually many photos were sent in today"),
            field="photos",
            next_step=Text("ส่งโดยไม่แนบภาพ", "send it without photos"),
        )
    _kept(row, entry, [(data, None) for data in photos])


def copied(row: Case, entry: CaseEntry, photos: Sequence[CasePhoto]) -> None:
    """Keep the photos of a main case's answer with the same answer to another."""
    _kept(row, entry, [(bytes(one.data), one) for one in photos])


def is_again(row: Case, act: Act, words: str, photos: Sequence[bytes]) -> bool:
    """Whether the last that was written is the same, from outside: the answer to it was lost."""
    last = row.entries.order_by("number").last()
    if last is None or last.by_id is not None or (last.act, last.text) != (act, words):
        return False
    return [bytes(one.data) for one in last.photos.all()] == list(photos)


@transaction.atomic
def take_out(photo: CasePhoto, *, by: Actor, unfit: Unfit, seen: int) -> None:
    """Delete the pixels of a photo, and of its copies in answers to others; a mark stays.

    Shape:  the reason stands at the case, where who brought it reads it, and in the journal; of a
            restricted kind only its readers are told.
    Errors: Refused where the person does not keep the desk, or does not see the case, where
            something happened since it was seen, and where it is gone already.
    """
    if not may(by, Right.KEEP_DESK):
        raise not_yours()
    row = locked(photo.case, by, seen)
    first = photo.copy_of_id or photo.pk
    whole = CasePhoto.objects.filter(pk=first) | CasePhoto.objects.filter(copy_of=first)
    there = whole.filter(unfit="", case__agency=row.agency)
    told = {"unfit": unfit, "data": b"", "removed_on": today()}
    if not there.filter(pk=photo.pk).exists():
        raise Refused(
            Text("ภาพนี้นำออกไปแล้ว", "this photo is gone already"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    for case in set(there.values_list("case", flat=True)):
        remnants.owe(_subject(case), CasePhoto)
    there.update(**told)
    number = number_of(row)
    record(row, by, "case-photo-removed", photo=photo.number, reason=unfit.label.th)
    said = Text(
        f"{by.words}นำภาพที่ {photo.number} ของเรื่องเลขที่ {number} ออก: {unfit.label.th}",
        f"{by.words} took photo {photo.number} of case {number} out: {unfit.label.en}",
    )
    is_told = not is_for_few(row.agency_id, row.kind)
    tell_who_watch(by.agency, said, Right.LET_READ if is_told else Right.READ_RESTRICTED)
    transaction.on_commit(remnants.remove)


def traces_of(case: Case) -> remnants.Why | None:
    """Why the database's files may still hold a photo that was taken out; None where none does."""
    return remnants.reason_for(_subject(case.pk))


def _subject(case: UUID) -> str:
    return f"photos:{case}"


def _kept(
    row: Case, entry: CaseEntry, photos: Sequence[tuple[bytes, CasePhoto | None]]
) -> Sequence[CasePhoto]:
    if not photos:
        return ()
    last = row.photos.aggregate(last=Max("number"))["last"] or 0
    return CasePhoto.objects.bulk_create(
        CasePhoto(case=row, number=number, data=data, entry=entry, copy_of=first)
        for number, (data, first) in enumerate(photos, start=last + 1)
    )


def _too_many(most: int) -> Refused:
    return Refused(
        Text(f"แนบภาพได้ {most} ภาพ", f"it takes {most} photos"),
        field="photos",
        next_step=Text("เลือกใหม่ให้น้อยลง", "choose fewer"),
    )

"""Add photos to a case, copy them to others, and delete those that are unfit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from prongsai.core.desk.model import (
    MOST_PHOTOS,
    Unfit,
)
from prongsai.core.messages import read_words
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry, CasePhoto
from prongsai.web.citizens.desk.rights import is_for_few, kind_in
from prongsai.web.citizens.desk.services.case_entries import lock_case, record
from prongsai.web.citizens.desk.services.news import notify_watchers
from prongsai.web.platform import remnants
from prongsai.web.platform.clock import today

MOST_PHOTOS_A_DAY = 500


# Who holds a receipt shows what a matter needs, and fills nobody's disk.
MOST_OF_A_CASE = 20


def add_official_photos(
    row: Case, entry: CaseEntry, photos: Sequence[bytes]
) -> Sequence[CasePhoto]:
    """Keep an official's photos with what they wrote; they were drawn anew."""
    if len(photos) > MOST_PHOTOS:
        raise Refused("desk/too_many_photos", field="photos", most=MOST_PHOTOS)
    return _store_photos(row, entry, [(data, None) for data in photos])


def add_citizen_photos(row: Case, entry: CaseEntry, photos: Sequence[bytes]) -> None:
    """Keep the photos of who brought the case with what they wrote."""
    if not photos:
        return
    kind = kind_in(row.agency_id, row.kind)
    most = kind.photos if kind else 0
    if len(photos) > most:
        raise Refused("desk/too_many_photos", field="photos", most=most)
    if row.photos.count() + len(photos) > MOST_OF_A_CASE:
        raise Refused("desk/too_many_photos", field="photos", most=MOST_OF_A_CASE)
    of_today = CasePhoto.objects.filter(
        case__agency=row.agency_id, entry__day=entry.day, entry__by=None
    )
    refuse_many_photos(of_today, len(photos))
    _store_photos(row, entry, [(data, None) for data in photos])


def refuse_many_photos(of_today: QuerySet[CasePhoto], count: int) -> None:
    """Let no more photos come to an agency on a day than people of one place send."""
    if of_today.count() + count > MOST_PHOTOS_A_DAY:
        raise Refused("desk/too_many_photos_today", field="photos")


def copy_photos(row: Case, entry: CaseEntry, photos: Sequence[CasePhoto]) -> None:
    """Keep the photos of a main case's answer with the same answer to another."""
    _store_photos(row, entry, [(bytes(photo.data), photo) for photo in photos])


@transaction.atomic
def delete_photo(photo: CasePhoto, *, by: Actor, unfit: Unfit, seen: int) -> None:
    """Delete the pixels of a photo, and of its copies in answers to others; a mark stays.

    Shape:  the reason stands at the case, where who brought it reads it, and in the journal; of a
            restricted kind only its readers are told.
    """
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/case_of_other_unit")
    row = lock_case(photo.case, by, seen)
    first = photo.copy_of_id or photo.pk
    whole = CasePhoto.objects.filter(pk=first) | CasePhoto.objects.filter(copy_of=first)
    there = whole.filter(unfit="", case__agency=row.agency)
    changes = {"unfit": unfit, "data": b"", "removed_on": today()}
    if not there.filter(pk=photo.pk).exists():
        raise Refused("desk/photo_gone_already")
    for case in set(there.values_list("case", flat=True)):
        remnants.owe(_subject(case), CasePhoto)
    there.update(**changes)
    number = row.printed_number
    record(row, by, "case-photo-removed", photo=photo.number, reason=unfit.label.th)
    message = read_words(
        "desk/photo_removed", who=by.words, photo=photo.number, case=number, reason=unfit.label
    )
    is_told = not is_for_few(row.agency_id, row.kind)
    notify_watchers(by.agency, message, Right.LET_READ if is_told else Right.READ_RESTRICTED)
    transaction.on_commit(remnants.remove)


def traces_of(case: Case) -> remnants.Why | None:
    """Why the database's files may still hold a photo that was taken out; None where none does."""
    return remnants.reason_for(_subject(case.pk))


def _subject(case: UUID) -> str:
    return f"photos:{case}"


def _store_photos(
    row: Case, entry: CaseEntry, photos: Sequence[tuple[bytes, CasePhoto | None]]
) -> Sequence[CasePhoto]:
    if not photos:
        return ()
    last = row.photos.aggregate(last=Max("number"))["last"] or 0
    return CasePhoto.objects.bulk_create(
        CasePhoto(case=row, number=number, data=data, entry=entry, copy_of=first)
        for number, (data, first) in enumerate(photos, start=last + 1)
    )

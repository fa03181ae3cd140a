"""Write entries of a case: lock it, note it in the journal; add and delete its photos."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from prongsai.core.desk.model import (
    ANSWERING,
    MOST_PHOTOS,
    MOVES,
    Act,
    State,
    Unfit,
)
from prongsai.core.messages import read_words
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry, CasePhoto
from prongsai.web.citizens.desk.rights import is_for_few, kind_in, seen_by
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.news import notify_watchers
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now, today

LONGEST = 5_000
# Who holds a receipt writes as often as a matter needs, and fills nobody's disk.
MOST_ENTRIES = 100
# What who brought the case waits for.
_NEWS = (Act.ASK, *ANSWERING, Act.FORWARD)


def record_act(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Write an entry and the state that it leads to; the caller has the row locked."""
    state = MOVES.get((State(row.state), act))
    if state is None:
        raise Refused("desk/not_possible_in_state", state=State(row.state).label)
    if by is None and row.version >= MOST_ENTRIES:
        raise Refused("desk/case_text_full")
    row.state = state
    return write_entry(row, act, text, by)


def write_entry(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Keep a row as it stands, with the entry of what happened to it."""
    row.version += 1
    row.save()
    if act in _NEWS:
        news.queue(row)
    return CaseEntry.objects.create(
        case=row, number=row.version, act=act, day=today(), at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "", text=text,
    )  # fmt: skip


def record(row: Case, by: Actor | None, verb: str, **details: str | int) -> None:
    """Write in the journal what was done to a case.

    Shape:  of a restricted kind nothing: those who read the journal may be complained of, and the
            acts would tell them how many came, and when. The case's own entries tell who did what.
    """
    if not is_for_few(row.agency_id, row.kind):
        journal.record(row.agency, by, verb, row.printed_number, **details)


def lock_case(case: Case, by: Actor, seen: int) -> Case:
    """The row, held until the transaction ends, of a case that the person may work on."""
    # Before any row: what officials do to cases of an agency comes one after the other.
    journal.hold(by.agency)
    rows = seen_by(by, today()).select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(pk=case.pk).first()
    if row is None:
        raise Refused("desk/case_of_other_unit")
    if row.version != seen:
        last = row.entries.last()
        who = (last.by_words if last else "") or "–"
        raise Refused("desk/case_changed_meanwhile", who=who)
    return row


def clean_text(text: str) -> str:
    """What was written, as it is kept; refused where nothing was."""
    kept = "\n".join(printed(line) for line in text.splitlines()).strip()[:LONGEST]
    if not kept:
        raise Refused("desk/text_missing", field="text")
    return kept


def is_again(row: Case, act: Act, words: str, photos: Sequence[bytes]) -> bool:
    """Whether the last that was written is the same, from outside: the answer to it was lost."""
    last = row.entries.last()
    if last is None or last.by_id is not None or (last.act, last.text) != (act, words):
        return False
    return [bytes(photo.data) for photo in last.photos.all()] == list(photos)


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

"""Take in a case: from the public page, or by an official for somebody at the counter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from msgspec import Struct

from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import MOST_PHOTOS, Act, CaseKind, Channel, State, Unfit
from prongsai.core.desk.ways import Way
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import BoxOpening, Case, CaseEntry, CasePhoto, CaseWay
from prongsai.web.citizens.desk.points import Point
from prongsai.web.citizens.desk.queries.kinds import is_for_few, kind_in
from prongsai.web.citizens.desk.receipts import FIRST_DRAWN, digest_of, drawn_number, number_of
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.acts import happened, locked, not_yours, record
from prongsai.web.citizens.desk.services.news import tell_who_watch
from prongsai.web.platform import remnants, turns
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.plain import hold, insert, run, stored

MOST_A_DAY = 1_000
MOST_PHOTOS_A_DAY = 500
_LONGEST_SUBJECT = 200
_STANDING = """
    SELECT off.day,
        (SELECT id FROM desk_case WHERE receipt = %s),
        (SELECT reason FROM desk_shutkind WHERE agency_id = %s AND kind = %s),
        (SELECT MAX(number) FROM desk_case
            WHERE agency_id = %s AND fiscal_year = %s AND number < %s)
    FROM (SELECT 1) AS one LEFT JOIN desk_dayoff AS off ON off.agency_id = %s AND off.day > %s
"""


class Shut(Refused):
    """The agency takes no more of a kind."""


class _Standing(Struct, frozen=True):
    """What a case is taken in by, as it stands while the agency is held.

    Shape:  `known` is the case that has the receipt; `shut` why no more of the kind is taken, None
            where it is; `last` the last number that was counted in the year; `off` the days to
            come on which the agency is closed.
    """

    known: UUID | str | None
    shut: str | None
    last: int
    off: frozenset[date]


def receive(  # noqa: PLR0913 - everything that comes with a case
    agency: Agency,
    kind: CaseKind,
    values: Mapping[str, str],
    receipt: str,
    *,
    channel: Channel = Channel.WEB,
    by: Actor | None = None,
    photos: Sequence[bytes] = (),
    point: Point | None = None,
    opening: BoxOpening | None = None,
    way: Way | None = None,
    language: str = "th",
    again_of: UUID | None = None,
) -> Case:
    """Keep a case; the same receipt again is the same case.

    Shape:  `values` are the fields as they were typed; `by` the official who writes for somebody,
            None on the public page. What comes from there stands in no journal. `photos` were drawn
            anew (`photos.redrawn`); `point` is one on the agency's map, kept where
            the kind has some; `opening` that of the box in which its slip lay; `way` where they
            want to be told of news, in a language; `again_of` a case of the same words that came
            within the last hour: it is worked on with that one, and counted with it.
    Errors: Refused where more came on this day than people of one place send, where `by` does not
            keep the desk, for more photos than the kind takes, and for a slip of a box that two
            have not opened; Shut for a kind that is shut.
    """
    _refuse_others(by, kind)
    _refuse_box(agency, channel, opening)
    with turns.taken(), transaction.atomic():
        day, digest = today(), digest_of(agency, receipt)
        # One at a time: the number is the next, and the same form sent twice meets its first.
        standing = _held(agency, kind, digest, day)
        if standing.known is not None:
            case = Case.objects.get(pk=standing.known)
            # The form that was sent again may name no address: what its page says is so.
            _tell(case, way, language, is_said=by is None)
            return case
        # What lay in a box that two have opened is keyed all the same.
        if standing.shut is not None and opening is None:
            raise _shut(standing.shut)
        # Else fewer came in the whole year; restricted ones are not counted in it.
        if standing.last >= MOST_A_DAY or kind.restricted:
            _refuse_flood(agency, day, channel)
        _refuse_photos(agency, kind, day, channel, len(photos))
        case = _new_case(agency, kind, values, day, standing)
        case.receipt, case.channel, case.opening = digest, channel, opening
        _place(case, kind, point)
        insert(case, _first_entry(case, by))
        _tell(case, way, language)
        _give(case, kind)
        if again_of is not None:
            _joined_again(case, again_of)
        if photos:
            _keep_photos(case, photos)
        if by is not None:
            record(case, by, "case-taken")
        return case


def _new_case(
    agency: Agency, kind: CaseKind, values: Mapping[str, str], day: date, standing: _Standing
) -> Case:
    """A case of what was typed, with its number and the day by which it is due."""
    year = year_of(day)
    number = drawn_number(agency.pk, year) if kind.restricted else standing.last + 1
    subject = shorten(values.get(kind.named_by, ""), _LONGEST_SUBJECT)
    return Case(
        agency=agency, kind=kind.key, values=dict(values), subject=subject, state=State.RECEIVED,
        day=day, fiscal_year=year, number=number,
        due_on=due_on(day, kind.due, standing.off), version=1,
    )  # fmt: skip


def _first_entry(case: Case, by: Actor | None) -> CaseEntry:
    """That it was received; the moment only of an official, who is no citizen to be told by it."""
    taken = CaseEntry(case=case, number=1, act=Act.RECEIVE, day=case.day)
    if by is not None:
        taken.at, taken.by, taken.by_words = now(), by.user, by.words
    return taken


def _held(agency: Agency, kind: CaseKind, digest: str, day: date) -> _Standing:
    """Hold the agency until the transaction ends, and ask at once for all that decides."""
    key, on = stored(agency.pk), connection.ops.adapt_datefield_value(day)
    told = [digest, key, kind.key, key, year_of(day), FIRST_DRAWN, key, on]
    rows = run(*hold(agency), (_STANDING, told))
    _, known, shut, last = rows[0]
    off = frozenset(row[0] for row in rows if row[0] is not None)
    return _Standing(known, shut, last or 0, off)


def _tell(case: Case, way: Way | None, language: str, *, is_said: bool = False) -> None:
    """Keep where they want to be told of news; delete it where they say that they do not."""
    if way is not None:
        news.keep(case, way, language)
    elif is_said:
        news.forget(case)


def _keep_photos(case: Case, photos: Sequence[bytes]) -> None:
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, number=number, data=data)
        for number, data in enumerate(photos, start=1)
    )


def _give(case: Case, kind: CaseKind) -> None:
    """Give a case to the unit that its kind names; a unit that is no more gets nothing."""
    if not kind.unit:
        return
    row = Unit.objects.filter(agency=case.agency_id, name=kind.unit, is_closed=False).first()
    if row is not None:
        case.unit = row
        happened(case, Act.ASSIGN, row.name, None)


def _joined_again(case: Case, again_of: UUID) -> None:
    """Join a case with one of the same words, where that is worked on and stands alone.

    Shape:  each keeps its own receipt, and neither sees what the other adds.
    """
    # Held, so that nobody answers it between the look and the joining.
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    main = rows.filter(agency=case.agency_id, pk=again_of, joined_to=None).first()
    is_same = main is not None and (main.kind, main.values) == (case.kind, case.values)
    if main is None or not is_same or not State(main.state).is_open or main.due_on > case.due_on:
        return
    case.joined_to, case.is_again = main, True
    happened(case, Act.JOIN, number_of(main), None)


def _place(case: Case, kind: CaseKind, point: Point | None) -> None:
    """Keep where it is, of a kind that has places, on a map of the same agency."""
    if point is not None and kind.point and point.map.agency_id == case.agency_id:
        case.map, case.across, case.down = point.map, point.across, point.down


@transaction.atomic
def forget_contacts(on: date, after: timedelta) -> int:
    """Delete who brought a case that was answered long ago, its photos, and where they are told."""
    forgotten = 0
    over = Case.objects.filter(state=State.ANSWERED, answered_on__lt=on - after)
    kind_of = cache(kind_in)
    for case in over:
        kind = kind_of(case.agency_id, case.kind)
        held = [name for name in kind.contact if case.values.get(name)] if kind else []
        if held:
            case.values = {name: text for name, text in case.values.items() if name not in held}
            case.save(update_fields=["values"])
            forgotten += 1
    remnants.delete(CasePhoto.objects.filter(case__in=over), subject="desk:photos")
    remnants.delete(CaseWay.objects.filter(case__in=over), subject=news.WAYS)
    remnants.owe("desk:contacts", *([Case] if forgotten else []))
    return forgotten


def _refuse_others(by: Actor | None, kind: CaseKind) -> None:
    if by is not None and not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused(
            Text("ตำแหน่งนี้รับเรื่องแทนผู้อื่นไม่ได้", "this position takes in no cases for others"),
            next_step=Text("ให้เจ้าหน้าที่รับเรื่องบันทึก", "ask the complaint officer"),
        )


def _refuse_box(agency: Agency, channel: Channel, opening: BoxOpening | None) -> None:
    is_open = opening is not None and opening.is_confirmed and opening.agency_id == agency.pk
    if (channel == Channel.BOX) != is_open:
        raise Refused(
            Text("ใบจากกล่องบันทึกได้เมื่อเปิดกล่องสองคน", "slips are keyed once two have opened the box"),
            next_step=Text("ไปที่ “กล่องรับความคิดเห็น”", "go to “opinion box”"),
        )


def _shut(reason: str) -> Shut:
    return Shut(
        Text(
            f"หน่วยงานปิดรับเรื่องชนิดนี้แล้ว: {reason}",
            f"the agency takes no more of this kind: {reason}",
        ),
        next_step=Text("เลือกเรื่องชนิดอื่น หรือติดต่อหน่วยงาน", "choose another kind, or ask the agency"),
    )


def _refuse_photos(agency: Agency, kind: CaseKind, day: date, channel: Channel, count: int) -> None:
    if count > kind.photos:
        raise Refused(
            Text(
                f"เรื่องชนิดนี้แนบภาพได้ {kind.photos} ภาพ",
                f"a case of this kind takes {kind.photos} photos",
            ),
            field="photos",
            next_step=Text("เลือกใหม่ให้น้อยลง", "choose fewer"),
        )
    if not count or channel is not Channel.WEB:
        return
    of_today = CasePhoto.objects.filter(case__agency=agency, case__day=day)
    if of_today.count() + count > MOST_PHOTOS_A_DAY:
        raise Refused(
            Text("วันนี้มีภาพส่งเข้ามามากผิดปกติ", "unusually many photos were sent in today"),
            field="photos",
            next_step=Text("ส่งโดยไม่แนบภาพ", "send it without photos"),
        )


def _refuse_flood(agency: Agency, day: date, channel: Channel) -> None:
    if channel is not Channel.WEB:
        return
    if Case.objects.filter(agency=agency, day=day, channel=Channel.WEB).count() >= MOST_A_DAY:
        raise Refused(
            Text("วันนี้มีเรื่องส่งเข้ามามากผิดปกติ", "unusually much was sent in today"),
            next_step=Text(
                "สิ่งที่พิมพ์ยังอยู่ในหน้านี้ ส่งใหม่พรุ่งนี้ หรือโทรศัพท์ถึงหน่วยงาน",
                "what you typed is still on this page: send it tomorrow, or telephone the agency",
            ),
        )


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

"""Cases that come in: from the public page, by an official, from the opinion box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.desk.due import due_on
from prongsai.core.desk.model import Act, CaseKind, Channel, State
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.ways import Way
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import printed, shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.guarding import FIRST_DRAWN, digest_of, drawn_number
from prongsai.web.citizens.desk.models import BoxOpening, Case, CaseEntry, CasePhoto, CaseWay
from prongsai.web.citizens.desk.points import Point
from prongsai.web.citizens.desk.rights import kind_in, sees_kind
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.acts import MOST_PHOTOS_A_DAY, happened, record
from prongsai.web.platform import journal, remnants, turns
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.plain import hold, insert, run, stored

MOST_A_DAY = 1_000
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
    happened(case, Act.JOIN, main.printed_number, None)


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


LONGEST_BOX = 120
MOST_SLIPS = 999
# Who was there counts once, and once more after a slip; who was not would try one number after
# the other.
MOST_MISSES = 3
_LONGEST_WAIT = timedelta(days=366)
SLIPS = "opinion"
_BOX, _DAY, _SLIPS, _NEXT = "box", "day", "slips", "next_on"


class Count(Struct, frozen=True):
    """What somebody counted: slips with words, and those without."""

    slips: int
    blank: int


@transaction.atomic
def open_box(*, by: Actor, box: str, day: date, counted: Count, next_on: date) -> BoxOpening:
    """Write down what the first officer counted; nothing can be keyed before another did too.

    Shape:  `box` says which box; `next_on` is when it is opened next, after today.
    Errors: Refused where the person does not keep the desk, the day is to come or the next one not
            within a year, no box is named, or the count is none.
    """
    _refuse_others_box(by)
    told = printed(box)[:LONGEST_BOX]
    if not told:
        raise _wrong(_BOX, "ยังไม่ได้บอกว่ากล่องใด", "which box is missing")
    if day > today():
        raise _wrong(_DAY, "วันที่เปิดเป็นวันในอนาคต", "the day is to come")
    if next_on <= max(day, today()):
        raise _wrong(_NEXT, "กำหนดเปิดครั้งถัดไปต้องเป็นวันในอนาคต", "the next day is not to come")
    if next_on > today() + _LONGEST_WAIT:
        raise _wrong(_NEXT, "กำหนดเปิดครั้งถัดไปเกินหนึ่งปี", "the next day is more than a year from now")
    if not (0 <= counted.slips <= MOST_SLIPS and 0 <= counted.blank <= MOST_SLIPS):
        raise _wrong(_SLIPS, f"นับได้ 0 ถึง {MOST_SLIPS}", f"a count is 0 to {MOST_SLIPS}")
    journal.hold(by.agency)
    row = BoxOpening.objects.create(
        agency=by.agency, day=day, box=told, slips=counted.slips, blank=counted.blank,
        next_on=next_on, first=by.user, first_words=by.words, made_at=now(),
    )  # fmt: skip
    journal.record(by.agency, by, "box-opened", told, day=long_date(day))
    return row


def confirm(opening: BoxOpening, *, by: Actor, counted: Count, seen: int) -> None:
    """Confirm an opening by another person's own count.

    Shape:  not within another transaction: a count that differs is refused and written down.
    Errors: Refused where the person does not keep the desk or is who wrote it, by whatever post,
            where the counts differ or did too often, and where something happened meanwhile.
    """
    if not _agrees(opening, by, counted, seen):
        # The other's numbers are not told: they are to be counted, not copied.
        raise Refused(
            Text("จำนวนที่นับไม่ตรงกับผู้เปิดคนแรก", "the count is not that of the first officer"),
            field="slips",
            next_step=Text(
                "นับใหม่ด้วยกัน ถ้าคนแรกนับผิดให้คนแรกลบรายการแล้วบันทึกใหม่",
                "count again together; where the first was wrong, they withdraw it and write anew",
            ),
        )


@transaction.atomic
def _agrees(opening: BoxOpening, by: Actor, counted: Count, seen: int) -> bool:
    """Whether the second count is that of the first; what came of it is kept."""
    row = _locked(opening, by, seen)
    _refuse_second(row, by)
    if Count(row.slips, row.blank) != counted:
        row.misses += 1
        row.save(update_fields=["misses"])
        journal.record(row.agency, by, "box-count-differs", row.box, times=row.misses)
        return False
    row.second, row.second_words, row.confirmed_at = by.user, by.words, now()
    row.version += 1
    row.save()
    journal.record(row.agency, by, "box-confirmed", row.box, count=row.slips)
    return True


def _refuse_second(row: BoxOpening, by: Actor) -> None:
    """Let only another person pass than who wrote it, and none who tries numbers.

    Errors: Refused.
    """
    if row.first_id == by.user.pk:
        raise Refused(
            Text("ผู้เปิดคนแรกยืนยันเองไม่ได้", "who opened it first cannot confirm it"),
            next_step=Text(
                "ให้ผู้ดูแลเรื่องอีกคนที่อยู่ด้วยนับและยืนยัน", "another who was there counts and confirms"
            ),
        )
    if row.is_confirmed:
        raise _changed()
    if row.misses >= MOST_MISSES:
        raise Refused(
            Text(
                f"นับไม่ตรงกัน {MOST_MISSES} ครั้งแล้ว จึงยืนยันรายการนี้ไม่ได้",
                f"the counts differed {MOST_MISSES} times: this opening is confirmed no more",
            ),
            next_step=Text(
                "นับใหม่ด้วยกัน ให้คนแรกลบรายการแล้วบันทึกใหม่",
                "count again together; the first withdraws it and writes anew",
            ),
        )


@transaction.atomic
def withdraw(opening: BoxOpening, *, by: Actor, seen: int) -> None:
    """Take back an opening that was counted wrong; only who wrote it, and before it is confirmed.

    Errors: Refused.
    """
    row = _locked(opening, by, seen)
    if row.first_id != by.user.pk or row.is_confirmed:
        raise Refused(
            Text("ลบได้เฉพาะผู้บันทึก และก่อนมีผู้ยืนยัน", "only who wrote it, before it is confirmed"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    told = row.box
    row.delete()
    journal.record(by.agency, by, "box-withdrawn", told)


@transaction.atomic
def key_slip(opening: BoxOpening, *, by: Actor, values: Mapping[str, str], receipt: str) -> Case:
    """Key one slip as an opinion.

    Errors: Refused where the person does not keep the desk, the opening is not confirmed, or as
            many are keyed as were counted.
    """
    _refuse_others_box(by)
    # As `receive` does: the last two slips are not keyed at once.
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency.pk)
    row = BoxOpening.objects.filter(agency=by.agency, pk=opening.pk).first()
    kind = kind_of(SLIPS)
    if row is None or kind is None or not row.is_confirmed:
        raise Refused(
            Text("กล่องนี้ยังไม่มีผู้ยืนยันคนที่สอง", "no second officer has confirmed this opening"),
            next_step=Text(
                "ให้อีกคนนับและยืนยันก่อนพิมพ์", "another counts and confirms before slips are keyed"
            ),
        )
    if row.cases.count() >= row.slips:
        raise Refused(
            Text("พิมพ์ครบจำนวนที่นับแล้ว", "as many are keyed as were counted"),
            next_step=Text("กลับไปหน้ารายการ", "go back to the list"),
        )
    return receive(by.agency, kind, values, receipt, channel=Channel.BOX, by=by, opening=row)


def _locked(opening: BoxOpening, by: Actor, seen: int) -> BoxOpening:
    _refuse_others_box(by)
    journal.hold(by.agency)
    rows = BoxOpening.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(agency=by.agency, pk=opening.pk).first()
    if row is None or row.version != seen:
        raise _changed()
    return row


def _changed() -> Refused:
    return Refused(
        Text("รายการนี้เปลี่ยนไปแล้ว", "something happened to this opening meanwhile"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )


def _wrong(field: str, th: str, en: str) -> Refused:
    return Refused(
        Text(th, en), field=field, next_step=Text("แก้แล้วบันทึกอีกครั้ง", "mend it, then save")
    )


def _refuse_others_box(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused(
            Text("ตำแหน่งนี้เปิดกล่องรับความคิดเห็นไม่ได้", "this position opens no opinion box"),
            next_step=Text("ให้ผู้ดูแลเรื่องสองคนเปิด", "two who keep the desk open it"),
        )

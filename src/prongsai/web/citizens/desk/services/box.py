"""The opinion box: one officer counts what was in it, another counts anew, then slips are keyed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.desk.model import Channel
from prongsai.core.desk.reading import kind_of
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import BoxOpening, Case
from prongsai.web.citizens.desk.services.receiving import receive
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

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
    _refuse_others(by)
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
    _refuse_others(by)
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
    _refuse_others(by)
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


def _refuse_others(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused(
            Text("ตำแหน่งนี้เปิดกล่องรับความคิดเห็นไม่ได้", "this position opens no opinion box"),
            next_step=Text("ให้ผู้ดูแลเรื่องสองคนเปิด", "two who keep the desk open it"),
        )

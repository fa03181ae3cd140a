"""Enter how many complaints of corruption came in a month: the complaint officer alone."""

from __future__ import annotations

from django.db import transaction
from msgspec import to_builtins

from prongsai.core.dates import month_and_year
from prongsai.core.desk.corruption import MonthCounts
from prongsai.core.desk.published import first_day, last_day
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import CorruptionMonth
from prongsai.web.citizens.desk.rights import counts_corruption
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today


@transaction.atomic
def enter(by: Actor, year: int, month: int, counts: MonthCounts, *, seen: int) -> None:
    """Keep the counts of a month; `seen` is the version that the page showed, 0 for none.

    Errors: Refused for everybody else, before the month is over, and where it was changed since.
    """
    refuse_others(by)
    if not 0 <= month < MONTHS or last_day(year, month) >= today():
        raise Refused(
            Text("เดือนนี้ยังไม่สิ้นสุด", "this month is not over"),
            next_step=Text("บันทึกเมื่อสิ้นเดือนแล้ว", "enter it when it is"),
        )
    journal.hold(by.agency)
    found = CorruptionMonth.objects.filter(agency=by.agency, fiscal_year=year, month=month)
    row = found.first() or CorruptionMonth(
        agency=by.agency, fiscal_year=year, month=month, version=0
    )
    if row.version != seen:
        raise Refused(
            Text("มีผู้บันทึกเดือนนี้ไปก่อนแล้ว", "this month was entered meanwhile"),
            next_step=Text(
                "ตรวจตัวเลขที่พิมพ์ แล้วกดอีกครั้งถ้าใช้ตัวเลขนี้",
                "look at what you typed, and press again if it is to count",
            ),
        )
    row.counts = to_builtins(counts.kept)
    row.version += 1
    row.save()
    journal.record(by.agency, by, "corruption-counted", month_and_year(first_day(year, month)))


def refuse_others(by: Actor) -> None:
    """Keep everybody but the complaint officer from the counts.

    Errors: Refused.
    """
    if not counts_corruption(by):
        raise Refused(
            Text("บันทึกได้เฉพาะเจ้าหน้าที่รับเรื่องร้องเรียน", "only the complaint officer enters these"),
            next_step=Text("แจ้งเจ้าหน้าที่รับเรื่องร้องเรียน", "tell the complaint officer"),
        )

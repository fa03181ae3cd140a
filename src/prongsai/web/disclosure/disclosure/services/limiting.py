"""Say how long an explanation may be in a year, with the page of the manual that says so."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.disclosure.lengths import Counting, Limit
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.models import ExplanationLimit
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.year.assessment.services.revisions import locked


@transaction.atomic
def set_limit(agency: Agency, *, by: Actor, year: int, limit: Limit | None, seen: int) -> bool:
    """Keep the limit of a year, or that it is not known; whether anything changed.

    Shape:  `seen` is the version that the form was opened with, 0 where there was none.
    Errors: Refused for who does not hand in, without a source, or where another saved meanwhile;
            Misuse where the year is not open.
    """
    if not may_hand_in(by):
        raise Refused(
            Text(
                "ผู้ส่งข้อ OIT เท่านั้นที่ตั้งความยาวได้",
                "only who hands items in may say how long they may be",
            )
        )
    if limit is not None and not limit.source.strip():
        raise Refused(
            Text("ต้องบอกแหล่งที่มา", "say where it is written"),
            field="source",
            next_step=Text("เช่น คู่มือ หน้า 45", "the manual and its page, for instance"),
        )
    locked(agency, year)
    row = ExplanationLimit.objects.filter(agency=agency, fiscal_year=year).first()
    row = row or ExplanationLimit(agency=agency, fiscal_year=year)
    if row.version != seen:
        raise Refused(
            Text(
                f"{row.set_by_words} ตั้งค่านี้ใหม่หลังจากที่คุณเปิดหน้านี้",
                f"{row.set_by_words} has set this since you opened the page",
            ),
            next_step=Text("ดูค่าที่ตั้งไว้ แล้วบันทึกอีกครั้ง", "see what stands there, then save again"),
        )
    if row.limit == limit:
        return False
    before = row.most
    row.most = limit.most if limit else None
    row.counting = (limit.counting if limit else Counting.UNKNOWN).value
    row.source = limit.source if limit else ""
    row.version += 1
    row.set_at, row.set_by_words = now(), by.words
    row.save()
    journal.record(
        agency, by, "explanation-limit-set", str(year), year=year,
        before=str(before or "?"), after=str(row.most or "?"), source=row.source,
    )  # fmt: skip
    return True

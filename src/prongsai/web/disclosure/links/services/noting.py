"""What people say of an address: that they opened it, that what it shows now is right."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.links.models import Link, LinkCheck, LinkSchedule
from prongsai.web.disclosure.links.queries.standing import MAY_BE_SEEN
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now

SCHEDULES = (0, 1, 7, 30)


@transaction.atomic
def note_seen(link: Link, *, by: Actor, is_there: bool) -> None:
    """Keep what a person found who opened an address that a program cannot judge.

    Errors: Refused where a program can: nobody says that a page is there that is gone.
    """
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if not link.verdict or Verdict(link.verdict) not in MAY_BE_SEEN:
        raise Refused(
            Text(
                "ระบบตรวจลิงก์นี้ได้เอง จึงใช้ผลที่ตรวจ",
                "this link can be checked by the program, whose result counts",
            ),
            next_step=Text("แก้ที่หน้าเว็บ แล้วสั่งตรวจใหม่", "mend the page, then have it checked again"),
        )
    verdict = Verdict.ALIVE if is_there else Verdict.GONE
    link.seen_verdict, link.seen_at, link.seen_by_words = verdict.value, now(), by.words
    link.save(update_fields=["seen_verdict", "seen_at", "seen_by_words"])
    LinkCheck.objects.create(
        agency=link.agency, link=link, checked_at=now(), verdict=verdict.value, by_words=by.words
    )
    journal.record(link.agency, by, "link-seen", link.address[:200], verdict=verdict.value)


@transaction.atomic
def accept(link: Link, *, by: Actor, seen: str) -> bool:
    """Say that what an address shows now is right, though it changed; whether it had.

    Shape:  `seen` is `newest_content` when the page was shown that the person answers.
    Errors: Refused where a later look found something else.
    """
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.verdict != Verdict.CHANGED:
        return False
    if seen != link.newest_content:
        raise Refused(
            Text(
                "เนื้อหาของลิงก์นี้เปลี่ยนอีกครั้งหลังจากที่คุณเปิดดู",
                "what this link shows has changed again since you opened it",
            ),
            next_step=Text("เปิดดูอีกครั้ง แล้วกดใหม่", "open it once more, then press again"),
        )
    link.content, link.content_at = link.newest_content, link.checked_at
    link.verdict, link.reason, link.detail = Verdict.ALIVE.value, "answers", ""
    link.save(update_fields=["content", "content_at", "verdict", "reason", "detail"])
    journal.record(link.agency, by, "link-accepted", link.address[:200])
    return True


@transaction.atomic
def schedule(agency: Agency, *, by: Actor, every_days: int) -> None:
    """Say how often addresses are looked at by themselves; 0 for never.

    Errors: Refused for another number than is offered.
    """
    if every_days not in SCHEDULES:
        raise Refused(
            Text("เลือกรอบตรวจจากรายการ", "choose one of the given intervals"),
            field="every_days",
            next_step=Text("เลือกใหม่", "choose again"),
        )
    LinkSchedule.objects.update_or_create(agency=agency, defaults={"every_days": every_days})
    journal.record(agency, by, "links-scheduled", "", days=every_days)

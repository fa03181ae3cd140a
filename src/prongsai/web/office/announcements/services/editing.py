"""Save the words of a draft; whoever comes second is shown both texts and loses none."""

from __future__ import annotations

from django.db import transaction
from msgspec import Struct

from prongsai.core.announcements.content import Words, words_of
from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import current_words
from prongsai.web.office.announcements.models import Announcement, AnnouncementVersion, ChangeReason
from prongsai.web.office.announcements.services import rows

LONGEST = 2000
MOST_LINES = 200


class Saved(Struct, frozen=True):
    """What became of a saving.

    Shape:  `is_stale` where somebody had saved since the form was opened: nothing was stored, and
            `announcement` is what stands now. `is_changed` where a version was made.
    """

    announcement: Announcement
    is_changed: bool = False
    is_stale: bool = False


@transaction.atomic
def save(announcement: Announcement, *, by: Actor, words: Words, seen: int) -> Saved:
    """Save a draft; `seen` is the version that the form was opened with.

    Errors: Refused where it is signed already, or has no subject, no reason or no clause.
    """
    row = rows.locked(announcement)
    rows.check_editable(row)
    if words == current_words(row):
        return Saved(row)
    if seen != row.version:
        return Saved(row, is_stale=True)
    _check(words)
    rows.write(row, words, by=by, change_reason=ChangeReason.EDITED, number=row.version + 1)
    rows.record(row, by, "notice-edited", number=row.version)
    return Saved(row, is_changed=True)


@transaction.atomic
def restore(announcement: Announcement, *, by: Actor, number: int, seen: int) -> Saved:
    """Make the words of a former version stand again, as a new version.

    Errors: Misuse where there is no such version; Refused where it is signed already.
    """
    row = rows.locked(announcement)
    rows.check_editable(row)
    version = AnnouncementVersion.objects.filter(announcement=row, number=number).first()
    if version is None:
        raise Misuse(
            Text(f"ไม่มีฉบับที่ {number}", f"there is no version {number}"),
            next_step=Text("เลือกจากรายการ", "choose one from the list"),
        )
    words = words_of(version.content)
    if words == current_words(row):
        return Saved(row)
    if seen != row.version:
        return Saved(row, is_stale=True)
    rows.write(row, words, by=by, change_reason=ChangeReason.RESTORED, number=row.version + 1)
    rows.record(row, by, "notice-restored", number=row.version, former=number)
    return Saved(row, is_changed=True)


def _check(words: Words) -> None:
    if not words.subject.strip():
        raise Refused(
            Text("ยังไม่ได้ใส่ชื่อเรื่อง", "the subject is missing"),
            field="subject",
            next_step=Text("ใส่ข้อความหลังคำว่า เรื่อง", "write what follows the word subject"),
        )
    if not words.preamble:
        raise Refused(
            Text("ยังไม่มีคำนำ", "there is no reason"),
            field="preamble",
            next_step=Text("เขียนเหตุผลของประกาศอย่างน้อยหนึ่งย่อหน้า", "write why, in a paragraph"),
        )
    lines = [line for part in words.parts for line in part.lines]
    if not lines:
        raise Refused(
            Text("ยังไม่มีข้อของประกาศ", "there is no clause"),
            field="rows",
            next_step=Text("เพิ่มอย่างน้อยหนึ่งข้อ", "add one at least"),
        )
    too_long = any(len(text) > LONGEST for text in words.paragraphs())
    if too_long or len(lines) > MOST_LINES:
        raise Refused(
            Text(
                f"ข้อความยาวเกิน {LONGEST} ตัวอักษรต่อข้อ หรือเกิน {MOST_LINES} ข้อ",
                f"a text has over {LONGEST} letters, or there are over {MOST_LINES} lines",
            ),
            field="rows",
            next_step=Text("แบ่งเป็นหลายข้อ หรือตัดให้สั้นลง", "split it, or cut it"),
        )

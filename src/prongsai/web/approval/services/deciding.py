"""Decide at a step, skip a vacant one, enter what was signed on paper, keep the final copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from prongsai.core.approval.chain import Act, Chain, NotAllowed
from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.text import Text
from prongsai.web.agency.people import Acting
from prongsai.web.agency.refusals import Refused
from prongsai.web.approval.handlers import handler_of
from prongsai.web.approval.models import Decision, Submission
from prongsai.web.approval.queries import is_changed
from prongsai.web.approval.seats import Seated, is_vacant, seated, seats_on_paper
from prongsai.web.approval.services.common import (
    COPY,
    Held,
    Seen,
    check_seen,
    check_whole,
    held,
    keep,
    refused,
)
from prongsai.web.approval.services.submitting import check_own
from prongsai.web.platform import gate, jobs, uploads
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import StoredFile

_NOON = time(12)
_BACK = (Verdict.SEND_BACK, Verdict.REFUSE)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, before the gate."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on a signed sheet.

    Shape:  `position` under the signature, of `seats_on_paper`; "" for the seat's own title.
    """

    on: date
    scan: Upload
    position: str = ""


@dataclass(frozen=True, slots=True)
class _Signed:
    """Who signed a step, when and how."""

    seat: Seated
    at: datetime
    scan: StoredFile | None = None
    is_on_paper: bool = False
    is_again: bool = False


@transaction.atomic
def decide(
    submission: Submission,
    *,
    by: Acting,
    verdict: Verdict | str,
    opinion: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> Submission:
    """Decide at the step that waits, as the person who holds or acts in its seat today.

    Shape:  `seen` is the version that the page showed; None where no page was between.
    Errors: Refused for another person, a stale page, a subject that was edited since, a kept file
            that was changed, a verdict that the step does not allow, or a missing reason.
    """
    one = held(submission)
    check_seen(one, seen)
    if one.row.way == Way.ON_PAPER:
        raise _by_hand()
    act = Act(
        place=one.chain.waits_at or 0,
        verdict=Verdict(verdict),
        person=str(by.user.pk),
        reason=reason.strip(),
    )
    chain = _acted(one, act)
    seat = seated(one.row.agency, by.user, one.row.waits_for_id, today())
    if seat is None:
        raise _not_yours(one)
    _check_forward(one, act)
    # Allowed, for in a small agency one person may hold two posts; the chain says it.
    drafted = one.version.by_id == by.user.pk
    is_again = drafted or bool(one.chain.signed_before(act.person))
    _record(one, by, act, opinion, _Signed(seat, now(), is_again=is_again))
    _finish(one, chain, by)
    return one.row


@transaction.atomic
def skip(
    submission: Submission, *, by: Acting, reason: str, seen: Seen | None = None
) -> Submission:
    """Skip the waiting step because nobody holds its post today.

    Errors: Refused for somebody who may not, a held post, the step that decides, no reason.
    """
    one = held(submission)
    check_own(one.row, by)
    check_seen(one, seen)
    act = Act(one.chain.waits_at or 0, Verdict.SKIP, str(by.user.pk), reason=reason.strip())
    vacant = is_vacant(one.row.agency, one.row.waits_for_id, today())
    chain = _acted(one, act, is_vacant=vacant)
    seat = Seated(_waiting_title(one), is_acting=False)
    _record(one, by, act, "", _Signed(seat, now()))
    _finish(one, chain, by)
    return one.row


@transaction.atomic
def sign_on_paper(
    submission: Submission,
    *,
    by: Acting,
    verdict: Verdict | str,
    sheet: OnPaper,
    opinion: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> Submission:
    """Enter what was decided on paper at the waiting step, with the scan.

    Errors: Refused where this paper is signed in the system (who enters a scan would decide in the
            place of who signs), for a day in the future or before the version, and as `decide`;
            UnreadableInput where the scan does not pass the gate.
    """
    one = held(submission)
    check_own(one.row, by)
    check_seen(one, seen)
    if one.row.way != Way.ON_PAPER:
        raise _in_the_system()
    _check_day(one, sheet.on)
    act = Act(one.chain.waits_at or 0, Verdict(verdict), reason=reason.strip())
    chain = _acted(one, act)
    _check_forward(one, act)
    passed = gate.checked(sheet.scan.name, sheet.scan.data)
    kept = uploads.keep(one.row.agency, by, passed)
    seat = _seat_on_paper(one, sheet.position.strip())
    moment = datetime.combine(sheet.on, _NOON, timezone.get_current_timezone())
    _record(one, by, act, opinion, _Signed(seat, moment, scan=kept, is_on_paper=True))
    _finish(one, chain, by)
    return one.row


@transaction.atomic
def final_copy(submission: Submission, *, by: Acting, copy: Upload) -> StoredFile:
    """Keep a copy that was edited by hand beside the exact PDF, with its own digest.

    Errors: Refused for a submission that was withdrawn, and for somebody who may not;
            UnreadableInput where the file does not pass the gate.
    """
    one = held(submission)
    check_own(one.row, by)
    if one.row.state in (State.WITHDRAWN, State.PREPARING):
        raise Refused(
            Text("ยังรับฉบับแก้ด้วยมือไม่ได้", "a final copy cannot be taken now"),
            next_step=Text("รอให้ทำฉบับที่จะลงนามเสร็จก่อน", "wait until the paper is drawn"),
        )
    kept = uploads.keep(one.row.agency, by, gate.checked(copy.name, copy.data))
    one.version.final_file, one.version.final_at = kept, now()
    one.version.final_by_words = by.words
    one.version.save(update_fields=["final_file", "final_at", "final_by_words"])
    record(
        one.row.agency, by, "approval-final-copy",
        subject=one.row.title, name=kept.name, digest=kept.digest,
    )  # fmt: skip
    return kept


def _acted(one: Held, act: Act, *, is_vacant: bool = False) -> Chain:
    try:
        return one.chain.acted(act, is_vacant=is_vacant)
    except NotAllowed as error:
        raise refused(error) from None


def _check_forward(one: Held, act: Act) -> None:
    """Nobody goes forward with a paper that is no longer what is asked."""
    if act.verdict in _BACK:
        return
    if is_changed(one.row, one.version):
        raise Refused(
            Text(
                "เรื่องนี้แก้ไขหลังเสนอ ฉบับที่อยู่ตรงหน้าไม่ใช่ฉบับล่าสุด",
                "this was edited after it was submitted; the version here is not the newest",
            ),
            next_step=Text(
                "ส่งกลับ หรือให้ผู้เสนอเสนอฉบับใหม่",
                "send it back, or ask the drafter to submit the new version",
            ),
        )
    check_whole(one.version)


def _seat_on_paper(one: Held, words: str) -> Seated:
    """The post under the signature, one of those that can stand there; "" is the seat's own."""
    seats = seats_on_paper(one.row.agency, _waiting_title(one))
    found = next((seat for seat in seats if seat.words == (words or seats[0].words)), None)
    if found is None:
        raise Refused(
            Text(
                f"“{words}” ไม่ใช่ตำแหน่งที่ลงนามในขั้นนี้ได้",
                f"“{words}” is no post that can sign at this step",
            ),
            field="position",
            next_step=Text("เลือกตำแหน่งจากรายการ", "choose the post from the list"),
        )
    return found


def _check_day(one: Held, on: date) -> None:
    first = timezone.localtime(one.version.made_at).date()
    if not first <= on <= today():
        raise Refused(
            Text(
                "วันที่ลงนามต้องไม่ก่อนวันเสนอ และไม่อยู่ในอนาคต",
                "the day must not be before it was submitted, nor in the future",
            ),
            field="on",
            next_step=Text("ใส่วันที่ตามที่เขียนบนกระดาษ", "enter the day that stands on the paper"),
        )


def _record(one: Held, by: Acting, act: Act, opinion: str, signed: _Signed) -> None:
    Decision.objects.create(
        agency=one.row.agency,
        submission=one.row,
        version=one.version,
        place=act.place,
        verdict=act.verdict.value,
        opinion=opinion.strip(),
        reason=act.reason,
        by=by.user,
        by_words=by.words,
        position=signed.seat.words[:400],
        is_acting=signed.seat.is_acting,
        is_again=signed.is_again,
        at=signed.at,
        made_at=now(),
        digest=one.version.digest,
        is_on_paper=signed.is_on_paper,
        scan=signed.scan,
    )
    record(
        one.row.agency,
        by,
        f"approval-{'paper-' if signed.is_on_paper else ''}{act.verdict.value}",
        subject=one.row.title,
        position=signed.seat.words,
        version=one.version.number,
        code=one.row.code,
        digest=one.version.digest,
        reason=act.reason,
    )


def _finish(one: Held, chain: Chain, by: Acting) -> None:
    """Write the chain; at the end do what follows, then ask for the signed copy."""
    keep(one, chain)
    if chain.state not in (State.APPROVED, State.REFUSED):
        return
    handler_of(one.row.kind).decided(one.row, by=by)
    jobs.ask(one.row.agency, by, COPY, {"version": str(one.version.pk)})


def _waiting_title(one: Held) -> str:
    place = one.chain.waits_at
    return str(one.row.steps[place - 1]["title"]) if place else ""


def _by_hand() -> Refused:
    return Refused(
        Text("เอกสารชนิดนี้ลงนามบนกระดาษ", "this kind of paper is signed on paper"),
        next_step=Text(
            "พิมพ์ ลงนาม แล้วให้ผู้เสนอบันทึกผลพร้อมภาพสแกน",
            "print and sign it; the drafter then enters it with the scan",
        ),
    )


def _in_the_system() -> Refused:
    return Refused(
        Text(
            "เรื่องนี้ลงนามในระบบ จึงรับผลบนกระดาษไม่ได้",
            "this is signed in the system; a result on paper is not taken",
        ),
        next_step=Text(
            "ให้ผู้ดำรงตำแหน่งลงนามในระบบ หรือถอนเรื่อง ตั้งชนิดนี้เป็นลงนามบนกระดาษ แล้วเสนอใหม่",
            "let the holder of the post sign in the system; or withdraw it, set this kind to be"
            " signed on paper, and submit it again",
        ),
    )


def _not_yours(one: Held) -> Refused:
    title = _waiting_title(one)
    return Refused(
        Text(
            f"ขั้นนี้รอ{title} ท่านไม่ได้ดำรงตำแหน่งนี้ในวันนี้",
            f"this step waits for {title}, which you do not hold today",
        ),
        next_step=Text(
            "รอผู้ดำรงตำแหน่ง หรือตั้งผู้รักษาราชการแทน", "wait for the holder, or appoint somebody to act"
        ),
    )

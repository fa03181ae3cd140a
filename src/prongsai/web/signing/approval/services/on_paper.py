"""Results of paper: entered with the scan, confirmed by another person.

Whoever enters a scan says what a chief executive decided. So it counts only for papers submitted to
be signed on paper, once a second person has compared it with the scan; the holder of the post is
told at both times and may annul it (`annulling.py`).
"""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.approval.chain import Act
from prongsai.core.approval.model import Verdict, Way
from prongsai.core.dates import in_words
from prongsai.core.messages import read_words
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.position_rules import order_fault
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform import upload_validation, uploads
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.confirming import is_of_one_hand, nobody_else
from prongsai.web.signing.approval.models import PaperResult, ResultState, ScanLook, Submission
from prongsai.web.signing.approval.positions import (
    ACTING,
    Signatory,
    appointed_to,
    can_answer,
    signatories_on_paper,
)
from prongsai.web.signing.approval.queries import drafted_by
from prongsai.web.signing.approval.services.again import check_again_on_paper
from prongsai.web.signing.approval.services.common import (
    LockedSubmission,
    Seen,
    Signed,
    Upload,
    acted,
    check_forward,
    check_seen,
    lock,
    waiting_title,
    write_decision,
)
from prongsai.web.signing.approval.services.deciding import finish
from prongsai.web.signing.approval.services.submitting import check_own
from prongsai.web.signing.approval.signers import signer_users, terms_of, told_of


def answers(locked: LockedSubmission, signatory: Signatory, on: date) -> bool:
    """Whether somebody whose account is open held the post that signed on a day."""
    return can_answer(locked.row.agency, signatory.own or locked.row.waits_for_id, on)


def check_answers(
    locked: LockedSubmission, signatory: Signatory, on: date, entered: datetime | None = None
) -> None:
    """That who signed hears of the result, and the true holder where another acted.

    Shape:  a holder whose account is closed stops it, and one whose term was ended after the paper
            was submitted still counts: nobody can be silenced that way. A vacant post has nobody
            to ask. `entered` is when the result was entered, None for now.
    """
    posts = [post for post in (locked.row.waits_for_id, signatory.own) if post is not None]
    terms = terms_of(locked.row.agency, posts, locked.row.made_at)
    holders = [
        term.appointment
        for term in terms
        if not term.appointment.is_acting and term.covered([on], entered or now())
    ]
    signed = signatory.own or locked.row.waits_for_id
    was_there = any(holder.position_id == signed for holder in holders)
    if not (entered and was_there) and not answers(locked, signatory, on):
        raise _nobody_held(signatory.words.split(f" {ACTING}")[0], on)
    for holder in holders:
        if not holder.user.is_active:
            raise _nobody_held(holder.position.title, on)


def _nobody_held(title: str, on: date) -> Refused:
    return Refused("approval/no_holder_on_day", field="position", title=title, on=in_words(on))


_NOON = time(12)


class Sheet(Struct, frozen=True):
    """What stands on a signed sheet.

    Shape:  `position` under the signature, of `signatories_on_paper`; "" for the
            position's own title; `authority` the order or law by which who signed acts, "" for a
            holder.
    """

    on: date
    scan: Upload
    position: str = ""
    authority: str = ""


@transaction.atomic
def enter(
    submission: Submission,
    *,
    by: Actor,
    verdict: Verdict | str,
    sheet: Sheet,
    opinion: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> PaperResult:
    """Enter what was decided on paper at the waiting step; it counts once another confirms it.

    Errors: Refused where this paper is signed in the system, a result waits already, for a day in
            the future or before the version, a post that nobody held then, acting without an
            order, one person at two steps, where nobody independent might confirm it
            (`confirming.py`), and as `decide`; UnreadableInput for a scan that is not sound.
    """
    locked = lock(submission)
    check_own(locked.row, by)
    check_seen(locked, seen)
    _check_takes(locked, sheet.on, by)
    act = Act(locked.chain.waits_at or 0, Verdict(verdict), reason=reason.strip())
    acted(locked, act)
    check_forward(locked, act)
    signatory = _signatory(locked, sheet)
    check_again_on_paper(locked, act, signatory, sheet.on)
    scan = upload_validation.checked(sheet.scan.name, sheet.scan.data)
    result = PaperResult.objects.create(
        agency=locked.row.agency, submission=locked.row, version=locked.version, place=act.place,
        verdict=act.verdict.value, opinion=opinion.strip(), reason=act.reason,
        position=signatory.words[:400], is_acting=signatory.is_acting,
        own_position_id=signatory.own,
        authority=signatory.authority, on=sheet.on,
        scan=uploads.store(locked.row.agency, by, scan),
        by=by.user, by_words=by.words, made_at=now(),
    )  # fmt: skip
    _record(result, by, "approval-paper-entered")
    _tell_signers(locked, by, result, "entered")
    return result


def note_looked(result: PaperResult, *, by: Actor) -> None:
    """Keep when a person first opened the scan of a result that waits."""
    if result.state == ResultState.WAITING:
        look = ScanLook(agency=result.agency, result=result, user=by.user, at=now())
        ScanLook.objects.bulk_create([look], ignore_conflicts=True)


@transaction.atomic
def confirm(result: PaperResult, *, by: Actor) -> Submission:
    """Say that a result agrees with its scan; from now on it is the decision of the step.

    Shape:  all that entering asks is asked again: an account can be closed in between.
    Errors: Refused for who entered or drafted it, or may have with another account
            (`confirming.py`), without the right, before its scan was opened, for one person at two
            steps, where it waits no more, and as `enter`.
    """
    locked, waiting = _waiting(result)
    _check_second(locked, waiting, by)
    if not waiting.looks.filter(user=by.user).exists():
        raise Refused("approval/scan_not_opened_yet")
    _check_again(locked, waiting)
    act = Act(waiting.place, Verdict(waiting.verdict), reason=waiting.reason)
    chain = acted(locked, act)
    check_forward(locked, act)
    signatory = Signatory(
        waiting.position, waiting.is_acting, waiting.authority, own=waiting.own_position_id
    )
    is_again = check_again_on_paper(locked, act, signatory, waiting.on, waiting.made_at)
    settle(waiting, by, ResultState.CONFIRMED)
    moment = datetime.combine(waiting.on, _NOON, timezone.get_current_timezone())
    signed = Signed(
        signatory, moment, scan=waiting.scan, entered_by=waiting.by, entered_words=waiting.by_words,
        is_again=is_again,
    )  # fmt: skip
    write_decision(locked, by, act, waiting.opinion, signed)
    _tell_signers(locked, by, waiting, "confirmed")
    finish(locked, chain, by)
    return locked.row


@transaction.atomic
def reject(result: PaperResult, *, by: Actor, why: str) -> Submission:
    """Say that a result does not agree with its scan; its drafter is told and may enter it again.

    Errors: Refused as `confirm`, and without a reason; a scan that cannot be opened is one.
    """
    locked, waiting = _waiting(result)
    _check_second(locked, waiting, by)
    settle(waiting, by, ResultState.REJECTED, reason_of(why))
    sentence = read_words(
        "approval/result_rejected", by=by.words, why=waiting.why, title=locked.row.title
    )
    notifying.notify(locked.row.agency, [waiting.by], sentence, locked.row.url)
    return locked.row


def _waiting(result: PaperResult) -> tuple[LockedSubmission, PaperResult]:
    locked = lock(result.submission)
    rows = PaperResult.objects.select_related("scan", "by", "version")
    waiting = rows.get(pk=result.pk, agency=locked.row.agency)
    if waiting.state != ResultState.WAITING or waiting.version_id != locked.version.pk:
        raise Refused("approval/result_waits_no_more")
    return locked, waiting


def _check_second(locked: LockedSubmission, waiting: PaperResult, by: Actor) -> None:
    if by.user.pk == waiting.by_id or drafted_by(locked.row, by.user):
        raise Refused("approval/confirmed_by_author")
    if is_of_one_hand(waiting, by.user):
        raise Refused("approval/persons_not_independent.confirming")
    if not may(by, Right.CONFIRM_PAPER):
        raise Refused("approval/confirming_not_allowed")


def settle(
    result: PaperResult, by: Actor, state: ResultState, why: str = "", words: str = ""
) -> None:
    """Write what became of a result, and into the journal; `words` where `by` are not those."""
    result.state, result.why = state, why
    result.settled_words, result.settled_at = words or by.words, now()
    result.save(update_fields=["state", "why", "settled_words", "settled_at"])
    _record(result, by, f"approval-paper-{state.value}", why)


def _record(result: PaperResult, by: Actor, verb: str, why: str = "") -> None:
    row = result.submission
    record(
        row.agency, by, verb,
        subject=row.title, code=row.code, position=result.position,
        said=Verdict(result.verdict).label.th, reason=why,
    )  # fmt: skip


def _tell_signers(locked: LockedSubmission, by: Actor, result: PaperResult, act: str) -> None:
    made = told_of(locked.row, result)
    # Who holds the post now cannot object, but is notified.
    now_there = [
        user for post in made.posts for user in appointed_to(locked.row.agency, post, today())
    ]
    everybody = [*signer_users(locked.row, [made]), *now_there]
    people = [user for user in everybody if user.pk != by.user.pk]
    sentence = read_words(
        f"approval/on_paper.{act}", by=by.words, title=waiting_title(locked),
        verdict=Verdict(result.verdict).label, paper=locked.row.title,
    )  # fmt: skip
    notifying.notify(locked.row.agency, people, sentence, locked.row.url)


def reason_of(why: str) -> str:
    reason = why.strip()
    if not reason:
        raise Refused("approval/reason_missing", field="why")
    return reason[:2000]


def _check_takes(locked: LockedSubmission, on: date, by: Actor) -> None:
    """That a result of paper of a day can be entered at all."""
    if locked.row.way != Way.ON_PAPER:
        raise Refused("approval/signed_in_system_only")
    if PaperResult.objects.filter(submission=locked.row, state=ResultState.WAITING).exists():
        raise Refused("approval/result_awaits_confirmation_already")
    _check_day(locked, on)
    if nobody_else(locked.row, by):
        raise Refused("approval/persons_not_independent.entering")


def _signatory(locked: LockedSubmission, sheet: Sheet) -> Signatory:
    """The post under the signature, one of those that can stand there; "" is the position's own.

    Errors: Refused for another post, for one that nobody held on the day who can sign in (nobody
            could say that they did not sign), and where who acted did so without an order.
    """
    words = sheet.position.strip()
    signatories = signatories_on_paper(locked.row.agency, waiting_title(locked))
    named = [
        signatory for signatory in signatories if signatory.words == (words or signatories[0].words)
    ]
    if not named:
        raise Refused("approval/post_cannot_sign_step", field="position", words=words)
    # Posts may be called alike: the one that somebody held.
    signatory = next(
        (signatory for signatory in named if answers(locked, signatory, sheet.on)), named[0]
    )
    check_answers(locked, signatory, sheet.on)
    # Who acts needs an order, as in every post that signs (`agency/position_rules.py`).
    if not signatory.is_acting:
        return signatory
    authority = printed(sheet.authority)[:300]
    if fault := order_fault(authority):
        raise fault
    return replace(signatory, authority=authority)


def _check_again(locked: LockedSubmission, waiting: PaperResult) -> None:
    """What was asked of a result when it was entered."""
    if locked.row.way != Way.ON_PAPER:
        raise Refused("approval/signed_in_system_only")
    _check_day(locked, waiting.on)
    signatory = Signatory(waiting.position, waiting.is_acting, own=waiting.own_position_id)
    check_answers(locked, signatory, waiting.on, waiting.made_at)
    if waiting.is_acting and (fault := order_fault(waiting.authority)):
        raise fault


def _check_day(locked: LockedSubmission, on: date) -> None:
    first = day_of(locked.version.made_at)
    if not first <= on <= today():
        raise Refused("approval/day_out_of_range", field="on")

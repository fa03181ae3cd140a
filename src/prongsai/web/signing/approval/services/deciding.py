"""Decide at a step, skip a vacant one, upload the final copy; what follows the last decision."""

from django.db import transaction

from prongsai.core.approval.chain import Act, Chain
from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.text import listed, same
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform import upload_validation, uploads
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.positions import (
    NOT_LONG_AGO,
    Signatory,
    appointed_to,
    is_open_to_skip,
    signatory_in,
)
from prongsai.web.signing.approval.queries import drafted_by
from prongsai.web.signing.approval.services.again import check_again
from prongsai.web.signing.approval.services.common import (
    LockedSubmission,
    Seen,
    Signed,
    Upload,
    acted,
    ask_copy,
    check_forward,
    check_not_held,
    check_seen,
    keep_former,
    lock,
    save_state,
    waiting_title,
    write_decision,
)
from prongsai.web.signing.approval.services.numbering import number_signed
from prongsai.web.signing.approval.services.submitting import check_for_agency


@transaction.atomic
def decide(
    submission: Submission,
    *,
    by: Actor,
    verdict: Verdict | str,
    opinion: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> Submission:
    """Decide at the step that waits, as the person who holds or acts in its position today.

    Shape:  `seen` is the version that the page showed; None where no page was between.
    Errors: Refused for another person, a stale page, a subject that was edited since, a kept file
            that was changed, a verdict that the step does not allow, or a missing reason.
    """
    locked = lock(submission)
    check_seen(locked, seen)
    if locked.row.way == Way.ON_PAPER:
        raise Refused("approval/kind_signed_on_paper")
    act = Act(
        place=locked.chain.waits_at or 0,
        verdict=Verdict(verdict),
        person=str(by.user.pk),
        reason=reason.strip(),
    )
    chain = acted(locked, act)
    signatory = signatory_in(locked.row.agency, by.user, locked.row.waits_for_id, today())
    if signatory is None:
        raise Refused("approval/step_of_other_post", title=waiting_title(locked))
    check_forward(locked, act)
    # Who drafted a paper may sign it too; the chain says so.
    drafted = drafted_by(locked.row, by.user)
    before = locked.chain.signed_before(act.person)
    check_again(locked, signatory, act, before=before, drafted=drafted)
    is_again = drafted or bool(before)
    write_decision(locked, by, act, opinion, Signed(signatory, now(), is_again=is_again))
    finish(locked, chain, by)
    return locked.row


@transaction.atomic
def skip(submission: Submission, *, by: Actor, reason: str, seen: Seen | None = None) -> Submission:
    """Skip the waiting step because nobody holds its post today, or who does has signed before.

    Errors: Refused for somebody who may not, a held post or one that was emptied for it, the step
            that decides or ends it, no reason, and while somebody objects.
    """
    locked = lock(submission)
    check_for_agency(by)
    check_seen(locked, seen)
    check_not_held(locked)
    act = Act(locked.chain.waits_at or 0, Verdict.SKIP, str(by.user.pk), reason=reason.strip())
    appointed = appointed_to(locked.row.agency, locked.row.waits_for_id, today())
    is_vacant = is_open_to_skip(locked.row, locked.chain, appointed)
    if not is_vacant and not appointed:
        raise Refused(
            "approval/post_emptied_too_recently",
            title=waiting_title(locked),
            days=NOT_LONG_AGO.days,
        )
    chain = acted(locked, act, is_vacant=is_vacant)
    signatory = Signatory(waiting_title(locked), is_acting=False)
    write_decision(locked, by, act, "", Signed(signatory, now()))
    finish(locked, chain, by)
    return locked.row


@transaction.atomic
def final_copy(submission: Submission, *, by: Actor, copy: Upload) -> StoredFile:
    """Keep a copy that was edited by hand beside the exact PDF, with its own digest.

    Errors: Refused for a submission that was withdrawn or set aside, and for who may not;
            UnreadableInput where the file does not pass validation.
    """
    locked = lock(submission)
    check_for_agency(by)
    if locked.row.state in (State.WITHDRAWN, State.SET_ASIDE, State.PREPARING):
        raise Refused("approval/final_copy_not_ready")
    kept = uploads.store(locked.row.agency, by, upload_validation.checked(copy.name, copy.data))
    keep_former(locked.version, "final")
    locked.version.final_file, locked.version.final_at = kept, now()
    locked.version.final_by_words = by.words
    locked.version.save(update_fields=["final_file", "final_at", "final_by_words"])
    record(
        locked.row.agency, by, "approval-final-copy",
        subject=locked.row.title, name=kept.name, digest=kept.digest,
    )  # fmt: skip
    return kept


def finish(locked: LockedSubmission, chain: Chain, by: Actor) -> None:
    """Write the chain; at its end do what the kind of paper does, and ask for the signed copy.

    Shape:  what is approved in the system and has no number takes its register's next one, before
            the worker draws that copy (`approval.tasks`) and then calls the kind's `copied`. A
            memo, plan or report that was signed on paper may bear one already, so a person asks
            for it; announcements and orders take theirs in `decided` either way.
    """
    save_state(locked, chain)
    if chain.state not in (State.APPROVED, State.REFUSED):
        return
    if locked.row.by_id != by.user.pk:
        # Nothing of a paper that ended waits in a list, so its drafter is told.
        sentence = listed([locked.row.label, same(locked.row.title)], ": ")
        notifying.notify(locked.row.agency, [locked.row.by], sentence, locked.row.url)
    handler_of(locked.row.kind).decided(locked.row, by=by)
    if chain.state is State.APPROVED and locked.row.way == Way.IN_SYSTEM:
        number_signed(locked.row, by=by, title=locked.row.title)
    ask_copy(locked, by)

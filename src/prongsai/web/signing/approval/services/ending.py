"""What follows the last decision on a paper."""

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.model import State, Way
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.services import notifying
from prongsai.web.platform import jobs
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.services.common import COPY, LockedSubmission, keep
from prongsai.web.signing.approval.services.numbering import number_signed


def finish(locked: LockedSubmission, chain: Chain, by: Actor) -> None:
    """Write the chain; at its end do what the kind of paper does, and ask for the signed copy.

    Shape:  what is approved in the system and has no number takes its register's next one, before
            the worker draws that copy (`approval.tasks`) and then calls the kind's `copied`. A
            memo, plan or report that was signed on paper may bear one already, so a person asks
            for it; announcements and orders take theirs in `decided` either way.
    """
    keep(locked, chain)
    if chain.state not in (State.APPROVED, State.REFUSED):
        return
    _tell_drafter(locked, by)
    handler_of(locked.row.kind).decided(locked.row, by=by)
    if chain.state is State.APPROVED and locked.row.way == Way.IN_SYSTEM:
        number_signed(locked.row, by=by, title=locked.row.title)
    jobs.ask(locked.row.agency, by, COPY, {"version": str(locked.version.pk)})


def _tell_drafter(locked: LockedSubmission, by: Actor) -> None:
    """Nothing of a paper that ended waits in a list, so its drafter is told."""
    if locked.row.by_id == by.user.pk:
        return
    ended = locked.row.label
    sentence = Text(f"{ended.th}: {locked.row.title}", f"{ended.en}: {locked.row.title}")
    notifying.tell(locked.row.agency, [locked.row.by], sentence, locked.row.url)

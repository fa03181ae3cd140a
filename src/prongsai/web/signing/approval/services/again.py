"""One person at two steps of a paper: the acting rule, signed in the system or on paper alike."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from prongsai.core.approval.chain import Act
from prongsai.core.approval.model import Ask
from prongsai.web.agency.position_rules import states_order
from prongsai.web.agency.refusals import Refused
from prongsai.web.signing.approval.models import Decision
from prongsai.web.signing.approval.positions import Signatory, appointed_to, hands, places_signed
from prongsai.web.signing.approval.queries import drafted_by
from prongsai.web.signing.approval.services.common import LockedSubmission


def check_again(
    locked: LockedSubmission,
    signatory: Signatory,
    act: Act,
    *,
    before: Collection[int],
    drafted: bool,
) -> None:
    """One person drafts and decides, or signs two steps, only where acting is stated.

    Shape:  `before` are the places that the same person signed; an order serves for the post that
            it names: whoever acts in two needs two.
    """
    if _breaks_rule(locked, signatory, act, before=before, drafted=drafted):
        raise Refused("approval/you_drafted_or_signed_earlier")


def check_again_on_paper(
    locked: LockedSubmission,
    act: Act,
    signatory: Signatory,
    on: date,
    since: datetime | None = None,
) -> bool:
    """Whether who drafted the paper or signed before held the post, as far as anybody knows.

    Shape:  `since` is when the result was entered, None while it is.
    """
    agency, post = locked.row.agency, signatory.own or locked.row.waits_for_id
    before = places_signed(locked.row, hands(agency, post, on, since))
    drafted = any(drafted_by(locked.row, user) for user in appointed_to(agency, post, on))
    if _breaks_rule(locked, signatory, act, before=before, drafted=drafted):
        raise Refused(
            "approval/holder_signed_earlier_step", field="position", words=signatory.words
        )
    return drafted or bool(before)


def _breaks_rule(
    locked: LockedSubmission,
    signatory: Signatory,
    act: Act,
    *,
    before: Collection[int],
    drafted: bool,
) -> bool:
    """Whether one person would sign again without the orders that make it right."""
    asked = locked.chain.steps[act.place - 1].ask
    decides_own = signatory.is_acting and drafted and asked is Ask.DECIDE
    if not before and not decides_own:
        return False
    earlier = [made for made in locked.decisions if made.version_id == locked.version.pk]
    acted = [made for made in earlier if made.place in before]
    return not _is_stated(signatory, acted, decides_own=decides_own)


def _is_stated(signatory: Signatory, earlier: Sequence[Decision], *, decides_own: bool) -> bool:
    """Whether each position taken by acting, and one at least, has its own order."""
    if decides_own and not states_order(signatory.authority):
        return False
    acting = [decision.authority for decision in earlier if decision.is_acting]
    if signatory.is_acting:
        acting.append(signatory.authority)
    return bool(acting) and all(map(states_order, acting))

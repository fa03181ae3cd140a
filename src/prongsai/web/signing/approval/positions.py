"""Which positions the steps of a route wait for, and who holds them on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

from django.db.models import Q
from msgspec import Struct

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.model import Verdict, Way
from prongsai.core.messages import read_words
from prongsai.core.roles import role_of
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User, in_force
from prongsai.web.agency.people import FOR_UNIT, Actor
from prongsai.web.agency.position_rules import rank
from prongsai.web.agency.roles import LEADING_OFFICE, LEADING_UNITS, SIGNING
from prongsai.web.agency.services.appointing import asks
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.sending import MustChoose
from prongsai.web.signing.approval.models import OPEN_STATES, Decision, Submission

ACTING = "รักษาราชการแทน"
# A post from which somebody was taken so shortly before is not vacant as one that nobody filled.
NOT_LONG_AGO = timedelta(days=30)
_EMPTIES = ("holding-ended", "holding-cancelled")


class Signatory(Struct, frozen=True):
    """Who signs at a step.

    Shape:  `words` as the paper prints it; `authority` the order or law by which somebody acts;
            `own` their own post, where a paper tells that alone and not the person.
    """

    words: str
    is_acting: bool
    authority: str = ""
    own: UUID | None = None


def positions_by_role(agency: Agency, unit: Unit | None) -> Mapping[str, Position]:
    """The position of each role that signs; one that the agency does not have is not in it.

    Shape:  by the key of the role; of those that lead a unit, the position of the given one.
    """
    rows = list(Position.objects.filter(agency=agency, kind__in=SIGNING).select_related("unit"))
    positions: dict[str, Position] = {}
    for role in map(role_of, SIGNING):
        of_role = [row for row in rows if row.kind == role.key]
        if role.leads_unit:
            of_role = [row for row in of_role if unit and row.unit_id == unit.pk]
        if of_role:
            positions[role.key] = min(of_role, key=rank)
    if unit is not None and unit.is_office:
        # The head of the central office is the head of that unit.
        for leads_office, leads_unit in product(LEADING_OFFICE, LEADING_UNITS):
            if leads_office in positions:
                positions.setdefault(leads_unit, positions[leads_office])
    return positions


def unit_of(by: Actor, on: date) -> Unit | None:
    """The unit for which a person drafts; None for who has no post in any."""
    rows = Appointment.objects.on(on).filter(
        agency=by.agency, user=by.user, position__unit__is_closed=False
    )
    held = rows.select_related("position__unit").order_by("is_acting", "first_day")
    units = {str(row.position.unit_id): row.position.unit for row in held}
    if by.for_unit in units:
        return units[by.for_unit]
    if len(units) > 1:
        choices = [(key, str(unit)) for key, unit in units.items()]
        raise MustChoose(read_words("approval/for_which_unit"), FOR_UNIT, choices)
    return next(iter(units.values()), None)


def signatory_in(agency: Agency, user: User, position: UUID | None, on: date) -> Signatory | None:
    """A person in a position on a day; None where they do not hold it.

    Shape:  who acts is named by the own position first, as papers do: "หัวหน้าสำนักปลัด
            รักษาราชการแทนปลัดเทศบาล".
    """
    rows = Appointment.objects.on(on).filter(agency=agency, user=user).select_related("position")
    held = sorted(rows, key=lambda row: (row.is_acting, row.first_day))
    here = next((row for row in held if row.position_id == position), None)
    if here is None:
        return None
    title = here.position.title
    if not here.is_acting:
        return Signatory(title, is_acting=False)
    own = next((row.position.title for row in held if not row.is_acting), "")
    return Signatory(f"{own} {ACTING}{title}".strip(), is_acting=True, authority=here.authority)


def signatories_on_paper(agency: Agency, title: str) -> tuple[Signatory, ...]:
    """Who may have signed on paper in a position: its holder, or another post that acts in it.

    Shape:  posts that sign nothing may be called alike: their words stand there as often.
    """
    others = Position.objects.filter(agency=agency).exclude(title=title)
    acting = (
        Signatory(f"{own} {ACTING}{title}", is_acting=True, own=key)
        for key, own in others.values_list("pk", "title")
    )
    return (Signatory(title, is_acting=False), *acting)


def appointed_to(agency: Agency, position: UUID | None, on: date) -> list[User]:
    """Who is appointed to a position on a day, whether or not the account is open.

    Shape:  who may close an account does not make a post vacant by it.
    """
    if position is None:
        return []
    rows = Appointment.objects.on(on).filter(agency=agency, position_id=position)
    return [row.user for row in rows.select_related("user")]


def leavers(agency: Agency, positions: Iterable[UUID], moment: datetime) -> dict[UUID, set[str]]:
    """The logins of those whose terms in some posts were ended shortly before a moment or after.

    Shape:  terms end on any day that is written; the journal knows when that was written, and of
            which post, whatever the post is called now. A coming term that is taken back empties
            the post as well. One query.
    """
    asked = {str(position): position for position in positions}
    ended = JournalEntry.objects.filter(
        agency=agency, verb__in=_EMPTIES, at__gte=moment - NOT_LONG_AGO
    )
    logins: dict[UUID, set[str]] = {}
    for detail in ended.values_list("detail", flat=True):
        if detail.get("position") in asked and not _is_longer(detail):
            logins.setdefault(asked[detail["position"]], set()).add(detail["person"])
    return logins


def _is_longer(detail: Mapping[str, str]) -> bool:
    """Whether a term was given a later last day; entries of old do not tell."""
    former = detail.get("former")
    return bool(former) and str(detail.get("last")) > str(former)


def was_emptied(agency: Agency, position: UUID | None, moment: datetime) -> bool:
    """Return whether a post had a holder at a moment, or lost one up to 30 days before or since.

    Shape:  the days before count, for who wants a step skipped could empty its post, then submit.
    """
    if position is None:
        return False
    day = day_of(moment)
    held = Appointment.objects.on(day).filter(agency=agency, position_id=position, is_acting=False)
    return held.exists() or bool(leavers(agency, [position], moment))


def can_answer(agency: Agency, position: UUID | None, on: date) -> bool:
    """Whether who held a post on a day can sign in: to hear of a result in its name, and object.

    Shape:  a term may be printed from a day before it was written down; until then nobody held the
            right to sign, and who is put there afterwards has signed nothing.
    """
    if position is None:
        return False
    rows = Appointment.objects.on(on).of_active().filter(agency=agency, position_id=position)
    was_entered = Q(entered_on__isnull=True) | Q(entered_on__lte=on)
    return rows.filter(was_entered, is_acting=False).exists()


def hands(
    agency: Agency, position: UUID | None, on: date, since: datetime | None = None
) -> frozenset[UUID]:
    """The people whose signature stands on paper for a post: who held it on the day.

    Shape:  not who acted in it, whose own post would stand there; with `since` also those out of
            whose terms the day was taken after that moment.
    """
    if position is None:
        return frozenset()
    rows = Appointment.objects.filter(agency=agency, position_id=position, is_acting=False)
    held = set(rows.filter(in_force(on)).values_list("user", flat=True))
    if since is not None:
        left = leavers(agency, [position], since + NOT_LONG_AGO).get(position, set())
        held |= set(rows.filter(user__login__in=left).values_list("user", flat=True))
    return frozenset(held)


def position_of_step(row: Submission, place: int) -> UUID:
    return UUID(row.steps[place - 1]["position"])


def places_signed(row: Submission, people: Iterable[UUID]) -> tuple[int, ...]:
    """The places of a paper that any of some people signed on paper, by the posts they held."""
    if row.way != Way.ON_PAPER:
        return ()
    asked = set(people)
    made = Decision.objects.filter(submission=row, voided_at=None, is_on_paper=True)
    return tuple(
        decision.place
        for decision in made.exclude(verdict=Verdict.SKIP.value)
        if asked & _hands_of(row, decision)
    )  # fmt: skip


def _hands_of(row: Submission, made: Decision) -> frozenset[UUID]:
    post = made.own_position_id or position_of_step(row, made.place)
    return hands(row.agency, post, day_of(made.at), made.made_at)


def is_open_to_skip(submission: Submission, chain: Chain, appointed: Sequence[User]) -> bool:
    """Whether nobody is left to sign the waiting step: its post is vacant, or who holds it signed.

    Shape:  `appointed` as `appointed_to` gives them for the step. A post that had a holder when the
            paper was submitted, or not long before, is not emptied to be skipped, nor given to
            somebody who has signed.
    """
    agency, position, since = submission.agency, submission.waits_for_id, submission.made_at
    if not appointed:
        return not was_emptied(agency, position, since)
    if position is not None and leavers(agency, [position], since):
        return False
    return all(
        chain.signed_before(str(user.pk)) or places_signed(submission, [user.pk])
        for user in appointed
    )


@asks
def asked_positions(agency: Agency) -> frozenset[UUID]:
    """The positions of the steps of every paper that is on its way."""
    rows = Submission.objects.filter(agency=agency, state__in=OPEN_STATES)
    steps = rows.values_list("steps", flat=True)
    return frozenset(UUID(step["position"]) for route in steps for step in route)


def held_by(user: User, on: date) -> Q:
    """The condition that a submission waits for a position that a person holds on a day."""
    prefix = "waits_for__appointments__"
    return Q(**{f"{prefix}user": user}) & in_force(on, prefix)

"""What is known of a paper's way before it is submitted: its steps, and how it would print."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.approval.model import Way
from prongsai.core.papers.approving import Signing
from prongsai.web.agency.models import Appointment, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.sending import MustChoose
from prongsai.web.signing.approval.drawing import signed_steps
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.positions import unit_of
from prongsai.web.signing.approval.services.submitting import chosen_route, planned_steps

Steps = Sequence[dict[str, str | int]]


class Ahead(Struct, frozen=True):
    """The way of a paper, were it submitted today.

    Shape:  `posts` are the titles of its steps in order, () where it could not be submitted; `own`
            those at which it would wait for its drafter, () too where it is signed on paper.
    """

    posts: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def way_ahead(by: Actor, kind: str, subject: UUID | None, unit: Unit | None = None) -> Ahead:
    """The steps of a paper of a person; without a subject the route is that of its kind."""
    steps, way = _planned(by, kind, subject, unit)
    held: set[str] = set()
    if way is not Way.ON_PAPER and any(position.role.signs for position in by.positions):
        rows = Appointment.objects.on(today()).filter(agency=by.agency, user=by.user)
        held = {str(key) for key in rows.values_list("position", flat=True)}
    titles = [(str(step["title"]), step["position"] in held) for step in steps]
    return Ahead(
        tuple(title for title, _is_own in titles),
        tuple(title for title, is_own in titles if is_own),
    )


def signing_ahead(by: Actor, kind: str, subject: UUID, unit: Unit | None) -> Signing:
    """What a paper prints of its drafter and steps, were it submitted by a person today.

    Shape:  without a signature, a number and a day; without steps where it could not be submitted.
    """
    steps, way = _planned(by, kind, subject, unit)
    name = by.user.display_name if by.agency.prints_names else ""
    row = Submission(agency=by.agency, kind=kind, unit=unit, way=way.value, steps=list(steps))
    version = Version(submission=row, by_words=by.words, by_name=name, made_at=now())
    drafter, *others = signed_steps(row, version)
    return Signing(steps=(replace(drafter, signed=""), *others))


def _planned(by: Actor, kind: str, subject: UUID | None, unit: Unit | None) -> tuple[Steps, Way]:
    route, way = chosen_route(by.agency, kind, subject)
    try:
        return planned_steps(by, unit or unit_of(by, today()), route), way
    except (Refused, MustChoose):
        return (), way

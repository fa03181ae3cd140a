"""The person behind a request: who they are, and which positions they hold today."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.core.roles import Role, rank_of
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.platform.request_cache import cached_for_request

FOR_UNIT = "for_unit"  # the field by which somebody of several units says for which they act
_LONGEST_WORDS = 200  # what columns of who acted hold, and a title is as long without "acting"


class HeldPosition(Struct, frozen=True):
    """One position held today."""

    position: str
    role: Role
    is_acting: bool
    unit_id: UUID | None = None

    @property
    def words(self) -> str:
        """As a paper would write it."""
        return f"{self.position} (รักษาราชการแทน)" if self.is_acting else self.position


class Actor(Struct, frozen=True):
    """A signed-in person of an agency, with the positions held on one day: who does things.

    Shape:  `for_unit` is the unit for which somebody of several acts, where they were asked.
    """

    user: User
    agency: Agency
    positions: tuple[HeldPosition, ...]
    for_unit: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(position.role for position in self.positions)

    @property
    def words(self) -> str:
        """The first position, else the login: what the header and the journal show."""
        words = self.positions[0].words if self.positions else self.user.login
        return words[:_LONGEST_WORDS]


@cached_for_request
def appointments_on(agency: Agency, on: date) -> tuple[Appointment, ...]:
    """All appointments in force on a day, with all they name; asked once for a page."""
    positions = Appointment.objects.on(on).filter(agency=agency)
    return tuple(positions.select_related("position__unit", "user"))


def actor_on(user: User, on: date) -> Actor | None:
    """The person with the positions of that day; None for those who belong to no agency."""
    if user.agency is None:
        return None
    appointments = Appointment.objects.on(on).filter(agency=user.agency, user=user)
    return Actor(user, user.agency, held_positions(appointments.select_related("position")))


def held_positions(appointments: Iterable[Appointment]) -> tuple[HeldPosition, ...]:
    """The positions of some appointments, own ones first, each by its rank."""
    positions = (
        HeldPosition(row.position.title, row.position.role, row.is_acting, row.position.unit_id)
        for row in appointments
    )
    return tuple(sorted(positions, key=lambda each: (each.is_acting, rank_of(each.role))))

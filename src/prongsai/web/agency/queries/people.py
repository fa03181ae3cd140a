"""Find units, positions, people and appointments, and what their pages show."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.urls import reverse
from msgspec import Struct

from prongsai.core.roles import Role, all_roles, rank_of, role_of
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, Roster, Unit, User
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import Right, may, rights_of
from prongsai.web.agency.position_rules import (
    CoverageFinding,
    Period,
    Post,
    Titles,
    coverage_findings,
    misnamed,
)
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import title_of
from prongsai.web.agency.roster.checking import plan_of
from prongsai.web.agency.roster.reading import (
    Known,
    Plan,
    PositionKey,
    RosterColumn,
    RosterLine,
    key_of,
    stem_of,
    with_logins,
)
from prongsai.web.agency.signing_in import STRONG
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.thai_order import folded, sort_key

PEOPLE_A_PAGE = 50


class PositionRow(Struct, frozen=True):
    """One position with who holds it today and what is to be noticed about it.

    Shape:  `misnamed` is why it could not be called so today, older than the rule; None for none.
    """

    position: Position
    holders: tuple[Appointment, ...]
    noticed: tuple[CoverageFinding, ...]
    was_held: bool
    misnamed: Refused | None = None

    @property
    def is_in_order(self) -> bool:
        return not self.noticed and self.misnamed is None


def units(agency: Agency) -> list[Unit]:
    """All units with their `position_count`, open ones first, in Thai order."""
    rows = Unit.objects.filter(agency=agency).annotate(position_count=Count("positions"))
    return list(rows.order_by("is_closed", "sort_key"))


def unit_of(agency: Agency, unit_id: UUID) -> Unit | None:
    return Unit.objects.select_related("agency").filter(agency=agency, pk=unit_id).first()


def open_units(agency: Agency) -> list[Unit]:
    """Units that something new may belong to."""
    return list(Unit.objects.filter(agency=agency, is_closed=False))


def position_of(agency: Agency, position_id: UUID) -> Position | None:
    rows = Position.objects.select_related("agency", "unit")
    return rows.filter(agency=agency, pk=position_id).first()


def appointment_of(agency: Agency, appointment_id: UUID) -> Appointment | None:
    rows = Appointment.objects.select_related("agency", "position", "user")
    return rows.filter(agency=agency, pk=appointment_id).first()


def user_of(agency: Agency, user_id: UUID) -> User | None:
    return User.objects.select_related("agency").filter(agency=agency, pk=user_id).first()


def active_users(agency: Agency) -> list[User]:
    """People who may be put into a position, in Thai order of what they are shown as."""
    users = User.objects.filter(agency=agency, is_active=True)
    return sorted(users, key=lambda user: sort_key(str(user)))


def people_to_appoint(agency: Agency, on: date) -> dict[User, str]:
    """The same people, each with name, login and the posts of a day."""
    titles: dict[UUID, list[str]] = defaultdict(list)
    for row in appointments_on(agency, on):
        titles[row.user_id].append(row.position.title)
    return {
        user: " · ".join(filter(None, (user.display_name, user.login, *titles[user.pk])))
        for user in active_users(agency)
    }


def positions(agency: Agency, on: date) -> tuple[PositionRow, ...]:
    """All positions in the order of the rules, with holders of a day, gaps and overlaps."""
    own_positions = (
        Position.objects.filter(agency=agency)
        .select_related("unit")
        .prefetch_related(Prefetch("appointments", Appointment.objects.select_related("user")))
    )
    wrong = {position.pk: fault for position, fault in misnamed(agency)}
    rows = [
        _position_row(position, list(position.appointments.all()), on, wrong.get(position.pk))
        for position in own_positions
    ]
    return tuple(sorted(rows, key=lambda row: _place_of(row.position)))


def _place_of(position: Position) -> tuple[int, str]:
    """Where a position stands in the list: by the rules, then by unit."""
    return rank_of(position.role), sort_key(position.unit.name if position.unit else "")


def position_row(agency: Agency, position_id: UUID, on: date) -> PositionRow | None:
    """One position as the list shows it."""
    position = position_of(agency, position_id)
    if position is None:
        return None
    wrong = {row.pk: fault for row, fault in misnamed(agency)}
    return _position_row(position, terms_of(position), on, wrong.get(position.pk))


def terms_of(row: Position | User) -> list[Appointment]:
    """Who held, holds or will hold a position, or all that a person does; newest first."""
    return list(row.appointments.select_related("user", "position__unit"))


def people(agency: Agency, *, on: date, search: str = "", page: str | int = 1) -> dict[str, Any]:
    """A page of people: active ones first, then by login; `search` in login, name and e-mail."""
    users = User.objects.filter(agency=agency).order_by("-is_active", "login")
    if search.strip():
        wanted = folded(search)
        # Names are few and are not stored folded: compare them here, on both databases alike.
        keys = [
            pk
            for pk, *texts in users.values_list("pk", "login", "display_name", "email")
            if any(wanted in folded(text) for text in texts)
        ]
        users = users.filter(pk__in=keys)
    strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STRONG)
    now_held = Appointment.objects.on(on).select_related("position")
    users = users.annotate(has_second_factor=Exists(strong))
    users = users.prefetch_related(Prefetch("appointments", now_held))
    return {
        "page_obj": Paginator(users, PEOPLE_A_PAGE).get_page(page),
        "search": search,
        "without_password": User.objects.without_password(agency).count(),
        "with_unused_password": User.objects.with_unused_password(agency).count(),
    }


def hits(person: Actor, on: date, elsewhere: str = "") -> Iterator[Hit]:
    """The people of an agency with their positions, as a search lists them.

    Shape:  who may not manage people is led to `elsewhere` with `?user=`; where there is no such
            page nobody is found.
    """
    manages = may(person, Right.MANAGE_PEOPLE)
    if not manages and not elsewhere:
        return
    now_held = Appointment.objects.on(on).select_related("position__unit")
    users = User.objects.filter(agency=person.agency, is_active=True).order_by("login")
    for user in users.prefetch_related(Prefetch("appointments", now_held)):
        url = reverse("agency:person", args=[user.pk]) if manages else f"{elsewhere}?user={user.pk}"
        yield Hit(
            url,
            user.display_name or user.login,
            tuple(appointment.position.title for appointment in user.appointments.all()),
            words=user.login,
        )


def _position_row(
    position: Position, held: list[Appointment], on: date, wrong: Refused | None
) -> PositionRow:
    periods = [
        Period(
            str(appointment.user),
            appointment.first_day,
            appointment.last_day,
            appointment.is_acting,
        )
        for appointment in held
    ]
    holders = [appointment for appointment in held if appointment.state == "now"]
    return PositionRow(
        position,
        tuple(sorted(holders, key=lambda appointment: appointment.is_acting)),
        coverage_findings(periods, until=on) if position.role.signs else (),
        bool(held),
        wrong,
    )


class RightsRow(Struct, frozen=True):
    """A right with each position in the page's order and whether it gives it, and the viewer's.

    Shape:  `opens` is what the right lets its holder read, None for nothing.
    """

    label: Text
    opens: Text | None
    cells: tuple[tuple[str, bool], ...]
    is_mine: bool

    @property
    def is_everybodys(self) -> bool:
        """Whether every position gives it."""
        return all(gives for _, gives in self.cells)


def rights_page(agency: Agency, mine: frozenset[Role]) -> dict[str, Any]:
    """The table of `permissions.MATRIX` in this agency's titles; `mine` are the viewer's."""
    kind_of_agency = AgencyKind(agency.kind)
    titles = {role: title_of(role, kind_of_agency) for role in all_roles()}
    rows = tuple(
        RightsRow(
            right.label,
            right.opens,
            tuple((title, right in rights_of(role)) for role, title in titles.items()),
            any(right in rights_of(role) for role in mine),
        )
        for right in Right
    )
    strong = tuple(title for role, title in titles.items() if role.key in agency.second_factor)
    may_change = any(Right.MANAGE_PEOPLE in rights_of(role) for role in mine)
    return {
        "titles": tuple(titles.values()),
        "rows": rows,
        "strong": strong,
        "may_change": may_change,
    }


ROWS_SHOWN = 100


def roster_of(agency: Agency, roster_id: UUID) -> Roster | None:
    """One read file of an agency."""
    return Roster.objects.filter(agency=agency, pk=roster_id).first()


def roster_page(roster: Roster, plan: Plan) -> dict[str, Any]:
    """The preview of taking the file over today: faults, or what will be new.

    Shape:  `appointments`, each with the person's name and who has the same e-mail address, are cut
            at `ROWS_SHOWN`, counts are not.
    """
    shown = plan.appointments[:ROWS_SHOWN]
    names = {login: new.display_name for login, new in plan.people.items()}
    known = {new.login for new in shown} - names.keys()
    if known and not plan.faults:  # a faulty file shows its faults alone
        rows = User.objects.filter(agency=roster.agency, login__in=known)
        names |= dict(rows.values_list("login", "display_name"))
    return {
        "roster": roster,
        "plan": plan,
        "faulty_rows": len({fault.row for fault in plan.faults}),
        "appointments": [
            (new, names.get(new.login, ""), plan.mailboxes.get(new.login, "")) for new in shown
        ],
        "hidden": max(0, len(plan.appointments) - ROWS_SHOWN),
    }


def roster_plan(agency: Agency, roster: Roster, on: date) -> Plan:
    """Everything new, everything wrong."""
    lines = [
        RosterLine(
            row["row"],
            {
                RosterColumn(name): text
                for name, cell in row["cells"].items()
                if (text := printed(cell))
            },
        )
        for row in roster.rows
    ]
    # Whoever is named without a login gets one, as people are today.
    people: dict[str, list[str]] = defaultdict(list)
    named = agency.users.exclude(display_name="").values_list("display_name", "login")
    for display_name, login in named:
        people[display_name].append(login)
    stem = stem_of(agency.website)
    taken = User.objects.filter(login__startswith=stem).values_list("login", flat=True)
    lines = list(with_logins(lines, people, set(taken), stem))
    logins = {line.cells.get(RosterColumn.LOGIN, "").lower() for line in lines} - {""}
    return plan_of(lines, known_of(agency, logins), AgencyKind(agency.kind), on)


def known_of(agency: Agency, logins: set[str]) -> Known:
    """What the agency has; six queries however long the file is."""
    units = dict(Unit.objects.filter(agency=agency).values_list("name", "is_closed"))
    office = Unit.objects.filter(agency=agency, is_office=True).values_list("name", flat=True)
    posts = Position.objects.filter(agency=agency).select_related("unit")
    people, taken, mailboxes = {}, set(), {}
    fields = ("login", "agency_id", "is_active", "email")
    for login, owner, is_active, email in User.objects.values_list(*fields):
        if owner == agency.pk:
            people[login] = is_active
            mailboxes[email.casefold() or login] = login
        elif login in logins:
            taken.add(login)
    held: dict[tuple[str, PositionKey], list[tuple[date, date | None, bool]]] = defaultdict(list)
    for login, kind, unit, title, first, last, is_acting in Appointment.objects.filter(
        agency=agency
    ).values_list(
        "user__login", "position__kind", "position__unit__name", "position__title",
        "first_day", "last_day", "is_acting",
    ):  # fmt: skip
        post = key_of(Post(role_of(kind), unit or "", title))
        held[login, post].append((first, last, is_acting))
    return Known(
        units,
        {key_of(post): post for post in map(Post.of_position, posts)},
        people,
        frozenset(taken),
        mailboxes,
        {key: tuple(periods) for key, periods in held.items()},
        Titles.of_agency(agency),
        office.first() or agency.office,
    )

"""What the host's administrator sees and does on the command line, beside agencies."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q

from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.roles import system_administrator
from prongsai.web.agency.services import appointing
from prongsai.web.agency.titles import title_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today


def person(login: str) -> User:
    """The person with a login.

    Errors: Misuse where there is none.
    """
    found = User.objects.select_related("agency").filter(login=login.strip().lower()).first()
    if found is None:
        raise Misuse(
            Text(f"ไม่มีผู้ใช้ชื่อ “{login}”", f"there is nobody with the login “{login}”"),
            next_step=Text(
                "ดูชื่อผู้ใช้ทั้งหมดด้วย prongsai person list", "see all logins by prongsai person list"
            ),
        )
    return found


def agencies() -> tuple[tuple[Agency, int], ...]:
    """All agencies of the site in Thai order, with how many people of each may sign in."""
    active = Count("users", filter=Q(users__is_active=True))
    rows = Agency.objects.annotate(people=active).order_by("sort_key")
    return tuple((row, row.people) for row in rows)


def is_known(name: str, district: str, province: str) -> bool:
    """Whether there is an agency of this name at this place."""
    return Agency.objects.filter(name=name, district=district, province=province).exists()


def everybody() -> tuple[tuple[User, str], ...]:
    """All people with what they are today, by agency and login."""
    users = User.objects.select_related("agency").order_by("agency__sort_key", "login")
    return tuple((user, _words(user)) for user in users)


@transaction.atomic
def make_administrator(user: User) -> bool:
    """Let a person administrate their agency from today on; whether they did not already.

    Shape:  the person, the chief administrator and the auditors are told.
    Errors: Misuse for those who belong to no agency.
    """
    agency = user.agency
    if agency is None:
        raise Misuse(
            Text(f"“{user.login}” ไม่ได้อยู่ในหน่วยงานใด", f"“{user.login}” belongs to no agency"),
            next_step=Text("เลือกคนของหน่วยงาน", "choose somebody of an agency"),
        )
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        appointing.taken_over(
            user, Text(f"เปิดบัญชีของ {user}", f"opened the account of {user}"), None
        )
    held = actor_on(user, today())
    if held and any(role.keeps_system for role in held.roles):
        return False
    role = system_administrator()
    position, _made = Position.objects.get_or_create(
        agency=agency,
        kind=role.key,
        unit=None,
        defaults={"title": title_of(role, AgencyKind(agency.kind))},
    )
    made = Appointment.objects.create(
        agency=agency, position=position, user=user, first_day=today()
    )
    appointing.tell_of_server(made)
    journal.record(agency, None, "administrator-made", user.login)
    return True


def _words(user: User) -> str:
    held = actor_on(user, today())
    return ", ".join(one.words for one in held.positions) if held else ""

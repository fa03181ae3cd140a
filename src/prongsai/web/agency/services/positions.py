"""Positions and who holds them, from which day to which."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from prongsai.core.dates import in_words
from prongsai.core.roles import Role
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.position_rules import (
    Post,
    Titles,
    looks,
    order_fault,
    post_fault,
    unit_fault,
)
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import usual_title
from prongsai.web.agency.services import appointing
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today

_ONE_DAY = timedelta(days=1)


@transaction.atomic
def make_position(
    *, agency: Agency, by: Actor, role: Role, unit: Unit | None = None, title: str = ""
) -> Position:
    """Make a position; without a title it gets the usual one.

    Shape:  the head of the central office belongs to the unit that is the office.
    Errors: Refused where the unit has such a position, or the agency its only one, a unit head has
            no unit, the office would have two heads, or the title is that of a position that signs.
    """
    if fault := unit_fault(role, has_unit=unit is not None):
        raise fault
    journal.hold(agency)  # of two at once one is first
    office = Unit.objects.filter(agency=agency, is_office=True).first()
    if role.leads_office:
        unit = unit or office
    name = unit.name if unit else ""
    written = printed(title) or usual_title(role, name, AgencyKind(agency.kind))
    there = Position.objects.filter(agency=agency).select_related("unit")
    post = Post(role, name, written)
    if fault := post_fault(post, map(Post.of_position, there), office.name if office else ""):
        raise fault
    if fault := Titles.of_agency(agency).fault(role, written):
        raise fault
    position = Position.objects.create(agency=agency, kind=role.key, unit=unit, title=written)
    journal.record(agency, by, "position-made", written)
    return position


@transaction.atomic
def rename_position(*, position: Position, by: Actor, title: str) -> None:
    """Write the title differently; rights stay those of its kind.

    Errors: Refused for the title of another position: papers name signers by their titles.
    """
    journal.hold(position.agency)  # of two at once one is first
    position.refresh_from_db(fields=["title", "unit"])
    wanted = printed(title)
    if wanted == position.title:
        return
    if fault := Titles.of_agency(position.agency, without=position).fault(position.role, wanted):
        raise fault
    in_unit = Position.objects.filter(agency=position.agency, unit=position.unit)
    titles = in_unit.exclude(pk=position.pk).values_list("title", flat=True)
    if looks(wanted) in map(looks, titles):
        raise Refused("agency/title_in_unit_already", field="title", title=wanted)
    old, position.title = position.title, wanted
    position.save(update_fields=["title"])
    appointing.tell_renamed(position, old, by)
    journal.record(
        position.agency, by, "position-renamed", wanted, old=old, position=str(position.pk)
    )


@transaction.atomic
def hold(
    *,
    position: Position,
    user: User,
    by: Actor,
    first_day: date,
    last_day: date | None = None,
    is_acting: bool = False,
    authority: str = "",
) -> Appointment:
    """Put a person into a position from one day to another, or until further notice.

    Shape:  `authority` is the order or law by which somebody acts; nothing for a holder.
    Errors: Refused for days that do not fit; an acting officer without an end, before today while
            a paper waits, or without an order; a second holder of a post that signs; a person who
            cannot sign in, or holds the position then already; who appoints himself to a sensitive
            post while somebody else could.
    """
    journal.hold(position.agency)  # of two at once one is first
    check_days(first_day, last_day, is_acting=is_acting)
    _check_person(position, user)
    appointing.refuse_oneself(
        position.agency, position.role, user.pk, by=by, title=position.title,
        has_unit=position.unit_id is not None,
    )  # fmt: skip
    authority = printed(authority) if is_acting else ""
    if is_acting:
        if fault := order_fault(authority):
            raise fault
        appointing.refuse_backdated(position, first_day)
    _refuse_twice(position, user, first_day, last_day)
    appointment = Appointment.objects.create(
        agency=position.agency,
        position=position,
        user=user,
        first_day=first_day,
        last_day=last_day,
        is_acting=is_acting,
        authority=authority,
        entered_by=by.user,
        waits_since=appointing.waits_from(position, user, first_day),
    )
    if not is_acting:
        appointing.refuse_two_holders((position,))
    appointing.tell_appointed(appointment, by)
    journal.record(
        position.agency, by, "acting-begun" if is_acting else "holding-begun", position.title,
        person=user.login, first=first_day.isoformat(),
        last=last_day.isoformat() if last_day else "", position=str(position.pk),
        holding=str(appointment.pk),
    )  # fmt: skip
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: Actor, last_day: date) -> None:
    """Let an appointment end on a day, earlier or later than it would have.

    Errors: Refused where that day is before its first, nobody could manage people afterwards, the
            appointment is over and would go on, or somebody lengthens his own in a sensitive post.
    """
    _hold_standing(appointment)
    check_days(appointment.first_day, last_day, is_acting=appointment.is_acting)
    if last_day == appointment.last_day:
        return
    is_longer = appointment.last_day is not None and last_day > appointment.last_day
    position = appointment.position
    if is_longer:
        appointing.refuse_oneself(
            appointment.agency, position.role, appointment.user_id, by=by, title=position.title,
            has_unit=position.unit_id is not None,
        )  # fmt: skip
        _refuse_over(appointment)
        _refuse_lengthened_without_order(appointment)
    if appointment.position.kind in keys_with(Right.MANAGE_PEOPLE):
        after = max(last_day + _ONE_DAY, today())
        refuse_without_manager(appointment.agency, after, without=Q(pk=appointment.pk))
    former = appointment.last_day.isoformat() if appointment.last_day else ""
    Appointment.objects.filter(pk=appointment.pk).update(last_day=last_day)
    appointment.last_day = last_day
    if is_longer:
        appointing.refuse_two_holders((position,))
        appointing.tell_appointed(appointment, by)
    else:
        appointing.wait_behind(appointment, last_day)
        appointing.tell_ended(appointment, by)
    journal.record(
        appointment.agency, by, "holding-ended", appointment.position.title,
        person=appointment.user.login, last=last_day.isoformat(), former=former,
        position=str(position.pk), holding=str(appointment.pk),
    )  # fmt: skip


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, by: Actor) -> None:
    """Take back an appointment that has not begun; who it concerns is told as of an end.

    Errors: Refused once it has: what was is not unwritten; where nobody could manage people then.
    """
    _hold_standing(appointment)
    if appointment.first_day <= today():
        raise Refused("agency/appointment_begun_already")
    if appointment.position.kind in keys_with(Right.MANAGE_PEOPLE):
        begins = appointment.first_day
        refuse_without_manager(appointment.agency, begins, without=Q(pk=appointment.pk))
    journal.record(
        appointment.agency,
        by,
        "holding-cancelled",
        appointment.position.title,
        person=appointment.user.login,
        first=appointment.first_day.isoformat(),
        position=str(appointment.position_id),
    )
    appointing.tell_cancelled(appointment, by)
    appointment.delete()


def _hold_standing(appointment: Appointment) -> None:
    """Let of two at once one be first; the other reads the last day of now.

    Errors: Refused where the other has taken the appointment back.
    """
    journal.hold(appointment.agency)
    rows = Appointment.objects.filter(pk=appointment.pk)
    if (row := rows.only("last_day").first()) is None:
        raise Refused("agency/appointment_cancelled_meanwhile")
    appointment.last_day = row.last_day


def check_days(first_day: date, last_day: date | None, *, is_acting: bool) -> None:
    """Refuse days that cannot be."""
    if is_acting and last_day is None:
        raise Refused("agency/acting_without_last_day", field="last_day")
    if last_day is not None and last_day < first_day:
        raise Refused(
            "agency/last_day_before_first",
            field="last_day",
            first_day=in_words(first_day),
        )


def refuse_without_manager(agency: Agency, on: date, *, without: Q) -> None:
    """Refuse what would leave nobody who may manage people on a day.

    Errors: Refused; the way out of a locked office is on the server's command line.
    """
    managers = Appointment.objects.on(on).of_active()
    left = managers.filter(agency=agency, position__kind__in=keys_with(Right.MANAGE_PEOPLE))
    left = left.exclude(without)
    if not left.exists():
        raise Refused("agency/no_manager_left")


def _refuse_over(appointment: Appointment) -> None:
    """What is over does not go on: between then and now the post was not this person's."""
    if appointment.last_day is not None and appointment.last_day < today():
        raise Refused(
            "agency/appointment_over_already",
            field="last_day",
            last_day=in_words(appointment.last_day),
        )


def _refuse_lengthened_without_order(appointment: Appointment) -> None:
    """An appointment from before orders were asked for ends as it was written."""
    if appointment.is_acting and (fault := order_fault(appointment.authority)):
        raise Refused("agency/lengthened_without_order", field="last_day", reason=fault.message)


def _check_person(position: Position, user: User) -> None:
    if user.agency_id != position.agency_id or not user.is_active:
        raise Refused("agency/user_deactivated", field="user", user=user)


def _refuse_twice(position: Position, user: User, first_day: date, last_day: date | None) -> None:
    overlapping = Appointment.objects.between(first_day, last_day)
    appointment = overlapping.filter(position=position, user=user).first()
    if appointment is not None:
        raise Refused(
            "agency/position_held_already",
            field="user",
            user=user,
            first_day=in_words(appointment.first_day),
        )

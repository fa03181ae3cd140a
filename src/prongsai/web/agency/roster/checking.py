"""Check every row of a roster against the rules, the other rows, and what is there already."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from msgspec.structs import replace

from prongsai.core.dates import read_date
from prongsai.core.roles import Role, all_roles, head_of_a_unit, ordinary_officer
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import AgencyKind
from prongsai.web.agency.position_rules import (
    Post,
    Titles,
    looks,
    order_fault,
    outside_fault,
    post_fault,
    unit_fault,
)
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import title_of, title_of_head, usual_title
from prongsai.web.agency.roster.reading import (
    Known,
    NewAppointment,
    NewPerson,
    Plan,
    PositionKey,
    RosterColumn,
    RosterLine,
    key_of,
    overlaps,
    role_named,
)

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,59}")
_LONGEST = {
    RosterColumn.NAME: 120,
    RosterColumn.EMAIL: 254,
    RosterColumn.UNIT: 200,
    RosterColumn.KIND: 200,
    RosterColumn.TITLE: 200,
    RosterColumn.AUTHORITY: 200,
}
_YES = frozenset({"ใช่", "yes", "y", "true", "1", "x", "✓", "รักษาราชการแทน", "รก.", "รรท."})
# A post that begins so may lead, and so sign: which role it is, is asked.
_LEADING = ("ผู้อำนวยการ", "ผอ", "หัวหน้า", "หน.", "รักษา", "รก.", "รรท")
# These lead a part of a unit, under its head.
_UNDER_A_HEAD = ("หัวหน้าฝ่าย", "หัวหน้างาน", "หัวหน้าศูนย์", "ผู้อำนวยการศูนย์", "ผู้อำนวยการโรงเรียน")
_OF_KIND = ("เทศบาล", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด", "อบต.", "อบจ.")
_NEAR = 0.8
_NO = frozenset({"", "ไม่", "ไม่ใช่", "no", "n", "false", "0", "-"})


def plan_of(lines: Iterable[RosterLine], known: Known, agency: AgencyKind, today: date) -> Plan:
    """What the rows would do; all faults of all rows, in their order."""
    checker = _Checker(known, agency, today)
    for line in lines:
        checker.line(line)
    return checker.plan


class _Checker:
    """Goes through the rows once and remembers what they said before."""

    def __init__(self, known: Known, agency: AgencyKind, today: date) -> None:
        self.plan = Plan()
        self._known, self._agency, self._today = known, agency, today
        self._said: dict[str, tuple[int, NewPerson]] = {}
        self._mailboxes = dict(known.mailboxes)
        self._held: dict[tuple[str, PositionKey], list[tuple[date, date | None]]] = {}
        self._held_by: dict[str, list[tuple[str, PositionKey]]] = {}
        # Who holds a post for good: the row of the file, 0 for none, the login, the days.
        self._seats: dict[PositionKey, list[tuple[int, str, date, date | None]]] = {}
        for key, periods in known.appointments.items():
            self._held_by.setdefault(key[0], []).append(key)
            for first, last, is_acting in periods:
                if not is_acting:
                    self._seats.setdefault(key[1], []).append((0, key[0], first, last))
        self._names = {skeleton(name): name for name in known.units}
        # "สำนักปลัดเทศบาล" is the central office with the kind of agency behind it.
        names = {skeleton(f"{known.office}{kind}") for kind in _OF_KIND} - self._names.keys()
        self._office_names = names if known.office else set()

    def line(self, line: RosterLine) -> None:
        """Check one row; what is sound of it goes into the plan all the same."""
        before = self._size()
        faults = len(self.plan.faults)
        for column, longest in _LONGEST.items():
            if len(line.cells.get(column, "")) > longest:
                self._fault("agency/cell_too_long", line, column, longest=longest)
        unit = self._unit(line)
        position = self._position(line, unit)
        login = self._login(line)
        if login and position:
            self._appointment(line, login, position)
        elif RosterColumn.FIRST in line.cells or RosterColumn.LAST in line.cells:
            self._fault("agency/days_without_person_or_position", line, RosterColumn.FIRST)
        if self._size() == before and len(self.plan.faults) == faults:
            self.plan.unchanged += 1

    def _size(self) -> int:
        plan = self.plan
        return len(plan.units) + len(plan.positions) + len(plan.people) + len(plan.appointments)

    def _unit(self, line: RosterLine) -> str:
        name = line.cells.get(RosterColumn.UNIT, "")
        if not name:
            return ""
        if skeleton(name) in self._office_names:
            name = self._known.office
        if self._known.units.get(name):
            self._fault("agency/unit_closed", line, RosterColumn.UNIT, name=name)
        # Of two that read the same nobody knows whose duties they are, nor which is the office.
        there = self._names.setdefault(skeleton(name), name)
        if there != name:
            self._fault("agency/unit_name_taken", line, RosterColumn.UNIT, name=there)
        elif name not in self._known.units and name not in self.plan.units:
            self.plan.units.append(name)
        return name

    def _position(self, line: RosterLine, unit: str) -> PositionKey | None:
        written = line.cells.get(RosterColumn.KIND, "")
        if not written:
            if RosterColumn.TITLE in line.cells:
                self._fault(
                    "agency/title_without_position",
                    line,
                    RosterColumn.KIND,
                    titles=self._titles_of_roles(),
                )
            return None
        role, title = self._role(line, written, unit)
        if role is None:
            self._fault(
                "agency/position_unknown",
                line,
                RosterColumn.KIND,
                written=written,
                titles=self._titles_of_roles(),
            )
            return None
        post = self._post(role, unit, title)
        if fault := outside_fault(post, self._known.office):
            self.plan.refuse(line.number, RosterColumn.UNIT, fault)
            return None
        if key_of(post) in self._posts():
            return key_of(post)
        return self._new_position(line, post)

    def _posts(self) -> Mapping[PositionKey, Post]:
        """The posts there are, and those that the rows before will make."""
        return {**self._known.positions, **self.plan.positions}

    def _role(self, line: RosterLine, written: str, unit: str) -> tuple[Role | None, str]:
        """The role of a row and its title: of the list, the unit's head, or an officer's own title.

        Shape:  None for what may be meant for another role of the list: that is asked, not taken.
        """
        title = line.cells.get(RosterColumn.TITLE, "")
        if (role := role_named(written, self._agency)) or title:
            return role, title
        named = {
            looks(title_of_head(name)) for name in (unit, line.cells.get(RosterColumn.UNIT, unit))
        }
        if unit and looks(written) in named:
            roles = (role for role in all_roles() if role.leads_office)
            return (next(roles) if unit == self._known.office else head_of_a_unit()), written
        titles = [title_of(role, self._agency) for role in all_roles()]
        leads = written.startswith(_LEADING) and not written.startswith(_UNDER_A_HEAD)
        if leads or get_close_matches(written, titles, 1, _NEAR):
            return None, ""
        return ordinary_officer(), written

    def _post(self, role: Role, unit: str, title: str) -> Post:
        """The post that a row means: without a title the only one of the role in the unit."""
        there = [post for post in self._posts().values() if (post.role, post.unit) == (role, unit)]
        if not title and len(there) == 1:
            return there[0]
        return Post(role, unit, title or usual_title(role, unit, self._agency))

    def _new_position(self, line: RosterLine, post: Post) -> PositionKey | None:
        if fault := unit_fault(post.role, has_unit=bool(post.unit)):
            self.plan.refuse(line.number, RosterColumn.UNIT, fault)
            return None
        if fault := post_fault(post, self._posts().values(), self._known.office):
            columns = {"title": RosterColumn.TITLE, "unit": RosterColumn.UNIT}
            self.plan.refuse(line.number, columns.get(fault.field, RosterColumn.KIND), fault)
            return None
        # The titles there are, and those that the rows before will make.
        made = {
            looks(planned.title): planned.role.signs for planned in self.plan.positions.values()
        }
        if fault := Titles({**self._known.titles.signing, **made}).fault(post.role, post.title):
            self.plan.refuse(line.number, RosterColumn.TITLE, fault)
            return None
        self.plan.positions[key_of(post)] = post
        return key_of(post)

    def _titles_of_roles(self) -> str:
        return ", ".join(title_of(role, self._agency) for role in all_roles())

    def _login(self, line: RosterLine) -> str:
        login = line.cells.get(RosterColumn.LOGIN, "").lower()
        if not login:
            for column in (RosterColumn.NAME, RosterColumn.EMAIL):
                if column in line.cells:
                    self._fault("agency/name_without_login", line, RosterColumn.LOGIN)
                    break
            return ""
        if not self._login_is_sound(line, login):
            return ""
        self._person(line, login)
        return login

    def _login_is_sound(self, line: RosterLine, login: str) -> bool:
        if not LOGIN.fullmatch(login):
            self._fault("agency/login_malformed", line, RosterColumn.LOGIN, login=login)
        elif login in self._known.taken:
            self._fault("agency/login_of_other_agency", line, RosterColumn.LOGIN, login=login)
        elif self._known.people.get(login) is False:
            self._fault("agency/account_deactivated", line, RosterColumn.LOGIN, login=login)
        else:
            return True
        return False

    def _person(self, line: RosterLine, login: str) -> None:
        cells = line.cells
        person = NewPerson(
            login, cells.get(RosterColumn.NAME, ""), cells.get(RosterColumn.EMAIL, "")
        )
        if person.email:
            try:
                validate_email(person.email)
            except ValidationError:
                self._fault("agency/email_incomplete", line, RosterColumn.EMAIL, email=person.email)
        number, first_person = self._said.setdefault(login, (line.number, person))
        for column, mine, theirs in (
            (RosterColumn.NAME, person.display_name, first_person.display_name),
            (RosterColumn.EMAIL, person.email, first_person.email),
        ):
            if mine and theirs and mine != theirs:
                self._fault(
                    "agency/rows_differ", line, column, number=number, login=login, theirs=theirs
                )
        if login not in self._known.people:
            self.plan.people.setdefault(login, person)
            other = self._mailboxes.setdefault(person.email.casefold() or login, login)
            if other != login:
                self.plan.mailboxes[login] = other

    def _appointment(self, line: RosterLine, login: str, position: PositionKey) -> None:
        first = (
            self._day(line, RosterColumn.FIRST) if RosterColumn.FIRST in line.cells else self._today
        )
        last = self._day(line, RosterColumn.LAST) if RosterColumn.LAST in line.cells else None
        is_acting = self._acting(line)
        if first is None or is_acting is None or (last is None and RosterColumn.LAST in line.cells):
            return
        if last is not None and last < first:
            self._fault("agency/last_day_before_first_in_row", line, RosterColumn.LAST)
            return
        if is_acting and last is None:
            self._fault("agency/acting_without_last_day_in_row", line, RosterColumn.LAST)
            return
        authority = line.cells.get(RosterColumn.AUTHORITY, "") if is_acting else ""
        if is_acting and (fault := order_fault(authority)):
            self.plan.refuse(line.number, RosterColumn.AUTHORITY, fault)
            return
        title, row = self._posts()[position].title, line.number
        self._take(
            line, NewAppointment(row, login, position, title, first, last, is_acting, authority)
        )

    def _take(self, line: RosterLine, new: NewAppointment) -> None:
        key = (new.login, new.position)
        there = self._known.appointments.get(key, ())
        if (new.first_day, new.last_day, new.is_acting) in there or (
            RosterColumn.FIRST not in line.cells
            and any(first <= self._today and last is None for first, last, _ in there)
        ):
            return
        held = self._held.setdefault(key, [(first, last) for first, last, _ in there])
        if overlaps(new.first_day, new.last_day, held):
            self._fault("agency/held_on_these_days", line, RosterColumn.LOGIN, login=new.login)
            return
        held.append((new.first_day, new.last_day))
        if new.role.signs and not new.is_acting:
            self._seat(new)
        self.plan.appointments.append(replace(new, beside=tuple(self._beside(new))))

    def _seat(self, new: NewAppointment) -> None:
        """A post that signs has one holder at a time: of two rows each names both people."""
        seats = self._seats.setdefault(new.position, [])
        for row, login, first, last in seats:
            if login != new.login and overlaps(new.first_day, new.last_day, [(first, last)]):
                names = {"first": self._name(login), "second": self._name(new.login)}
                why = Refused("agency/two_holders_at_once", title=new.title, **names)
                for faulty in filter(None, (row, new.row)):
                    self.plan.refuse(faulty, RosterColumn.KIND, why)
                return
        seats.append((new.row, new.login, new.first_day, new.last_day))

    def _name(self, login: str) -> str:
        return (login in self._said and self._said[login][1].display_name) or login

    def _beside(self, new: NewAppointment) -> Iterator[str]:
        """What the person goes on holding: who moved is not asked to leave by a file."""
        for login, position in self._held_by.get(new.login, ()):
            periods = [
                (first, last) for first, last, _ in self._known.appointments[login, position]
            ]
            if position != new.position and overlaps(new.first_day, new.last_day, periods):
                post = self._known.positions[position]
                yield f"{post.title} {post.unit}".strip()

    def _day(self, line: RosterLine, column: RosterColumn) -> date | None:
        written = line.cells[column]
        span = read_date(written)
        if span is None or span.first != span.last:
            self._fault("agency/day_unreadable", line, column, written=written)
            return None
        return span.first

    def _acting(self, line: RosterLine) -> bool | None:
        written = line.cells.get(RosterColumn.ACTING, "").casefold()
        if written in _YES:
            return True
        if written in _NO:
            return False
        self._fault("agency/acting_not_understood", line, RosterColumn.ACTING, written=written)
        return None

    def _fault(self, key: str, line: RosterLine, column: RosterColumn, **values: Any) -> None:
        self.plan.refuse(line.number, column, Refused(key, **values))

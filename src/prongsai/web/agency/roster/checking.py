"""Check every row of a roster against the rules, the other rows, and what is there already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from prongsai.core.dates import read_date
from prongsai.core.roles import Role, all_roles
from prongsai.core.text import Text
from prongsai.web.agency.models import AgencyKind
from prongsai.web.agency.position_rules import (
    Titles,
    alone_fault,
    looks,
    order_fault,
    unit_fault,
)
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import title_of, usual_title
from prongsai.web.agency.roster.reading import (
    Column,
    Fault,
    Known,
    Line,
    NewAppointment,
    NewPerson,
    Plan,
    PositionKey,
    overlaps,
    role_named,
)

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,59}")
_LONGEST = {
    Column.NAME: 120,
    Column.EMAIL: 254,
    Column.UNIT: 200,
    Column.TITLE: 200,
    Column.AUTHORITY: 200,
}
_YES = frozenset({"ใช่", "yes", "y", "true", "1", "x", "✓", "รักษาราชการแทน", "รก.", "รรท."})
_NO = frozenset({"", "ไม่", "ไม่ใช่", "no", "n", "false", "0", "-"})


def plan_of(lines: Iterable[Line], known: Known, agency: AgencyKind, today: date) -> Plan:
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
        self._held: dict[tuple[str, PositionKey], list[tuple[date, date | None]]] = {}

    def line(self, line: Line) -> None:
        """Check one row; what is sound of it goes into the plan all the same."""
        before = self._size()
        faults = len(self.plan.faults)
        self._check_lengths(line)
        unit = self._unit(line)
        position = self._position(line, unit)
        login = self._login(line)
        if login and position:
            self._appointment(line, login, position)
        elif Column.FIRST in line.cells or Column.LAST in line.cells:
            self._fault(
                line, Column.FIRST,
                Text("มีวันที่ แต่ไม่มีคนหรือไม่มีตำแหน่ง", "there are days, but no person or no position"),
                Text("ใส่ทั้งชื่อผู้ใช้และตำแหน่ง หรือลบวันที่", "write login and position, or remove the days"),
            )  # fmt: skip
        if self._size() == before and len(self.plan.faults) == faults:
            self.plan.unchanged += 1

    def _size(self) -> int:
        plan = self.plan
        return len(plan.units) + len(plan.positions) + len(plan.people) + len(plan.appointments)

    def _check_lengths(self, line: Line) -> None:
        for column, longest in _LONGEST.items():
            if len(line.cells.get(column, "")) > longest:
                self._fault(
                    line, column,
                    Text(f"ยาวเกิน {longest} ตัวอักษร", f"over {longest} letters"),
                    Text("ย่อให้สั้นลง", "shorten it"),
                )  # fmt: skip

    def _unit(self, line: Line) -> str:
        name = line.cells.get(Column.UNIT, "")
        if not name:
            return ""
        if self._known.units.get(name):
            self._fault(
                line, Column.UNIT,
                Text(f"ส่วนราชการ “{name}” ถูกปิดแล้ว", f"the unit “{name}” is closed"),
                Text("เปิดใช้อีกครั้งก่อน หรือใช้ชื่ออื่น", "open it again first, or use another name"),
            )  # fmt: skip
        elif name not in self._known.units and name not in self.plan.units:
            self.plan.units.append(name)
        return name

    def _position(self, line: Line, unit: str) -> PositionKey | None:
        written = line.cells.get(Column.KIND, "")
        if not written:
            if Column.TITLE in line.cells:
                self._fault(
                    line, Column.KIND,
                    Text("มีชื่อตำแหน่ง แต่ไม่มีตำแหน่ง", "there is a title, but no position"),
                    self._kinds(),
                )  # fmt: skip
            return None
        role = role_named(written, self._agency)
        if role is None:
            self._fault(
                line, Column.KIND,
                Text(f"ไม่รู้จักตำแหน่ง “{written}”", f"the position “{written}” is not known"),
                self._kinds(),
            )  # fmt: skip
            return None
        position = (role, unit)
        if position in self._known.positions or position in self.plan.positions:
            return position
        return self._new_position(line, role, unit)

    def _new_position(self, line: Line, role: Role, unit: str) -> PositionKey | None:
        position = (role, unit)
        if fault := unit_fault(role, has_unit=bool(unit)):
            self._refused(line, Column.UNIT, fault)
            return None
        there = (
            {one.key for one, _ in (*self._known.positions, *self.plan.positions)}
            if role.is_alone
            else ()
        )
        if fault := alone_fault(role, there):
            self._refused(line, Column.KIND, fault)
            return None
        title = line.cells.get(Column.TITLE, "")
        written = title or usual_title(role, unit, self._agency)
        if fault := self._titles().fault(role, written):
            self._refused(line, Column.TITLE, fault)
            return None
        self.plan.positions[position] = title
        return position

    def _titles(self) -> Titles:
        """The titles there are, and those that the rows before will make."""
        made = {
            looks(title or usual_title(*position, self._agency)): position[0].signs
            for position, title in self.plan.positions.items()
        }
        return Titles({**self._known.titles.signing, **made})

    def _refused(self, line: Line, column: Column, why: Refused) -> None:
        self._fault(line, column, why.message, why.next_step or why.message)

    def _kinds(self) -> Text:
        titles = ", ".join(title_of(role, self._agency) for role in all_roles())
        return Text(f"เลือกหนึ่งใน: {titles}", f"choose one of: {titles}")

    def _login(self, line: Line) -> str:
        login = line.cells.get(Column.LOGIN, "").lower()
        if not login:
            for column in (Column.NAME, Column.EMAIL):
                if column in line.cells:
                    self._fault(
                        line, Column.LOGIN,
                        Text("มีชื่อหรืออีเมล แต่ไม่มีชื่อผู้ใช้", "there is a name or e-mail, but no login"),
                        Text("ใส่ชื่อผู้ใช้ เช่น somsri.clerk", "write a login, such as somsri.clerk"),
                    )  # fmt: skip
                    break
            return ""
        if not self._login_is_sound(line, login):
            return ""
        self._person(line, login)
        return login

    def _login_is_sound(self, line: Line, login: str) -> bool:
        if not LOGIN.fullmatch(login):
            wrong = Text(f"ชื่อผู้ใช้ “{login}” ใช้ไม่ได้", f"“{login}” cannot be a login")
            step = Text(
                "ใช้ a–z 0–9 จุด ขีด 2–60 ตัว เช่น somsri.clerk",
                "use a–z, 0–9, dots, dashes, 2–60 of them, such as somsri.clerk",
            )
        elif login in self._known.taken:
            wrong = Text(f"ชื่อผู้ใช้ “{login}” มีคนใช้แล้ว", f"the login “{login}” is taken")
            step = Text("ใช้ชื่ออื่น เช่น เติมชื่อหน่วยงาน", "use another, such as with the agency's name")
        elif self._known.people.get(login) is False:
            wrong = Text(f"บัญชี “{login}” ถูกปิดแล้ว", f"“{login}” is deactivated")
            step = Text("เปิดบัญชีก่อน หรือลบแถวนี้", "activate it first, or remove the row")
        else:
            return True
        self._fault(line, Column.LOGIN, wrong, step)
        return False

    def _person(self, line: Line, login: str) -> None:
        cells = line.cells
        person = NewPerson(login, cells.get(Column.NAME, ""), cells.get(Column.EMAIL, ""))
        if person.email:
            try:
                validate_email(person.email)
            except ValidationError:
                self._fault(
                    line, Column.EMAIL,
                    Text(f"อีเมล “{person.email}” ไม่ครบ", f"“{person.email}” is no e-mail address"),
                    Text("เขียนให้ครบ เช่น clerk@example.go.th", "write it like clerk@example.go.th"),
                )  # fmt: skip
        number, said = self._said.setdefault(login, (line.number, person))
        for column, mine, theirs in (
            (Column.NAME, person.display_name, said.display_name),
            (Column.EMAIL, person.email, said.email),
        ):
            if mine and theirs and mine != theirs:
                self._fault(
                    line, column,
                    Text(
                        f"แถว {number} เขียนของ “{login}” ว่า “{theirs}”",
                        f"row {number} says “{theirs}” of “{login}”",
                    ),
                    Text("เขียนให้ตรงกัน หรือใช้ชื่อผู้ใช้คนละชื่อ", "write the same, or use two logins"),
                )  # fmt: skip
        if login not in self._known.people:
            self.plan.people.setdefault(login, person)

    def _appointment(self, line: Line, login: str, position: PositionKey) -> None:
        first = self._day(line, Column.FIRST) if Column.FIRST in line.cells else self._today
        last = self._day(line, Column.LAST) if Column.LAST in line.cells else None
        is_acting = self._acting(line)
        if first is None or is_acting is None or (last is None and Column.LAST in line.cells):
            return
        if last is not None and last < first:
            self._fault(
                line, Column.LAST,
                Text("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "the last day is before the first"),
                Text("ใส่วันเดียวกันหรือหลังจากนั้น", "write that day or a later one"),
            )  # fmt: skip
            return
        if is_acting and last is None:
            self._fault(
                line, Column.LAST,
                Text("การรักษาราชการแทนต้องมีวันสิ้นสุด", "acting for somebody needs a last day"),
                Text("ใส่วันสุดท้ายตามคำสั่ง", "write the order's last day"),
            )  # fmt: skip
            return
        authority = line.cells.get(Column.AUTHORITY, "") if is_acting else ""
        if is_acting and (fault := order_fault(authority)):
            self._refused(line, Column.AUTHORITY, fault)
            return
        self._take(line, NewAppointment(login, position, first, last, is_acting, authority))

    def _take(self, line: Line, new: NewAppointment) -> None:
        key = (new.login, new.position)
        there = self._known.appointments.get(key, ())
        if (new.first_day, new.last_day, new.is_acting) in there or (
            Column.FIRST not in line.cells
            and any(first <= self._today and last is None for first, last, _ in there)
        ):
            return
        held = self._held.setdefault(key, [(first, last) for first, last, _ in there])
        if overlaps(new.first_day, new.last_day, held):
            self._fault(
                line, Column.LOGIN,
                Text(
                    f"“{new.login}” ดำรงตำแหน่งนี้ในวันเหล่านั้นอยู่แล้ว",
                    f"“{new.login}” holds this position on those days already",
                ),
                Text("ลบแถวนี้ หรือแก้วันที่", "remove the row, or change the days"),
            )  # fmt: skip
            return
        held.append((new.first_day, new.last_day))
        self.plan.appointments.append(new)

    def _day(self, line: Line, column: Column) -> date | None:
        written = line.cells[column]
        span = read_date(written)
        if span is None or span.first != span.last:
            self._fault(
                line, column,
                Text(f"อ่านวันที่ “{written}” ไม่ได้", f"“{written}” is no day"),
                Text("เขียนเช่น 1 ต.ค. 2568 หรือ 1/10/2568", "write it like 1 ต.ค. 2568 or 1/10/2568"),
            )  # fmt: skip
            return None
        return span.first

    def _acting(self, line: Line) -> bool | None:
        written = line.cells.get(Column.ACTING, "").casefold()
        if written in _YES:
            return True
        if written in _NO:
            return False
        self._fault(
            line, Column.ACTING,
            Text(f"ไม่เข้าใจ “{written}”", f"“{written}” is not understood"),
            Text("เขียน “ใช่” หรือเว้นว่าง", "write “ใช่” (yes), or leave it empty"),
        )  # fmt: skip
        return None

    def _fault(self, line: Line, column: Column, message: Text, next_step: Text) -> None:
        self.plan.faults.append(Fault(line.number, column, message, next_step))

"""Read the rows of the file: the first sheet of a workbook, or a CSV; who has no login gets one."""

import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, count

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Misuse, Place, UnreadableInput
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.roles import USUAL, Role, all_roles
from prongsai.core.text import Labelled, Text
from prongsai.core.thai import mend_line, skeleton
from prongsai.documents.workbook import new_workbook
from prongsai.web.agency.models import AgencyKind
from prongsai.web.agency.position_rules import Post, Titles, looks
from prongsai.web.agency.roles import title_of
from prongsai.web.platform.sandbox import read_rows

_WIDTH = 24
_ROWS_WITH_CHOICES = 2_000
# Logins that the site gives begin with the agency's name on the web.
_STEM = re.compile(r"([a-z0-9][a-z0-9-]{1,30})\.[a-z]{2,3}\.th")
_USUAL_STEM = "staff"


class RosterColumn(Labelled):
    """A column by the name our own code uses, and its headings, which are understood too."""

    LOGIN = "login", "ชื่อผู้ใช้", "login"
    NAME = "display_name", "ชื่อที่แสดง", "name"
    EMAIL = "email", "อีเมล", "email"
    UNIT = "unit", "ส่วนราชการ", "unit"
    KIND = "kind", "ตำแหน่ง", "position"
    TITLE = "title", "ชื่อตำแหน่ง", "title"
    FIRST = "first_day", "ตั้งแต่วันที่", "from"
    LAST = "last_day", "ถึงวันที่", "to"
    ACTING = "is_acting", "รักษาราชการแทน", "acting"
    AUTHORITY = "authority", "คำสั่งหรือกฎหมาย", "authority"

    @property
    def heading(self) -> str:
        return self.label.th


_NOTES = {
    RosterColumn.LOGIN: "ว่างไว้ได้ถ้ามีชื่อที่แสดง ระบบตั้งให้ หรือตัวอักษรอังกฤษ ตัวเลข จุด ขีด เช่น somsri.clerk",
    RosterColumn.NAME: "ไม่ใส่ก็ได้ถ้ามีชื่อผู้ใช้ ชื่อเดียวกันหลายแถวคือคนเดียวกัน",
    RosterColumn.EMAIL: "ไม่ใส่ก็ได้",
    RosterColumn.UNIT: "ชื่อเต็ม เช่น กองคลัง ถ้ายังไม่มีระบบจะเพิ่มให้",
    RosterColumn.KIND: "เลือกจากรายการ หรือเขียนชื่อตำแหน่งจริง เช่น นักวิชาการเงินและบัญชี ระบบลงเป็นเจ้าหน้าที่",
    RosterColumn.TITLE: "ไม่ใส่ก็ได้ ระบบใช้ชื่อปกติ",
    RosterColumn.FIRST: "เช่น 1 ต.ค. 2568 ว่างไว้คือวันนี้",
    RosterColumn.LAST: "ว่างไว้คือไม่มีกำหนด",
    RosterColumn.ACTING: "ใช่ หรือว่างไว้",
    RosterColumn.AUTHORITY: "ต้องมีเมื่อรักษาราชการแทนในตำแหน่งที่ลงนาม เช่น คำสั่งที่ 12/2568",
}
# What lists of staff that offices keep already call it.
_ALSO = {
    RosterColumn.NAME: ("ชื่อ-นามสกุล", "ชื่อ-สกุล", "ชื่อและนามสกุล"),
    RosterColumn.UNIT: ("สังกัด", "สำนัก/กอง", "กอง/สำนัก"),
}
_BY_HEADING = {
    skeleton(written): column
    for column in RosterColumn
    for written in (column.label.th, column.label.en, column.value, *_ALSO.get(column, ()))
}


def column_of(heading: str) -> RosterColumn | None:
    """The column a heading names, in Thai or English."""
    return _BY_HEADING.get(skeleton(heading.rstrip(" *")))


def role_named(written: str, agency: AgencyKind) -> Role | None:
    """The role that a cell names: by its usual title here, its name, or its key, former or not."""
    wanted = skeleton(written)
    for role in all_roles():
        names = (
            title_of(role, agency),
            role.name.th,
            role.title_in(USUAL),
            *role.reads_alone_as,
            role.key,
            role.formerly,
        )
        if wanted in map(skeleton, filter(None, names)):
            return role
    return None


def template(agency: AgencyKind) -> bytes:
    """An empty workbook with the headings, a choice of positions, and a sheet of explanations."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    bold = workbook.add_format({"bold": True, "bottom": 1})
    text = workbook.add_format({"num_format": "@"})
    sheet = workbook.add_worksheet("รายชื่อ")
    titles = [title_of(role, agency) for role in all_roles()]
    for place, column in enumerate(RosterColumn):
        sheet.set_column(place, place, _WIDTH, text)
        sheet.write(0, place, column.heading, bold)
    _offer(sheet, list(RosterColumn).index(RosterColumn.KIND), titles)
    _offer(sheet, list(RosterColumn).index(RosterColumn.ACTING), ["ใช่"])
    sheet.freeze_panes(1, 0)
    notes = workbook.add_worksheet("คำอธิบาย")
    notes.set_column(0, 0, _WIDTH)
    notes.set_column(1, 1, 3 * _WIDTH)
    for place, column in enumerate(RosterColumn):
        notes.write(place, 0, column.heading, bold)
        notes.write(place, 1, _NOTES[column])
    workbook.close()
    return target.getvalue()


def _offer(sheet: object, column: int, choices: Sequence[str]) -> None:
    rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
    sheet.data_validation(1, column, _ROWS_WITH_CHOICES, column, rule)  # type: ignore[attr-defined]


# The role, the unit's name, "" for none, and how the title looks, "" where the role signs: a unit
# has one of these. The office head is in the office, whatever a file says of it.
PositionKey = tuple[Role, str, str]


def key_of(post: Post) -> PositionKey:
    """By what a post of a file is known among those there are."""
    unit = "" if post.role.leads_office else post.unit
    return post.role, unit, "" if post.role.signs else looks(post.title)


class Fault(Struct, frozen=True):
    """One cell that cannot be taken over: where, what, and what to write instead."""

    row: int
    column: RosterColumn
    message: Text
    next_step: Text | None


class NewAppointment(Struct, frozen=True):
    """Somebody who will hold a position.

    Shape:  `row` of the file; `beside` what the person holds already and keeps on these days.
    """

    row: int
    login: str
    position: PositionKey
    title: str
    first_day: date
    last_day: date | None
    is_acting: bool
    authority: str = ""
    beside: tuple[str, ...] = ()

    @property
    def role(self) -> Role:
        return self.position[0]

    @property
    def unit(self) -> str:
        """The unit's name, "" for none."""
        return self.position[1]


class NewPerson(Struct, frozen=True):
    """Somebody who will be able to sign in once a password is handed over."""

    login: str
    display_name: str
    email: str


class Plan(Struct):
    """What is new, what is there already, what is wrong; with a fault nothing is taken over."""

    faults: list[Fault] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    positions: dict[PositionKey, Post] = field(default_factory=dict)
    people: dict[str, NewPerson] = field(default_factory=dict)
    appointments: list[NewAppointment] = field(default_factory=list)
    unchanged: int = 0
    # The login of a new person, and that of who has the same e-mail address.
    mailboxes: dict[str, str] = field(default_factory=dict)

    def refuse(self, row: int, column: RosterColumn, why: Misuse) -> None:
        """Note why a row is not taken over, behind what was noted of it and of rows before."""
        self.faults.append(Fault(row, column, why.message, why.next_step or why.message))
        self.faults.sort(key=lambda fault: fault.row)

    @property
    def namesakes(self) -> frozenset[str]:
        """Logins that rows of several units mean: one person, or two of one name."""
        units: dict[str, set[str]] = {}
        for new in self.appointments:
            units.setdefault(new.login, set()).add(new.unit)
        return frozenset(login for login, names in units.items() if len(names) > 1)

    @property
    def is_empty(self) -> bool:
        """Whether taking it over would change nothing."""
        return not (self.units or self.positions or self.people or self.appointments)


class Known(Struct, frozen=True):
    """What the agency has already.

    Shape:  `units` name → is closed; `people` login → is active; `taken` logins of other
            agencies; `mailboxes` e-mail address → login; `appointments` by login and position;
            `titles` of the posts there are; `office` the name of the unit that is, or would be, the
            central office.
    """

    units: Mapping[str, bool]
    positions: Mapping[PositionKey, Post]
    people: Mapping[str, bool]
    taken: frozenset[str]
    mailboxes: Mapping[str, str]
    appointments: Mapping[tuple[str, PositionKey], tuple[tuple[date, date | None, bool], ...]]
    titles: Titles
    office: str


def overlaps(first: date, last: date | None, others: Iterable[tuple[date, date | None]]) -> bool:
    """Whether a period shares a day with one of the others."""
    return any(
        (last is None or begin <= last) and (end is None or first <= end) for begin, end in others
    )


# Rows are counted by it, and it says nothing of anybody.
_RUNNING = frozenset(map(skeleton, ("ที่", "ลำดับ", "ลำดับที่", "No.")))
# Lists of staff write so where nobody holds the post.
_VACANT = frozenset(map(looks, ("ว่าง", "(ว่าง)", "ตำแหน่งว่าง", "อัตราว่าง", "-ว่าง-")))
MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
_LOOKED_FOR_HEADINGS = 10


class RosterLine(Struct, frozen=True):
    """One row of the file, counted from 1 as the office program shows it."""

    number: int
    cells: Mapping[RosterColumn, str]


class Reading(Struct, frozen=True):
    """The rows, and the headings that mean nothing here."""

    lines: tuple[RosterLine, ...]
    unknown: tuple[str, ...]


def read_roster(data: bytes, name: str) -> Reading:
    """The rows of a roster, read in a child process."""
    if len(data) > MAX_BYTES:
        megabytes = MAX_BYTES // 10**6
        raise UnreadableInput("agency/roster_too_large", place=Place(name), megabytes=megabytes)
    try:
        sheet = read_rows(data, name)[0]
    except UnreadableInput as error:
        raise UnreadableInput(
            "agency/roster_unreadable", place=Place(name), reason=error.message
        ) from error
    return _with_headings(sheet, name)


def _with_headings(sheet: Sheet, name: str) -> Reading:
    filled = [row for row, cells in enumerate(sheet.rows) if any(map(str.strip, cells))]
    for place, row in enumerate(filled[:_LOOKED_FOR_HEADINGS]):
        cells = [_text_of(sheet, row, column) for column in range(len(sheet.rows[row]))]
        columns = [column_of(cell) for cell in cells]
        if {RosterColumn.LOGIN, RosterColumn.UNIT, RosterColumn.KIND} & set(columns):
            _refuse_damaged(sheet, filled[place + 1 :], cells, columns)
            lines = tuple(_lines(sheet, filled[place + 1 :], columns))
            if len(lines) > MAX_ROWS:
                raise UnreadableInput(
                    "agency/roster_too_long", place=Place(name), count=len(lines), most=MAX_ROWS
                )
            unknown = (
                cell
                for cell, column in zip(cells, columns, strict=True)
                if column is None and cell and skeleton(cell) not in _RUNNING
            )
            return Reading(lines, tuple(unknown))
    raise UnreadableInput(
        "agency/roster_without_headings",
        place=Place(name),
        login=RosterColumn.LOGIN.label,
        unit=RosterColumn.UNIT.label,
    )


def _refuse_damaged(
    sheet: Sheet, rows: Sequence[int], cells: Sequence[str], columns: Sequence[RosterColumn | None]
) -> None:
    """Refuse a file in which a cell is not certain."""
    headed = {place for place, cell in enumerate(cells) if cell}
    titles = {place: column.heading for place, column in enumerate(columns) if column is not None}
    dates = {
        place
        for place, column in enumerate(columns)
        if column in (RosterColumn.FIRST, RosterColumn.LAST)
    }
    faults = (row_faults(sheet, row, titles, dates=dates, headed=headed) for row in rows)
    refuse_damaged(list(chain.from_iterable(faults)))


def _lines(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[RosterColumn | None]
) -> Iterator[RosterLine]:
    for row in rows:
        cells = {
            column: cell
            for place, column in enumerate(columns)
            if column is not None and (cell := _text_of(sheet, row, place)).strip("-–—")
        }
        if looks(cells.get(RosterColumn.NAME, "")) in _VACANT:
            del cells[RosterColumn.NAME]
        if cells:
            place = sheet.place_of(row)
            yield RosterLine(place.row or place.line or 0, cells)


def _text_of(sheet: Sheet, row: int, column: int) -> str:
    return mend_line(sheet.text(row, column))


def stem_of(website: str) -> str:
    """What the logins of an agency begin with.

    >>> stem_of("https://www.namsai.go.th"), stem_of("")
    ('namsai', 'staff')
    """
    label = _STEM.search(website.lower())
    return label[1] if label else _USUAL_STEM


def with_logins(
    lines: Iterable[RosterLine],
    people: Mapping[str, Sequence[str]],
    taken: Collection[str],
    stem: str,
) -> Iterator[RosterLine]:
    """The rows, each named person with a login: the one they have, or the next free number.

    Shape:  `people` the logins there are by name. Rows of one name are one person; of two people
            of one name nobody knows which, and the row stays without.
    """
    lines = list(lines)
    owned = {name: list(logins) for name, logins in people.items()}
    for line in lines:
        login = line.cells.get(RosterColumn.LOGIN, "").lower()
        of_name = owned.setdefault(line.cells.get(RosterColumn.NAME, ""), [])
        of_name += [login] if login and login not in of_name else []
    written = {login for logins in owned.values() for login in logins}
    names = (f"{stem}-{number:02d}" for number in count(1))
    free = (login for login in names if login not in taken and login not in written)
    for line in lines:
        name = line.cells.get(RosterColumn.NAME, "")
        if not name or RosterColumn.LOGIN in line.cells or len(owned[name]) > 1:
            yield line
            continue
        owned[name] = owned[name] or [next(free)]
        yield replace(line, cells={**line.cells, RosterColumn.LOGIN: owned[name][0]})

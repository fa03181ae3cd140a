"""How a story begins: the agency, its people, and last year's figures."""

from __future__ import annotations

import secrets

from msgspec import Struct

from demo_agency.stage import Stage
from prongsai.core.desk.model import State
from prongsai.core.roles import head_of_a_unit, role_of
from prongsai.readers.case_files import read_remarks
from prongsai.readers.scores import read_scores
from prongsai.readers.yaml_file import read_yaml
from prongsai.web.agency.models import Agency, AgencyKind, Notification, Position
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.services.agency import FirstPerson, NewAgency, add_unit, edit_agency, start
from prongsai.web.agency.services.notifying import note
from prongsai.web.agency.services.people import add_person, password_was_changed
from prongsai.web.agency.services.positions import hold, make_position
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.services.working import hand
from prongsai.web.platform.clock import today
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.services import remarks as scoring

# Nobody's: given names of an old reading book with the surname “example”.
NAMES = {
    login: f"{name} ตัวอย่าง"
    for login, name in {
        "ita": "มานี", "mayor": "มานะ", "clerk": "ปิติ", "head": "ชูใจ", "publication": "วีระ",
        "complaint": "ดวงแก้ว", "auditor": "สมคิด", "unit2": "เพชร", "unit3": "จันทร",
        "unit4": "ประภา", "unit5": "ประยูร", "officer1": "สุดา", "officer2": "มงคล",
    }.items()
}  # fmt: skip


class People(Struct, frozen=True):
    """Who works there.

    Shape:  `logins` by the role of the position; one of those leads the central office.
    """

    logins: dict[str, str]
    units: list[str]


def begin_agency(stage: Stage, name: str, values: dict[str, str], people: People) -> None:
    """Make the agency with a person for each position, and a head for each unit."""
    roles = frozenset({role_of("ita-officer")})
    officer = FirstPerson("ita", secrets.token_urlsafe(24), NAMES["ita"], roles)
    place = "ตัวอย่าง"
    new = NewAgency(name, AgencyKind.SUBDISTRICT_MUNICIPALITY, stage.year, place, place)
    by = start(new=new, person=officer)
    agency = stage.agency = by.agency
    Agency.objects.filter(pk=agency.pk).update(is_sample=True)
    agency.refresh_from_db()
    edit_agency(agency=agency, by=by, revision=agency.revision, values=values)
    for role, login in people.logins.items():
        _appoint(by, Position.objects.get(agency=agency, kind=role), login)
    for number, unit_name in enumerate(people.units, start=1):
        if unit_name != agency.office:
            unit = add_unit(agency=agency, by=by, name=unit_name)
            position = make_position(agency=agency, by=by, role=head_of_a_unit(), unit=unit)
            _appoint(by, position, f"unit{number}")
    _read_notices(agency)


def bring_officers(stage: Stage, by: Actor, officers: dict[str, tuple[str, str]]) -> None:
    """Appoint officers, by login with unit and title, and give each the newest case of the unit."""
    for login, (unit_name, title) in officers.items():
        unit = stage.unit(unit_name)
        position = make_position(
            agency=stage.agency, by=by, role=role_of("officer"), unit=unit, title=title
        )
        _appoint(by, position, login)
        case = Case.objects.filter(agency=stage.agency, unit=unit, state=State.ASSIGNED).first()
        heads = unit.positions.get(kind=head_of_a_unit().key).appointments
        head = actor_on(heads.get().user, today())
        if case is not None and head is not None:
            hand(case, by=head, assignee=stage.person(login).user, seen=case.version)
    _read_notices(stage.agency)


def _read_notices(agency: Agency) -> None:
    """Months ago: nobody still has before them that they were appointed."""
    for notice in Notification.objects.filter(agency=agency).select_related("user"):
        reader = actor_on(notice.user, today())
        if reader is not None:
            note(notice.pk, by=reader)


def _appoint(by: Actor, position: Position, login: str) -> None:
    user = add_person(agency=by.agency, by=by, login=login, display_name=NAMES[login]).user
    hold(position=position, user=user, by=by, first_day=today().replace(day=1))
    # The doors ask for no password, so nobody is sent to change one that was never handed over.
    password_was_changed(user=user, by=actor_on(user, today()))


def import_scores(stage: Stage, by: Actor, source: str) -> None:
    """Import the score sheet of the case folder.

    Shape:  `source` may name the file as {file}.
    """
    path = next(path for path in sorted(stage.case.iterdir()) if path.stem == "scores")
    sheet = read_scores(path.read_bytes(), path.name, catalogue_of(stage.agency)).sheet
    source = source.format(file=path.name)
    scoring.import_sheet(stage.agency, by=by, sheet=sheet, source=source)


def import_remarks(stage: Stage, by: Actor, source: str) -> None:
    """Import the remarks of the case folder, if it has any."""
    path = stage.case / "remarks.yaml"
    if path.is_file():
        remarks, _ = read_remarks(read_yaml(path.read_bytes(), path.name))
        year = stage.year - 1
        scoring.set_remarks(stage.agency, by=by, score_year=year, remarks=remarks, source=source)

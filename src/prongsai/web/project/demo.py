"""The demo's data: an invented agency with published figures, in a folder that says so.

The figures are those of the case folder that is given; agency, people and dates are made up and
marked ตัวอย่าง. The year is played up to its story's day (`demo_year`). The file `demo` in the data
folder opens the doors without passwords and moves the clock to the day on which the story takes
place.
"""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from django.db import transaction
from msgspec import Struct

from prongsai.core.roles import head_of_a_unit, role_of
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.case_files import read_remarks
from prongsai.readers.scores import read_scores
from prongsai.readers.yaml_file import read_yaml
from prongsai.web.agency.models import (
    Agency,
    AgencyKind,
    Notification,
    Position,
    Unit,
    User,
)
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.services.agency import FirstPerson, NewAgency, add_unit, edit_agency, start
from prongsai.web.agency.services.people import add_person, note, password_was_changed
from prongsai.web.agency.services.positions import hold, make_position
from prongsai.web.platform.clock import today
from prongsai.web.project import (
    demo_bills,
    demo_counter,
    demo_desk,
    demo_desk_year,
    demo_disclosure,
    demo_progress,
    demo_registers,
    demo_satisfaction,
    demo_site,
    demo_statistics,
    demo_surveys,
    demo_year,
)
from prongsai.web.project.demo_plan import plan
from prongsai.web.project.demo_stage import TODAY, YEAR, Stage, on
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.calendar.queries import event_id, event_of
from prongsai.web.year.calendar.services.dates import add, mark_done, move
from prongsai.web.year.ownership.owners import subject_of
from prongsai.web.year.ownership.services import assign, assign_as_planned
from prongsai.web.year.scoring.services.remarks import import_sheet, set_remarks

_NAME = "เทศบาลตำบลตัวอย่าง"
_UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุขและสิ่งแวดล้อม")
# Who owns which indicators; the last one waits to be assigned.
_INDICATORS = {
    "สำนักปลัด": ("1", "3", "5", "7", "9"),
    "กองคลัง": ("2", "4"),
    "กองช่าง": ("6", "8"),
}
_LOGINS = {
    "chief-executive": "mayor",
    "chief-administrator": "clerk",
    "office-head": "head",
    "publication-officer": "publication",
    "complaint-officer": "complaint",
    "auditor": "auditor",
}


class Loaded(Struct, frozen=True):
    """What was loaded; `is_new` is False where the folder held the demo already."""

    agency: Agency
    is_new: bool


def load(case: Path, story: int = YEAR) -> Loaded:
    """Fill an empty database with a story's demo, all or nothing; a filled one stays as it is."""
    held = Agency.objects.first()
    if held is not None:
        return Loaded(held, is_new=False)
    with transaction.atomic():
        fill = _filled if story == YEAR else _begun_today
        return Loaded(fill(case), is_new=True)


def _begun_today(case: Path) -> Agency:
    """The year officers live in: the results of the year before are there, nothing is done yet."""
    with on(date(2026, 10, 5)):
        agency = _begun(TODAY)
    with on(date(2026, 11, 19)):
        import_sheet(
            agency,
            by=Stage(agency).officer,
            sheet=_scores(agency, case),
            source=f"ตัวเลขสมมติ ไม่ใช่ของหน่วยงานใด (ตัวอย่าง, {_sheet(case).name})",
        )
    return agency


def _filled(case: Path) -> Agency:
    with on(date(2022, 10, 3)):
        agency = _begun(YEAR)
        sheet = _scores(agency, case)
        by = Stage(agency).officer
        import_sheet(agency, by=by, sheet=sheet, source=f"เอกสารเทศบาล 003 ({_sheet(case).name})")
        _remarks(agency, by, case)
        _own_date(agency, by)
    stage = Stage(agency)
    demo_desk_year.play(stage)
    demo_counter.play_year(stage)
    desk = demo_desk.Desk(stage)
    desk.until(date(2022, 11, 13))
    rounds = demo_satisfaction.Rounds(stage)
    demo_year.before_the_plan(stage)
    with on(date(2023, 2, 1), 15):
        plan(agency, stage.officer, YEAR)
        _owners(agency, stage.officer)
    surveys = demo_surveys.Surveys(stage)
    rounds.go_on()
    surveys.answer()
    demo_disclosure.begin(stage)
    demo_year.after_the_draft(stage)
    with on(date(2023, 3, 17), 15, 30):
        _done_dates(agency, stage.officer)
    surveys.end()
    rounds.end()
    demo_disclosure.go_on(stage)
    demo_progress.carry_out(stage)
    demo_counter.play(stage)
    demo_site.publish(stage)
    demo_registers.keep(stage)
    demo_site.show_register(stage)
    desk.until(date(2023, 3, 18))
    demo_desk.open_box(stage)
    demo_desk.show_papers(stage)
    demo_bills.play(stage)
    demo_statistics.count(stage)
    demo_statistics.report(stage)
    demo_counter.open_again(stage)
    demo_progress.carry_on(stage)
    return agency


def _begun(year: int) -> Agency:
    by = start(
        new=NewAgency(_NAME, AgencyKind.SUBDISTRICT_MUNICIPALITY, year, "ตัวอย่าง", "ตัวอย่าง"),
        person=FirstPerson(
            "ita", secrets.token_urlsafe(24), "", frozenset({role_of("ita-officer")})
        ),
    )
    agency = by.agency
    Agency.objects.filter(pk=agency.pk).update(is_sample=True)
    agency.refresh_from_db()
    edit_agency(
        agency=agency,
        by=by,
        revision=agency.revision,
        values={
            "number_prefix": "ตย 00000/",
            "website": "www.example.go.th",
            "social_pages": "เฟซบุ๊ก https://www.example.go.th/facebook",
        },
    )
    _people(agency, by)
    return agency


def _people(agency: Agency, by: Actor) -> None:
    """One person for each position, and a head for each unit; logins name the position."""
    for role, login in _LOGINS.items():
        position = Position.objects.get(agency=agency, kind=role)
        _appoint(agency, by, position, login)
    for number, name in enumerate(_UNITS, start=1):
        unit = add_unit(agency=agency, by=by, name=name)
        if name != _UNITS[0]:  # the central office has its head already
            position = make_position(agency=agency, by=by, role=head_of_a_unit(), unit=unit)
            _appoint(agency, by, position, f"unit{number}")
    # Months ago: nobody still has before them that they were appointed.
    for notice in Notification.objects.filter(agency=agency).select_related("user"):
        reader = actor_on(notice.user, today())
        if reader is not None:
            note(notice.pk, by=reader)


def _appoint(agency: Agency, by: Actor, position: Position, login: str) -> None:
    user: User = add_person(agency=agency, by=by, login=login).user
    hold(position=position, user=user, by=by, first_day=today().replace(day=1))
    # The doors ask for no password, so nobody is sent to change one that was never handed over.
    password_was_changed(user=user, by=actor_on(user, today()))


def _scores(agency: Agency, case: Path) -> ScoreSheet:
    path = _sheet(case)
    return read_scores(path.read_bytes(), path.name, catalogue_of(agency)).sheet


def _sheet(case: Path) -> Path:
    return next(path for path in sorted(case.iterdir()) if path.stem == "scores")


def _remarks(agency: Agency, by: Actor, case: Path) -> None:
    path = case / "remarks.yaml"
    if not path.is_file():
        return
    told, _ = read_remarks(read_yaml(path.read_bytes(), path.name))
    set_remarks(agency, by=by, score_year=YEAR - 1, remarks=told, source="เอกสารเทศบาล 003")


def _owners(agency: Agency, by: Actor) -> None:
    """Indicators go to units, measures to those the plan names; one indicator is left to assign."""
    units = {unit.name: unit for unit in Unit.objects.filter(agency=agency)}
    for name, codes in _INDICATORS.items():
        told = [subject_of(agency, YEAR, "indicator", code) for code in codes]
        owned = [subject for subject in told if subject is not None]
        assign(agency, by=by, year=YEAR, subjects=owned, unit=units[name])
    assign_as_planned(agency, by=by, year=YEAR)


def _own_date(agency: Agency, by: Actor) -> None:
    """One date of the agency's own."""
    day = date(2023, 4, 11)
    add(
        agency,
        by=by,
        year=YEAR,
        name="วันเทศบาลพบประชาชน ประชาสัมพันธ์แบบวัดของผู้รับบริการ (ตัวอย่าง)",
        detail="ลานหน้าสำนักงานเทศบาล",
        days=(day, day),
    )


def _done_dates(agency: Agency, by: Actor) -> None:
    """One date was moved with its reason; what lies behind was done."""
    approval = event_of(agency, YEAR, event_id(agency, YEAR, "approval"))
    if approval is not None:
        moved = date(2023, 3, 15)
        move(
            agency,
            by=by,
            event=approval,
            days=(moved, moved),
            seen=(approval.first, approval.last),
            reason="ส่งกลับแก้ไขหนึ่งครั้ง เลื่อนวันลงนาม (ตัวอย่าง)",
        )
    for key in ("analysis", "meeting", "order", "plan", "approval"):
        done = event_of(agency, YEAR, event_id(agency, YEAR, key))
        if done is not None:
            mark_done(agency, by=by, event=done)

"""A year whose measures were carried out, for tests of what is reported of them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.web import factories
from tests.web.analysis.years import full_year
from tests.web.ownership import samples as owned
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD
from tests.web.tracking import samples as tracked

from prongsai.web.agency.people import actor_on
from prongsai.web.platform import clock
from prongsai.web.year.measures.models import MeasureRow, PlanRow
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.reports.services import Written, save_row

YEAR = 2566
HALF, WHOLE, RESULTS = KINDS["report-6"], KINDS["report-12"], KINDS["results"]


def at(year, month, day, hour=9):
    """Hold the clock at a day of the Common Era."""
    return clock.freeze(datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Bangkok")))


def march():
    """The day before the first report is due."""
    return at(2023, 3, 30)


def year(agency, count=3):
    """A year with scores and a plan of some measures, the first of กองคลัง."""
    full_year(agency, YEAR)
    return measures(agency, count)


def measures(agency, count=3, **fields) -> list[MeasureRow]:
    """A plan of some measures that go on all year."""
    units = ("กองคลัง", "กองช่าง", "สำนักปลัด")
    rows = [(n, date(2023, 9, 30), units[(n - 1) % 3]) for n in range(1, count + 1)]
    made = owned.plan(agency, *rows)
    MeasureRow.objects.filter(pk__in=[one.pk for one in made]).update(items=["e6"], **fields)
    return made


def note(measure, by, on=date(2023, 3, 20), percent=40, photos=0, **said):
    """A note; its photos show no day."""
    return tracked.note(measure, by, on, percent, photos, **said)


def approve_plan(agency, day="20 มกราคม 2566"):
    """The plan was approved on a day."""
    PlanRow.objects.filter(agency=agency).update(approved=day)


def filled(agency, by, count=3):
    """A year of which every unit wrote, with a photo for each measure."""
    rows = year(agency, count)
    for row in rows:
        note(
            row,
            by,
            date(2023, 2, 20),
            photos=1,
            done=f"ผลของ{row.title}",
            problem="ไม่มี",
            proposal="ไม่มี",
        )
    return rows


def write(agency, by, measure, kind=HALF, seen=0, **texts):
    """Write a row of a report."""
    return save_row(
        agency, by=by, year=YEAR, kind=kind, measure_id=measure.pk, written=Written(**texts),
        seen=seen,
    )  # fmt: skip


def held(agency, kind=HALF, **asked):
    """A report as it stands."""
    return compiled_report(agency, YEAR, kind, clock.today(), **asked)


def head(agency, name="กองคลัง"):
    """The head of a unit."""
    return owned.head_of(agency, factories.make_unit(agency, name))


class Signers:
    """The positions that sign, and who holds them."""

    def __init__(self, agency):
        """A head of the office, a chief administrator and a chief executive."""
        self._users = {}
        for kind, title in (
            (OFFICE_HEAD, "หัวหน้าสำนักปลัด"),
            (CHIEF_ADMINISTRATOR, "ปลัดเทศบาล"),
            (CHIEF_EXECUTIVE, "นายกเทศมนตรี"),
        ):
            user = factories.make_user(agency, f"{kind.key}-{agency.pk.hex[:6]}")
            factories.hold(user, factories.make_position(agency, kind, title=title))
            self._users[kind] = user

    def __getitem__(self, kind):
        """The person in a position today."""
        return actor_on(self._users[kind], clock.today())

    def __iter__(self):
        """In the order in which they sign."""
        return iter([self[kind] for kind in self._users])

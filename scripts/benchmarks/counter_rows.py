"""Inside the site: a queue among few numbers and many.

`scripts.benchmarks.counter_rows FOLDER MANY_TODAY MANY_A_YEAR ROUNDS` makes two points, one with
few numbers and one with so many, and prints the timings of both and their queries as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from prongsai.web.project.commands.common import awake
from scripts.benchmarks.desk_rows import _agency, _counted
from scripts.benchmarks.measure import call

if TYPE_CHECKING:
    from django.test import Client

    from prongsai.web.agency.people import Actor
    from prongsai.web.citizens.counter.models import ServicePoint, Window

FEW_TODAY, FEW_A_YEAR = 10, 200
_AT_ONCE, _WAITING = 1_000, 100
_SERVICES = ("A", "B", "C")


def main() -> None:
    """Measure what is done at a queue."""
    awake(Path(sys.argv[1]))
    today, year, rounds = (int(one) for one in sys.argv[2:5])
    pair = [_Queue("น้อย", FEW_TODAY, FEW_A_YEAR), _Queue("มาก", today, year)]
    found = {}
    for name in _Queue.ACTS:
        acts = [one.act(name) for one in pair]
        peer, ours = map(call, acts)
        taken = [(peer(), ours()) for _ in range(rounds + 1)][1:]
        found[name] = {"taken": taken, "queries": [_counted(act) for act in acts]}
    sys.stdout.write(json.dumps(found) + "\n")


class _Queue:
    """A point with its numbers, and what is done there."""

    ACTS = (
        "a number is taken",
        "the next is called",
        "the call screen",
        "the page of a number",
        "the page of the point",
        "the waits of the day",
        "the waits of the year",
    )

    def __init__(self, name: str, today: int, year: int) -> None:
        """Fill it."""
        self.by, self.browser = _keeper(name)
        self.point, self.windows = _point(self.by)
        _fill(self.point, today, year)
        self._number = count()

    def act(self, name: str) -> Callable[[], None]:
        """What is measured under a name."""
        point = f"/counter/points/{self.point.pk}/"
        public = f"/site/{self.point.agency_id}/queue/"
        acts: dict[str, Callable[[], None]] = {
            "a number is taken": self._take,
            "the next is called": self._call,
            "the call screen": self._opening(f"{public}{self.point.code}/screen/"),
            "the page of a number": self._opening(f"{public}ticket/{self._waiting()}/"),
            "the page of the point": self._opening(point),
            "the waits of the day": self._opening(f"{point}waits/?span=today"),
            "the waits of the year": self._opening(f"{point}waits/?span=year"),
        }
        return acts[name]

    def _take(self) -> None:
        from prongsai.web.citizens.counter.models import Ticket  # noqa: PLC0415 - Django is awake now
        from prongsai.web.citizens.counter.services import queues  # noqa: PLC0415

        line = self.point.lines.first()
        row = queues.take(self.point, line, once=f"bench {next(self._number)}")
        # So many wait at each round as at the first.
        Ticket.objects.filter(pk=row.pk).update(state="left")

    def _call(self) -> None:
        from prongsai.web.citizens.counter.models import Ticket  # noqa: PLC0415 - Django is awake now
        from prongsai.web.citizens.counter.queries import at_window  # noqa: PLC0415
        from prongsai.web.citizens.counter.services import queues  # noqa: PLC0415

        at = at_window(self.windows[0])
        row = queues.call_next(self.windows[0], by=self.by, seen=at.pk if at else queues.NOBODY)
        if row is None:
            raise RuntimeError(self.point.name)
        Ticket.objects.filter(pk=row.pk).update(state="waiting", window=None, called_at=None)

    def _waiting(self) -> str:
        from prongsai.web.citizens.counter.models import Ticket  # noqa: PLC0415 - Django is awake now

        rows = Ticket.objects.filter(point=self.point, state="waiting")
        return str(rows.values_list("code", flat=True).order_by("-number")[0])

    def _opening(self, path: str) -> Callable[[], None]:
        def act() -> None:
            answer = self.browser.get(path)
            if answer.status_code != HTTPStatus.OK:
                raise RuntimeError(path, answer.status_code)

        return act


def _keeper(name: str) -> tuple[Actor, Client]:
    """Who keeps the counters of an agency of their own, with a browser."""
    from django.test import Client  # noqa: PLC0415 - Django is awake now

    from prongsai.core.roles import role_of  # noqa: PLC0415 - Django is awake now
    from prongsai.web.agency.models import Appointment, Position, User  # noqa: PLC0415
    from prongsai.web.agency.people import actor_on  # noqa: PLC0415
    from prongsai.web.platform.clock import now, today  # noqa: PLC0415
    from prongsai.web.year.assessment.models import Assessment  # noqa: PLC0415

    agency = _agency(f"คิว{name}")
    Assessment.objects.create(agency=agency, fiscal_year=2569, opened_at=now())
    user = User.objects.create_user(f"queue-{name}", agency=agency, made_at=now())
    role = role_of("chief-administrator")
    position = Position.objects.create(agency=agency, kind=role.key, title="ปลัด")
    Appointment.objects.create(
        agency=agency, position=position, user=user, first_day=today().replace(year=2020)
    )
    person = actor_on(user, today())
    if person is None:
        raise RuntimeError(name)
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(user)
    return person, browser


def _point(by: Actor) -> tuple[ServicePoint, list[Window]]:
    from prongsai.core.counter.queue import LineWords, WindowWords  # noqa: PLC0415
    from prongsai.web.citizens.counter.services import queues  # noqa: PLC0415 - Django is awake now

    lines = tuple(LineWords(one, f"งาน {one}") for one in _SERVICES)
    windows = tuple(WindowWords(str(number)) for number in range(1, 5))
    point = queues.make_point(by=by, words=queues.PointWords("จุดบริการ", None, lines, windows))
    queues.open_day(point, by=by)
    point.refresh_from_db()
    return point, list(point.windows.select_related("point__agency"))


def _fill(point: ServicePoint, today_count: int, year: int) -> None:
    """Numbers of today, some of which wait, and those of the days before."""
    from prongsai.core.fiscal import start, year_of  # noqa: PLC0415
    from prongsai.web.citizens.counter.models import Ticket  # noqa: PLC0415 - Django is awake now
    from prongsai.web.platform.clock import now, today  # noqa: PLC0415

    lines = list(point.lines.all())
    moment, day = now(), today()
    past = max(1, (day - start(year_of(day))).days)
    rows = []
    for number in range(today_count + year):
        is_today = number < today_count
        back = 0 if is_today else 1 + number % past
        taken = moment - timedelta(days=back, minutes=number % 60)
        is_waiting = is_today and number < min(_WAITING, today_count)
        rows.append(
            Ticket(
                agency=point.agency, point=point, line=lines[number % len(lines)],
                day=day - timedelta(days=back), number=10_000 + number, code=uuid4().hex[:16],
                taken_at=taken, state="waiting" if is_waiting else "served",
                called_at=None if is_waiting else taken + timedelta(minutes=7),
                ended_at=None if is_waiting else taken + timedelta(minutes=12),
            )
        )  # fmt: skip
        if len(rows) == _AT_ONCE:
            Ticket.objects.bulk_create(rows)
            rows = []
    Ticket.objects.bulk_create(rows)


if __name__ == "__main__":
    main()

"""Inside the site: the desk's agencies, and its list among few cases and many.

`scripts.benchmarks.desk_rows FOLDER agencies COUNT` makes agencies to bring matters to and prints
them as JSON; `… FOLDER list MANY ROUNDS` prints the timings of neighbours and the queries.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prongsai.web.project.commands.common import awake
from scripts.benchmarks.measure import call

if TYPE_CHECKING:
    from django.test import Client

    from prongsai.web.agency.models import Agency

FEW = 50
_AT_ONCE, _DAYS = 1_000, 900
_WORD = "สะพานไม้"  # in one case of a hundred
PAGES = {
    "open, the most overdue first": "/desk/",
    "overdue": "/desk/?standing=late",
    "all": "/desk/?standing=all",
    "the last page of all": "/desk/?standing=all&page=99999",
    "searched for a word": f"/desk/?standing=all&q={_WORD}",
    "searched for a number": "/desk/?standing=all&q=17/2569",
    "of one kind": "/desk/?standing=all&kind=question",
    "statistics": "/desk/statistics/2569/",
}


def main() -> None:
    """Make what is asked for."""
    awake(Path(sys.argv[1]))
    if sys.argv[2] == "agencies":
        made = [str(_agency(f"หน่วยงาน {number}").pk) for number in range(int(sys.argv[3]))]
        sys.stdout.write(json.dumps({"agencies": made}) + "\n")
        return
    many, rounds = int(sys.argv[3]), int(sys.argv[4])
    browsers = [_keeper("น้อย", FEW), _keeper("มาก", many)]
    found = {}
    for name, path in PAGES.items():
        acts = [_opening(one, path) for one in browsers]
        peer, ours = map(call, acts)
        taken = [(peer(), ours()) for _ in range(rounds + 1)][1:]
        found[name] = {"taken": taken, "queries": [_counted(act) for act in acts]}
    sys.stdout.write(json.dumps(found) + "\n")


def _agency(name: str) -> Agency:
    from prongsai.web.agency.models import Agency  # noqa: PLC0415 - Django is awake now
    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now

    return Agency.objects.create(name=name, kind="other", made_at=now(), is_sample=True)


def _keeper(name: str, cases: int) -> Client:
    """The browser of who keeps the desk of an agency with so many cases."""
    from django.test import Client  # noqa: PLC0415 - Django is awake now

    from prongsai.core.roles import role_of  # noqa: PLC0415 - Django is awake now
    from prongsai.web.agency.models import Appointment, Position, User  # noqa: PLC0415
    from prongsai.web.platform.clock import now, today  # noqa: PLC0415
    from prongsai.web.year.assessment.models import Assessment  # noqa: PLC0415

    agency = _agency(name)
    Assessment.objects.create(agency=agency, fiscal_year=2569, opened_at=now())
    user = User.objects.create_user(f"keeper-{name}", agency=agency, made_at=now())
    role = role_of("chief-administrator")
    position = Position.objects.create(agency=agency, kind=role.key, title="ปลัด")
    Appointment.objects.create(
        agency=agency, position=position, user=user, first_day=today().replace(year=2020)
    )
    _fill(agency, cases)
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(user)
    return browser


def _fill(agency: Agency, count: int) -> None:
    from prongsai.core.desk.model import Channel, Outcome, State  # noqa: PLC0415
    from prongsai.core.fiscal import year_of  # noqa: PLC0415
    from prongsai.core.slips import drawn_slip  # noqa: PLC0415
    from prongsai.web.citizens.desk.guarding import digest_of  # noqa: PLC0415
    from prongsai.web.citizens.desk.models import Case  # noqa: PLC0415
    from prongsai.web.platform.clock import today  # noqa: PLC0415

    lot = random.Random(17)  # noqa: S311 - the same each time
    waiting = []
    for number in range(count):
        day = today() - timedelta(days=lot.randrange(_DAYS))
        is_open = lot.random() < 1 / 4
        word = _WORD if number % 100 == 0 else "ถนนชำรุด"
        kind = lot.choice(("complaint", "question", "prune-trees"))
        waiting.append(
            Case(
                agency=agency, kind=kind, fiscal_year=year_of(day), number=number + 1,
                receipt=digest_of(agency, drawn_slip(lot.randbytes(32))), channel=Channel.WEB,
                values={"subject": f"{word} จุดที่ {number}", "what": "แจ้งให้ทราบ " * 20},
                subject=f"{word} จุดที่ {number}", day=day, due_on=day + timedelta(days=15),
                state=State.RECEIVED if is_open else State.ANSWERED, version=1,
                answered_on=None if is_open else day + timedelta(days=lot.randrange(30)),
                outcome="" if is_open else Outcome.DONE,
            )
        )  # fmt: skip
        if len(waiting) == _AT_ONCE:
            Case.objects.bulk_create(waiting)
            waiting = []
    Case.objects.bulk_create(waiting)


def _opening(browser: Client, path: str) -> Callable[[], None]:
    def act() -> None:
        answer = browser.get(path)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(path, answer.status_code)

    return act


def _counted(act: Callable[[], Any]) -> int:
    from django.db import connection  # noqa: PLC0415 - the one of this test
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


if __name__ == "__main__":
    main()

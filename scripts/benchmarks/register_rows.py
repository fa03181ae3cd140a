"""Inside the site: a register's list, its grid and a file taken in, among few rows and many.

`scripts.benchmarks.register_rows FOLDER MANY ROUNDS`, in a folder that was migrated: as JSON the
timings of neighbours, the queries of each page, and the memory of the process with few rows and
with many.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from prongsai.core.registers.rows import Row, read_row
from prongsai.web.project.commands.common import awake
from scripts.benchmarks.measure import call, peak_memory
from scripts.benchmarks.registers import REGISTER, YEAR, cells_of, file_of, typed_rows

if TYPE_CHECKING:
    from django.test import Client

    from prongsai.web.agency.people import Actor
    from prongsai.web.disclosure.registers.models import RegisterRow

FEW, SAVED, IMPORTED = 50, 50, 5_000
_AT_ONCE = 1_000
_LIST, _GRID = f"/{YEAR}/registers/{REGISTER.key}/", f"/{YEAR}/registers/{REGISTER.key}/grid/"
# A word that stands in one row of a hundred, a month, and the rows sorted by a sum.
PAGES = {
    "first page": _LIST,
    "searched for a word": f"{_LIST}?q=%E0%B8%9E%E0%B8%B4%E0%B9%80%E0%B8%A8%E0%B8%A9",
    "of one month": f"{_LIST}?month=10",
    "sorted by money": f"{_LIST}?sort=-agreed",
    "as a grid": _GRID,
}
Pairs = list[tuple[float, float]]


def main() -> None:
    """Fill two agencies, one with few rows and one with many; measure both in turn."""
    awake(Path(sys.argv[1]))
    many, rounds = int(sys.argv[2]), int(sys.argv[3])
    few = keeper("น้อย", FEW)
    first = peak_memory()
    browser = _browser(few)
    for path in PAGES.values():
        _opening(browser, path)()
    small = peak_memory()
    other = _browser(keeper("มาก", many))
    filled = peak_memory()
    told = {
        "pages": _pages(browser, other, rounds),
        "grid": _grid(browser, few, rounds),
        "import": _imports(keeper("ว่าง", 0), rounds),
        "peaks": {"start": first, "few": small, "filled": filled, "many": peak_memory()},
    }
    sys.stdout.write(json.dumps(told) + "\n")


def keeper(name: str, rows: int) -> Actor:
    """Who writes all rows of an agency that has so many."""
    from prongsai.core.roles import role_of  # noqa: PLC0415 - Django is awake now
    from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User  # noqa: PLC0415
    from prongsai.web.agency.people import actor_on  # noqa: PLC0415
    from prongsai.web.platform.clock import now, today  # noqa: PLC0415
    from prongsai.web.year.assessment.models import Assessment  # noqa: PLC0415

    agency = Agency.objects.create(name=name, kind="other", made_at=now(), is_sample=True)
    Assessment.objects.create(agency=agency, fiscal_year=YEAR, opened_at=now())
    Unit.objects.bulk_create(Unit(agency=agency, name=f"กอง {number}") for number in range(8))
    user = User.objects.create_user(f"keeper-{name}", agency=agency, made_at=now())
    role = role_of("ita-officer")
    position = Position.objects.create(agency=agency, kind=role.key, title="เจ้าหน้าที่")
    Appointment.objects.create(
        agency=agency, position=position, user=user, first_day=today().replace(year=2020)
    )
    person = actor_on(user, today())
    if person is None:
        raise RuntimeError
    _fill(person, rows)
    return person


def _rows(person: Actor, size: int) -> Iterator[Row]:
    from prongsai.web.disclosure.registers.queries.catalogue import context_of  # noqa: PLC0415

    context = context_of(person.agency, REGISTER, YEAR)
    for number, typed in enumerate(typed_rows(size)):
        item = f"วัสดุพิเศษ {number}" if number % 100 == 0 else typed["item"]
        yield read_row(REGISTER, {**typed, "item": item}, context).row


def _fill(person: Actor, size: int) -> None:
    from prongsai.web.disclosure.registers.queries.catalogue import context_of  # noqa: PLC0415
    from prongsai.web.disclosure.registers.services.keeping import (  # noqa: PLC0415
        fill,
        new_row,
        write_rows,
    )

    context = context_of(person.agency, REGISTER, YEAR)
    waiting: list[RegisterRow] = []
    for row in _rows(person, size):
        kept = new_row(person.agency, person, REGISTER, YEAR)
        fill(REGISTER, kept, row, YEAR, context)
        waiting.append(kept)
        if len(waiting) == _AT_ONCE:
            write_rows(waiting, [], person)
            waiting = []
    write_rows(waiting, [], person)


def _browser(person: Actor) -> Client:
    from django.test import Client  # noqa: PLC0415 - Django is awake now

    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(person.user)
    return browser


def _opening(browser: Client, path: str) -> Callable[[], None]:
    def act() -> None:
        answer = browser.get(path)
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(path, answer.status_code)

    return act


def _counted(act: Callable[[], object]) -> int:
    from django.db import connection  # noqa: PLC0415 - the one of this test
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def _pages(few: Client, many: Client, rounds: int) -> dict[str, Any]:
    """Each page among few rows and among many, in turn; and its queries."""
    found = {}
    for name, path in PAGES.items():
        acts = [_opening(one, path) for one in (few, many)]
        peer, ours = map(call, acts)
        taken = [(peer(), ours()) for _ in range(rounds + 1)][1:]
        queries = [_counted(act) for act in acts]
        found[name] = {"taken": taken, "queries": queries}
    return found


def _grid(browser: Client, person: Actor, rounds: int) -> dict[str, Any]:
    """Fifty rows saved at once, and each by its own form; nothing is saved twice."""
    from prongsai.web.disclosure.registers.models import RegisterRow  # noqa: PLC0415
    from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row  # noqa: PLC0415

    context = context_of(person.agency, REGISTER, YEAR)
    numbers = count(1)

    def standing() -> list[RegisterRow]:
        rows = RegisterRow.objects.filter(agency=person.agency)
        return list(rows.order_by("key")[:SAVED])

    def typed() -> Iterator[tuple[RegisterRow, dict[str, str]]]:
        from prongsai.core.registers.kept import texts_of  # noqa: PLC0415

        price = f"{next(numbers)}.25"
        for kept in standing():
            texts = texts_of(REGISTER, core_row(REGISTER, kept, YEAR), context)
            yield kept, {**texts, "agreed": price}

    def at_once(few: int = SAVED) -> Callable[[], None]:
        data: dict[str, Any] = {"line": []}
        for place, (kept, texts) in enumerate(list(typed())[:few]):
            line = f"line{place}"
            data["line"].append(line)
            data |= {f"{line}-key": str(kept.pk), f"{line}-seen": str(kept.version)}
            data |= {f"{line}-{name}": text for name, text in texts.items()}
        return lambda: _post(browser, _GRID, data)

    def one_by_one() -> Callable[[], None]:
        sent = [
            (f"{_LIST}{kept.pk}/", {**texts, "seen": str(kept.version)}) for kept, texts in typed()
        ]

        def act() -> None:
            for path, data in sent:
                _post(browser, path, data)

        return act

    taken: Pairs = [(_timed(one_by_one()), _timed(at_once())) for _ in range(rounds + 1)][1:]
    queries = [_counted(at_once(1)), _counted(at_once()), _counted(one_by_one())]
    return {"taken": taken, "queries": queries}


def _post(browser: Client, path: str, data: Mapping[str, Any]) -> None:
    answer = browser.post(path, data)
    if answer.status_code != HTTPStatus.FOUND:
        raise RuntimeError(path, answer.status_code)


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def _imports(person: Actor, rounds: int) -> dict[str, Any]:
    """A file sent, previewed and taken whole, beside its cells read alone; undone each time."""
    from django.db import transaction  # noqa: PLC0415

    from prongsai.web.disclosure.registers.queries.catalogue import context_of  # noqa: PLC0415
    from prongsai.web.disclosure.registers.services import making  # noqa: PLC0415
    from prongsai.web.disclosure.registers.services.outcome import outcome_of  # noqa: PLC0415

    context = context_of(person.agency, REGISTER, YEAR)
    data = file_of(tuple(_rows(person, IMPORTED)), context)

    def taken() -> None:
        with transaction.atomic():
            file = making.read_file(
                person.agency, by=person, register=REGISTER, year=YEAR, name="rows.xlsx", data=data
            )
            outcome = outcome_of(person, REGISTER, file)
            done = making.take(file, by=person, register=REGISTER, seen=outcome.state)
            if done is None or len(done.new) != IMPORTED:
                raise RuntimeError
            transaction.set_rollback(True)

    few = max(2, rounds // 3)
    found = [(_timed(lambda: cells_of(data)), _timed(taken)) for _ in range(few + 1)][1:]
    return {"taken": found, "queries": [_counted(taken)]}


if __name__ == "__main__":
    main()

"""The demo's desk: half a year of cases in every state; all of it is made up."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from prongsai.core.desk.model import Act, Channel, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import drawn_slip
from prongsai.core.yaml_data.documents import parse
from prongsai.web.desk.models import Case
from prongsai.web.desk.services import joining, working
from prongsai.web.desk.services.receiving import receive
from prongsai.web.project.demo_stage import Stage, on

_CASES = Path(__file__).parents[2] / "data" / "demo" / "desk.yaml"


class Then(Struct, frozen=True):
    """What happened to a case, and when; `text` of a join is what the main one is about."""

    day: date
    act: Act
    text: str = ""
    outcome: Outcome = Outcome.DONE
    points: int = 0


class Brought(Struct, frozen=True):
    """A case of the story."""

    kind: str
    day: date
    values: dict[str, str]
    channel: Channel = Channel.WEB
    unit: str = ""
    class_key: str = ""
    then: tuple[Then, ...] = ()


class Desk:
    """The cases of the story, played as far as the rest of it has come."""

    def __init__(self, stage: Stage) -> None:
        """Nothing has happened yet."""
        told = parse(_CASES.read_text(encoding="utf-8"), _CASES.name).data
        self._stage = stage
        self._stories = convert(told, list[Brought])
        self._cases: dict[int, Case] = {}
        steps: list[tuple[date, int, Then | None]] = []
        for number, one in enumerate(self._stories):
            steps.append((one.day, number, None))
            steps += [(then.day, number, then) for then in one.then]
        # What an official does stands in the journal, in the order of the days.
        self._steps = sorted(steps, key=lambda step: (step[0], step[1]))

    def until(self, last: date) -> None:
        """Play what happened up to a day."""
        while self._steps and self._steps[0][0] <= last:
            day, number, then = self._steps.pop(0)
            one = self._stories[number]
            with on(day, 15, 45):
                if then is None:
                    self._cases[number] = _received(self._stage, number, one)
                else:
                    self._cases[number].refresh_from_db()
                    _happens(self._stage, self._cases[number], one, then)


def _received(stage: Stage, number: int, one: Brought) -> Case:
    kind = kind_of(one.kind)
    if kind is None:
        message = f"the demo has no kind {one.kind}"
        raise LookupError(message)
    receipt = drawn_slip(sha256(f"demo {number}".encode()).digest())
    by = None if one.channel is Channel.WEB else stage.person("clerk")
    return receive(stage.agency, kind, one.values, receipt, channel=one.channel, by=by)


def _happens(stage: Stage, case: Case, one: Brought, then: Then) -> None:
    by = stage.person("clerk")
    official: dict[str, Any] = {"by": by, "seen": case.version}
    if then.act is Act.ASSIGN:
        unit = stage.unit(one.unit)
        working.assign(case, unit=unit, class_key=one.class_key, **official)
    elif then.act is Act.ASK:
        working.ask(case, text=then.text, **official)
    elif then.act is Act.ANSWER:
        working.answer(case, text=then.text, outcome=then.outcome, **official)
    elif then.act is Act.JOIN:
        main = Case.objects.get(agency=stage.agency, subject=then.text)
        joining.join(case, main, by=by, seen=case.version, main_seen=main.version)
    elif then.act is Act.RATE:
        working.rate(case, points=then.points)
    else:
        working.reopen(case, text=then.text)

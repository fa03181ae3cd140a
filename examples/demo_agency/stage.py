"""Plays a story: each act is a function that is called with the values of a YAML file.

A function's parameters tell what their values are: `unit: Unit` takes the name of a unit,
`words: Words` a mapping of its fields, `photos: Sequence[bytes]` drawings. Those called `stage`,
`agency`, `by` and `year` need not be named.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from django.db.models import Model
from msgspec import Struct, convert, field

from demo_agency import drawings
from prongsai.web.agency.models import Agency, Position, Unit, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import freeze, today
from prongsai.web.platform.models import Job, JobState

ZONE = ZoneInfo("Asia/Bangkok")


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """One act, or the same one with several values.

    Shape:  `do` is a name in `acts`; `keep` names its result, which later acts call `$name` or
            `$name.field`; what `each` names is added to `values`.
    """

    do: str
    values: dict[str, Any] = field(default_factory=dict, name="with")
    each: list[dict[str, Any]] = field(default_factory=lambda: [{}])
    keep: str = ""


class Scene(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person does at a moment.

    Shape:  `at` is a day and a time, "" where the clock is not held; `by` is a login.
    """

    acts: list[Act]
    at: str = ""
    by: str = "ita"


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """The scenes of a year, in the order in which they are played."""

    scenes: list[Scene]


@contextmanager
def on(day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """Hold the clock at a moment of the story."""
    with freeze(datetime.combine(day, time(hour, minute), ZONE)):
        yield


class Stage:
    """The agency of a story, with its people and what its acts made so far."""

    agency: Agency

    def __init__(self, case: Path, year: int, acts: Mapping[str, Callable[..., Any]]) -> None:
        """Prepare a story; its first act makes the agency.

        Shape:  `case` is the folder with the figures.
        """
        self.case = case
        self.year = year
        self._acts = acts
        self._kept: dict[str, Any] = {}
        self._lots: dict[int, Random] = {}

    def play(self, story: Story) -> None:
        """Play all scenes."""
        for scene in story.scenes:
            for act in scene.acts:
                if not scene.at:
                    self._perform(act, scene.by)
                    continue
                with freeze(datetime.fromisoformat(scene.at).replace(tzinfo=ZONE)):
                    self._perform(act, scene.by)

    def lot(self, seed: int) -> Random:
        """A lot that falls the same way in each demo."""
        return self._lots.setdefault(seed, Random(seed))  # noqa: S311 - nothing secret is drawn

    def person(self, login: str) -> Actor:
        """Somebody, with today's positions."""
        person = actor_on(User.objects.get(agency=self.agency, login=login), today())
        if person is None:
            raise LookupError(login)
        return person

    def head_of(self, unit: str) -> Actor:
        """The head of a unit."""
        user = User.objects.get(agency=self.agency, appointments__position__unit__name=unit)
        return self.person(user.login)

    def unit(self, name: str) -> Unit:
        """A unit by its name."""
        return Unit.objects.get(agency=self.agency, name=name)

    def work(self) -> None:
        """Do every job that waits, and those that they ask for, as a worker would.

        Errors: that of the job that failed; nothing of the demo stays then.
        """
        rows = Job.objects.filter(agency=self.agency, state=JobState.WAITING)
        while waiting := list(rows.order_by("asked_at")):
            for job in waiting:
                jobs.run.call(str(job.pk))
                job.refresh_from_db()
                if job.error is not None:
                    raise job.error

    def _perform(self, act: Act, login: str) -> None:
        service = self._acts[act.do]
        for values in act.each:
            result = service(**self._arguments(service, login, {**act.values, **values}))
            if act.keep:
                self._kept[act.keep] = result

    def _arguments(
        self, service: Callable[..., Any], login: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What a function is called with."""
        hints = get_type_hints(inspect.unwrap(service))
        usual: dict[str, Any] = {
            "stage": self, "by": login, "year": self.year, "fiscal_year": self.year
        }  # fmt: skip
        if "agency" in hints:
            usual["agency"] = self.agency
        named = {name: value for name, value in usual.items() if name in hints}
        named.update(values)
        return {name: self._value(hints[name], value) for name, value in named.items()}

    def _value(self, kind: Any, value: Any) -> Any:
        """A value as a parameter takes it."""
        value = self._looked_up(value)
        kinds = (kind, *get_args(kind))
        if Actor in kinds:
            return self.person(value)
        is_text = isinstance(value, str) and str in kinds
        if is_text or not isinstance(value, str | list | dict | date | int):
            return value
        return convert(value, kind, dec_hook=self._known)

    def _looked_up(self, value: Any) -> Any:
        """A value with what was kept and drawn in the place of its names."""
        if isinstance(value, list):
            return [self._looked_up(part) for part in value]
        if isinstance(value, dict):
            if "draw" in value:
                return drawings.drawing(value["draw"], value["words"])
            return {key: self._looked_up(part) for key, part in value.items()}
        if isinstance(value, str) and value.startswith("$"):
            name, *path = value[1:].split(".")
            kept = self._kept[name]
            if isinstance(kept, Model):
                # Whatever happened to it since.
                kept = type(kept)._base_manager.get(pk=kept.pk)  # noqa: SLF001 - Django's own way
            for step in path:
                kept = getattr(kept, step)
            return kept
        return value

    def _known(self, kind: type, value: Any) -> Any:
        """A unit by its name, a position by its role, a user by the login."""
        if isinstance(value, kind):
            return value
        if kind is Unit:
            return self.unit(value)
        if kind is Position:
            return Position.objects.get(agency=self.agency, kind=value)
        if kind is User:
            return User.objects.get(agency=self.agency, login=value)
        raise LookupError(kind, value)


def later(day: date, days: int) -> date:
    """Some days after a day."""
    return day + timedelta(days=days)

"""What workers do by themselves every so often, beside the jobs that people ask for.

Each task runs in every worker, so it must be one that is done once however often it runs: it
looks for what is left to do, and takes it in the database.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils.module_loading import autodiscover_modules
from msgspec import Struct

PAUSE = 5.0
_log = logging.getLogger(__name__)


class PeriodicTask(Struct, frozen=True):
    """Something to do every so often."""

    name: str
    every: timedelta
    act: Callable[[], None]


_TASKS: dict[str, PeriodicTask] = {}


def periodic_task(every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function of an app's `tasks` module as something workers do every so often."""

    def named(act: Callable[[], None]) -> Callable[[], None]:
        name = f"{act.__module__}.{act.__qualname__}"
        _TASKS[name] = PeriodicTask(name, every, act)
        return act

    return named


def all_tasks() -> tuple[PeriodicTask, ...]:
    autodiscover_modules("tasks")
    return tuple(_TASKS.values())


def run_all() -> None:
    """Do each task now; one that fails is told of and keeps no other back."""
    for task in all_tasks():
        _do(task)


class Rounds(threading.Thread):
    """Does the tasks as long as the worker lives; a mail server may keep it waiting."""

    def __init__(self) -> None:
        super().__init__(name="periodic", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Each task at its time."""
        last: dict[str, float] = {}
        while not self._stopped.is_set():
            for task in all_tasks():
                if (
                    time.monotonic() - last.get(task.name, float("-inf"))
                    < task.every.total_seconds()
                ):
                    continue
                last[task.name] = time.monotonic()
                close_old_connections()
                _do(task)
                if self._stopped.is_set():
                    break
            self._stopped.wait(PAUSE)
        connection.close()

    def stop(self, seconds: float = 1.0) -> None:
        """End after the task at hand; what it leaves undone the database remembers."""
        self._stopped.set()
        self.join(seconds)


def _do(task: PeriodicTask) -> None:
    try:
        task.act()
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        _log.exception("the task %s failed; it will be tried again", task.name)
        connection.close_if_unusable_or_obsolete()

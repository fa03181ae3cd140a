"""The process that does the jobs, with a heartbeat and the reaper beside it.

A worker that is told to stop (SIGTERM, Ctrl-C) finishes its job first. One that is killed leaves
a job running, which the reaper of the next worker queues again.
"""

import logging
import os
import socket
import threading
import time
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as Doer
from django_tasks_db.models import DBTaskResult

from prongsai.web.platform import idempotency, jobs, periodic, remnants
from prongsai.web.platform.clock import UNDONE_FOR, now
from prongsai.web.platform.models import Discardable, Job, JobState, Worker

BEAT = 10.0
LONGEST = timedelta(minutes=15)
_RETRY = 5.0
_TIDY_EVERY = timedelta(hours=1)
_KEPT = timedelta(days=14)
_log = logging.getLogger(__name__)


def work(*, until_empty: bool = False) -> None:
    """Do jobs until told to stop, or until none is left.

    A database that cannot be reached for a while is waited for.
    """
    # It tells on every stop how to force it; whoever stops the site did nothing wrong.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    name = uuid4().hex
    os.environ[jobs.WORKER] = name
    doer = _doer(name, until_empty=until_empty)
    doer.configure_signals()
    beat = _Beat(name)
    beat.once()
    beat.start()
    rounds = periodic.Rounds()
    if until_empty:
        periodic.run_all()
    else:
        rounds.start()
    try:
        while True:
            try:
                doer.run()
            except DatabaseError:
                _log.warning("the database cannot be used; trying again", exc_info=True)
                connection.close()
                time.sleep(_RETRY)
            else:
                return
    finally:
        if not until_empty:
            rounds.stop()
        beat.stop()


def _doer(name: str, *, until_empty: bool) -> Doer:
    return Doer(
        queue_names=["default"],
        interval=0.5,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


class _Beat(threading.Thread):
    """Says every few seconds that the worker lives, and clears up after those that do not."""

    def __init__(self, name: str) -> None:
        super().__init__(name="beat", daemon=True)
        self._worker = name
        self._begun = now()
        self._tidied = now() - _TIDY_EVERY
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(BEAT):
            try:
                close_old_connections()
                self.once()
            except DatabaseError:
                _log.warning("no heartbeat: the database cannot be used", exc_info=True)
        connection.close()

    def once(self) -> None:
        Worker.objects.update_or_create(
            pk=self._worker,
            defaults={
                "host": socket.gethostname(),
                "pid": os.getpid(),
                "started_at": self._begun,
                "seen_alive": now(),
            },
        )
        mine = Job.objects.filter(state=JobState.RUNNING, worker=self._worker)
        # A job that never ends holds up all others: its process ends, the reaper does the rest.
        current = set(mine.values_list("pk", flat=True))
        for gone in set(_since) - current:
            del _since[gone]
        for job in current:
            began = _since.setdefault(job, time.monotonic())
            if time.monotonic() - began > LONGEST.total_seconds():
                _log.error("job %s took longer than %s: the worker ends", job, LONGEST)
                os._exit(1)
        mine.update(seen_alive=now())
        jobs.reap()
        if now() - self._tidied >= _TIDY_EVERY:
            self._tidied = now()
            tidy()

    def stop(self) -> None:
        """Leave no trace: who stops in order is not dead."""
        self._stopped.set()
        self.join(BEAT)
        try:
            Worker.objects.filter(pk=self._worker).delete()
        except DatabaseError:
            _log.warning("the worker stays listed until the reaper comes", exc_info=True)


_since: dict[object, float] = {}


def tidy() -> None:
    """Forget what nobody will ask for again: tasks, forms, sessions, removals past undoing."""
    old = now() - _KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
    DBTaskResult.objects.running().filter(started_at__lt=old).delete()
    idempotency.forget()
    for model in apps.get_models():
        if issubclass(model, Discardable):
            model.with_removed.filter(removed_at__lt=now() - UNDONE_FOR).delete()
    # What was typed while a session ended is kept in it.
    ended = Session.objects.filter(expire_date__lt=now())
    remnants.delete(ended, subject="platform:sessions")

"""Work that takes longer than a page: asked for here, done by a worker, watched by a person.

With `worker` the only place that knows the task library. Every job may run twice: a worker can
die at any moment, and the reaper gives its job to another. Its doer therefore writes results by
replacing, never by adding to what an earlier run may have left.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import autodiscover_modules
from django_tasks import task
from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.web.platform import error_data
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import Job, JobState, Worker

if TYPE_CHECKING:
    from prongsai.web.platform.actors import ActingPerson, AgencyRow

# Where a worker process keeps its name, for the jobs that it takes.
WORKER = "PRONGSAI_WORKER"
MOST_ATTEMPTS = 3
SILENT = timedelta(minutes=2)
_DIED = ProngsaiError("platform/job_given_up", most_attempts=MOST_ATTEMPTS)
Doer = Callable[["Running"], Mapping[str, Any]]
_KINDS: dict[str, Doer] = {}
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Running(Struct):
    """A job while a worker does it."""

    job: Job

    @property
    def agency(self) -> AgencyRow:
        return self.job.agency

    @property
    def arguments(self) -> Mapping[str, Any]:
        arguments: Mapping[str, Any] = self.job.arguments
        return arguments

    def step(self, done: int, total: int, words: str = "") -> None:
        """Tell how far it is, and that the worker is alive."""
        _mine(self.job).update(done=done, total=total, words=words[:200], seen_alive=now())

    def each(self, wanted: Sequence[T], words: Callable[[T], str]) -> Iterator[T]:
        """What is to be done, one after the other; how far it is is told between them."""
        for place, thing in enumerate(wanted):
            self.step(place, len(wanted), words(thing))
            yield thing
        self.step(len(wanted), len(wanted))


def kind(name: str) -> Callable[[Doer], Doer]:
    """Name a function as the doer of a kind of job; what it returns is the job's result."""

    def registered(function: Doer) -> Doer:
        _KINDS[name] = function
        return function

    return registered


def ask(
    agency: AgencyRow,
    by: ActingPerson | None,
    name: str,
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """Ask for a job; it is in the queue if and only if the transaction commits."""
    with transaction.atomic():
        job = Job.objects.create(
            agency=agency,
            by=by.user if by else None,
            kind=name,
            arguments=dict(arguments or {}),
            asked_at=now(),
        )
        run.enqueue(str(job.pk))
    return job


def of_agency(agency: AgencyRow, job_id: UUID, name: str) -> Job | None:
    return Job.objects.filter(agency=agency, pk=job_id, kind=name).first()


def open_jobs(agency: AgencyRow | UUID, name: str, **arguments: str | int) -> QuerySet[Job]:
    """The jobs of a kind with these arguments that are not done yet, the newest first."""
    rows = Job.objects.filter(
        agency=agency, kind=name, state__in=(JobState.WAITING, JobState.RUNNING)
    )
    asked = {f"arguments__{argument}": value for argument, value in arguments.items()}
    return rows.filter(**asked).order_by("-asked_at")


def reap() -> int:
    """Queue again what dead workers left, and give up what died too often; how many there were."""
    here, silent = socket.gethostname(), now() - SILENT
    # Those that were not heard of, or whose process on this machine is gone.
    dead = [
        worker.pk
        for worker in Worker.objects.all()
        if worker.seen_alive < silent or (worker.host == here and not _lives(worker.pid))
    ]
    left = Job.objects.filter(state=JobState.RUNNING).filter(
        Q(seen_alive__lt=silent) | Q(seen_alive__isnull=True) | Q(worker__in=dead)
    )
    count = 0
    for job in left:
        count += 1
        if job.attempts >= MOST_ATTEMPTS:
            _finish(job, JobState.FAILED, error=_DIED)
            continue
        with transaction.atomic():
            if _mine(job).update(state=JobState.WAITING, worker=""):
                run.enqueue(str(job.pk))
    Worker.objects.filter(pk__in=dead).delete()
    return count


@task()
def run(job_id: str) -> None:
    """Do one job, unless it is done or another worker has it."""
    taken = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING,
        worker=os.environ.get(WORKER, ""),
        seen_alive=now(),
        attempts=F("attempts") + 1,
    )
    if not taken:
        return
    job = Job.objects.select_related("agency", "by").get(pk=job_id)
    try:
        result = _doer(job.kind)(Running(job))
    except ProngsaiError as error:
        _finish(job, JobState.FAILED, error=error)
    except Exception as error:  # noqa: BLE001 - raised again where it is waited for
        _log.exception("job %s (%s) failed", job.pk, job.kind)
        fault = ProngsaiError("platform/program_fault", what=type(error).__name__)
        _finish(job, JobState.FAILED, error=fault)
    else:
        _finish(job, JobState.DONE, result=dict(result))


def _doer(name: str) -> Doer:
    if name not in _KINDS:
        # Only who works loads what the work needs.
        autodiscover_modules("tasks")
    return _KINDS[name]


def _mine(job: Job) -> Any:
    """The job's row, unless the reaper gave it to another meanwhile."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _finish(
    job: Job,
    state: JobState,
    *,
    result: dict[str, Any] | None = None,
    error: ProngsaiError | None = None,
) -> None:
    details = {} if error is None else {"error": error_data.data_of(error)}
    _mine(job).update(
        state=state,
        finished_at=now(),
        result=details or result or {},
        failure=error.message.th[:2000] if error else "",
    )

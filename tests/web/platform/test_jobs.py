"""Jobs: asked, done, failed with words, taken over from dead workers; on both databases."""

import os
import socket
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.web.platform import clock, jobs, worker
from prongsai.web.platform.models import Job, JobState, Worker

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]
NOBODY = 2**22 + 1  # more than any process number


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Kinds of jobs of this test alone."""
    known = {}
    monkeypatch.setattr(jobs, "_KINDS", known)
    monkeypatch.delenv(jobs.WORKER, raising=False)
    return known


@pytest.fixture
def counted(kinds):
    """A kind that notes each run."""
    runs = []

    @jobs.kind("counted")
    def counted(running):
        runs.append(running.job.attempts)
        running.step(1, 2, "หน้าแรก")
        return {"sum": sum(running.arguments["numbers"])}

    return runs


def asked(agency, officer=None, **arguments):
    return jobs.ask(agency, officer, "counted", arguments or {"numbers": [1, 2]})


def do(job):
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_job_is_done_once(agency, officer, counted):
    job = do(asked(agency, officer))
    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {"sum": 3}, 1, 2)
    assert job.error is None
    assert do(job).state == JobState.DONE
    assert counted == [1]


def test_a_job_is_queued_if_and_only_if_its_transaction_commits(agency, counted):
    with transaction.atomic():
        asked(agency)
        assert DBTaskResult.objects.ready().count() == 1
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_job_belongs_to_its_agency(agency, other_agency, counted):
    job = asked(agency)
    assert jobs.of_agency(agency, job.pk, job.kind) == job
    assert jobs.of_agency(other_agency, job.pk, job.kind) is None
    assert jobs.of_agency(agency, job.pk, "other") is None


def test_why_a_job_failed_is_told_in_both_languages(agency, kinds):
    error = UnreadableInput(
        Text("ไม่มีคะแนนปี 2568", "no scores of 2568"),
        place=Place("scores"),
        next_step=Text("นำเข้าคะแนนก่อน", "import the scores first"),
    )

    def failing(_):
        raise error

    kinds["counted"] = failing
    job = do(asked(agency))
    told = job.error
    assert job.state == JobState.FAILED
    assert (told.message, told.next_step, told.place) == (
        error.message, error.next_step, error.place,
    )  # fmt: skip
    assert job.failure == error.message.th


def test_a_fault_of_the_program_is_told_without_its_insides(agency, kinds):
    kinds["counted"] = lambda _: {}["secret-key"]
    job = do(asked(agency))
    told = job.error
    assert job.state == JobState.FAILED
    assert "secret-key" not in f"{told.message}{told.next_step}{job.failure}{job.result}"
    assert "KeyError" in told.message.th


def running(job, **fields):
    """The job as a worker left it."""
    fields = {"worker": "dead", "attempts": 1, "seen_alive": clock.now()} | fields
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, **fields)


def known(name, pid, **fields):
    fields = {
        "host": socket.gethostname(),
        "started_at": clock.now(),
        "seen_alive": clock.now(),
    } | fields
    return Worker.objects.create(pk=name, pid=pid, **fields)


LEFT = {
    "its process is gone": ({}, {"pid": NOBODY}),
    "its machine is silent": (
        {},
        {"pid": 1, "host": "elsewhere", "seen_alive": clock.now() - jobs.SILENT * 2},
    ),
    "nobody was heard of": ({"seen_alive": clock.now() - jobs.SILENT * 2}, None),
}


@pytest.mark.parametrize("case", LEFT)
def test_the_job_of_a_dead_worker_is_done_by_another(agency, counted, case):
    of_job, of_worker = LEFT[case]
    job = asked(agency)
    if of_worker:
        known("dead", **of_worker)
    running(job, **of_job)
    assert jobs.reap() == 1
    assert not Worker.objects.filter(pk="dead").exists()
    job = do(job)
    assert (job.state, job.attempts, counted) == (JobState.DONE, 2, [2])


@pytest.mark.parametrize("host", [socket.gethostname(), "elsewhere"])
def test_a_living_worker_keeps_its_job(agency, counted, host):
    job = asked(agency)
    known("alive", os.getpid() if host != "elsewhere" else NOBODY, host=host)
    running(job, worker="alive")
    assert jobs.reap() == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_job_that_kills_its_workers_is_given_up(agency, counted):
    job = asked(agency)
    running(job, attempts=jobs.MOST_ATTEMPTS, seen_alive=clock.now() - jobs.SILENT * 2)
    jobs.reap()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3" in job.error.message.th


def test_who_comes_back_from_the_dead_changes_nothing(agency, kinds):
    job = asked(agency)

    @jobs.kind("counted")
    def slow(job_running):
        running(job, seen_alive=clock.now() - jobs.SILENT * 2)
        jobs.reap()
        job_running.step(9, 9)
        return {"late": True}

    done = do(job)
    assert (done.state, done.result, done.done) == (JobState.WAITING, {}, 0)


def test_the_heartbeat_says_who_lives_and_tidies_up(agency, counted):
    beat = worker._Beat("me")
    job = asked(agency)
    running(job, worker="me", seen_alive=clock.now() - timedelta(seconds=90))
    beat.once()
    job.refresh_from_db()
    assert clock.now() - job.seen_alive < timedelta(seconds=60)
    assert Worker.objects.get(pk="me").pid == os.getpid()
    beat.stop() if beat.is_alive() else Worker.objects.all().delete()


def test_a_job_that_never_ends_ends_its_worker(agency, counted, monkeypatch):
    ended = []
    monkeypatch.setattr(worker.os, "_exit", ended.append)
    monkeypatch.setattr(worker, "LONGEST", timedelta(seconds=-1))
    job = asked(agency)
    running(job, worker="me")
    worker._Beat("me").once()
    assert ended == [1]


def test_old_things_are_forgotten_and_waiting_ones_are_not(agency, counted):
    do(asked(agency))
    waiting = asked(agency)
    old = clock.now() - timedelta(days=30)
    first = DBTaskResult.objects.order_by("enqueued_at").first()
    DBTaskResult.objects.filter(pk=first.pk).update(status="SUCCESSFUL", finished_at=old)
    worker.tidy()
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [[str(waiting.pk)]]

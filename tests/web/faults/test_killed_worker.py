"""A worker is killed in the middle of a job, or told to stop."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.running import Site, until

pytestmark = pytest.mark.long

SLOW = Path(__file__).with_name("programs") / "slow_worker.py"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    return site


@pytest.fixture
def slow(site, tmp_path):
    marker = tmp_path / "marker"

    def start(*words):
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, str(SLOW), str(marker), *words],
            env=site.environment,
            stderr=subprocess.DEVNULL,
        )

    start.marker = marker
    return start


def states(site):
    return site.rows("SELECT state, attempts, result FROM platform_job")


def words(slow):
    return slow.marker.read_text().split() if slow.marker.exists() else []


def test_the_job_of_a_killed_worker_is_done_by_the_next(site, slow):
    assert slow("ask", "1.5").wait(60) == 0
    worker = slow("work")
    until(lambda: words(slow) == ["start"])
    worker.kill()
    worker.wait()
    assert states(site)[0][:2] == ("running", 1)
    assert slow("work").wait(60) == 0
    assert states(site) == [("done", 2, '{"attempt": 2}')]
    assert words(slow) == ["start", "start", "end"]


def test_a_worker_that_is_told_to_stop_finishes_its_job(site, slow):
    assert slow("ask", "1.5").wait(60) == 0
    worker = slow("work")
    until(lambda: words(slow) == ["start"])
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(60) == 0
    assert words(slow) == ["start", "end"]
    assert states(site)[0][:2] == ("done", 1)
    assert site.rows("SELECT count(*) FROM platform_worker") == [(0,)]

"""A run that is killed leaves no process and no folder behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.web.running import until

ROOT = Path(__file__).resolve().parents[1]
# It starts a process in a group of its own, tells of it, and waits to be killed.
STARTS = """
import subprocess, sys, time
from tests import leftovers
run = leftovers.run()
waiting = [sys.executable, "-c", "import time; time.sleep(300)"]
started = subprocess.Popen(waiting, start_new_session=True)
run.note(started.pid)
print(started.pid, run.folder, flush=True)
time.sleep(300)
"""


def test_what_a_killed_run_started_is_ended():
    # A run of its own, and not the one that this test belongs to.
    own = {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_TESTRUNUID"}
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own
    ) as killed:
        pid, folder = killed.stdout.readline().split()
        assert Path(folder).is_dir()
        os.kill(killed.pid, signal.SIGKILL)
    until(lambda: not Path(folder).exists(), seconds=30)
    until(lambda: has_ended(int(pid)), seconds=30)


def has_ended(pid):
    """Whether it is gone, or waits as a zombie for whoever adopted it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True

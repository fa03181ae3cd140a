"""A run that is killed leaves no process, no folder and no disk behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
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


@pytest.mark.long
def test_what_a_killed_run_started_is_ended():
    # A run of its own, and not the one that this test belongs to.
    own = {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_TESTRUNUID"}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own
    ) as killed:
        pid, folder = killed.stdout.readline().split()
        assert Path(folder).is_dir()
        os.kill(killed.pid, signal.SIGKILL)
    until(lambda: not Path(folder).exists(), seconds=30)
    until(lambda: has_ended(int(pid)), seconds=30)


# A run of pytest in which a browser is open, killed in the middle.
KILLED = """
import os, tempfile
from pathlib import Path
from prongsai.web.project.settings import DATA
from tests import leftovers

def test_that_waits(chromium):
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        print("BEGUN", os.getpid(), DATA, tempfile.mkdtemp(), leftovers.run().folder, flush=True)
        import time
        time.sleep(300)
"""


@pytest.mark.long
def test_a_killed_run_of_pytest_leaves_no_data_folder_and_no_profile(tmp_path, chromium):
    del chromium
    own = {key: value for key, value in os.environ.items() if "XDIST" not in key}
    own = {key: value for key, value in own.items() if key not in ("PRONGSAI_DATA", "TMPDIR")}
    test = ROOT / "tests" / f"test_killed_{os.getpid()}.py"
    test.write_text(KILLED)
    try:
        with subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "pytest", "-s", "-n0", "-p", "no:cacheprovider", str(test)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own, start_new_session=True,
        ) as killed:  # fmt: skip
            said = next(line for line in killed.stdout if "BEGUN" in line)
            pid, data, scratch, folder = said.partition("BEGUN")[2].split()
            assert [Path(one).is_dir() for one in (data, scratch, folder)] == [True] * 3
            assert list(Path(folder, "tmp").glob("*playwright*")), "Chromium's profile"
            os.kill(int(pid), signal.SIGKILL)
    finally:
        test.unlink()
    until(lambda: not Path(folder).exists(), seconds=180)
    assert not Path(data).exists()
    assert not Path(scratch).exists()


SETTINGS = """
import time
from prongsai.web.project import testing
print(testing.DATA, flush=True)
time.sleep(300)
"""


def test_the_data_folder_of_a_run_killed_at_once_goes_with_the_next(tmp_path):
    """Before conftest.py is read no guardian knows of it; that of a run which lives stays."""
    own = {key: value for key, value in os.environ.items() if "PRONGSAI" not in key}
    command = [sys.executable, "-c", SETTINGS]
    begun = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT,  # noqa: S603 - ours
                         env=own | {"TMPDIR": str(tmp_path)})
        for _ in range(2)
    ]  # fmt: skip
    folders = [Path(one.stdout.readline().strip()) for one in begun]
    assert [one.is_dir() for one in folders] == [True, True]
    begun[0].kill()
    begun[0].wait()
    assert folders[0].is_dir()
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own | {"TMPDIR": str(tmp_path)}
    ) as following:
        folders.append(Path(following.stdout.readline().strip()))
        assert [one.is_dir() for one in folders] == [False, True, True]
        for one in (begun[1], following):
            one.kill()
    begun[1].wait()
    for one in begun:
        one.stdout.close()


MOUNTS = """
import subprocess, sys, time
from pathlib import Path
from tests import leftovers
run = leftovers.run()
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", sys.argv[1]], check=True)
run.note_mount(Path(sys.argv[1]))
print(run.folder, flush=True)
time.sleep(300)
"""


def test_a_disk_that_a_killed_run_mounted_is_gone(tmp_path):
    trial = ["unshare", "--mount", "true"]
    if os.geteuid() or subprocess.run(trial, check=False, capture_output=True).returncode:  # noqa: S603 - our own
        pytest.skip("needs a small disk: mounting one is for root")
    own = {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_TESTRUNUID"}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", MOUNTS, str(tmp_path)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own,
    ) as killed:  # fmt: skip
        folder = killed.stdout.readline().strip()
        assert tmp_path.is_mount()
        os.kill(killed.pid, signal.SIGKILL)
    until(lambda: not tmp_path.is_mount(), seconds=30)
    until(lambda: not Path(folder).exists(), seconds=30)


def has_ended(pid):
    """Whether it is gone, or waits as a zombie for whoever adopted it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True

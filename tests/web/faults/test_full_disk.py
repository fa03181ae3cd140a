"""A full disk and a locked database: a clear 503, nothing acknowledged lost, well again after."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading

import pytest
from tests import leftovers
from tests.web.faults.desk import Desk
from tests.web.running import Site, until

pytestmark = pytest.mark.long

MOUNT, UMOUNT = shutil.which("mount"), shutil.which("umount")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [MOUNT, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    is_root = MOUNT and os.geteuid() == 0
    if not is_root or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603 - found on the path
        pytest.skip("needs a small disk: mounting one is for root")
    run = leftovers.run()
    run.note_mount(folder)
    yield folder
    subprocess.run([UMOUNT, "-l", str(folder)], check=True)  # noqa: S603
    run.forget_mount(folder)


def words(answer):
    """The page's words without its marks."""
    return re.sub(r"<[^>]+>|[\u200b\u2060]", "", answer.out).replace("\xa0", " ")


def test_a_full_disk_is_told_and_loses_nothing(small_disk):
    site = Site(small_disk / "data")
    desk = Desk(site)
    with desk.served() as process:
        said = listened(process)
        form = desk.form()
        desk.take(form)
        assert desk.has_receipt(form)
        fill(small_disk / "ballast")
        form, answer = until(lambda: refused(desk), 60)
        assert answer.code == 503
        assert "เนื้อที่เก็บข้อมูลของระบบเต็ม" in words(answer)
        assert "แจ้งผู้ดูแลระบบให้เพิ่มเนื้อที่" in words(answer)
        assert form["subject"] in answer.out
        assert "เลขอ้างอิง" not in words(answer), "its line may be left out of the log"
        assert "retry-after: 10" in answer.err
        answers = [desk.take(desk.form()).code for _ in range(60)]
        assert answers.count(503) > 40
        log = b"".join(said).decode()
        assert 1 <= log.count("full at /") <= 2, "one line a minute of each process"
        assert "Traceback" not in log
        assert set(desk.acknowledged) <= set(desk.subjects())
        (small_disk / "ballast").unlink()
        until(lambda: desk.take(form).code == 200)
        assert set(desk.acknowledged) <= set(desk.subjects())
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
    assert site.run("journal", "verify").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix: limits of a process")
def test_a_used_up_quota_is_told_and_loses_nothing(tmp_path):
    site = Site(tmp_path / "data")
    desk = Desk(site)
    quota = site.database.stat().st_size // 1024 + 400
    serve = f"ulimit -f {quota}; exec {sys.executable} -m prongsai serve --port {desk.port}"
    with desk.served(command=[shutil.which("bash"), "-c", serve]) as process:
        listened(process)
        _, answer = until(lambda: refused(desk), 60)
        assert answer.code == 503
        assert "เนื้อที่เก็บข้อมูลของระบบเต็ม" in words(answer)
    assert desk.acknowledged
    assert set(desk.acknowledged) <= set(desk.subjects())
    assert site.run("journal", "verify").code == 0


def refused(desk):
    """The form and the answer of an official who gets no receipt; None while they do."""
    form = desk.form()
    answer = desk.take(form)
    return None if desk.has_receipt(form) else (form, answer)


def listened(process):
    """What a process says from now on; unread it would wait for a reader."""
    said = []
    threading.Thread(target=lambda: said.extend(process.stdout), daemon=True).start()
    return said


def fill(path):
    """Leave some 100 KB."""
    free = shutil.disk_usage(path.parent).free
    with path.open("wb") as file:
        file.write(b"\0" * max(free - 100_000, 0))


def test_a_backup_to_a_full_disk_leaves_nothing_half_done(tmp_path, small_disk):
    site = Site(tmp_path / "data")
    site.prepare()
    fill(small_disk / "ballast")
    answer = site.run("backup", small_disk / "site.tar")
    assert answer.code == 2
    assert "เนื้อที่ว่าง" in answer.err
    assert [found.name for found in small_disk.iterdir()] == ["ballast"]


def test_a_locked_database_is_told(tmp_path):
    site = Site(tmp_path / "data")
    desk = Desk(site)
    with desk.served():
        holder = sqlite3.connect(site.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        form = desk.form()
        answer = desk.take(form, timeout=60)
        assert answer.code == 503
        assert "รอสักครู่แล้วส่งอีกครั้ง" in words(answer)
        assert form["subject"] in answer.out
        assert "retry-after: 10" in answer.err
        holder.execute("ROLLBACK")
        holder.close()
        desk.take(form)
        assert desk.has_receipt(form)
    assert set(desk.acknowledged) == set(desk.subjects())

"""A full disk and a locked database: a clear 503, nothing acknowledged lost, well again after."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from tests.web.running import Site, answers, ask, free_port, until

pytestmark = pytest.mark.long

FIRE = Path(__file__).with_name("programs") / "under_fire.py"
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
    yield folder
    subprocess.run([UMOUNT, "-l", str(folder)], check=True)  # noqa: S603


def served(site, port, *settings):
    return site.served(command=[sys.executable, str(FIRE), str(port), *map(str, settings)])


def send(address, acknowledged):
    key = uuid4().hex
    answer = ask(f"{address}fire/", once=key, name="กองช่าง " + "ก" * 2_000)
    if answer.code == 200:
        acknowledged.add(key)
    return answer


def words(answer):
    """The page's words without its marks."""
    return re.sub(r"<[^>]+>|[\u200b\u2060]", "", answer.out).replace("\xa0", " ")


def kept(site):
    return {subject for (subject,) in site.rows("SELECT subject FROM platform_journalentry")}


def test_a_full_disk_is_told_and_loses_nothing(small_disk):
    site = Site(small_disk / "data")
    site.prepare()
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    acknowledged = set()
    with served(site, port):
        until(lambda: answers(address))
        assert send(address, acknowledged).code == 200
        fill(small_disk / "ballast")
        answer = until(lambda: refused(address, acknowledged), 60)
        assert answer.code == 503
        assert "เนื้อที่เก็บข้อมูลของระบบเต็ม" in words(answer)
        assert "แจ้งผู้ดูแลระบบให้เพิ่มเนื้อที่" in words(answer)
        assert "กองช่าง" in words(answer)
        assert "retry-after: 10" in answer.err
        assert acknowledged <= kept(site)
        (small_disk / "ballast").unlink()
        until(lambda: send(address, acknowledged).code == 200)
        assert acknowledged <= kept(site)
    connection = sqlite3.connect(site.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert site.run("journal", "verify").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix: limits of a process")
def test_a_used_up_quota_is_told_and_loses_nothing(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    acknowledged = set()
    quota = site.database.stat().st_size + 400_000
    with served(site, port, 20, quota):
        until(lambda: answers(address))
        answer = until(lambda: refused(address, acknowledged), 60)
        assert answer.code == 503
        assert "เนื้อที่เก็บข้อมูลของระบบเต็ม" in words(answer)
    assert acknowledged
    assert acknowledged <= kept(site)
    assert site.run("journal", "verify").code == 0


def refused(address, acknowledged):
    answer = send(address, acknowledged)
    return answer if answer.code != 200 else None


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
    site.prepare()
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    acknowledged = set()
    with served(site, port, 1):
        until(lambda: answers(address))
        holder = sqlite3.connect(site.database, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        answer = send(address, acknowledged)
        assert answer.code == 503
        assert "รอสักครู่แล้วส่งอีกครั้ง" in words(answer)
        assert "กองช่าง" in words(answer)
        assert "retry-after: 10" in answer.err
        holder.execute("ROLLBACK")
        holder.close()
        assert send(address, acknowledged).code == 200
    assert acknowledged == kept(site)

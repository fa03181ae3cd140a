"""kill -9 of the whole server while eight people send: nothing that was acknowledged is lost."""

import random
import sqlite3
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import pytest
from tests.web.running import Site, answers, ask, free_port, kill, until

pytestmark = pytest.mark.long

FIRE = Path(__file__).with_name("programs") / "under_fire.py"
PEOPLE = 8


class Senders:
    """People who send until stopped, again where no answer came, and some twice."""

    def __init__(self, address):
        self.address = address
        self.acknowledged = set()
        self.twice = 0
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(PEOPLE)]

    @contextmanager
    def sending(self):
        for thread in self._threads:
            thread.start()
        yield self
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)

    def _send(self):
        key = ""
        while not self._stopped.is_set():
            key = key or uuid4().hex
            try:
                answer = ask(f"{self.address}fire/", timeout=10, once=key, name="ก" * 200)
            except (OSError, ValueError, HTTPException):
                time.sleep(0.05)
                continue
            if answer.code == 200 and answer.out == key:
                self.acknowledged.add(key)
                again = random.random() < 0.05  # noqa: S311 - a double click
                self.twice += again
                key = key if again else ""


def survive(tmp_path, kills):
    site = Site(tmp_path / "data")
    site.prepare()
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    senders = Senders(address)
    with senders.sending():
        for _ in range(kills):
            with site.served(command=[sys.executable, str(FIRE), str(port)]) as process:
                until(lambda: answers(address))
                time.sleep(random.uniform(0.3, 1.2))  # noqa: S311
                kill(process)
    kept = [subject for (subject,) in site.rows("SELECT subject FROM platform_journalentry")]
    connection = sqlite3.connect(site.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert len(senders.acknowledged) > kills
    assert senders.acknowledged <= set(kept)
    assert len(kept) == len(set(kept))
    verified = site.run("journal", "verify")
    assert verified.code == 0, verified.said
    return senders, kept


def test_nothing_acknowledged_is_lost(tmp_path):
    survive(tmp_path, 2)


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_for_long(tmp_path, record_property):
    senders, kept = survive(tmp_path, 40)
    record_property("acknowledged", len(senders.acknowledged))
    print(  # noqa: T201 - the figures are what the long run is for
        f"\nkill -9 × 40: {len(senders.acknowledged)} acknowledged, 0 lost, {len(kept)} kept, "
        f"{senders.twice} sent twice, 0 doubled"
    )


def test_a_killed_main_process_takes_the_others_along(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    port = free_port()
    with site.served("--port", port) as process:
        until(lambda: answers(f"http://127.0.0.1:{port}/"))
        workers = until(lambda: site.rows("SELECT pid FROM platform_worker"))
        process.kill()
        until(lambda: not answers(f"http://127.0.0.1:{port}/"))
        until(lambda: not any(lives(pid) for (pid,) in workers))


def lives(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False

"""kill -9 of the whole server while eight people use the desk: no receipt given is lost."""

import random
import time
from pathlib import Path

import pytest
from tests.web.faults.desk import Desk
from tests.web.running import Site, answers, free_port, kill, until

pytestmark = pytest.mark.long


def survive(tmp_path, kills):
    site = Site(tmp_path / "data")
    desk = Desk(site)
    with desk.sending():
        for _ in range(kills):
            before = len(desk.acknowledged)
            with desk.served() as process:
                until(lambda before=before: len(desk.acknowledged) > before)
                time.sleep(random.uniform(0, 1))  # noqa: S311
                kill(process)
    kept = desk.subjects()
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(desk.acknowledged) >= kills
    assert set(desk.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    taken = site.rows("SELECT count(*) FROM platform_journalentry WHERE verb = 'case-taken'")
    assert taken == site.rows("SELECT count(*) FROM desk_case WHERE channel = 'phone'")
    assert taken > [(0,)]
    verified = site.run("journal", "verify")
    assert verified.code == 0, verified.said
    return desk, kept


def test_nothing_acknowledged_is_lost(tmp_path):
    survive(tmp_path, 2)


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_for_long(tmp_path, record_property):
    desk, kept = survive(tmp_path, 40)
    record_property("acknowledged", len(desk.acknowledged))
    print(  # noqa: T201 - the figures are what the long run is for
        f"\nthe desk, kill -9 × 40: {len(desk.acknowledged)} acknowledged, 0 lost, "
        f"{len(kept)} kept, {desk.twice} sent twice, 0 doubled"
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

"""A worker with a slow kind of job: `python slow_worker.py MARKER ask|work [SECONDS]`."""

import sys
import time
from pathlib import Path

from prongsai.web.project.commands.common import awake

awake(None)

from prongsai.web.agency.models import Agency  # noqa: E402 - Django is awake now
from prongsai.web.platform import clock, jobs  # noqa: E402
from prongsai.web.platform.worker import work  # noqa: E402

MARKER = Path(sys.argv[1])


def note(word):
    with MARKER.open("a") as file:
        file.write(f"{word}\n")


@jobs.kind("slow")
def slow(running):
    note("start")
    time.sleep(running.arguments["seconds"])
    note("end")
    return {"attempt": running.job.attempts}


if sys.argv[2] == "ask":
    agency = Agency.objects.create(name="ตัวอย่าง", kind="other", made_at=clock.now())
    jobs.ask(agency, None, "slow", {"seconds": float(sys.argv[3])})
else:
    work(until_empty=True)

"""Inside the site: the yearly paper of procurement drawn as the worker draws it, to be watched.

`scripts.benchmarks.register_drawn FOLDER ROWS`, in a folder that was migrated: says "ready" once
the rows are there, draws when it is sent a line, and says how long it took as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from prongsai.web.project.commands.common import awake
from scripts.benchmarks.register_rows import keeper
from scripts.benchmarks.registers import REGISTER, YEAR


def main() -> None:
    """Fill an agency, wait, draw the paper in all its forms."""
    awake(Path(sys.argv[1]))
    from prongsai.web.disclosure.registers.models import RegisterPaper  # noqa: PLC0415
    from prongsai.web.disclosure.registers.services import saving  # noqa: PLC0415
    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now

    person = keeper(f"รายงาน-{sys.argv[2]}", int(sys.argv[2]))
    row = RegisterPaper.objects.create(
        agency=person.agency, register=REGISTER.key, fiscal_year=YEAR, paper="year", slot=1,
        number=1, made_at=now(), by=person.user,
    )  # fmt: skip
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = perf_counter()
    saving.draw(row)
    sys.stdout.write(json.dumps({"seconds": perf_counter() - begun, "bytes": row.pdf.size}) + "\n")
    sys.stdout.flush()
    # The process that drew is still there, as it is in a worker.
    sys.stdin.readline()


if __name__ == "__main__":
    main()

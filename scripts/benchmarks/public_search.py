"""Inside the site: the search over ten thousand entries, beside looking into every text."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from prongsai.web.project.commands.common import awake
from scripts.benchmarks import public_rows

ASKED = {
    "a rare word": public_rows.RARE,
    "a common word": public_rows.LESS,
    "two common words": " ".join(public_rows.COMMON),
    "a word that stands nowhere": "ปลาวาฬ",
}
_ON = date(2026, 1, 15)
_PAGE = 20


def main() -> None:
    """`scripts.benchmarks.public_search FOLDER COUNT`: (peer, ours) of each question, as JSON.

    Shape:  DATABASE_URL names an empty PostgreSQL; without it SQLite is used.
    """
    awake(Path(sys.argv[1]))
    from django.core.management import call_command  # noqa: PLC0415 - Django is awake now
    from django.db import connection  # noqa: PLC0415 - the one of this test

    from prongsai.web.agency.models import Agency  # noqa: PLC0415 - Django is awake now
    from prongsai.web.disclosure.public_site.models import SearchEntry  # noqa: PLC0415
    from prongsai.web.disclosure.public_site.queries.search import search  # noqa: PLC0415
    from prongsai.web.disclosure.public_site.search_index import terms_of  # noqa: PLC0415
    from prongsai.web.platform.clock import now  # noqa: PLC0415 - Django is awake now

    call_command("migrate", verbosity=0, interactive=False)
    agency = Agency.objects.create(name="x", kind="subdistrict", made_at=now())
    public_rows.fill(agency)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def plain(asked: str) -> tuple[int, int]:
        rows = SearchEntry.objects.filter(agency=agency).defer("folded", "grams")
        for term in terms_of(asked):
            rows = rows.filter(folded__contains=term)
        return rows.count(), len(rows[:_PAGE])

    found = {}
    for name, asked in ASKED.items():
        both = (lambda asked=asked: plain(asked), lambda asked=asked: search(agency, asked, _ON))
        if both[0]()[0] != both[1]().count:
            raise RuntimeError(name)
        found[name] = [tuple(map(_timed, both)) for _ in range(int(sys.argv[2]))]
    sys.stdout.write(json.dumps(found) + "\n")


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    os.environ.setdefault("PRONGSAI_LANG", "en")
    main()

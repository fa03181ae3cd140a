"""Inside the site: published years, and ten thousand entries of the search."""

from __future__ import annotations

import os
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from prongsai.web.project.commands.common import awake

if TYPE_CHECKING:
    from prongsai.web.agency.models import Agency
    from prongsai.web.disclosure.public_site.models import SitePage

NEWEST = 2566  # of the demo
ENTRIES = 10_000
SEED = 2569
_WORDS = (
    "แผน", "พัฒนา", "ท้องถิ่น", "รายงาน", "ประชาชน", "โครงการ", "งบประมาณ", "เทศบาล", "การดำเนินงาน",
    "ประจำปี", "ความโปร่งใส", "จัดซื้อจัดจ้าง", "ร้องเรียน", "บริการ", "สถิติ", "คู่มือ", "ประกาศ", "นโยบาย",
    "บุคลากร", "ทุจริต", "สาธารณสุข", "การศึกษา", "ถนน", "น้ำประปา", "ขยะ", "ผู้สูงอายุ", "ภาษี", "ตลาด",
)  # fmt: skip
COMMON, LESS, RARE = ("รายงาน", "แผน"), "น้ำประปา", "กระเช้าไฟฟ้า"
_RARE_EVERY = 1_000
_LETTERS = 600
_PART_WORDS, _PART_APART = 0.9, 0.3


def main() -> None:
    """`scripts.benchmarks.public_rows FOLDER years`, or `agencies COUNT`, in a demo's folder."""
    os.environ.pop("DATABASE_URL", None)
    awake(Path(sys.argv[1]))
    if sys.argv[2] == "years":
        sys.stdout.write(f"{years()}\n")
    else:
        agencies(int(sys.argv[3]))


def years() -> str:
    """Four more years like the one that is published; the agency's key."""
    from prongsai.web.disclosure.public_site.models import SitePage  # noqa: PLC0415 - Django is awake now
    from prongsai.web.disclosure.public_site.services.indexing import rebuild  # noqa: PLC0415

    first = SitePage.objects.select_related("published", "agency").get(
        kind="ita", fiscal_year=NEWEST
    )
    for year in range(NEWEST - 4, NEWEST):
        if not SitePage.objects.filter(kind="ita", fiscal_year=year).exists():
            _copied(first, year)
    rebuild(first.agency)
    return str(first.agency_id)


def _copied(first: SitePage, year: int) -> None:
    """The page as of another year, with evidence of its own in every item."""
    from prongsai.web.disclosure.public_site.models import SitePage  # noqa: PLC0415 - Django is awake now

    edition = first.published
    page = SitePage.objects.create(
        agency=first.agency, kind="ita", fiscal_year=year, version=1, made_at=first.made_at
    )
    edition.pk, edition.page, edition.number = None, page, 1
    edition._state.adding = True  # noqa: SLF001 - Django's way to copy a row
    edition.content = {**edition.content, "year": year}
    edition.save()
    page.published = edition
    page.save()


def agencies(count: int) -> None:
    """More agencies with the same published years, until there are so many."""
    from prongsai.web.agency.models import Agency  # noqa: PLC0415 - Django is awake now
    from prongsai.web.disclosure.public_site.models import SitePage  # noqa: PLC0415 - Django is awake now
    from prongsai.web.disclosure.public_site.services.indexing import rebuild  # noqa: PLC0415

    own = Agency.objects.order_by("made_at", "pk").first()
    for number in range(Agency.objects.count(), count):
        made = Agency.objects.create(name=f"{number}", kind=own.kind, made_at=own.made_at)
        for page in SitePage.objects.filter(agency=own, kind="ita").select_related("published"):
            page.agency = made
            _copied(page, page.fiscal_year)
        rebuild(made)


def fill(agency: Agency, count: int = ENTRIES) -> None:
    """Entries of the search whose words are drawn with a fixed seed."""
    from prongsai.web.disclosure.public_site.models import SearchEntry  # noqa: PLC0415
    from prongsai.web.disclosure.public_site.services.indexing import _made  # noqa: PLC0415

    drawn = random.Random(SEED)  # noqa: S311 - no secret
    entries = []
    for number in range(count):
        words = [drawn.choice(_WORDS)]
        while sum(map(len, words)) < _LETTERS:
            is_word = drawn.random() < _PART_WORDS
            words.append(drawn.choice(_WORDS) if is_word else f"{drawn.random():.4f}")
        if number % _RARE_EVERY == 0:
            words[5] = RARE
        joined = "".join(f"{word} " if drawn.random() < _PART_APART else word for word in words)
        entry = _made(joined[:60], joined)  # as the site makes them
        entry.agency, entry.source, entry.kind = agency, f"page:{number}", "news"
        entry.address = f"/site/{agency.pk}/read/{number}/"
        entry.day = date(2026, 1, 1) - timedelta(days=number % 900)
        entries.append(entry)
    SearchEntry.objects.bulk_create(entries, batch_size=500)


if __name__ == "__main__":
    main()

"""The demo's figures: made up, and told as such, so that the page of statistics has something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from prongsai.core.fiscal import quarter_of
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount
from prongsai.web.project.demo_stage import YEAR, Stage, on

_BEGAN, _LAST = date(2023, 1, 9), date(2023, 3, 19)
_SHOWN = date(2023, 3, 18)  # the first day of the ITA page
_WEEKEND = 5
# Words, every how many days they are searched, and whether something is found.
_WORDS = (
    ("ภาษีที่ดิน", 3, False),
    ("แบบคำขอใช้น้ำประปา", 5, False),
    ("no gift policy", 6, True),
    ("มาตรการ", 4, True),
)


def count(stage: Stage) -> None:
    """Readings since January; those of the ITA page since it is shown."""
    Counting.objects.create(agency=stage.agency, began_on=_BEGAN)
    PageReading.objects.bulk_create(_readings(stage.agency))
    SearchCount.objects.bulk_create(_searches(stage.agency))


def report(stage: Stage) -> None:
    """The report of the quarter that goes on; that it is not over stands in it."""
    with on(_LAST, 16):
        services.make(
            stage.agency,
            by=stage.person("publication"),
            quarter=quarter_of(_LAST),
            problems="ประชาชนค้นเรื่องภาษีที่ดินแล้วไม่พบ (ตัวอย่าง)",
            proposals="ให้กองคลังทำหน้ารวมแบบคำขอเรื่องภาษี (ตัวอย่าง)",
        )
    stage.work()


def _days() -> list[date]:
    return [_BEGAN + timedelta(days=number) for number in range((_LAST - _BEGAN).days + 1)]


def _readings(agency: Agency) -> Iterator[PageReading]:
    own = [agency.pk]
    usual = {
        reverse("public_site:home", args=own): 6,
        reverse("publication:public", args=own): 3,
        reverse("public_site:search", args=own): 2,
    }
    shown = {
        reverse("public_site:ita", args=[*own, YEAR]): 9,
        reverse("public_site:item", args=[*own, YEAR, "o12"]): 4,
        reverse("public_site:item", args=[*own, YEAR, "o18"]): 2,
    }
    for day in _days():
        some = day.toordinal() % 5 + (day - _BEGAN).days // 20
        is_quiet = day.weekday() >= _WEEKEND
        pages = usual | shown if day >= _SHOWN else usual
        for path, most in pages.items():
            times = max(1, (most + some) // (3 if is_quiet else 1))
            yield PageReading(agency=agency, day=day, path=path, count=times)


def _searches(agency: Agency) -> Iterator[SearchCount]:
    for day in _days():
        own = [one for one in _WORDS if not day.toordinal() % one[1]]
        for words, _every, is_found in own:
            yield SearchCount(agency=agency, day=day, words=words, count=1, unfound=not is_found)
        # One more, whose words nobody else asks for.
        unfound = sum(not is_found for _words, _every, is_found in own)
        yield SearchCount(agency=agency, day=day, count=len(own) + 1, unfound=unfound)

"""Begin to count, sum what is old, and let go of words that few searched."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, F, Min, Sum

from prongsai.core.dates import last_of_month
from prongsai.core.fiscal import Quarter, quarter_of, start, year_of
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount
from prongsai.web.disclosure.statistics.words import LEAST_DAYS, LEAST_TIMES
from prongsai.web.platform import remnants

# After a quarter there is time to write its report; then rare words go.
_TO_REPORT = timedelta(days=30)
_WORDS = "statistics:words"


def begin(on: date) -> None:
    """From now on readings are known: of agencies of which nothing was counted yet."""
    for agency in Agency.objects.exclude(pk__in=Counting.objects.values("agency")):
        first = PageReading.objects.filter(agency=agency).aggregate(day=Min("day"))["day"]
        began = min(first or on, on)
        Counting.objects.get_or_create(agency=agency, defaults={"began_on": began})


def keep(on: date) -> None:
    """Days before the last fiscal year become months; words of then go, rare ones sooner."""
    old = start(year_of(on) - 1)
    while _sum_a_month(old):
        pass
    remnants.delete(SearchCount.objects.filter(day__lt=old).exclude(words=""), subject=_WORDS)
    quarter = quarter_of(on - _TO_REPORT).before
    while quarter.first >= old:
        _forget_rare(quarter)
        quarter = quarter.before


@transaction.atomic
def _sum_a_month(before: date) -> bool:
    """The oldest month of an agency that still stands in days; whether there was one."""
    rows = PageReading.objects.filter(day__lt=before).exclude(day__day=1)
    oldest = rows.order_by("day").first()
    if oldest is None:
        return False
    first = oldest.day.replace(day=1)
    own = rows.filter(agency=oldest.agency_id, day__gte=first, day__lte=last_of_month(first))
    taken = list(own.select_for_update().values_list("pk", "path", "count"))
    counts: Counter[str] = Counter()
    for _, path, count in taken:
        counts[path] += count
    sums = PageReading.objects.filter(agency=oldest.agency_id, day=first)
    new = [PageReading(agency_id=oldest.agency_id, day=first, path=path) for path in counts]
    PageReading.objects.bulk_create(new, ignore_conflicts=True)
    for path, count in counts.items():
        sums.filter(path=path).update(count=F("count") + count)
    PageReading.objects.filter(pk__in=[key for key, _, _ in taken]).delete()
    return True


def _forget_rare(quarter: Quarter) -> None:
    """Words of a quarter that too few searches held to be shown."""
    rows = SearchCount.objects.filter(day__gte=quarter.first, day__lte=quarter.last)
    for agency_id in rows.exclude(words="").values_list("agency", flat=True).distinct():
        own = rows.filter(agency=agency_id).exclude(words="")
        told = own.values("words").annotate(times=Sum("count"), days=Count("day"))
        common = told.filter(times__gte=LEAST_TIMES, days__gte=LEAST_DAYS).values("words")
        rare = own.exclude(words__in=list(common.values_list("words", flat=True)))
        remnants.delete(rare, subject=_WORDS)

"""Count readings and searches in short writes; make and submit a quarter's report."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models, transaction
from django.db.models import Count, F, Min, Sum
from msgspec.structs import replace

from prongsai.core.approval.model import State
from prongsai.core.dates import last_of_month
from prongsai.core.fiscal import Quarter, quarter_of, start, year_of
from prongsai.core.papers.document import Document
from prongsai.core.papers.quarter import quarter_paper
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.made_here import make_edition, store_files
from prongsai.web.disclosure.public_site.content import digest_of
from prongsai.web.disclosure.statistics.models import (
    KIND,
    LEAST_DAYS,
    LEAST_TIMES,
    Counting,
    PageReading,
    QuarterPaper,
    SearchCount,
)
from prongsai.web.disclosure.statistics.queries.quarters import gathered, of_quarter
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.signing.approval.models import OPEN_STATES, Submission
from prongsai.web.signing.approval.services import submitting

# One who asks for ever new words fills no database.
MOST_WORDS = 1000
# While somebody else writes, a reader is not kept waiting longer for the sake of a count.
_PATIENCE = 100  # milliseconds


def count_reading(agency_id: UUID, day: date, path: str) -> None:
    """One reading more of a page.

    Errors: DatabaseError where it could not be written now.
    """
    with _quick():
        _add(PageReading, {"agency_id": agency_id, "day": day, "path": path}, {"count": 1})


def count_search(agency_id: UUID, day: date, words: str, *, is_found: bool) -> None:
    """One search more; `words` "" where they are not kept.

    Errors: DatabaseError where it could not be written now.
    """
    more = {"count": 1, "unfound": int(not is_found)}
    own = {"agency_id": agency_id, "day": day}
    with _quick():
        _add(SearchCount, {**own, "words": ""}, more)
        if words and not _added(SearchCount, {**own, "words": words}, more):
            of_day = SearchCount.objects.filter(**own).count()
            if of_day <= MOST_WORDS:
                _add(SearchCount, {**own, "words": words}, more)


def _add(model: type[models.Model], key: Mapping[str, Any], more: Mapping[str, int]) -> None:
    """Make the row where it is missing; both databases take it once, whoever comes first."""
    if not _added(model, key, more):
        model._default_manager.bulk_create([model(**key)], ignore_conflicts=True)  # noqa: SLF001 - Django's own name
        _added(model, key, more)


def _added(model: type[models.Model], key: Mapping[str, Any], more: Mapping[str, int]) -> int:
    rows = model._default_manager.filter(**key)  # noqa: SLF001 - Django's own name
    return rows.update(**{name: F(name) + count for name, count in more.items()})


@contextmanager
def _quick() -> Iterator[None]:
    """Neither another writer nor the disk is waited for long: a lost count harms nobody."""
    if connection.in_atomic_block:
        # A fault must not take the transaction around with it.
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _quick_sqlite():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = {_PATIENCE}"
            )
            yield


@contextmanager
def _quick_sqlite() -> Iterator[None]:
    """For this connection, while it counts."""
    with connection.cursor() as cursor:
        before = {}
        for name in ("busy_timeout", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            before[name] = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name}={value}")


# After a quarter there is time to write its report; then rare words go.
_TO_REPORT = timedelta(days=30)
_WORDS = "statistics:words"


def begin(on: date) -> None:
    """From now on readings are known: of agencies of which nothing was counted yet."""
    for agency in Agency.objects.exclude(pk__in=Counting.objects.values("agency")):
        first = PageReading.objects.filter(agency=agency).aggregate(day=Min("day"))["day"]
        began = min(first or on, on)
        Counting.objects.get_or_create(agency=agency, defaults={"began_on": began})


def sum_old_days(on: date) -> None:
    """Add up the days before the last fiscal year by month, and delete what was searched then."""
    old = start(year_of(on) - 1)
    while _sum_a_month(old):
        pass
    remnants.delete(SearchCount.objects.filter(day__lt=old).exclude(words=""), subject=_WORDS)
    quarter = quarter_of(on - _TO_REPORT).before
    while quarter.first >= old:
        rows = SearchCount.objects.filter(day__gte=quarter.first, day__lte=quarter.last)
        for agency_id in rows.exclude(words="").values_list("agency", flat=True).distinct():
            own = rows.filter(agency=agency_id).exclude(words="")
            by_words = own.values("words").annotate(times=Sum("count"), days=Count("day"))
            common = by_words.filter(times__gte=LEAST_TIMES, days__gte=LEAST_DAYS).values("words")
            rare = own.exclude(words__in=list(common.values_list("words", flat=True)))
            remnants.delete(rare, subject=_WORDS)
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


JOB = "statistics.quarter"


@transaction.atomic
def make(
    agency: Agency, *, by: Actor, quarter: Quarter, problems: str = "", proposals: str = ""
) -> QuarterPaper:
    """Fix what is known of a quarter today; the worker draws it.

    Errors: Refused for a quarter that has not begun.
    """
    journal.hold(agency)
    if quarter.first > today():
        raise Refused("statistics/quarter_not_begun")
    report = replace(gathered(agency, quarter, today()), problems=problems, proposals=proposals)
    content: dict[str, Any] = msgspec.to_builtins(report)
    row = make_edition(
        of_quarter(agency, quarter),
        by=by,
        job=JOB,
        row_key="paper",
        fiscal_year=quarter.year,
        quarter=quarter.number,
        content=content,
        digest=digest_of(content),
    )
    journal.record(
        agency, by, "quarter-made", quarter=quarter.number, year=quarter.year, number=row.number
    )
    return row


@transaction.atomic
def send(row: QuarterPaper, *, by: Actor) -> Submission:
    """Bring a report to the executive, who takes note of it.

    Errors: Refused where a report of the quarter is on its way, a newer one was made, or this one
            was noted already.
    """
    journal.hold(row.agency)
    family = of_quarter(row.agency, Quarter(row.fiscal_year, row.quarter))
    newest = family.first()
    if newest is not None and newest.pk != row.pk:
        raise Refused("statistics/newer_report_exists")
    sent = Submission.objects.filter(agency=row.agency, kind=KIND, subject__in=family.values("pk"))
    if sent.filter(state__in=OPEN_STATES).exists():
        raise Refused("statistics/report_on_way_already")
    if sent.filter(subject=row.pk, state=State.APPROVED).exists():
        raise Refused("statistics/report_noted_already")
    return submitting.submit(row.agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year)


def draw(row: QuarterPaper) -> None:
    """Draw the report as it was made, for signing by hand; done again it replaces the files."""
    office = office_of(row.agency, day_of(row.made_at))
    paper: Document = quarter_paper(office, row.report)
    made = {form: drawn_as(form, paper, office.agency.digits) for form in ("pdf", "docx")}
    store_files(row, made, f"web-statistics-{row.fiscal_year}-{row.quarter}")

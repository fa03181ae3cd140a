"""What is old becomes months, rare words go, and what was before the first day is not known."""

from datetime import date

import pytest

from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = date(2026, 11, 20)


def read(agency, day, count, path="/a/"):
    PageReading.objects.create(agency=agency, day=day, path=path, count=count)


def search(agency, day, words, count, unfound=0):
    SearchCount.objects.create(agency=agency, day=day, words=words, count=count, unfound=unfound)


def told(agency):
    rows = PageReading.objects.filter(agency=agency).order_by("day", "path")
    return [(row.day.isoformat(), row.path, row.count) for row in rows]


def test_days_before_the_last_fiscal_year_become_months(agency, other_agency):
    read(agency, date(2025, 9, 1), 1)
    read(agency, date(2025, 9, 2), 2)
    read(agency, date(2025, 9, 30), 4)
    read(agency, date(2025, 9, 30), 8, "/b/")
    read(agency, date(2025, 8, 5), 16)
    read(agency, date(2025, 10, 5), 32)
    read(other_agency, date(2025, 9, 9), 64)
    for _ in range(2):
        services.sum_old_days(TODAY)
    assert told(agency) == [
        ("2025-08-01", "/a/", 16),
        ("2025-09-01", "/a/", 7),
        ("2025-09-01", "/b/", 8),
        ("2025-10-05", "/a/", 32),
    ]
    assert told(other_agency) == [("2025-09-01", "/a/", 64)]


def test_rare_words_go_once_the_report_could_be_written(agency, other_agency):
    for day in (date(2026, 7, 1), date(2026, 9, 30)):
        search(agency, day, "ภาษี", 2)
        search(agency, day, "", 9, 5)
    search(agency, date(2026, 7, 1), "หลายครั้งในวันเดียว", 50)
    search(agency, date(2026, 7, 1), "ครั้งเดียว", 1)
    search(agency, date(2026, 10, 1), "ไตรมาสนี้", 1)
    search(other_agency, date(2026, 7, 1), "ภาษี", 1)
    services.sum_old_days(date(2026, 10, 29))
    assert SearchCount.objects.filter(words="ครั้งเดียว").exists()
    services.sum_old_days(TODAY)
    rows = SearchCount.objects.exclude(words="").order_by("day")
    assert [(row.agency_id, row.words) for row in rows] == [
        (agency.pk, "ภาษี"), (agency.pk, "ภาษี"), (agency.pk, "ไตรมาสนี้"),
    ]  # fmt: skip
    assert [row.unfound for row in SearchCount.objects.filter(words="")] == [5, 5]


def test_words_of_long_ago_go_and_their_totals_stay(agency):
    for day in (date(2025, 9, 1), date(2025, 9, 2)):
        search(agency, day, "ภาษี", 9)
        search(agency, day, "", 9)
    services.sum_old_days(TODAY)
    assert [row.words for row in SearchCount.objects.all()] == ["", ""]


def test_counting_begins_once_for_each_agency(agency, other_agency):
    read(agency, date(2026, 11, 1), 1)
    services.begin(TODAY)
    services.begin(date(2026, 12, 1))
    began = dict(Counting.objects.values_list("agency", "began_on"))
    assert began[agency.pk] == date(2026, 11, 1)
    assert began[other_agency.pk] == TODAY

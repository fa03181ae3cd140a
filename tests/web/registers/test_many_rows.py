"""Five thousand rows, some of them wrong: all is told at once, none kept before all are right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, YEAR, add, head_of
from tests.web.roles import ITA_OFFICER

from prongsai.core.errors import Severity
from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.queries.rows import RowFilter, rows_page
from prongsai.web.disclosure.registers.services import making
from prongsai.web.disclosure.registers.services.outcome import outcome_of
from prongsai.web.platform.clock import today

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("frozen_clock"),
]
BUDGET = shipped_register("budget-lines")
COUNT = 5_000
# What is wrong, by the number of the row: its code, its unit, its money, and a code that is there.
WRONG = {17: ("", "กองคลัง", "100"), 1_234: ("x", "กองที่ไม่มี", "100"), 4_999: ("y", "กองคลัง", "-5")}
TWICE = 3_000


@pytest.fixture
def keeper(agency, make_actor):
    open_year(agency, YEAR)
    factories.make_unit(agency, "กองคลัง")
    return make_actor(agency, ITA_OFFICER)


def csv(*, is_mended):
    lines = ["รหัสรายการ,แผนงาน,รายการ,ส่วนราชการ,วงเงิน"]
    for number in range(COUNT):
        code, unit, money = f"A{number}", "กองคลัง", f"{number}.25"
        if not is_mended:
            code, unit, money = WRONG.get(number, (code, unit, money))
            code = "A1" if number == TWICE else code
        lines.append(f"{code},แผนงานบริหาร,รายการที่ {number},{unit},{money}")
    return "\n".join(lines).encode()


def read(keeper, data):
    return making.read_file(
        keeper.agency, by=keeper, register=BUDGET, year=YEAR, name="rows.csv", data=data
    )


@pytest.mark.long
def test_an_import_of_five_thousand_rows_with_errors_in_some(keeper):
    file = read(keeper, csv(is_mended=False))
    with CaptureQueriesContext(connection) as captured:
        outcome = outcome_of(keeper, BUDGET, file)
    assert len(captured) < 20, "no query for a row"
    errors = [one for one in outcome.findings if one.severity is Severity.ERROR]
    told = {one.code: [place.words.th if hasattr(place, "words") else str(place)
                       for place in one.places] for one in errors}  # fmt: skip
    assert {"register_missing", "register_value", "register_range", "register_twice"} == set(told)
    # The line of the file: the heading is the first.
    for code, number in (
        ("register_missing", 17), ("register_value", 1_234), ("register_range", 4_999),
    ):  # fmt: skip
        assert str(number + 2) in " ".join(told[code])
    with pytest.raises(Refused):
        making.take(file, by=keeper, register=BUDGET, seen=outcome.state)
    assert not RegisterRow.objects.exists(), "nothing is half taken"

    file = read(keeper, csv(is_mended=True))
    outcome = outcome_of(keeper, BUDGET, file)
    assert outcome.is_sound
    making.take(file, by=keeper, register=BUDGET, seen=outcome.state)
    assert RegisterRow.objects.count() == RegisterRowVersion.objects.count() == COUNT
    assert RegisterRow.objects.get(key="A1234").values["budget"] == "1234.25"
    again = outcome_of(keeper, BUDGET, read(keeper, csv(is_mended=True)))
    assert again.changes_nothing

    with CaptureQueriesContext(connection) as captured:
        page = rows_page(keeper, BUDGET, YEAR, RowFilter(), "2", today())
    assert len(captured) < 20
    assert not [one for one in captured if one["sql"].count("IN (") and len(one["sql"]) > 20_000]
    assert [one.value for one in page["sums"]] == ["12,498,750.00"], "to the satang"
    assert (len(page["rows"]), page["page"].paginator.count) == (50, COUNT)
    last = rows_page(keeper, BUDGET, YEAR, RowFilter(sort="-budget"), "1", today())
    assert last["rows"][0].name.startswith("A4999")
    few = rows_page(keeper, BUDGET, YEAR, RowFilter(q="ที่ 4999"), "1", today())
    assert [one.value for one in few["sums"]] == ["4,999.25"], "of what is asked for alone"


def test_the_times_of_a_list_count_rows_by_their_day_and_unit(keeper):
    finance = head_of(keeper.agency, "กองช่าง")
    add(finance, GIFTS, unit="กองช่าง", position="ผู้อำนวยการกองช่าง")
    add(finance, GIFTS, unit="กองช่าง", position="ผู้อำนวยการกองช่าง", gift="ดอกไม้")
    page = rows_page(finance, shipped_register(GIFTS), YEAR, RowFilter(), "1", today())
    assert [(one.slot.number, one.unit, one.rows) for one in page["times"] if one.rows] == [
        (2, "กองช่าง", 2)
    ]

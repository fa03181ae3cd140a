from datetime import date
from uuid import uuid4

import pytest
from tests.web import factories
from tests.web.roles import ITA_OFFICER

from prongsai.core.papers.digits import Digits
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.numbering import queries, services
from prongsai.web.signing.numbering.models import NumberRow, PaperRange, Register
from prongsai.web.signing.numbering.queries import with_digits

DAY = date(2026, 1, 15)
NEXT_YEAR = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def _prefix(agency):
    agency.number_prefix = "ตย 00000/"
    agency.save()


def issued(agency, by, series="memo", on=DAY, **said):
    return services.issue(agency, by=by, series=series, on=on, title="ขออนุมัติ", **said)


def test_numbers_follow_one_another_and_begin_anew_each_calendar_year(agency, officer):
    found = [issued(agency, officer).text for _ in range(3)]
    assert found == ["ตย 00000/1", "ตย 00000/2", "ตย 00000/3"]
    assert issued(agency, officer, on=NEXT_YEAR).text == "ตย 00000/1"
    assert issued(agency, officer).text == "ตย 00000/4"


@pytest.mark.parametrize(
    ("series", "text"),
    [
        ("memo", "ตย 00000/1"), ("letter", "ตย 00000/1"),
        ("circular", "ตย 00000/ว 1"), ("order", "1/2569"),
        ("announcement", "1/2569"),
    ],
)  # fmt: skip
def test_each_series_is_counted_and_written_in_its_own_way(agency, officer, series, text):
    assert issued(agency, officer, series).text == text


def test_a_prefix_without_its_stroke_gets_it_and_none_needs_none(agency, officer):
    agency.number_prefix = "ตย 00000"
    agency.save()
    assert issued(agency, officer).text == "ตย 00000/1"
    Agency.objects.update(number_prefix="")
    assert issued(agency, officer).text == "2"


def test_a_series_that_does_not_exist_is_our_fault(agency, officer):
    with pytest.raises(ValueError, match="other"):
        issued(agency, officer, "other")


def test_a_subject_has_one_number_however_often_it_is_asked(agency, officer):
    paper = uuid4()
    first, again = (issued(agency, officer, subject=paper) for _ in range(2))
    assert first.pk == again.pk
    assert queries.row_of(agency, "memo", paper) == first
    assert issued(agency, officer, "order", subject=paper).text == "1/2569"
    other = issued(agency, officer, subject=uuid4())
    assert other.number == first.number + 1
    assert queries.row_of(agency, "memo", other.subject) == other


def test_the_number_of_another_agencys_paper_is_not_told(agency, officer, other_agency):
    paper = uuid4()
    issued(agency, officer, subject=paper)
    assert queries.row_of(other_agency, "memo", paper) is None


def test_a_void_number_stays_and_its_paper_gets_another(agency, officer):
    paper = uuid4()
    first = issued(agency, officer, subject=paper)
    services.void(agency, first.pk, by=officer, reason="พิมพ์ผิด")
    second = issued(agency, officer, subject=paper)
    assert second.number == first.number + 1
    assert queries.row_of(agency, "memo", paper) == second
    kept = NumberRow.objects.get(pk=first.pk)
    assert kept.voided_at
    assert (kept.text, kept.void_reason, kept.void_words) == (first.text, "พิมพ์ผิด", officer.words)


def test_voiding_asks_for_a_reason_and_happens_once(agency, officer):
    row = issued(agency, officer)
    with pytest.raises(Refused, match="reason"):
        services.void(agency, row.pk, by=officer, reason="  ")
    services.void(agency, row.pk, by=officer, reason="ซ้ำ")
    with pytest.raises(Refused, match="void already"):
        services.void(agency, row.pk, by=officer, reason="ซ้ำ")


def test_another_agencys_number_cannot_be_voided(agency, officer, other_agency, make_actor):
    row = issued(agency, officer)
    stranger = make_actor(other_agency, ITA_OFFICER)
    with pytest.raises(NumberRow.DoesNotExist):
        services.void(other_agency, row.pk, by=stranger, reason="ลอง")
    assert NumberRow.objects.get().voided_at is None


def begun(agency, by, number, reason="ใช้ทะเบียนกระดาษ", year=2569):
    return services.begin_at(agency, by=by, series="memo", year=year, number=number, reason=reason)


def test_a_register_begun_on_paper_goes_on_from_there(agency, officer):
    begun(agency, officer, 15)
    assert issued(agency, officer).number == 15
    assert [(one.first, one.last) for one in PaperRange.objects.all()] == [(1, 14)]
    begun(agency, officer, 20)
    assert issued(agency, officer).number == 20
    page = queries.register_page(agency, "memo", 2569, 2569)
    assert [line.number for line in page.lines] == [20, 19, 15, 14]


@pytest.mark.parametrize("number", [0, 1, 100_000])
def test_the_first_number_only_rises(agency, officer, number):
    with pytest.raises(Refused, match="only a higher"):
        begun(agency, officer, number)
    assert begun(agency, officer, 2).last == 1
    with pytest.raises(Refused, match="only a higher"):
        begun(agency, officer, 2)


def test_the_first_number_needs_a_reason(agency, officer):
    with pytest.raises(Refused) as refusal:
        begun(agency, officer, 15, reason=" ")
    assert refusal.value.field == "reason"
    assert not PaperRange.objects.exists()


def kept(agency, by, count=3, reason="ไฟฟ้าดับ"):
    return services.reserve(agency, by=by, series="memo", year=2569, count=count, reason=reason)


def test_kept_numbers_are_issued_to_nobody_else_and_filled_in_later(agency, officer):
    rows = kept(agency, officer)
    assert [row.number for row in rows] == [1, 2, 3]
    assert issued(agency, officer).number == 4
    said = {"day": DAY, "title": "ขอใช้รถ", "sender": "กองช่าง", "receiver": "นายก"}
    row = services.describe(agency, rows[1].pk, by=officer, **said)
    assert (row.title, row.day, row.kept_for) == ("ขอใช้รถ", DAY, "ไฟฟ้าดับ")
    with pytest.raises(Refused, match="not reserved"):
        services.describe(agency, rows[1].pk, by=officer, **said)
    page = queries.register_page(agency, "memo", 2569, 2569)
    assert page.free_count == 2


def test_a_kept_number_is_filled_in_with_a_day_of_its_year(agency, officer):
    row = kept(agency, officer)[0]
    with pytest.raises(Refused) as refusal:
        services.describe(agency, row.pk, by=officer, day=NEXT_YEAR, title="ขอใช้รถ")
    assert refusal.value.field == "day"


@pytest.mark.parametrize("count", [0, 51])
def test_too_many_numbers_or_none_are_not_kept(agency, officer, count):
    with pytest.raises(Refused) as refusal:
        kept(agency, officer, count)
    assert refusal.value.field == "count"
    assert len(kept(agency, officer, 50)) == 50


def test_a_unit_keeps_its_own_register_from_that_year_on(agency, officer):
    unit, other = factories.make_unit(agency), factories.make_unit(agency, "กองช่าง")
    said = {"by": officer, "series": "memo", "year": 2569, "unit": unit}
    services.open_unit_register(agency, prefix="ตย 00001/", **said)
    assert issued(agency, officer, unit=unit).text == "ตย 00001/1"
    assert issued(agency, officer, unit=other).text == "ตย 00000/1"
    assert issued(agency, officer, unit=unit, on=NEXT_YEAR).text == "ตย 00001/1"
    with pytest.raises(Refused, match="already"):
        services.open_unit_register(agency, prefix="ตย 00001/", **said)


def test_a_wrong_prefix_is_corrected_for_the_next_numbers(agency, officer):
    unit = factories.make_unit(agency)
    said = {"by": officer, "series": "memo", "year": 2569, "unit": unit}
    register = services.open_unit_register(agency, prefix="ตย 00001/", **said)
    Register.objects.filter(pk=register.pk).update(prefix="กองคลัง/")
    old = issued(agency, officer, unit=unit)
    with pytest.raises(Refused, match="already"):
        services.open_unit_register(agency, prefix="ตย 00002/", **said)
    services.open_unit_register(agency, prefix="ตย 00002/", corrects=True, **said)
    assert issued(agency, officer, unit=unit).text == "ตย 00002/2"
    old.refresh_from_db()
    assert old.text == "กองคลัง/1", "what was printed stays"


@pytest.mark.parametrize("prefix", ["ตย 00000/", "ตย๐๐๐๐๐", "ตย 00003"])
def test_two_registers_never_give_one_number(agency, officer, prefix):
    unit, other = factories.make_unit(agency), factories.make_unit(agency, "กองช่าง")
    said = {"by": officer, "series": "memo", "year": 2569}
    services.open_unit_register(agency, unit=other, prefix="ตย 00003/", **said)
    with pytest.raises(Refused, match="the same number"):
        services.open_unit_register(agency, unit=unit, prefix=prefix, **said)
    assert services.open_unit_register(agency, unit=unit, prefix="ตย 00004/", **said)
    agency.number_prefix = "ตย 4"  # typed on the page of the agency, and another then
    agency.save()
    assert issued(agency, officer, unit=unit).text == "ตย 00004/1"
    agency.number_prefix = "ตย ๐๐๐๐๔/"
    agency.save()
    for owner in (None, unit):
        with pytest.raises(Refused, match="the same number"):
            issued(agency, officer, unit=owner)


@pytest.mark.parametrize("prefix", [" ", "กองคลัง/"])
def test_a_units_register_needs_a_prefix_without_words(agency, officer, prefix):
    unit = factories.make_unit(agency)
    with pytest.raises(Refused) as refusal:
        services.open_unit_register(
            agency, by=officer, series="memo", year=2569, unit=unit, prefix=prefix
        )
    assert refusal.value.field == "lead"
    assert not Register.objects.exists()


def test_digits_follow_the_agencys_setting_when_shown(agency, officer):
    row = issued(agency, officer)
    assert with_digits(agency, row.text) == "ตย ๐๐๐๐๐/๑"
    agency.digits = Digits.ARABIC.value
    assert with_digits(agency, row.text) == "ตย 00000/1"


def test_everything_stands_in_the_journal(agency, officer):
    row = issued(agency, officer)
    services.void(agency, row.pk, by=officer, reason="ซ้ำ")
    begun(agency, officer, 15)
    free = kept(agency, officer)[0]
    services.describe(agency, free.pk, by=officer, day=DAY, title="ขอใช้รถ")
    verbs = list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))
    assert verbs == [
        "number-issued", "number-voided", "register-begun", "numbers-kept", "number-described",
    ]  # fmt: skip
    assert not list(journal.verify(agency))

"""Files whose headings nobody knows: a person says which column is which, and it is remembered."""

import re

import pytest
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import YEAR, head_of

from prongsai.core.errors import Severity
from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow, RememberedColumns, RowsFile
from prongsai.web.disclosure.registers.services import making
from prongsai.web.disclosure.registers.services.outcome import outcome_of
from prongsai.web.platform.models import JournalEntry, Remnant

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock"), pytest.mark.both_databases
]  # fmt: skip
KEY = "service-satisfaction"
SATISFACTION = shipped_register(KEY)
# Made up: no file of such a system was at hand.
KNOWN = """\
เดือน,จุดบริการ,จำนวนผู้ตอบ,มากที่สุด,มาก,ปานกลาง,น้อย,น้อยที่สุด
ต.ค. 68,งานภาษี,20,12,5,2,1,0
พ.ย. 68,งานภาษี,๑๐,6,2,1,1,0
รวม,,30,18,7,3,2,0
"""
FOREIGN = """\
Feedback of the month
Period,Branch,Replies,Smile 5,Smile 4,Smile 3,Smile 2,Smile 1
ตุลาคม,งานภาษี,20,12,5,2,1,0
"""
GIVEN = {
    "month": "Period", "service": "Branch", "answers": "Replies", "most": "Smile 5",
    "much": "Smile 4", "middling": "Smile 3", "little": "Smile 2", "least": "Smile 1",
}  # fmt: skip
ALL = {"unit": "กองคลัง", "source": "Citizeninfo"}


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def finance(agency):
    return head_of(agency)


def read(person, text, key=KEY):
    return making.read_file(
        person.agency, by=person, register=shipped_register(key), year=YEAR, name="out.csv",
        data=text.encode(),
    )  # fmt: skip


def say(file, given=(), defaults=ALL):
    making.say_columns(file, given=dict(given), defaults=defaults, only_year=False)


def take(person, file):
    seen = outcome_of(person, SATISFACTION, file).state
    return making.take(file, by=person, register=SATISFACTION, seen=seen)


def errors(person, file):
    found = outcome_of(person, SATISFACTION, file).findings
    return [one for one in found if one.severity is Severity.ERROR]


def test_nothing_is_taken_before_somebody_said_the_columns_though_all_match(finance):
    file = read(finance, KNOWN)
    # What no column says is known of nobody else either.
    file.defaults = ALL
    file.save()
    assert errors(finance, file) == []
    with pytest.raises(Refused, match="nobody has said"):
        take(finance, file)
    assert not RegisterRow.objects.exists()
    say(file)
    assert outcome_of(finance, SATISFACTION, file).imported.totals == 1
    assert len(take(finance, file).new) == 2
    row = RegisterRow.objects.get(values__month=10)
    assert (row.values["most"], row.values["answers"]) == (12, 20)


def test_what_was_said_is_remembered_for_the_same_headings_of_the_same_agency(
    finance, other_agency
):
    file = read(finance, FOREIGN)
    assert [one.code for one in errors(finance, file)] == ["register_no_table"]
    say(file, GIVEN)
    assert errors(finance, file) == []
    assert len(take(finance, file).new) == 1
    kept = RememberedColumns.objects.get()
    assert (kept.agency, kept.given["most"], kept.defaults) == (finance.agency, "Smile 5", ALL)
    second = read(finance, FOREIGN.replace("ตุลาคม", "ธันวาคม"))
    assert second.is_said
    assert len(take(finance, second).new) == 1
    again = read(finance, FOREIGN)
    assert outcome_of(finance, SATISFACTION, again).changes_nothing, "the same file twice"
    other_form = read(finance, FOREIGN.replace("Branch", "Place"))
    assert not other_form.is_said
    with pytest.raises(Refused, match="nobody has said"):
        take(finance, other_form)
    open_year(other_agency, YEAR)
    stranger = read(head_of(other_agency, "กองช่าง"), FOREIGN)
    assert (stranger.is_said, stranger.given) == (False, {})


WITHOUT_MONTH = FOREIGN.replace("Period,", "").replace("ตุลาคม,", "")
WITHOUT_PERIOD = {name: said for name, said in GIVEN.items() if name != "month"}


def test_the_month_of_one_file_is_not_that_of_the_next(finance):
    """Remembered, the answers of November would be written over those of October."""
    file = read(finance, WITHOUT_MONTH)
    say(file, WITHOUT_PERIOD, ALL | {"month": "ตุลาคม"})
    take(finance, file)
    november = read(finance, WITHOUT_MONTH.replace("20,12", "30,22"))
    assert (november.given, november.defaults) == (WITHOUT_PERIOD, ALL)
    assert not november.is_said
    assert [one.code for one in errors(finance, november)] == ["register_no_column"]
    with pytest.raises(Refused, match="nobody has said"):
        take(finance, november)
    assert RegisterRow.objects.get().values["answers"] == 20
    say(november, WITHOUT_PERIOD, ALL | {"month": "พฤศจิกายน"})
    assert len(take(finance, november).new) == 1


def test_nor_is_the_service_or_the_unit_where_another_could_be_meant(finance, officer):
    for one in ("Branch,", "งานภาษี,"):
        assert one in FOREIGN
    file = read(finance, FOREIGN.replace("Branch,", "").replace("งานภาษี,", ""))
    given = {name: said for name, said in GIVEN.items() if name != "service"}
    say(file, given, ALL | {"service": "งานภาษี"})
    take(finance, file)
    again = read(finance, FOREIGN.replace("Branch,", "").replace("งานภาษี,", ""))
    assert (again.defaults, again.is_said) == (ALL, False)
    # Who writes the rows of all units is asked whose these are, the head of one is not.
    of_all = read(officer, FOREIGN)
    assert of_all.is_said is False
    file = read(finance, FOREIGN)
    say(file, GIVEN)
    take(finance, file)
    assert read(finance, FOREIGN).is_said
    of_all = read(officer, FOREIGN)
    assert (of_all.defaults, of_all.is_said) == ({"source": ALL["source"]}, False)


def test_a_page_says_what_stands_in_all_rows(client_of, finance):
    file = read(finance, FOREIGN)
    say(file, GIVEN)
    address = reverse("registers:take-preview", args=[YEAR, KEY, file.pk])
    page = tight(client_of(finance).get(address).content.decode())
    assert "ในทุกแถว: ส่วนราชการ “กองคลัง” · เก็บด้วย “Citizeninfo”" in page


def test_columns_that_were_said_anew_meanwhile_are_shown_before_they_count(finance):
    """Two tabs: what is taken is what the preview showed."""
    file = read(finance, FOREIGN)
    say(file, GIVEN)
    seen = outcome_of(finance, SATISFACTION, file).state
    say(file, GIVEN | {"most": "Smile 1", "least": "Smile 5"})
    with pytest.raises(Refused, match="the columns were changed"):
        making.take(file, by=finance, register=SATISFACTION, seen=seen)
    assert not RegisterRow.objects.exists()
    assert take(finance, file)


LEVELS = ("most", "much", "middling", "little", "least")


@pytest.mark.parametrize(
    "heads",
    [
        "A,B,C,D,E",
        "VG,G,OK,P,B",
        "😀,🙂,😐,🙁,😡",
        "Good!,Good,OK.,Bad,Bad!",
        "ดี,ดี้,กลาง,แย่,แย",
        "5,4,3,2,1",
        "๕,๔,๓,๒,๑",
        "+2,+1,0,-1,-2",
    ],
)
@pytest.mark.few(3)
def test_short_and_like_headings_are_what_they_are_and_no_letters_of_columns(
    client_of, finance, heads
):
    given = dict(zip(LEVELS, heads.split(","), strict=True))
    text = FOREIGN.replace(",".join(GIVEN[one] for one in LEVELS), heads)
    file = read(finance, text)
    address = reverse("registers:take-preview", args=[YEAR, KEY, file.pk])
    said = {f"column-{name}": heading for name, heading in (GIVEN | given).items()}
    client_of(finance).post(address, said | {f"all-{name}": text for name, text in ALL.items()})
    file.refresh_from_db()
    assert errors(finance, file) == []
    row = take(finance, file).new[0]
    assert [row.values[name] for name in LEVELS] == [12, 5, 2, 1, 0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"column-much": "Smile 5"}, "ถูกเลือกไว้สองช่อง"),
        ({"column-much": "No such"}, "ไม่มีในไฟล์"),
        ({"all-unit": "ก" * 300}, "ยาวเกินไป"),
    ],
)
def test_a_column_of_two_fields_or_of_no_file_is_told_and_not_kept(client_of, finance, more, said):
    file = read(finance, FOREIGN)
    address = reverse("registers:take-preview", args=[YEAR, KEY, file.pk])
    sent = {f"column-{name}": heading for name, heading in GIVEN.items()}
    sent |= {f"all-{name}": text for name, text in ALL.items()}
    answer = client_of(finance).post(address, sent | more)
    assert said in answer.content.decode()
    file.refresh_from_db()
    assert (file.is_said, file.given) == (False, {})
    client_of(finance).post(address, sent)
    file.refresh_from_db()
    assert file.is_said


def test_percent_is_no_count_of_people(finance):
    """Of a hundred percent the sum of all levels would agree."""
    heads = "มากที่สุด,มาก,ปานกลาง,น้อย,น้อยที่สุด"
    percent = ",".join(f"{one} (ร้อยละ)" for one in heads.split(","))
    line = "ต.ค. 68,งานภาษี,100,60,30,10,0,0"
    alone = read(finance, f"เดือน,จุดบริการ,จำนวนผู้ตอบ,{percent}\n{line}")
    say(alone)
    assert "register_missing" in [one.code for one in errors(finance, alone)]
    say(alone, {"most": "มากที่สุด (ร้อยละ)"})
    assert "register_percent_counted" in [one.code for one in errors(finance, alone)]
    beside = f"เดือน,จุดบริการ,จำนวนผู้ตอบ,{percent},{heads}\nต.ค. 68,งานภาษี,20,60,25,10,5,0,12,5,2,1,0"
    both = read(finance, beside)
    say(both)
    assert take(finance, both).new[0].values["most"] == 12


def test_a_column_said_wrongly_is_said_anew_and_the_newest_is_remembered(finance):
    file = read(finance, FOREIGN)
    say(file, GIVEN | {"most": "Smile 1", "least": "Smile 5"})
    take(finance, file)
    second = read(finance, FOREIGN)
    say(second, GIVEN)
    assert len(take(finance, second).changed) == 1
    assert RememberedColumns.objects.get().given["most"] == "Smile 5"
    assert RegisterRow.objects.get().values["most"] == 12


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("รวม,,30", "รวม,,31", "register_total_differs"),
        ("18,7,3,2,0", "18,7,3,3,0", "register_total_differs"),
        ("20,12,5,2,1,0", "20,12,5,2,2,0", "register_sum"),
    ],
)
def test_sums_of_the_file_are_held_against_its_rows_and_nothing_is_taken(finance, old, new, code):
    file = read(finance, KNOWN.replace(old, new))
    say(file)
    found = errors(finance, file)
    assert code in [one.code for one in found]
    assert all(one.places for one in found)
    with pytest.raises(Refused):
        take(finance, file)
    assert not RegisterRow.objects.exists()
    assert not RememberedColumns.objects.exists()


def test_one_column_alone_may_be_said_and_the_rest_is_asked(finance):
    file = read(finance, FOREIGN)
    say(file, {"answers": "Replies"}, {})
    lacking = errors(finance, file)
    missing = [one for one in lacking if one.code == "register_no_column"]
    assert len(missing) == 4, "month, service, unit, source"
    # An answer whose level nobody knows would be one of no satisfied person in the paper.
    assert {one.code for one in lacking if one not in missing} == {"register_missing"}
    given = {"answers": "Replies", "most": "Smile 5", "much": "Smile 4"}
    levels = {"middling": "Smile 3", "little": "Smile 2", "least": "Smile 1"}
    say(file, given | levels, ALL | {"month": "ตุลาคม", "service": "งานภาษี"})
    assert errors(finance, file) == []


def test_registers_whose_headings_are_ours_ask_nothing(finance):
    from tests.web.registers.test_taking import csv, line  # noqa: PLC0415 - its rows

    file = read(finance, csv(line(1)).decode(), "asset-loans")
    assert not file.is_said
    register = shipped_register("asset-loans")
    seen = outcome_of(finance, register, file).state
    assert len(making.take(file, by=finance, register=register, seen=seen).new) == 1
    assert Remnant.objects.get().tables == ["registers_rowsfile"]


@pytest.mark.long
def test_the_page_proposes_asks_takes_and_remembers(client_of, finance):
    browser = client_of(finance)
    address = reverse("registers:take", args=[YEAR, KEY])
    assert "Citizeninfo" in browser.get(address).content.decode()
    answer = browser.post(address, {"text": FOREIGN})
    page = browser.get(answer.url)
    text = tight(page.content.decode())
    assert "ระบุก่อนว่าคอลัมน์ใดเป็นช่องใด" in text
    assert "นำเข้าตามนี้" not in text
    offered = [value for value, _ in page.context["form"].fields["column-most"].choices]
    assert offered[1:] == list(GIVEN.values())
    said = {f"column-{name}": heading for name, heading in GIVEN.items()}
    browser.post(answer.url, said | {f"all-{name}": text for name, text in ALL.items()})
    page = browser.get(answer.url)
    assert "เพิ่ม 1 รายการ" in tight(page.content.decode())
    seen = page.context["outcome"].state
    browser.post(answer.url, {"act": "take", "seen": seen})
    assert RegisterRow.objects.get().values["least"] == 0
    assert JournalEntry.objects.filter(verb="register-rows-taken").count() == 1
    second = browser.post(address, {"text": FOREIGN.replace("ตุลาคม", "ธันวาคม")})
    text = tight(browser.get(second.url).content.decode())
    assert "จับคู่ตามที่ระบุไว้เมื่อ 15 มกราคม 2569" in text
    # Somebody else may have said it: which column is which is seen before the button is pressed.
    page = " ".join(browser.get(second.url).content.decode().split())
    assert re.search(r'<details class="ps-card" open ?> ?<summary>', page)
    assert "นำเข้าตามนี้" in text


def test_who_takes_at_once_by_hand_is_asked_too(client_of, finance):
    """The button may be posted without ever seeing the page."""
    browser = client_of(finance)
    answer = browser.post(reverse("registers:take", args=[YEAR, KEY]), {"text": KNOWN})
    file = RowsFile.objects.get()
    seen = outcome_of(finance, SATISFACTION, file).state
    refused = browser.post(answer.url, {"act": "take", "seen": seen})
    assert "ยังไม่มีใครบอก" in refused.content.decode()
    assert not RegisterRow.objects.exists()

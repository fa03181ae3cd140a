"""A file of rows is shown before it is taken, taken whole or not at all, and decides nothing."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFTS, LOAN, LOANS, YEAR, add, change, move
from tests.web.roles import CHIEF_ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.dates import short_date
from prongsai.core.errors import UnreadableInput
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.reading import SHIPPED, shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers import tasks
from prongsai.web.disclosure.registers.models import (
    NothingToReport,
    RegisterRow,
    RegisterRowVersion,
    RememberedColumns,
    RowsFile,
)
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, register_of
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.disclosure.registers.services.outcome import outcome_of
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
HEAD = (
    "เลขที่ใบยืม,วันที่ขอยืม,ทรัพย์สิน,จำนวน,ประเภทผู้ยืม,ผู้ยืม,ส่วนราชการ,เหตุที่ยืม,กำหนดคืน,สถานะ,วันที่รับของ,"
    "วันที่คืน,สภาพเมื่อคืน"
)


def line(number, **other):
    given = {
        "day": "5 ม.ค. 2569", "asset": "เต็นท์", "count": "๒", "kind": "ประชาชน", "who": "ชุมชนหนึ่ง",
        "unit": "กองคลัง", "why": "งานบุญ", "due": "12/1/2569", "state": "", "lent": "", "back": "",
        "condition": "",
    } | other  # fmt: skip
    return ",".join([f"{number}/2569", *given.values()])


def csv(*lines, head=HEAD):
    return "\n".join((head, *lines)).encode()


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def clerk(agency, make_actor):
    return make_actor(agency, CHIEF_ADMINISTRATOR)


def read(person, data, key=LOANS, name="rows.csv"):
    return making.read_file(
        person.agency, by=person, register=shipped_register(key), year=YEAR, name=name, data=data
    )


def outcome(person, file, register=None):
    return outcome_of(person, register or shipped_register(file.register), file)


def take(person, file, seen=None):
    seen = seen or outcome(person, file).state
    return making.take(file, by=person, register=shipped_register(file.register), seen=seen)


def codes(found):
    return {one.code for one in found.findings if one.severity == "error"}


def test_nothing_changes_before_a_yes_then_all_of_it_once(finance):
    file = read(finance, csv(line(1), line(2)))
    found = outcome(finance, file)
    assert (len(found.new), found.changed, found.is_sound) == (2, (), True)
    assert not RegisterRow.objects.exists()
    assert len(take(finance, file).new) == 2
    assert take(finance, file, "x") is None, "pressed twice"
    kept = RegisterRow.objects.get(key="1/2569")
    assert (kept.state, str(kept.day), kept.unit.name) == ("requested", "2026-01-05", "กองคลัง")
    assert kept.values["quantity"] == 2
    assert "ชุมชน" in kept.words, "a search finds it"
    assert RegisterRowVersion.objects.filter(made_by=finance.user, number=1).count() == 2
    assert JournalEntry.objects.latest("number").verb == "register-rows-taken"
    file.refresh_from_db()
    assert file.sheets == [], "what stood in the file is kept no longer"
    again = outcome(finance, read(finance, csv(line(1), line(2))))
    assert (again.changes_nothing, again.same) == (True, 2)


def test_all_that_is_wrong_is_told_and_no_row_is_taken(finance):
    file = read(finance, csv(line(1, count="สอง"), line(2, due="1/1/2569"), line(3), line(3)))
    found = outcome(finance, file)
    assert len(codes(found)) >= 3
    places = [one.where().th for one in found.findings]
    assert any("2" in place for place in places)
    with pytest.raises(Refused):
        take(finance, file)
    assert not RegisterRow.objects.exists()
    file.refresh_from_db()
    assert file.taken_at is None
    assert take(finance, read(finance, csv(line(3)))), "its sound twin"


@pytest.mark.parametrize("days", [0, 1])
def test_a_file_says_of_no_day_to_come_that_something_was_done_on_it(finance, days):
    day = short_date(today() + timedelta(days=days))
    file = read(finance, csv(line(1, day=day, lent=day, due=day, state="")))
    told = [code for code in codes(outcome(finance, file)) if code == "register_to-come"]
    assert len(told) == days


def test_a_changed_row_keeps_what_the_file_does_not_tell(finance):
    kept = add(finance, place="ลานวัด")
    file = read(finance, csv(line(1, asset="โต๊ะ")))
    found = outcome(finance, file)
    (changed,) = found.changed
    assert [(one.before, one.after) for one in changed.cells] == [("เต็นท์", "โต๊ะ")]
    take(finance, file)
    kept.refresh_from_db()
    assert (kept.values["asset"], kept.values["place"], kept.version) == ("โต๊ะ", "ลานวัด", 2)
    assert kept.versions.count() == 2


def test_no_file_decides(finance, clerk):
    file = read(finance, csv(line(1, state="อนุมัติแล้ว")))
    found = outcome(finance, file)
    assert "register_state_stays" in {one.code for one in found.findings}
    take(finance, file)
    kept = RegisterRow.objects.get()
    assert kept.state == "requested"
    changed = outcome(finance, read(finance, csv(line(1, state="อนุมัติแล้ว"))))
    assert changed.changes_nothing, "nor of a row that is there"
    move(clerk, kept, "approved")
    lent = read(finance, csv(line(1, state="อยู่กับผู้ยืม", lent="6/1/2569")))
    take(finance, lent)
    kept.refresh_from_db()
    assert kept.state == "lent", "what nobody must decide a file may tell"
    wrong = outcome(finance, read(finance, csv(line(1, asset="รถ", lent="6/1/2569"))))
    assert codes(wrong) == {"register_decided"}


def test_who_rewrote_a_row_by_a_file_does_not_decide_on_it(agency, make_actor, finance, clerk):
    kept = add(make_actor(agency, OFFICE_HEAD))
    take(finance, read(finance, csv(line(1, asset="รถ"))))
    kept.refresh_from_db()
    with pytest.raises(Refused, match="added or changed"):
        move(finance, kept, "approved")
    move(clerk, kept, "approved")


def test_who_rewrote_a_row_by_the_file_that_took_it_on_does_not_decide_on_it(
    agency, make_actor, finance, clerk
):
    """Between the first state and the decision stands one that a file may bring."""
    text = (SHIPPED / f"{LOANS}.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("from: [requested]", "from: [sent]"),
        ("moves:\n", "moves:\n- {from: [requested], to: sent, title: {th: ส่ง, en: send}}\n"),
        ("- {key: approved,", "- {key: sent, title: {th: ส่งแล้ว, en: sent}}\n- {key: approved,"),
    ):
        text = text.replace(old, new)
    own = making.bring(agency, by=clerk, name="loans.yaml", text=text)
    register, office = register_of(agency, own.key), make_actor(agency, OFFICE_HEAD)
    context = context_of(agency, register, YEAR)
    rows = [
        saving.add(
            agency, by=office, register=register, year=YEAR,
            row=read_row(register, LOAN | {"number": f"{number}/2569"}, context, "").row,
        )
        for number in (1, 2)
    ]  # fmt: skip
    data = csv(line(1, asset="รถ", state="ส่งแล้ว"), line(2, state="ส่งแล้ว"))
    file = making.read_file(
        agency, by=finance, register=register, year=YEAR, name="rows.csv", data=data
    )
    making.take(file, by=finance, register=register, seen=outcome(finance, file, register).state)
    for kept in rows:
        kept.refresh_from_db()
    rewritten, taken_on = rows

    def approve(by, kept):
        saving.move(kept, by=by, register=register, to="approved", seen=kept.version)

    with pytest.raises(Refused, match="added or changed"):
        approve(finance, rewritten)
    approve(clerk, rewritten)
    approve(finance, taken_on)


def test_a_file_brings_no_rows_of_other_units(finance, works):
    file = read(finance, csv(line(1), line(2, unit="กองช่าง")))
    assert codes(outcome(finance, file)) == {"register_others"}
    take(works, read(works, csv(line(2, unit="กองช่าง"))))
    moved = read(finance, csv(line(2)))
    assert codes(outcome(finance, moved)) == {"register_others"}, "nor takes theirs over"
    with pytest.raises(Refused):
        take(finance, moved)


def test_who_writes_for_all_takes_rows_of_all(agency, make_actor, finance, works):
    keeper = make_actor(agency, OFFICE_HEAD)
    assert len(take(keeper, read(keeper, csv(line(1), line(2, unit="กองช่าง")))).new) == 2


def test_a_register_that_changed_meanwhile_is_shown_anew(finance):
    file = read(finance, csv(line(1)))
    seen = outcome(finance, file).state
    kept = add(finance)
    with pytest.raises(Refused, match="changed after"):
        take(finance, file, seen)
    change(finance, kept, place="ลาน")
    assert take(finance, file).same == 1


def test_what_was_said_of_columns_is_remembered_for_files_of_the_same_form(finance):
    head = HEAD.replace("ทรัพย์สิน", "ของหลวง").replace(",ส่วนราชการ", "")
    short = line(1).replace(",กองคลัง", "")
    file = read(finance, csv(short, head=head))
    assert codes(outcome(finance, file)) == {"register_no_column"}
    making.say_columns(
        file, given={"asset": "ของหลวง"}, defaults={"unit": "กองคลัง"}, only_year=False
    )
    assert outcome(finance, file).is_sound
    take(finance, file)
    assert RememberedColumns.objects.get().given == {"asset": "ของหลวง"}
    second = read(finance, csv(short.replace("1/2569", "9/2569"), head=head))
    assert len(outcome(finance, second).new) == 1
    assert read(finance, csv(line(4))).given == {}, "another form"


def test_rows_of_other_years_are_left_only_when_somebody_says_so(finance):
    file = read(finance, csv(line(1), line(2, day="5/1/2568", due="12/1/2568")))
    assert "register_years" in codes(outcome(finance, file))
    making.say_columns(file, given={}, defaults={}, only_year=True)
    found = outcome(finance, file)
    assert (found.is_sound, len(found.new)) == (True, 1)


def test_our_own_workbook_with_nothing_to_report_comes_back_whole(finance):
    kept = add(finance, GIFTS)
    register, context = (
        shipped_register(GIFTS),
        context_of(finance.agency, shipped_register(GIFTS), YEAR),
    )
    data = register_workbook(register, context, [core_row(register, kept, YEAR)])
    assert outcome(finance, read(finance, data, GIFTS, "gifts.xlsx")).changes_nothing
    text = register_csv(register, [core_row(register, kept, YEAR)], context)
    assert outcome(finance, read(finance, text, GIFTS, "gifts.csv")).changes_nothing


def test_times_with_nothing_to_report_are_said_by_the_file(finance):
    register = shipped_register(GIFTS)
    context = context_of(finance.agency, register, YEAR)
    unit = next(iter(context.units.labels))
    nil = Nil(Slot(YEAR, register.rhythm.every, 1), unit)
    data = register_workbook(register, context, [], [nil])
    file = read(finance, data, GIFTS, "gifts.xlsx")
    assert outcome(finance, file).nils == (nil,)
    take(finance, file)
    assert NothingToReport.objects.get().unit.name == "กองคลัง"


def test_a_file_that_is_no_table_is_refused_in_words(finance):
    with pytest.raises(UnreadableInput):
        read(finance, b"%PDF-1.7 x", name="x.pdf")
    assert codes(outcome(finance, read(finance, b"\xe0\xb8\x81,\xe0\xb8\x82\n1,2"))) == {
        "register_no_table"
    }
    assert not RegisterRow.objects.exists()


def test_a_file_that_tells_some_fields_breaks_no_check_with_those_it_does_not(finance):
    """The form of the row refuses it; a file without the column of the other day did not."""
    add(finance, lent_on="6 ม.ค. 2569")
    text = "{}\n{}".format(",".join(LOAN), ",".join(LOAN.values()))
    for day, is_sound in (("9 ม.ค. 2569", False), ("4 ม.ค. 2569", True)):
        told = text.replace("5 ม.ค. 2569", day).encode()
        file = making.read_file(
            finance.agency,
            by=finance,
            register=shipped_register(LOANS),
            year=YEAR,
            name="some.csv",
            data=told,
        )
        outcome = outcome_of(finance, shipped_register(LOANS), file)
        assert outcome.is_sound is is_sound
        assert ("register_order" in [one.code for one in outcome.findings]) is not is_sound
    assert making.take(file, by=finance, register=shipped_register(LOANS), seen=outcome.state)


def test_a_sheet_without_a_column_empties_it_in_no_row(finance):
    """Another sheet of the same file has it."""
    add(finance, place="ลานวัด")
    add(finance, number="2/2569", place="หอประชุม")
    book = Workbook()
    book.active.append([*LOAN, "place"])
    book.active.append([*LOAN.values(), "ลานกีฬา"])
    other = book.create_sheet("อีกแผ่น")
    other.append([*LOAN])
    other.append([*(LOAN | {"number": "2/2569"}).values()])
    data = BytesIO()
    book.save(data)
    file = making.read_file(
        finance.agency, by=finance, register=shipped_register(LOANS), year=YEAR, name="two.xlsx",
        data=data.getvalue(),
    )  # fmt: skip
    outcome = outcome_of(finance, shipped_register(LOANS), file)
    assert [[cell.after for cell in one.cells] for one in outcome.changed] == [["ลานกีฬา"]]
    assert outcome.same == 1


def test_queries_do_not_grow_with_the_rows(finance):
    def spent(first, last):
        file = read(finance, csv(*(line(number) for number in range(first, last))))
        seen = outcome(finance, file).state
        with CaptureQueriesContext(
            connection,
        ) as spent_by:
            take(finance, file, seen)
        return len(spent_by)

    spent(1, 2)
    assert spent(10, 12) == spent(20, 70)


def test_a_table_that_is_too_long_to_paste_is_asked_for_as_a_file(client_of, finance):
    address = reverse("registers:take", args=[YEAR, LOANS])
    answer = client_of(finance).post(address, {"text": csv(*["ก" * 100] * 1_000).decode()})
    assert answer.status_code == 422
    assert "เลือกไฟล์แทน" in answer.content.decode()


@pytest.mark.long
def test_pages(client_of, finance, works, agency):
    browser = client_of(finance)
    address = reverse("registers:take", args=[YEAR, LOANS])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"text": ""}).status_code == 422
    rows = csv(line(1).replace(",กองคลัง", ""), head=HEAD.replace(",ส่วนราชการ", "")).decode()
    answer = browser.post(address, {"text": rows})
    file = RowsFile.objects.get()
    assert answer.url == reverse("registers:take-preview", args=[YEAR, LOANS, file.pk])
    assert client_of(works).get(answer.url).status_code == 404, "only who sent it sees it"
    page = browser.get(answer.url)
    assert "ยังนำเข้าไม่ได้" in tight(page.content.decode())
    said = {name: field.initial for name, field in page.context["form"].fields.items()}
    said = {name: value for name, value in said.items() if value}
    browser.post(answer.url, said | {"all-unit": "กองคลัง"})
    file.refresh_from_db()
    assert (file.given, file.defaults) == ({}, {"unit": "กองคลัง"})
    page = browser.get(answer.url)
    assert "เพิ่ม 1 รายการ" in tight(page.content.decode())
    seen = page.context["outcome"].state
    refused = browser.post(answer.url, {"act": "take", "seen": "old"})
    assert "ยังไม่ได้บันทึก" in refused.content.decode()
    assert not RegisterRow.objects.exists()
    done = browser.post(answer.url, {"act": "take", "seen": seen})
    assert done.url == reverse("registers:register", args=[YEAR, LOANS])
    assert RegisterRow.objects.get().unit.name == "กองคลัง"
    assert browser.get(answer.url).status_code == 302, "taken: nothing to look at"


def test_a_file_that_nobody_took_is_forgotten_after_a_week_and_its_rows_are_not(finance):
    """Though nobody ever reads another: what stood in it may be of persons."""
    taken, left = read(finance, csv(line(1))), read(finance, csv(line(2)))
    take(finance, taken)
    with freeze(now() + timedelta(days=6)):
        tasks.sweep()
        assert RowsFile.objects.count() == 2
        young = read(finance, csv(line(3)))
    with freeze(now() + timedelta(days=8)):
        tasks.sweep()
    assert list(RowsFile.objects.all()) == [young]
    assert not RowsFile.objects.filter(pk=left.pk).exists()
    assert RegisterRow.objects.get().key == "1/2569"

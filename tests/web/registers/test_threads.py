"""Many who add and change rows at once: nobody waits for ever, and nothing is lost."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from tests.web.analysis.years import open_year
from tests.web.databases import at_once
from tests.web.factories import make_agency
from tests.web.registers.samples import LOAN, LOANS, YEAR, add, head_of, row_of

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.services import making, outcome, saving
from prongsai.web.disclosure.registers.services.keeping import SomeRefused
from prongsai.web.platform import journal

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_clock"),
    pytest.mark.databases_differ,
]  # fmt: skip


@pytest.fixture
def finance(crowded):
    agency = make_agency()
    open_year(agency, YEAR)
    return head_of(agency)


@pytest.mark.long
def test_adding_changing_and_the_grid_wait_for_each_other(finance):
    register = shipped_register(LOANS)
    kept = add(finance)
    wanted = {
        number: row_of(finance.agency, LOANS, LOAN | {"number": str(number)})
        for number in range(100, 124)
    }

    def act(number):
        if number % 3 == 0:
            saving.add(finance.agency, by=finance, register=register, year=YEAR, row=wanted[number])
        elif number % 3 == 1:
            outcome.save(finance, register, YEAR, {0: outcome.TypedLine(wanted[number])})
        else:
            row = row_of(finance.agency, LOANS, LOAN | {"asset": f"เต็นท์ {number}"})
            mine = RegisterRow.objects.select_related("agency").get(pk=kept.pk)
            saving.change(mine, by=finance, register=register, row=row, seen=mine.version)

    def tried(number):
        try:
            act(number)
        except Refused:
            return 0  # another was faster, and one is told
        return 1

    changed = sum(at_once(tried, range(100, 124)))
    rows = RegisterRow.objects.count()
    assert rows == 1 + 16
    kept.refresh_from_db()
    assert kept.version == 1 + changed - 16
    assert kept.version > 1
    assert RegisterRowVersion.objects.count() == 16 + kept.version
    assert not list(journal.verify(finance.agency))


def test_of_two_who_save_the_same_row_in_a_grid_one_is_told(finance):
    register = shipped_register(LOANS)
    kept = add(finance)
    rows = [row_of(finance.agency, LOANS, LOAN | {"asset": f"ของ {one}"}) for one in range(8)]

    def act(number):
        try:
            outcome.save(finance, register, YEAR, {0: outcome.TypedLine(rows[number], kept.pk, 1)})
        except SomeRefused:
            return 0
        return 1

    assert sum(at_once(act, range(8))) == 1
    assert RegisterRowVersion.objects.filter(row=kept).count() == 2


MANUALS = "work-manuals"  # rows of no year
MANUAL = (
    "ชื่อคู่มือ,ชนิด,ส่วนราชการ,ภารกิจหรืองาน,สำหรับตำแหน่ง,ฉบับที่,ใช้ตั้งแต่,ไฟล์หรือที่อยู่คู่มือ\n"
    "คู่มือการเงิน,คู่มือการปฏิบัติงาน,กองคลัง,การเงิน,นักวิชาการ,1/2569,1 ต.ค. 2568,https://www.example.go.th/\n"
)


def test_the_same_rows_of_no_year_are_taken_once_from_the_pages_of_two_years(finance, monkeypatch):
    open_year(finance.agency, YEAR - 1)
    register, both, check = shipped_register(MANUALS), Barrier(2), making._check

    def later(*given):
        check(*given)
        with suppress(BrokenBarrierError):
            both.wait(0.5)

    monkeypatch.setattr(making, "_check", later)
    files = [
        making.read_file(
            finance.agency, by=finance, register=register, year=year, name="rows.csv",
            data=MANUAL.encode(),
        )
        for year in (YEAR - 1, YEAR)
    ]  # fmt: skip
    shown = {file.pk: outcome.outcome_of(finance, register, file) for file in files}
    assert all(found.is_sound and len(found.new) == 1 for found in shown.values())

    def take(file):
        try:
            making.take(file, by=finance, register=register, seen=shown[file.pk].state)
        except Refused:
            return 0
        return 1

    assert sum(at_once(take, files)) == RegisterRow.objects.count() == 1

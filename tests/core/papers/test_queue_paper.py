"""The paper of the queues: nought is nought, few are withheld, what is not known is not said."""

from datetime import date, datetime, timedelta

import pytest

from prongsai.core.counter.queue import Passed, TicketState
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.document import KeyFigures, Note, Table
from prongsai.core.papers.office import Office
from prongsai.core.papers.queue_paper import Service, queue_paper, queues_of

YEAR, ON = 2566, date(2023, 10, 2)
A, B = Service("1", "ศูนย์บริการ", "ทะเบียน"), Service("2", "ศูนย์บริการ", "ภาษี")
OFFICE = Office(Agency(name="เทศบาลตำบลตัวอย่าง"), ON)


def ticket(key="1", day=date(2022, 11, 8), wait=6, state=TicketState.SERVED):
    taken = datetime.combine(day, datetime.min.time()).replace(hour=9)
    called = taken + timedelta(minutes=wait) if wait is not None else None
    return key, Passed(taken, called, called, state)


def left(**more):
    return ticket(wait=None, state=TicketState.LEFT, **more)


def told(tickets, months=6, opened=(1,), services=(A, B)):
    return queues_of(services, tickets, opened, (YEAR, months), ON)


def tables(queues):
    (section,) = queue_paper(OFFICE, queues).sections
    return [block for block in section.blocks if isinstance(block, Table)]


def rows(table):
    """Each line by its name, with its other cells."""
    found = {}
    for group in table.groups:
        for row in group.rows:
            name, *cells = ("".join(map(str, cell.lines)) for cell in row)
            found[name] = cells
    return found


def notes(queues):
    (section,) = queue_paper(OFFICE, queues).sections
    return " ".join(block.text for block in section.blocks if isinstance(block, Note))


def test_numbers_and_medians_of_each_service():
    by_service = [ticket(wait=number) for number in range(1, 8)]
    by_service += [ticket("2", wait=20) for _ in range(5)]
    found = rows(tables(told(by_service))[0])
    assert found["ทะเบียน"] == ["7", "4", "7"]
    assert found["ภาษี"] == ["5", "20", "20"]
    assert found["รวม"] == ["12", "7", "20"]


def test_nought_is_nought_and_its_wait_is_not_known():
    found = rows(tables(told([ticket() for _ in range(9)]))[0])
    assert found["ภาษี"] == ["0", "ไม่ทราบ", "ไม่ทราบ"]


def test_where_nobody_was_called_the_wait_is_not_known_and_never_nought():
    found = rows(tables(told([left() for _ in range(9)]))[0])
    assert found["ทะเบียน"] == ["9", "ไม่ทราบ", "ไม่ทราบ"]
    assert found["รวม"] == ["9", "ไม่ทราบ", "ไม่ทราบ"]


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_few_are_withheld_and_so_is_what_would_tell_them(few):
    tickets = [ticket() for _ in range(30)] + [ticket("2", wait=90) for _ in range(few)]
    by_service, by_month, _by_end = map(rows, tables(told(tickets)))
    assert by_service["ภาษี"] == ["ไม่แสดง"] * 3
    assert by_service["ทะเบียน"] == ["ไม่แสดง"] * 3
    whole = [str(30 + few), "6", "ไม่แสดง"]  # the longest wait would be that of the few
    assert by_service["รวม"] == by_month["พฤศจิกายน 2565"] == by_month["ครึ่งปีแรก"] == whole


@pytest.mark.parametrize("called", [1, 4])
def test_the_wait_of_few_who_were_called_is_withheld(called):
    tickets = [ticket() for _ in range(called)] + [left() for _ in range(20)]
    assert rows(tables(told(tickets))[0])["ทะเบียน"] == [str(20 + called), "ไม่แสดง", "ไม่แสดง"]


def test_a_month_without_a_queue_says_so_and_an_open_one_without_people_is_nought():
    queues = told([ticket() for _ in range(9)], opened=(1, 2))
    found = rows(tables(queues)[1])
    assert found["พฤศจิกายน 2565"] == ["9", "6", "6"]
    assert found["ธันวาคม 2565"] == ["0", "ไม่ทราบ", "ไม่ทราบ"]
    assert found["ตุลาคม 2565"] == ["ไม่ได้เปิด"] * 3
    assert "ตุลาคม 2565 มกราคม 2566" in notes(queues)
    assert "ไม่ใช่ไม่มี" in notes(queues)


def test_where_numbers_were_taken_a_queue_ran_whatever_the_journal_says():
    assert 1 not in told([ticket() for _ in range(9)], opened=()).halves[0].shut


def test_a_year_with_no_shut_month_has_no_such_note():
    assert "ไม่ใช่ไม่มี" not in notes(told([], opened=range(6)))


def test_the_year_has_both_halves_each_as_the_paper_of_six_months_has_it():
    tickets = [ticket() for _ in range(9)]
    tickets += [ticket("2", day=date(2023, 6, 6), wait=10) for _ in range(6)]
    whole = told(tickets, months=12, opened=(1, 8))
    assert whole.halves[0] == told(tickets).halves[0]
    found = rows(tables(whole)[0])
    assert found["ทะเบียน"] == ["9", "6", "6", "0", "ไม่ทราบ", "ไม่ทราบ"]
    assert found["ภาษี"] == ["0", "ไม่ทราบ", "ไม่ทราบ", "6", "10", "10"]
    (section,) = queue_paper(OFFICE, whole).sections
    (figures,) = [block for block in section.blocks if isinstance(block, KeyFigures)]
    assert [one.text for one in figures.figures] == ["15", "6", "10"]


def test_what_became_of_the_numbers():
    tickets = [ticket() for _ in range(8)] + [left() for _ in range(6)]
    found = rows(tables(told(tickets))[2])
    assert found["ได้รับบริการ"] == ["8"]
    assert found["เรียกแล้วไม่มา"] == ["0"]
    assert found["ไม่ได้รับบริการเมื่อสิ้นวัน"] == ["6"]


def test_a_half_without_anybody_is_told_so():
    found = rows(tables(told([], opened=()))[0])
    assert found["รวม"] == ["0", "ไม่ทราบ", "ไม่ทราบ"]

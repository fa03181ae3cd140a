"""Statements of the bank: what is certain is recorded at a press, the rest told; a day on paper."""

import io
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web import factories
from tests.web.roles import ITA_OFFICER, OFFICE_HEAD

from prongsai.core.bills.matching import BillState, SumVerdict
from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills import services
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, Payment, PaymentWay
from prongsai.web.citizens.bills.queries import day_page, matches_of
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HEAD = "วันที่,รายละเอียด,เงินเข้า,อ้างอิง 1"


def at(name, *args):
    return reverse(f"bills:{name}", args=args)


def line(amount, reference="", text="โอนเข้า", day=None, at=""):
    day = day or today()
    return f"{day.day}/{day.month}/{day.year + 543} {at},{text},{amount},{reference}"


def statement(*lines):
    return "\n".join((HEAD, *lines)).encode()


def take(by, *lines, name="bank.csv"):
    return services.take_file(by=by, name=name, data=statement(*lines))[0]


def state_of(bill):
    return Bill.objects.get(pk=bill.pk).state


def of(amount):
    return ((f"ค่าธรรมเนียม {amount} (ตัวอย่าง)", Decimal(amount)),)


def test_what_is_certain_is_recorded_at_a_press_and_the_rest_is_told(billed, treasurer, client_of):
    one, two, three = billed(of("100")), billed(of("200")), billed(of("300"))
    client = client_of(treasurer)
    data = statement(
        line("100.00", one.reference), line("199.00", two.reference), line("300.00"),
        line("7.00", text="ดอกเบี้ย"), line("", text="ค่าธรรมเนียม"),
    )  # fmt: skip
    sent = client.post(at("bank"), {"file": SimpleUploadedFile("ธนาคาร.csv", data)})
    file = BankFile.objects.get()
    assert sent.url == at("bank-file", file.pk)
    assert not Payment.objects.exists()  # only looked at
    page = client.get(sent.url).content.decode()
    assert "บันทึกรับชำระ 1 รายการ" in page
    assert SumVerdict.OTHER_AMOUNT.label.th in page
    assert "ธนาคาร.csv" in client.get(at("bank")).content.decode()
    assert client.post(at("certain", file.pk)).status_code == 302
    assert [state_of(bill) for bill in (one, two, three)] == ["paid", "open", "open"]
    payment = Payment.objects.get()
    assert (payment.bill_id, payment.way, payment.line.amount) == (one.pk, PaymentWay.TRANSFER, 100)
    assert client.post(at("certain", file.pk)).status_code == 302
    assert Payment.objects.count() == 1


def test_a_sum_without_reference_is_chosen_by_a_person_among_equal_ones(
    billed, treasurer, client_of
):
    one, two, other = billed(of("300")), billed(of("300")), billed(of("301"))
    file = take(treasurer, line("300.00"))
    (found,) = matches_of(file)
    assert found.verdict is SumVerdict.NO_REFERENCE
    assert {bill.pk for bill in found.offered} == {one.pk, two.pk}
    assert services.record_certain(file, by=treasurer) == 0
    client = client_of(treasurer)
    row = BankLine.objects.get()
    for chosen in ("", "x"):
        assert client.post(at("choose", row.pk), {"bill": chosen}).status_code == 302
    with pytest.raises(Refused):
        services.choose(row, by=treasurer, bill_id=other.pk)
    assert not Payment.objects.exists()
    assert client.post(at("choose", row.pk), {"bill": str(two.pk)}).status_code == 302
    assert [state_of(bill) for bill in (one, two)] == ["open", "paid"]
    with pytest.raises(Refused):  # a sum pays one bill
        services.choose(row, by=treasurer, bill_id=one.pk)
    with pytest.raises(Refused):
        services.record_payment(
            one,
            by=treasurer,
            amount=one.amount,
            day=today(),
            way=PaymentWay.TRANSFER,
            seen=1,
            line=row,
        )


def test_two_sums_for_one_bill_are_told_also_in_two_files(billed, treasurer):
    bill = billed(of("100"))
    first = take(treasurer, line("100.00", bill.reference, at="10:02"))
    second = take(treasurer, line("100.00", bill.reference, at="10:03"))
    for file in (first, second):
        assert [one.verdict for one in matches_of(file)] == [SumVerdict.TWICE]
        assert services.record_certain(file, by=treasurer) == 0
    assert state_of(bill) == BillState.OPEN


def test_which_of_two_sums_pays_a_bill_a_person_says(billed, treasurer, client_of):
    bill, other = billed(of("100")), billed(of("100"))
    file = take(treasurer, *[line("100.00", bill.reference, text=str(one)) for one in (1, 2)])
    first, second = file.lines.all()
    client = client_of(treasurer)
    choose = at("choose", second.pk)
    assert choose in client.get(at("bank-file", file.pk)).content.decode()
    with pytest.raises(Refused):  # only the bill that it names
        services.choose(second, by=treasurer, bill_id=other.pk)
    assert client.post(choose, {"bill": str(bill.pk)}).status_code == 302
    assert [state_of(one) for one in (bill, other)] == ["paid", "open"]
    (left,) = matches_of(file)
    assert (left.line.pk, left.verdict, left.offered) == (first.pk, SumVerdict.NOT_OPEN, ())


@pytest.mark.parametrize("names_it", [True, False])
def test_a_transfer_recorded_by_hand_is_found_at_the_bank_and_the_day_agrees(
    agency, billed, treasurer, client_of, names_it
):
    bill, cash, short = billed(of("100")), billed(of("100")), billed(of("90"))
    by_hand = services.record_payment(
        bill, by=treasurer, amount=bill.amount, day=today(), way=PaymentWay.TRANSFER, seen=1
    )
    for other, way in ((cash, PaymentWay.CASH), (short, PaymentWay.TRANSFER)):
        services.record_payment(
            other, by=treasurer, amount=other.amount, day=today(), way=way, seen=1
        )
    file = take(treasurer, line("100.00", bill.reference if names_it else ""), line("90.00"))
    row, other = file.lines.all()
    found = {one.line.pk: one for one in matches_of(file)}
    assert [one.pk for one in found[row.pk].offered] == [bill.pk]  # no cash, no other amount
    assert services.record_certain(file, by=treasurer) == 0
    assert not day_page(agency, today()).agrees
    chosen = {"bill": str(bill.pk)}
    assert client_of(treasurer).post(at("choose", row.pk), chosen).status_code == 302
    by_hand.refresh_from_db()
    assert by_hand.line_id == row.pk
    assert Payment.objects.count() == 3
    with pytest.raises(Refused):  # once
        services.choose(row, by=treasurer, bill_id=bill.pk)
    services.choose(other, by=treasurer, bill_id=short.pk)
    assert day_page(agency, today()).agrees
    verbs = JournalEntry.objects.filter(verb="payment-seen").count()
    assert verbs == 2


def test_a_sum_beyond_all_bounds_stops_no_other(billed, treasurer, client_of):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference), line("99999999999999.00"))
    assert (file.unread, file.lines.count()) == (1, 1)
    assert client_of(treasurer).get(at("bank-file", file.pk)).status_code == 200
    assert services.record_certain(file, by=treasurer) == 1


def test_a_wrong_year_makes_no_day_known(agency, billed, treasurer):
    early, late = today() - timedelta(days=367), today() + timedelta(days=400)
    with pytest.raises(Refused) as told:
        take(treasurer, line("5.00", day=early), line("6.00"))
    assert str(early.year + 543) in told.value.message.th
    take(treasurer, line("5.00", day=early + timedelta(days=1)), line("6.00"))
    assert day_page(agency, today() - timedelta(days=99)).is_known
    with pytest.raises(Refused, match="in the future"):
        take(treasurer, line("7.00", day=late), name="late.csv")
    take(treasurer, line("7.00"), line("8.00", day=today() + timedelta(days=9)), name="late.csv")
    assert not day_page(agency, today() + timedelta(days=1)).is_known


def test_more_sums_than_are_taken_at_once_are_counted(treasurer, account, monkeypatch):
    monkeypatch.setattr(services, "MOST_LINES", 2)
    with pytest.raises(Refused) as told:
        take(treasurer, line("5.00"), line("6.00"), line("7.00"))
    assert "3 รายการ" in told.value.message.th
    assert take(treasurer, line("5.00"), line("6.00")).lines.count() == 2


def test_the_same_sums_in_another_file_are_taken_once_and_alike_ones_stay_two(treasurer, account):
    first = take(treasurer, line("5.00"), line("5.00"))
    assert first.lines.count() == 2
    second = take(treasurer, line("5.00"), line("5.00"), line("5.00"), name="again.csv")
    assert (second.known, second.lines.count()) == (2, 1)


OTHER_HEAD = "เวลา;จำนวนเงินเข้า;Transaction date;ref1;หมายเหตุ"


def other_bank(*lines):
    """The same sums as another program of the bank writes them."""
    return "\n".join(("รายการของบัญชี", OTHER_HEAD, *lines)).encode()


@pytest.mark.parametrize("at_hour", ["10:02", "10:02:31", ""])
def test_a_line_is_known_again_in_a_file_of_other_heads_order_and_words(
    treasurer, account, at_hour
):
    slip = "1234 5678 9012 3456"
    take(treasurer, line("100.00", slip.replace(" ", ""), at=at_hour), line("7.00", at="10:02"))
    day = today()
    written = f"{day.day}/{day.month}/{day.year + 543}"
    data = other_bank(f"10:02;100;{written};{slip};ไม่ทราบ", f"10:02;7;{written};;x")
    again, _told = services.take_file(by=treasurer, name="other.csv", data=data)
    assert (again.known, again.lines.count()) == (2, 0)
    new = other_bank(f"10:09;7;{written};;x", f"10:02;7;{written};9;x", f"10:02;8;{written};;x")
    assert services.take_file(by=treasurer, name="new.csv", data=new)[0].known == 0


def test_sums_without_time_and_reference_are_told_apart_by_the_banks_words(treasurer, account):
    take(treasurer, line("5.00", text="จาก ก"))
    second = take(treasurer, line("5.00", text="จาก ข"), name="afternoon.csv")
    assert (second.known, second.lines.count()) == (0, 1)


def test_the_same_statement_without_and_with_references_is_shown_and_pays_no_second_bill(
    billed, treasurer, client_of
):
    one, other = billed(of("300")), billed(of("300"))
    first = take(treasurer, line("300.00"), name="first.csv")
    services.choose(first.lines.get(), by=treasurer, bill_id=other.pk)
    again = take(treasurer, line("300.00", one.reference), name="again.csv")
    (found,) = matches_of(again)
    assert (found.verdict, found.offered) == (SumVerdict.ALIKE, (one,))
    assert services.record_certain(again, by=treasurer) == 0
    page = client_of(treasurer).get(at("bank-file", again.pk)).content.decode()
    assert "บรรทัดที่ 2 ของ first.csv" in page
    assert "first.csv" in client_of(treasurer).get(at("day", today().isoformat())).content.decode()
    services.choose(again.lines.get(), by=treasurer, bill_id=one.pk)  # a person knows of both
    assert [state_of(bill) for bill in (one, other)] == ["paid", "paid"]


def test_a_sum_of_its_own_stays_certain_beside_others(billed, treasurer, django_assert_num_queries):
    one, other = billed(of("300")), billed(of("300"))
    first = take(treasurer, line("300.00", at="10:00"))
    services.choose(first.lines.get(), by=treasurer, bill_id=other.pk)
    again = take(treasurer, line("300.00", one.reference, at="10:05"))
    with django_assert_num_queries(4):
        (found,) = matches_of(again)
    assert (found.verdict, found.alike) == (SumVerdict.CERTAIN, ())
    # Where the other line pays nothing, the one with the reference is the sum.
    bill = billed(of("70"))
    take(treasurer, line("70.00"))
    (found,) = matches_of(take(treasurer, line("70.00", bill.reference)))
    assert (found.verdict, len(found.alike)) == (SumVerdict.CERTAIN, 1)


def test_a_line_that_stands_twice_in_a_file_is_shown(treasurer, account, client_of):
    file = take(treasurer, line("5.00"), line("5.00"), line("5.00", text="จาก ก"))
    assert [len(one.alike) for one in matches_of(file)] == [1, 1, 0]


def test_an_import_is_taken_back_by_its_maker_with_a_reason_in_the_journal(
    billed, treasurer, client_of
):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference))
    client, page = client_of(treasurer), at("bank-file", file.pk)
    assert "เพิกถอนการนำเข้า" in client.get(page).content.decode()
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "ผิดบัญชี"}).url == at("bank")
    assert not BankLine.objects.exists()
    entry = JournalEntry.objects.get(verb="bank-file-taken-back")
    assert entry.detail["reason"] == "ผิดบัญชี"
    assert take(treasurer, line("100.00", bill.reference)).lines.count() == 1  # and comes again


def test_the_head_of_the_unit_that_takes_money_takes_back_and_others_do_not(
    treasurer, account, person, clerk, client_of
):
    member = person(OFFICE_HEAD)
    file = take(member, line("5.00"))
    other = person(OFFICE_HEAD)
    for who in (other, clerk):
        with pytest.raises(Refused):
            services.take_back_file(file, by=who, reason="ผิด")
    assert "เพิกถอนการนำเข้า" not in client_of(other).get(at("bank-file", file.pk)).content.decode()
    services.take_back_file(file, by=treasurer, reason="ผิด")
    with pytest.raises(Refused):
        services.take_back_file(file, by=treasurer, reason="ผิด")


def test_an_import_stays_where_its_day_is_over_or_something_stands_on_it(billed, treasurer):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference), line("5.00"))
    with freeze(now() + timedelta(days=1)), pytest.raises(Refused, match="on the day"):
        services.take_back_file(file, by=treasurer, reason="ผิด")
    services.record_certain(file, by=treasurer)
    with pytest.raises(Refused, match="1 payment"):
        services.take_back_file(file, by=treasurer, reason="ผิด")
    services.take_back(Payment.objects.get(), by=treasurer, reason="ผิด", seen=2)
    with freeze(now() + timedelta(minutes=1)):
        later = take(treasurer, line("5.00"), line("6.00"), name="later.csv")
    with pytest.raises(Refused, match=r"later\.csv"):
        services.take_back_file(file, by=treasurer, reason="ผิด")
    services.take_back_file(later, by=treasurer, reason="ผิด")
    services.take_back_file(file, by=treasurer, reason="ผิด")
    assert Payment.objects.get().line is None  # the payment that was taken back stays
    assert not BankFile.objects.exists()


def test_a_payment_taken_back_leaves_its_sum_to_be_matched_again(billed, treasurer):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference))
    assert services.record_certain(file, by=treasurer) == 1
    assert not matches_of(file)
    services.take_back(Payment.objects.get(), by=treasurer, reason="ผิด", seen=2)
    assert [one.verdict for one in matches_of(file)] == [SumVerdict.CERTAIN]
    assert services.record_certain(file, by=treasurer) == 1


def test_a_sum_from_before_its_bill_is_told_and_stops_no_other(billed, treasurer):
    bill, other = billed(of("100")), billed(of("200"))
    early = line("100.00", bill.reference, day=today() - timedelta(days=1))
    file = take(treasurer, early, line("200.00", other.reference))
    assert [one.verdict for one in matches_of(file)] == [SumVerdict.OTHER_DAY, SumVerdict.CERTAIN]
    assert services.record_certain(file, by=treasurer) == 1
    assert [state_of(one) for one in (bill, other)] == ["open", "paid"]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", HEAD.encode()])
def test_a_file_that_gives_nothing_is_told(treasurer, account, client_of, data):
    sent = client_of(treasurer).post(at("bank"), {"file": SimpleUploadedFile("x.csv", data)})
    assert sent.status_code == 422
    assert not BankFile.objects.exists()
    with pytest.raises((Refused, UnreadableInput)):
        services.take_file(by=treasurer, name="x.csv", data=data)
    assert client_of(treasurer).post(at("bank"), {}).status_code == 422


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_taken(treasurer, account, client_of):
    data = statement(line("5.00"), f"99/99/2569,โอน,5.00,{''}")
    client = client_of(treasurer)
    told = client.post(at("bank"), {"file": SimpleUploadedFile("x.csv", data)}, follow=True)
    assert "บรรทัดที่ 3" in told.content.decode()
    assert BankFile.objects.get().unread == 1
    assert BankLine.objects.count() == 1


def test_who_keeps_no_bills_takes_in_nothing(billed, treasurer, person, client_of):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference))
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = factories.make_actor(other, OFFICE_HEAD, login="theirs")
    stranger = person(ITA_OFFICER)
    with pytest.raises(Refused):
        take(stranger, line("5.00"))
    for who in (stranger, theirs):
        with pytest.raises(Refused):
            services.record_certain(file, by=who)
        status = 403 if who is stranger else 404
        client = client_of(who)
        assert client.get(at("bank-file", file.pk)).status_code == status
        assert client.post(at("certain", file.pk)).status_code == status
        row = file.lines.get()
        assert client.post(at("choose", row.pk), {"bill": str(bill.pk)}).status_code == status
    assert state_of(bill) == BillState.OPEN


def words_of(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def test_a_day_is_reconciled_on_a_page_and_on_paper(agency, billed, treasurer, client_of):
    client, day = client_of(treasurer), today()
    one, two, three = billed(of("100")), billed(of("200")), billed(of("300"))
    services.record_payment(
        one, by=treasurer, amount=one.amount, day=day, way=PaymentWay.CASH, seen=1
    )
    services.record_payment(
        two, by=treasurer, amount=two.amount, day=day, way=PaymentWay.TRANSFER, seen=1
    )
    address, paper = at("day", day.isoformat()), at("day-paper", day.isoformat())
    before = client.get(address).content.decode()
    assert "จึงไม่ทราบว่าตรงกับธนาคารหรือไม่" in before
    assert "ตรงกับธนาคารทุกรายการ" not in before
    assert "จึงไม่ทราบ" in words_of(client.get(paper).content)
    file = take(treasurer, line("300.00", three.reference), line("9.00", text="ไม่ทราบผู้โอน"))
    services.record_certain(file, by=treasurer)
    page = day_page(agency, day)
    assert (page.total, page.transfers, page.bank) == (600, 500, 309)
    assert [one.amount for one, _ in page.unmatched] == [Decimal("9.00")]
    assert [one.bill_id for one in page.unseen] == [two.pk]
    assert not page.agrees
    shown = client.get(address).content.decode()
    assert "ยังไม่ตรงกัน" in shown
    printed = words_of(client.get(paper).content)
    for words in ("600.00", "309.00", "9.00", "bank.csv 3"):
        assert words in printed


def test_a_day_that_agrees_says_so(agency, billed, treasurer, client_of):
    bill = billed(of("100"))
    file = take(treasurer, line("100.00", bill.reference))
    services.record_certain(file, by=treasurer)
    assert day_page(agency, today()).agrees
    shown = client_of(treasurer).get(at("day", today().isoformat())).content.decode()
    assert "ตรงกับธนาคารทุกรายการ" in shown
    assert not day_page(agency, today() + timedelta(days=1)).is_known


def test_what_was_taken_back_is_in_no_sum(agency, billed, treasurer):
    bill = billed(of("100"))
    payment = services.record_payment(
        bill, by=treasurer, amount=bill.amount, day=today(), way=PaymentWay.CASH, seen=1
    )
    services.take_back(payment, by=treasurer, reason="ผิด", seen=2)
    page = day_page(agency, today())
    assert (page.total, len(page.payments), len(page.taken_back)) == (0, 0, 1)


def test_another_day_is_typed_and_nonsense_is_told(treasurer, account, client_of):
    client = client_of(treasurer)
    here = at("day", today().isoformat())
    typed = {"day": "1 ม.ค. 2569"}
    assert client.get(here, typed).url == at("day", "2026-01-01")
    assert client.get(here, {**typed, "day": "99 ม.ค. 2569"}).status_code == 422
    assert client.get(at("day", "nonsense")).status_code == 404
    assert client.get(at("day-paper", "nonsense")).status_code == 404


def test_a_day_asks_the_database_the_same_however_many(
    agency, billed, treasurer, django_assert_max_num_queries
):
    def add(number):
        bill = billed(of(str(number)))
        file = take(treasurer, line(f"{number}.00", bill.reference))
        services.record_certain(file, by=treasurer)

    add(1)
    with django_assert_max_num_queries(10) as few:
        day_page(agency, today())
    add(2)
    add(3)
    with django_assert_max_num_queries(len(few)):
        day_page(agency, today())
    with freeze(now() + timedelta(days=1)):
        assert day_page(agency, today()).total == 0

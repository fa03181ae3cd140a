"""Many rows in one form: all are kept or none; nobody writes what they could not write alone."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFT, GIFTS, LOAN, LOANS, YEAR, add, change, head_of, move
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.grid import BLANK, MORE
from prongsai.web.disclosure.registers.models import RegisterRow, RegisterRowVersion
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform import journal
from prongsai.web.platform.models import JournalEntry

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock"), pytest.mark.both_databases,
]  # fmt: skip
MONTHS = "service-statistics"


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def keeper(agency, make_actor):
    """Writes the loans of all units."""
    return make_actor(agency, OFFICE_HEAD)


@pytest.fixture
def clerk(agency, make_actor):
    """Decides on the loans of all units."""
    return make_actor(agency, CHIEF_ADMINISTRATOR)


def at(key=LOANS, name="grid", *args):
    return reverse(f"registers:{name}", args=[YEAR, key, *args])


def text_of(answer):
    return tight(answer.content.decode())


def sent(*lines, **more):
    """What a browser sends of some lines: (row or None, what is typed, the version seen)."""
    data = {"line": [], **more}
    for number, (kept, typed, *seen) in enumerate(lines):
        prefix = f"line{number}"
        data["line"].append(prefix)
        data |= {f"{prefix}-{name}": text for name, text in typed.items()}
        if kept is not None:
            key = getattr(kept, "pk", kept)
            data[f"{prefix}-key"] = str(key)
            data[f"{prefix}-seen"] = str(seen[0] if seen else kept.version)
    return data


def drawn(answer):
    """What a browser would send of the page as it is, nothing typed."""
    data = {"line": []}
    for line in answer.context["grid"].lines:
        data["line"].append(line.prefix)
        data |= dict(line.first)
        for name in line.form.fields:
            if name != "seen" and name not in line.locked:
                data[f"{line.prefix}-{name}"] = str(line.form[name].value() or "")
        if line.kept is not None:
            data[f"{line.prefix}-key"] = str(line.kept.pk)
            data[f"{line.prefix}-seen"] = str(line.form["seen"].value())
    return data


def faults(answer):
    assert answer.status_code == 422, answer
    return [said for _, said in answer.context["grid"].faults]


def assets():
    return dict(RegisterRow.objects.order_by("key").values_list("key", "values__asset"))


# What is kept


def test_rows_are_changed_and_added_together(browser, finance):
    first, second = add(finance), add(finance, number="2/2569")
    page = browser.get(at(), {"sort": "-number"})
    assert [line.name for line in page.context["grid"].lines][:3] == [
        "2/2569 · เต็นท์", "1/2569 · เต็นท์", "รายการใหม่ 1",
    ]  # fmt: skip
    data = drawn(page)
    assert sum(line.startswith("line") for line in data["line"]) == 2 + BLANK
    data |= {"line1-asset": "โต๊ะ"}
    data |= {f"line2-{name}": text for name, text in (LOAN | {"number": "3/2569"}).items()}
    answer = browser.post(at(), data, follow=True)
    assert "บันทึกแล้ว: เพิ่ม 1 รายการ · เปลี่ยน 1 รายการ" in text_of(answer)
    assert assets() == {"1/2569": "โต๊ะ", "2/2569": "เต็นท์", "3/2569": "เต็นท์"}
    new = RegisterRow.objects.get(key="3/2569")
    assert (new.unit.name, new.state, new.version, new.added_by) == (
        "กองคลัง", "requested", 1, finance.user,
    )  # fmt: skip
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.version, second.version) == (2, 1), "what nobody touched has no new version"
    assert first.versions.first().values["asset"] == "โต๊ะ"
    assert "โตะ" in first.words, "it is found by what it holds now"
    verbs = [entry.verb for entry in JournalEntry.objects.order_by("-number")[:2]]
    assert verbs == ["register-row-changed", "register-row-added"]
    assert not list(journal.verify(finance.agency))


def test_nothing_typed_writes_nothing(browser, finance, django_assert_num_queries):
    add(finance)
    before = RegisterRowVersion.objects.count(), JournalEntry.objects.count()
    answer = browser.post(at(), drawn(browser.get(at())), follow=True)
    assert "ไม่มีอะไรเปลี่ยน" in text_of(answer)
    assert (RegisterRowVersion.objects.count(), JournalEntry.objects.count()) == before


def test_the_list_leads_here_with_its_filter_and_back(browser, finance):
    add(finance)
    add(finance, number="2/2569", asset="โต๊ะ")
    listed = text_of(browser.get(at(name="register"), {"q": "โต๊ะ", "sort": "number"}))
    address = re.search(r'href="(/2569/registers/asset-loans/grid/\?[^"]+)"', listed)[1]
    page = browser.get(address.replace("&amp;", "&"))
    lines = [line for line in page.context["grid"].lines if line.kept]
    assert [line.kept.key for line in lines] == ["2/2569"]
    data = drawn(page) | {"line0-asset": "เก้าอี้"}
    answer = browser.post(address.replace("&amp;", "&"), data)
    assert answer.url == f"{at(name='register')}?q=%E0%B9%82%E0%B8%95%E0%B9%8A%E0%B8%B0&sort=number"
    assert browser.post(at(), sent(again="1")).url == at(), "or goes on here"


@pytest.mark.long
def test_more_rows_than_fit_come_page_by_page(browser, finance, monkeypatch):
    monkeypatch.setattr("prongsai.web.disclosure.registers.grid.ROWS_A_PAGE", 2)
    for number in range(1, 6):
        add(finance, number=f"{number}/2569")
    found = []
    for page in ("1", "2", "3", "x"):
        for sort in ("", "number"):
            answer = browser.get(at(), {"page": page, "sort": sort})
            keys = [line.kept.key for line in answer.context["grid"].lines if line.kept]
            found += keys if not sort and page != "x" else []
            assert len(keys) == (1 if page == "3" else 2)
    assert sorted(found) == [f"{number}/2569" for number in range(1, 6)], "each once"
    text = browser.get(at(), {"sort": "number", "show": "asset"}).content.decode()
    assert "sort=number&amp;show=asset&amp;page=2" in text, "the next page is of the same list"


def test_twelve_months_at_once(browser, keeper, client_of, finance):
    browser = client_of(keeper)
    page = browser.post(at(MONTHS), sent(act="months"))
    assert page.status_code == 200
    assert len([line for line in page.context["grid"].lines if not line.kept]) == 12
    data = drawn(page)
    for number, prefix in enumerate(data["line"]):
        data |= {
            f"{prefix}-service": "ชำระภาษี", f"{prefix}-unit": "กองคลัง",
            f"{prefix}-people": str(number),
        }  # fmt: skip
    answer = browser.post(at(MONTHS), data, follow=True)
    assert "เพิ่ม 12 รายการ" in text_of(answer), answer.context["grid"].faults
    page = browser.post(at(MONTHS), sent(act="months"))
    assert [line for line in page.context["grid"].lines if not line.kept] == []


@pytest.mark.long
def test_more_lines_keep_what_was_typed(browser, finance, monkeypatch):
    add(finance)
    monkeypatch.setattr("prongsai.web.disclosure.registers.grid.MOST_LINES", 20)
    data = drawn(browser.get(at())) | {"line0-asset": "โต๊ะ", "line1-number": "เก้า", "act": "more"}
    page = browser.post(at(), data)
    assert page.status_code == 200
    assert len(page.context["grid"].lines) == 1 + BLANK + MORE
    text = page.content.decode()
    assert 'value="โต๊ะ"' in text
    assert 'value="เก้า"' in text
    assert RegisterRow.objects.get().version == 1
    for _ in range(3):
        page = browser.post(at(), drawn(page) | {"act": "more"})
    assert len(page.context["grid"].lines) == 20
    assert 'value="more"' not in page.content.decode()
    monkeypatch.setattr("prongsai.web.disclosure.registers.grid.MOST_LINES", 1)
    page = browser.post(
        at(), sent(*((None, LOAN | {"number": one}) for one in ("2/2569", "3/2569")))
    )
    assert (page.status_code, RegisterRow.objects.count()) == (422, 1)
    assert "ไม่เกิน 1 แถว" in text_of(page)
    assert 'value="2/2569"' in page.content.decode(), "and nothing typed is lost"


def test_a_word_that_is_none_of_those_offered_is_read_as_the_import_reads_it(
    browser, keeper, client_of
):
    row = {"month": "ต.ค. ๖๘", "service": "ชำระภาษี", "unit": "กองคลัง", "people": "๑,๒๐๐"}
    page = client_of(keeper).post(at(MONTHS), sent((None, row | {"month": "ตุลา"})))
    assert page.status_code == 422
    assert 'value="ตุลา" selected' in page.content.decode(), "what was pasted stays in its cell"
    answer = client_of(keeper).post(at(MONTHS), sent((None, row)))
    assert answer.status_code == 302
    values = RegisterRow.objects.get().values
    assert (values["month"], values["people"]) == (10, 1200)


def test_what_is_shown_may_be_chosen_and_the_rest_stays(browser, finance):
    kept = add(finance)
    page = browser.get(at(), {"show": ["asset", "quantity", "nothing"]})
    assert [one.name for one in page.context["grid"].fields] == ["asset", "quantity"]
    browser.post(at(), sent((kept, {"asset": "โต๊ะ"})))
    kept.refresh_from_db()
    assert (kept.values["asset"], kept.values["purpose"]) == ("โต๊ะ", "งานบุญ")
    answer = browser.post(f"{at()}?show=asset", sent((None, {"asset": "เรือ"})))
    assert any("เลขที่ใบยืม" in said for said in faults(answer)), "fields out of sight are told"


# What is wrong


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(browser, finance):
    first, second = add(finance), add(finance, number="2/2569")
    answer = browser.post(
        at(),
        sent(
            (first, LOAN | {"quantity": "สอง", "due_on": "1 ม.ค. 2569"}),
            (second, LOAN | {"number": "2/2569", "asset": ""}),
            (None, LOAN | {"number": "3/2569"}),
            (None, {"asset": "เรือ"}),
        ),
    )
    told = faults(answer)
    assert any("1/2569" in one and "จำนวน" in one for one in told)
    assert any("1/2569" in one and "กำหนดคืน" in one for one in told)
    assert any("2/2569" in one and "ทรัพย์สิน" in one for one in told)
    assert any("รายการใหม่ 2" in one and "เลขที่ใบยืม" in one for one in told)
    text = text_of(answer)
    for typed in ("สอง", "1 ม.ค. 2569", "3/2569", "เรือ"):
        assert f'value="{typed}"' in text
    assert 'id="id_line0-quantity_error"' in text
    assert 'aria-describedby="id_line0-quantity_error"' in text
    assert assets() == {"1/2569": "เต็นท์", "2/2569": "เต็นท์"}


def test_what_identifies_a_row_is_there_once_and_two_may_change_places(browser, finance):
    first, second = add(finance), add(finance, number="2/2569", asset="โต๊ะ")
    third = add(finance, number="3/2569", asset="เรือ")
    answer = browser.post(at(), sent((first, {"number": "3/2569"}), (None, LOAN | {"number": "4"})))
    assert any("มีรายการที่ “เลขที่ใบยืม” เหมือนกันอยู่แล้ว" in one for one in faults(answer))
    answer = browser.post(at(), sent((first, {"number": "9"}), (None, LOAN | {"number": "9"})))
    assert any(one.startswith("รายการใหม่ 1") for one in faults(answer)), "the later one is told"
    assert RegisterRow.objects.count() == 3
    browser.post(at(), sent((first, {"number": "2/2569"}), (second, {"number": "1/2569"})))
    assert assets() == {"1/2569": "โต๊ะ", "2/2569": "เต็นท์", "3/2569": "เรือ"}
    assert third.version == RegisterRow.objects.get(pk=third.pk).version


def test_rows_that_the_register_would_take_no_more_do_not_hold_up_others(browser, finance):
    old, row = add(finance), add(finance, number="2/2569")
    RegisterRow.objects.filter(pk=old.pk).update(
        values={"number": "1/2569", "borrower_kind": "a-choice-of-before", "asset": "เต็นท์"}
    )
    data = drawn(browser.get(at(), {"sort": "number"}))
    answer = browser.post(at(), data | {"line1-asset": "โต๊ะ"})
    assert answer.status_code == 302, "nobody touched it"
    answer = browser.post(at(), data | {"line0-asset": "โต๊ะ"})
    assert any("1/2569" in one for one in faults(answer)), "who touches it mends it"
    assert row.pk


def test_what_is_of_persons_is_told_with_its_row(browser, finance):
    purpose = "โทร 081-234-5678 เลขบัญชี 123-4-56789-0"
    answer = browser.post(at(), sent((None, LOAN | {"purpose": purpose})), follow=True)
    assert RegisterRow.objects.get().values["purpose"] == purpose
    assert re.search("1/2569 · เต็นท์: เหตุที่ยืม: มี", text_of(answer))
    answer = browser.post(at(), sent((None, LOAN | {"number": "2/2569"})), follow=True)
    assert "เหตุที่ยืม: มี" not in text_of(answer)


# What another did meanwhile


def test_a_row_that_another_changed_is_told_with_both_values(browser, finance, keeper):
    kept, other = add(finance), add(finance, number="2/2569")
    data = drawn(browser.get(at(), {"sort": "number"}))
    change(keeper, kept, asset="โต๊ะ", purpose="ประชุม")
    answer = browser.post(at(), data | {"line0-asset": "เก้าอี้", "line1-asset": "เรือ"})
    assert any("มีคนแก้รายการนี้" in one for one in faults(answer))
    text = text_of(answer)
    assert "ตอนนี้ในทะเบียน: โต๊ะ" in text
    assert 'value="เก้าอี้"' in text
    assert "<dt>ทรัพย์สิน</dt><dd>เต็นท์ → โต๊ะ</dd>" in text
    assert keeper.words in text
    assert assets() == {"1/2569": "โต๊ะ", "2/2569": "เต็นท์"}, "nothing is kept, nothing lost"
    again = drawn(answer)
    assert again["line0-purpose"] == "ประชุม", "what one did not type is the other's"
    browser.post(at(), again)
    assert assets() == {"1/2569": "เก้าอี้", "2/2569": "เรือ"}
    kept.refresh_from_db()
    assert (kept.values["purpose"], kept.version) == ("ประชุม", 3)
    assert other.pk


def test_a_row_that_another_changed_and_nobody_touched_here_is_left(browser, finance, keeper):
    kept = add(finance)
    data = drawn(browser.get(at()))
    change(keeper, kept, asset="โต๊ะ")
    data |= {f"line1-{name}": text for name, text in (LOAN | {"number": "2/2569"}).items()}
    assert browser.post(at(), data).status_code == 302
    assert assets() == {"1/2569": "โต๊ะ", "2/2569": "เต็นท์"}
    assert RegisterRow.objects.get(key="1/2569").version == 2


def test_a_row_that_another_removed_is_told_and_holds_up_others_once(browser, finance, keeper):
    kept, other = add(finance), add(finance, number="2/2569")
    data = drawn(browser.get(at(), {"sort": "number"}))
    saving.remove(kept, by=keeper, register=shipped_register(LOANS))
    answer = browser.post(at(), data | {"line0-asset": "เก้าอี้", "line1-asset": "เรือ"})
    assert any("มีคนนำรายการนี้ออกแล้ว" in one for one in faults(answer))
    assert "<dt>ทรัพย์สิน</dt><dd>เก้าอี้</dd>" in text_of(answer), "what was typed is shown"
    assert RegisterRow.objects.get(pk=other.pk).version == 1
    browser.post(at(), drawn(answer))
    assert RegisterRow.objects.get(pk=other.pk).values["asset"] == "เรือ"
    assert RegisterRow.objects.get(pk=kept.pk).values["asset"] == "เต็นท์"


def test_a_form_sent_twice_adds_once(browser):
    data = sent((None, LOAN), once="ab" * 16)
    first, second = browser.post(at(), data), browser.post(at(), data)
    assert first.url == second.url
    assert RegisterRow.objects.count() == 1


# Who may


def refused(browser, kept, typed=None, key=LOANS, *more):
    """Nothing is kept, the sound line beside it neither; what is said."""
    before = list(RegisterRow.objects.order_by("pk").values_list("pk", "version", "values"))
    given = LOAN if key == LOANS else GIFT
    beside = (None, given | ({"number": "99/2569"} if key == LOANS else {}))
    answer = browser.post(at(key), sent((kept, typed or {"asset": "ของฉัน"}, *more), beside))
    assert list(RegisterRow.objects.order_by("pk").values_list("pk", "version", "values")) == before
    return " ".join(faults(answer)), text_of(answer)


def taken(browser, kept, typed=None, key=LOANS):
    assert browser.post(at(key), sent((kept, typed or {"asset": "ของฉัน"}))).status_code == 302
    kept.refresh_from_db()
    return kept.values


def test_a_row_of_another_unit(browser, finance, works):
    theirs, own = add(works, unit="กองช่าง"), add(finance, number="2/2569")
    lines = [line for line in browser.get(at()).context["grid"].lines if line.kept]
    assert [line.kept.pk for line in lines] == [own.pk], "not even offered"
    said, _ = refused(browser, theirs)
    assert "ของส่วนราชการอื่น" in said
    assert taken(browser, own)["asset"] == "ของฉัน"


def test_a_row_given_to_another_unit(browser, finance, keeper, works):
    kept = add(finance)
    answer = browser.post(at(), sent((kept, {"unit": "กองช่าง"})))
    assert any("ของส่วนราชการอื่น" in one for one in faults(answer))
    answer = browser.post(at(), sent((None, LOAN | {"number": "2/2569", "unit": "กองช่าง"})))
    assert any("ของส่วนราชการอื่น" in one for one in faults(answer))
    assert RegisterRow.objects.get().unit.name == "กองคลัง"


def test_who_writes_for_all_may_give_it(finance, works, keeper, client_of):
    kept = add(finance)
    assert taken(client_of(keeper), kept, {"unit": "กองช่าง"})
    assert RegisterRow.objects.get().unit.name == "กองช่าง"


def test_a_row_of_another_register(browser, finance):
    gift, loan = add(finance, GIFTS), add(finance)
    said, text = refused(browser, gift)
    assert "ไม่พบรายการนี้" in said
    assert "กระเช้า" not in text
    assert taken(browser, gift, {"gift": "ตะกร้า"}, GIFTS)["gift"] == "ตะกร้า"
    assert taken(browser, loan)["asset"] == "ของฉัน"


def test_a_row_of_another_agency(browser, finance, other_agency, client_of):
    open_year(other_agency, YEAR)
    stranger = head_of(other_agency, "กองอื่น")
    theirs = add(stranger, unit="กองอื่น")
    said, text = refused(browser, theirs)
    assert "ไม่พบรายการนี้" in said
    assert "กองอื่น" not in text
    assert taken(client_of(stranger), theirs)["asset"] == "ของฉัน"


def test_a_row_that_is_not_there_and_keys_that_are_none(browser):
    said, _ = refused(browser, uuid4(), None, LOANS, 1)
    assert "ไม่พบรายการนี้" in said
    data = sent((None, {"asset": "x"})) | {"line0-key": "1 OR 1=1", "line0-seen": "9" * 5000}
    assert browser.post(at(), data).status_code == 302
    data = {"line": ["line0", "../line0", "line0-key", "line9999"], "line0-key": ["a", "b"]}
    assert browser.post(at(), data).status_code == 302
    assert not RegisterRow.objects.exists()


def test_a_row_of_another_year(browser, finance, agency):
    kept = add(finance)
    open_year(agency, YEAR - 1)
    address = reverse("registers:grid", args=[YEAR - 1, LOANS])
    answer = browser.post(address, sent((kept, {"asset": "ของฉัน"})))
    assert any("ไม่พบรายการนี้" in one for one in faults(answer))
    assert browser.post(reverse("registers:grid", args=[2550, LOANS])).status_code == 404
    assert taken(browser, kept)["asset"] == "ของฉัน"


def test_what_was_decided_stays_and_what_was_empty_is_filled(browser, finance, clerk):
    kept = add(finance)
    move(clerk, kept, "approved")
    page = browser.get(at())
    line = page.context["grid"].lines[0]
    assert line.is_decided
    assert 'name="line0-asset"' not in page.content.decode(), "no box for what stays"
    assert 'name="line0-lent_on"' in page.content.decode()
    said, text = refused(browser, kept)
    assert "แก้ “ทรัพย์สิน” ไม่ได้" in said
    assert "ที่พิมพ์ไว้: ของฉัน" in text
    assert taken(browser, kept, {"lent_on": "6 ม.ค. 2569"})["lent_on"] == "2026-01-06"


def test_who_rewrote_a_row_on_the_sheet_does_not_decide_on_it(browser, finance, keeper, clerk):
    kept = add(keeper)
    taken(browser, kept)
    kept.refresh_from_db()
    with pytest.raises(Refused, match="added or changed"):
        move(finance, kept, "approved")
    move(clerk, kept, "approved")


def test_a_row_that_was_decided_while_the_page_was_open(browser, finance, clerk):
    kept = add(finance)
    data = drawn(browser.get(at()))
    move(clerk, kept, "approved")
    answer = browser.post(at(), data | {"line0-asset": "โต๊ะ", "line0-lent_on": "6 ม.ค. 2569"})
    assert any("มีคนแก้รายการนี้" in one for one in faults(answer))
    assert "ที่พิมพ์ไว้: โต๊ะ" in text_of(answer)
    browser.post(at(), drawn(answer))
    kept.refresh_from_db()
    assert (kept.values["asset"], kept.values["lent_on"]) == ("เต็นท์", "2026-01-06")


def test_no_state_is_set_and_nothing_computed(browser, finance):
    kept = add(finance)
    strange = {"asset": "โต๊ะ", "state": "returned", "days_late": "-99", "version": "9"}
    values = taken(browser, kept, strange)
    assert values["asset"] == "โต๊ะ"
    assert "days_late" not in values
    assert (kept.state, kept.version) == ("requested", 2)
    browser.post(at(), sent((kept, {"state": "returned"})))
    kept.refresh_from_db()
    assert (kept.state, kept.version) == ("requested", 2)


@pytest.mark.long
def test_a_register_that_few_see(agency, browser, finance, works, make_actor, client_of):
    kept = add(finance, GIFTS)
    other = client_of(works)
    assert "กระเช้า" not in text_of(other.get(at(GIFTS)))
    given = {"gift": "ตะกร้า", "unit": "กองช่าง"}
    answer = other.post(at(GIFTS), sent((kept, given)))
    assert any("ไม่พบรายการนี้" in one for one in faults(answer))
    assert "กระเช้า" not in text_of(answer)
    assert taken(browser, kept, {"gift": "ตะกร้า"}, GIFTS)["gift"] == "ตะกร้า"
    assert not JournalEntry.objects.filter(verb__startswith="register-row").exists()
    executive = client_of(make_actor(agency, CHIEF_EXECUTIVE))
    assert executive.get(at(GIFTS)).status_code == 403, "sees all, writes none"
    assert executive.post(at(GIFTS), sent((kept, {"gift": "x"}))).status_code == 403
    reader = client_of(make_actor(agency, CHIEF_EXECUTIVE, login="reader"))
    assert reader.get(at()).status_code == 403


@pytest.mark.long
def test_another_unit_learns_nothing_from_a_moved_row(browser, finance, works, client_of):
    kept = add(finance, GIFTS)
    same = client_of(works).post(at(GIFTS), sent((kept, {"gift": "กระเช้าผลไม้"})))
    other = client_of(works).post(at(GIFTS), sent((kept, {"gift": "อื่น"})))
    assert [one.partition(":")[2] for one in faults(same)] == [
        one.partition(":")[2] for one in faults(other)
    ]


# How much is asked


@pytest.mark.long
def test_the_number_of_queries_does_not_grow_with_rows(browser, finance, keeper, client_of):
    def counted(act):
        with CaptureQueriesContext(connection) as told:
            act()
        return len(told)

    def measured(count):
        RegisterRow.objects.all().delete()
        rows = [add(finance, number=f"{number}") for number in range(count)]
        data = drawn(browser.get(at()))
        opened = counted(lambda: browser.get(at()))
        typed = {f"line{number}-asset": "โต๊ะ" for number in range(count)}
        saved = counted(lambda: browser.post(at(), data | typed))
        assert set(assets().values()) == {"โต๊ะ"}
        for row in rows:
            row.refresh_from_db()
            change(keeper, row, number=row.key, asset="เรือ")
        collided = counted(lambda: browser.post(at(), data | typed | {"line0-asset": "ก"}))
        added = counted(
            lambda: browser.post(
                at(), sent(*((None, LOAN | {"number": f"n{one}"}) for one in range(count)))
            )
        )
        assert RegisterRow.objects.count() == 2 * count
        return opened, saved, collided, added

    assert measured(2) == measured(20)

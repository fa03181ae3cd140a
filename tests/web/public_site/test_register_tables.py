"""A register's table on a page: frozen, agreed to, public columns alone, and open data."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace
from tests.web.approval.conftest import small_pdf
from tests.web.project.export.test_services import copied, export
from tests.web.public_site.test_open_data import keys, rows
from tests.web.registers.samples import head_of

from prongsai.core.registers.own import own_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import shown_table
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries import table_files
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import look_of, newest_edition, staff_page
from prongsai.web.disclosure.public_site.queries.table_files import offered
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.indexing import index_changed_tables
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.disclosure.public_site.tasks import settle_tables
from prongsai.web.disclosure.registers.models import OwnRegister, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, register_of
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2566
LOANS, KEY = "asset-loans", "asset-loans-2566"
BORROWER, PURPOSE = "ชุมชนปลายน้ำ", "งานบุญกฐิน"
LOAN = {
    "number": "1/2566", "requested_on": "5 ม.ค. 2566", "asset": "เต็นท์ใหญ่", "quantity": "2",
    "borrower_kind": "ประชาชนหรือเอกชน", "borrower": BORROWER, "unit": "กองคลัง", "purpose": PURPOSE,
    "due_on": "12 ม.ค. 2566",
}  # fmt: skip


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


@pytest.fixture
def head(house):
    return head_of(house.agency)


def add(person, key=LOANS, **typed):
    register = shipped_register(key)
    given = {**(LOAN if key == LOANS else {}), **typed}
    reading = read_row(register, given, context_of(person.agency, register, YEAR))
    assert not reading.faults
    return saving.add(person.agency, by=person, register=register, year=YEAR, row=reading.row)


def begin(house, table=KEY, text="ตารางการยืม"):
    shown = Shown("การยืมทรัพย์สิน", text)
    return publishing.begin(
        house.agency, by=house["publication"], kind=PageKind.PAGE, shown=shown, table=table
    )


def read(house, page):
    return Client().get(at("read", house.agency.pk, page.pk)).content.decode()


def test_a_page_shows_the_public_columns_of_the_day_on_which_it_was_agreed_to(house, head):
    add(head)
    page = begin(house)
    add(head, number="2/2566", asset="เก้าอี้")
    house.publish(newest_edition(page))
    shown = read(house, page)
    for word in ("เต็นท์ใหญ่", "ขอยืม", "5 ม.ค. 2566", "กองคลัง"):
        assert word in shown
    for word in (BORROWER, PURPOSE, "เก้าอี้"):
        assert word not in shown
    # In English the shell is.
    english = Client().get(at("read", house.agency.pk, page.pk) + "?language=en").content.decode()
    assert "5 Jan 2566" in english


def test_the_table_is_open_data_while_its_page_is_shown(house, head):
    add(head)
    page = begin(house)
    assert f"register-{KEY}" not in keys(house.agency)
    house.publish(newest_edition(page))
    assert f"register-{KEY}" in keys(house.agency)
    for form in ("csv", "xlsx", "json"):
        told = str(rows(house.agency, f"register-{KEY}", form))
        assert "2023-01-05" in told
        assert BORROWER not in told
        assert PURPOSE not in told
    publishing.withdraw(page, by=house["publication"], reason="ผิดปี")
    assert f"register-{KEY}" not in keys(house.agency)
    assert Client().get(at("table", house.agency.pk, f"register-{KEY}", "csv")).status_code == 404


def test_of_two_pages_with_one_table_the_newest_is_the_open_data(house, head):
    add(head)
    house.publish(newest_edition(begin(house)))
    add(head, number="2/2566", asset="เก้าอี้")
    with freeze(now() + timedelta(hours=1)):
        house.publish(newest_edition(begin(house)))
    assert len(rows(house.agency, f"register-{KEY}")) == 1 + 2


def test_the_page_says_that_the_register_changed_and_is_renewed_by_a_button(house, head, client_of):
    add(head)
    page = begin(house)
    assert staff_page(page, today())["since"] == table_files.Difference(0, 0)
    client = client_of(house.users["publication"])
    client.post(at("renew", page.pk))
    assert newest_edition(page).number == 1
    add(head, number="2/2566", asset="เก้าอี้")
    assert staff_page(page, today())["since"] == table_files.Difference(1, 0)
    assert at("renew", page.pk) in client.get(at("page", page.pk)).content.decode()
    client.post(at("renew", page.pk))
    newest = newest_edition(page)
    assert newest.number == 2
    assert shown_table(newest.content).count == 2
    assert (newest.title, newest.text) == ("การยืมทรัพย์สิน", "ตารางการยืม")


def test_a_page_without_a_table_is_not_renewed(house):
    page = begin(house, table="")
    with pytest.raises(Refused):
        publishing.renew(page, by=house["publication"])


def test_a_register_that_few_see_is_never_offered_nor_taken(house, head):
    """Neither by the form, nor by whoever sends its name, nor when it becomes so."""
    position = "ผู้อำนวยการกองคลัง"
    add(head, "gifts", offered_on="6 ม.ค. 2566", unit="กองคลัง", position=position, gift="กระเช้า",
        giver_kind="ประชาชน", answer="ปฏิเสธ")  # fmt: skip
    assert not offered(house.agency)
    for key in ("gifts-2566", "asset-loans-2566", "no-register", "../gifts-2566"):
        with pytest.raises(Refused) as refused:
            begin(house, table=key)
        assert refused.value.field == "table"
    assert not SiteEdition.objects.exists()
    add(head)
    assert [one.key for one in offered(house.agency)] == [KEY]


def test_a_register_longer_than_a_page_is_not_offered(house, head, monkeypatch):
    add(head)
    add(head, number="2/2566")
    monkeypatch.setattr(table_files, "MOST_ROWS", 1)
    assert not offered(house.agency)
    monkeypatch.setattr(table_files, "MOST_ROWS", 2)
    assert offered(house.agency)


def test_persons_in_cells_are_told_with_their_row_and_masked(house, head):
    add(head)
    row = add(head, number="2/2566", asset="กุญแจ โทร 081-234-5678", requested_on="6 ม.ค. 2566")
    page = begin(house)
    edition = newest_edition(page)
    found = look_of(edition).hits
    assert [one.where.th for one in found] == ["แถวที่ 2 ของตาราง"]
    house.agree(edition)
    with pytest.raises(Refused):
        publishing.publish(edition, by=house["publication"])
    made = publishing.mask(edition, by=house["publication"])
    assert not look_of(made).hits
    assert "081-234-5678" not in str(made.content)
    assert "เต็นท์ใหญ่" in str(made.content)
    house.publish(made)
    assert "081-234" not in read(house, page)
    # The register itself is as it was.
    assert "081-234-5678" in str(RegisterRow.objects.get(pk=row.pk).values)


DECISION = {
    "decided_on": "12 ม.ค. 2566", "work": "ขอใช้ลาน", "facts": "กิจกรรมหนึ่งวัน", "criteria": "ไม่กีดขวาง",
    "decision": "อนุญาต", "reason": "ครบตามเกณฑ์", "unit": "กองคลัง",
}  # fmt: skip


def test_a_name_in_the_table_of_a_register_that_names_nobody_is_told(house, head):
    """Kept with a reason inside is not agreed to for everybody."""
    register = shipped_register("discretion-decisions")
    context = context_of(head.agency, register, YEAR)
    for work in ("ขอใช้ลาน", "คำขอของนายสมมติ ตัวอย่าง"):
        row = read_row(register, DECISION | {"work": work}, context).row
        saving.add(head.agency, by=head, register=register, year=YEAR, row=row, reason="เป็นชื่อศาลา")
    edition = newest_edition(begin(house, "discretion-decisions-2566"))
    told = [(one.what.en, one.quote.th) for one in look_of(edition).hits]
    assert told == [("may be the name of a person", "นายสมมติ ตัวอย่าง")]
    house.agree(edition)
    with pytest.raises(Refused):
        publishing.publish(edition, by=house["publication"])
    # Where rows may name somebody nothing is told, as before.
    add(head, borrower="นายสมมติ ตัวอย่าง", asset="เก้าอี้ของนายสมมติ ตัวอย่าง")
    assert not look_of(newest_edition(begin(house))).hits


def test_a_word_of_a_cell_is_found_by_the_search_and_one_of_another_column_is_not(house, head):
    add(head)
    house.publish(newest_edition(begin(house)))
    assert search(house.agency, "เต็นท์", today()).hits
    assert not search(house.agency, BORROWER, today()).hits


def test_the_memo_prints_columns_and_rows_and_no_other_word(house, head, monkeypatch):
    add(head)
    add(head, number="2/2566", asset="เก้าอี้", quantity="40")
    drawn = []
    monkeypatch.setattr(
        tasks, "pdf_of",
        lambda _v, document: drawn.append(" ".join(document.strings())) or small_pdf("x"),
    )  # fmt: skip
    house.send(newest_edition(begin(house)))
    memo = drawn[0]
    for word in ("เต็นท์ใหญ่", "เก้าอี้", "จำนวน 2 แถว", "ขอยืม", "รวม 42"):
        assert word in memo, word
    assert BORROWER not in memo


def test_the_editor_offers_previews_and_keeps_the_table(house, head, client_of):
    add(head)
    client = client_of(house.users["publication"])
    begun = client.get(at("begin", "page") + f"?table={KEY}").content.decode()
    assert f'value="{KEY}" selected' in begun
    typed = {"title": "การยืม", "text": "ดูตาราง", "table": KEY, "seen": ""}
    looked = client.post(at("begin", "page"), {**typed, "act": "look"}).content.decode()
    assert "เต็นท์ใหญ่" in looked
    assert BORROWER not in looked
    assert not SiteEdition.objects.exists()
    client.post(at("begin", "page"), typed)
    edition = SiteEdition.objects.get()
    assert shown_table(edition.content).key == KEY
    edit = at("edit", edition.page_id)
    assert f'value="{KEY}" selected' in client.get(edit).content.decode()
    client.post(edit, {**typed, "text": "ใหม่", "seen": "1"})
    assert shown_table(newest_edition(edition.page).content).count == 1
    client.post(edit, {**typed, "text": "ใหม่", "table": "", "seen": "2"})
    assert shown_table(newest_edition(edition.page).content) is None
    wrong = client.post(edit, {**typed, "table": "gifts-2566", "seen": "3"})
    assert wrong.status_code == 422


def test_who_may_not_publish_neither_begins_nor_renews(house, head, client_of):
    add(head)
    page = begin(house)
    client = client_of(head.user)
    add(head, number="2/2566")
    assert client.post(at("renew", page.pk)).status_code == 403
    assert newest_edition(page).number == 1
    assert at("begin", "page") not in client.get(
        reverse("registers:register", args=[YEAR, LOANS])
    ).content.decode()  # fmt: skip
    own = client_of(house.users["publication"])
    assert f"?table={KEY}" in own.get(
        reverse("registers:register", args=[YEAR, LOANS])
    ).content.decode()  # fmt: skip


def test_two_who_change_text_and_table_lose_nothing(house, head):
    add(head)
    page = begin(house, table="")
    by = house["publication"]
    same = Shown("การยืมทรัพย์สิน", "ตารางการยืม")
    publishing.write(page, by=by, shown=same, seen=1, table=KEY)
    publishing.write(page, by=by, shown=Shown("การยืมทรัพย์สิน", "แก้แล้ว"), seen=1)
    newest = newest_edition(page)
    assert newest.text == "แก้แล้ว"
    assert shown_table(newest.content).key == KEY


def test_the_journal_names_the_page_and_no_word_of_its_other_columns(house, head):
    add(head)
    house.publish(newest_edition(begin(house)))
    told = "".join(map(str, JournalEntry.objects.values_list("subject", "detail")))
    assert "การยืมทรัพย์สิน" in told
    assert BORROWER not in told


OWN = """\
title: {th: เรือยืม, en: boats}
purpose: {th: ใช้ทดลอง, en: for trying}
basis: [{confidence: unknown}]
fields:
- {name: boat, kind: text, title: {th: เรือ, en: boat}, required: true}
- {name: who, kind: text, title: {th: ผู้ใช้, en: who}}
- {name: unit, kind: unit, title: {th: กอง, en: unit}, required: true}
named_by: [boat]
owned_by: unit
public: [boat, who]
"""


@pytest.mark.parametrize(
    ("after", "is_published"),
    [
        (OWN, True),
        (OWN.replace("public: [boat, who]", "public: [boat]"), False),
        (OWN.replace("public: [boat, who]", "public: [boat]\nnever_public: [who]"), False),
        (f"{OWN}rights: {{sees: own-unit, writes: own-unit}}\n", False),
        ("", False),
    ],
)
@pytest.mark.few(3)
def test_what_was_withheld_since_it_was_frozen_is_not_published(house, head, after, is_published):
    """Frozen, agreed to, then the register is closed to others: the old version is no door."""
    own = OwnRegister.objects.create(agency=house.agency, key="own-1", text=OWN)
    unit = head.user.appointments.get().position.unit
    RegisterRow.objects.create(
        agency=house.agency, register="own-1", fiscal_year=YEAR, unit=unit, added_at=now(),
        values={"boat": "เรือไม้", "who": BORROWER, "unit": str(unit.pk)},
    )  # fmt: skip
    page = begin(house, table="own-1-2566")
    edition = newest_edition(page)
    assert BORROWER in str(edition.content)
    house.agree(edition)
    own.text = after or own.text
    own.closed_at = None if after else now()
    own.save()
    if is_published:
        publishing.publish(edition, by=house["publication"])
        assert BORROWER in read(house, page)
        return
    with pytest.raises(Refused) as refused:
        publishing.publish(edition, by=house["publication"])
    assert "เผยแพร่ไม่ได้" in refused.value.message.th
    assert Client().get(at("read", house.agency.pk, page.pk)).status_code == 404


@pytest.fixture
def shared(house, head):
    """A register of the agency's own whose table everybody reads, with its page."""
    own = making.bring(house.agency, by=house["publication"], name="own.yaml", text=OWN)
    unit = head.user.appointments.get().position.unit
    RegisterRow.objects.create(
        agency=house.agency, register=own.key, fiscal_year=YEAR, unit=unit, added_at=now(),
        values={"boat": "เรือไม้", "who": BORROWER, "unit": str(unit.pk)},
    )  # fmt: skip
    page = begin(house, table=f"{own.key}-{YEAR}", text="ตารางเรือ")
    house.publish(newest_edition(page))
    return own, page


def told(house, page, out):
    """By which ways anybody reads the word of a column, of all there are."""
    key, agency = f"register-own-1-{YEAR}", house.agency
    export(agency, out)
    ways = {
        "page": read(house, page),
        "copy": str([one.decode(errors="ignore") for one in copied(out).values()]),
        "found": str([one.snippet for one in search(agency, BORROWER, today()).hits]),
    }
    for name in ("feed", "open-data", "catalogue", "sitemap"):
        ways[name] = Client().get(at(name, agency.pk)).content.decode()
    for form in ("csv", "xlsx", "json"):
        ways[form] = str(rows(agency, key, form)) if key in keys(agency) else ""
    return {name for name, words in ways.items() if BORROWER in words}


EVERY_WAY = {"page", "copy", "found", "csv", "xlsx", "json"}


@pytest.mark.long
def test_a_table_is_served_nowhere_while_its_register_is_closed(house, shared, tmp_path):
    own, page = shared
    by, register = house["publication"], register_of(house.agency, "own-1")
    assert told(house, page, tmp_path / "copies") == EVERY_WAY
    assert making.close(own, by=by, register=register)
    assert told(house, page, tmp_path / "copies") == set()
    key = f"register-own-1-{YEAR}"
    for name, more in (("table", ("csv",)), ("fields", ()), ("package", ())):
        assert Client().get(at(name, house.agency.pk, key, *more)).status_code == 404
    shown = read(house, page)
    # The page itself was agreed to and stays; it says what is not shown.
    assert "ตารางเรือ" in shown
    assert "ไม่แสดงแล้วตามทะเบียนของหน่วยงาน: เรือยืม" in shown
    assert staff_page(page, today())["withheld"].th.startswith("เรือยืม")
    assert making.open_again(own, by=by)
    assert told(house, page, tmp_path / "copies") == EVERY_WAY
    assert "ไม่แสดงแล้ว" not in read(house, page)


@pytest.mark.parametrize("is_restricted", [True, False])
def test_what_a_register_holds_back_is_served_nowhere_any_more(
    house, shared, tmp_path, is_restricted
):
    own, page = shared
    register = register_of(house.agency, "own-1")
    said = own_of(register)
    fields = tuple(replace(one, public=one.name == "boat") for one in said.fields)
    after = replace(said, fields=fields, is_restricted=is_restricted)
    making.change(
        own, by=house["publication"], register=register, definition=after, seen=own.version
    )
    assert told(house, page, tmp_path / "copies") == set()
    shown = read(house, page)
    assert ("เรือไม้" in shown) is not is_restricted
    assert ("ไม่แสดงแล้วตามทะเบียนของหน่วยงาน: ผู้ใช้" in shown) is not is_restricted
    assert bool(search(house.agency, "เรือไม้", today()).hits) is not is_restricted
    if not is_restricted:
        assert rows(house.agency, f"register-own-1-{YEAR}")[1] == ["เรือไม้"]
    # What was agreed to is kept as it was, for the proof.
    assert BORROWER in str(newest_edition(page).content)


def test_a_column_that_nobody_announced_is_lost_to_the_search_within_the_hour(house, shared):
    """A new version of the program holds it back: no signal tells of it."""
    own, _page = shared
    assert index_changed_tables() == 0
    OwnRegister.objects.filter(pk=own.pk).update(text=OWN.replace("[boat, who]", "[boat]"))
    assert search(house.agency, BORROWER, today()).hits
    settle_tables()
    assert not search(house.agency, BORROWER, today()).hits
    assert search(house.agency, "เรือไม้", today()).hits
    assert index_changed_tables() == 0
    OwnRegister.objects.filter(pk=own.pk).update(text=OWN)
    assert index_changed_tables() == 1
    assert search(house.agency, BORROWER, today()).hits

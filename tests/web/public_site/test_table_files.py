"""Files in a register's table: given to everybody once agreed to, and no longer."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.project.export.test_services import copied, export
from tests.web.public_site.samples import with_text
from tests.web.public_site.test_open_data import rows
from tests.web.public_site.test_register_tables import at, begin, read
from tests.web.registers.samples import head_of
from tests.web.registers.test_files import FEW
from tests.web.running import run_jobs

from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.values import attached
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import permanent_address
from prongsai.web.disclosure.public_site.content import shown_table
from prongsai.web.disclosure.public_site.models import FileLook
from prongsai.web.disclosure.public_site.queries.staff import gate_of, look_of, newest_edition
from prongsai.web.disclosure.public_site.queries.table_files import since, table_now
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.registers.models import OwnRegister, RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2566
LAWS = "legal-knowledge"
NAME = "สำเนาบัตรของคนหนึ่ง.pdf"
LAW = {
    "sent_on": "5 ม.ค. 2566", "title": "ระเบียบหนึ่ง", "kind": "กฎหมายหรือระเบียบ", "unit": "กองคลัง",
}  # fmt: skip


def pdf_file(text="A rule of the office", name=NAME):
    return SimpleUploadedFile(name, with_text(text), "application/pdf")


@pytest.fixture
def head(house):
    return head_of(house.agency)


@pytest.fixture
def browser(head, client_of):
    return client_of(head)


def staff(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def sent(browser, register=LAWS, **more):
    field = "file-address" if register == LAWS else "file-proof"
    data = {**LAW, field: pdf_file(), **more}
    answer = browser.post(staff("add", register), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return RegisterRow.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def published(house, table=f"{LAWS}-{YEAR}", **given):
    page = begin(house, table=table)
    run_jobs()
    house.publish(newest_edition(page), **given)
    page.refresh_from_db()
    return page


def address(house, page, row, name="address"):
    return at("table-file", house.agency.pk, page.pk, attached(row.values[name]).key)


def asked(url, **given):
    answer = Client().get(url, given)
    # Read to its end, so that the file is closed.
    answer.told = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_everybody_opens_the_file_from_the_page_and_from_open_data(house, browser):
    row = sent(browser)
    page = published(house)
    url = address(house, page, row)
    assert f'href="{url}"' in read(house, page)
    answer = asked(url)
    assert answer.status_code == 200
    assert answer.told.startswith(b"%PDF")
    assert answer["Content-Security-Policy"]
    # What a person called it is nobody's business.
    told = f"{answer['Content-Disposition']} {asked(url, save='1')['Content-Disposition']}"
    assert f"{LAWS}-{YEAR}-1-address.pdf" in told
    assert "%E0" not in told
    assert "สำเนาบัตร" not in read(house, page)
    for form in ("csv", "xlsx", "json"):
        assert url in str(rows(house.agency, f"register-{LAWS}-{YEAR}", form))


def test_before_its_page_is_published_nobody_opens_it(house, browser):
    row = sent(browser)
    page = begin(house, table=f"{LAWS}-{YEAR}")
    url = address(house, page, row)
    assert asked(url).status_code == 404
    house.agree(newest_edition(page))
    assert asked(url).status_code == 404
    publishing.publish(newest_edition(page), by=house["publication"])
    assert asked(url).status_code == 200
    publishing.withdraw(page, by=house["publication"], reason="ผิดปี")
    assert asked(url).status_code == 410


def test_what_a_file_holds_of_persons_is_looked_for_and_told(house, browser):
    sent(browser, **{"file-address": pdf_file("Call 081-234-5678 at home")})
    page = begin(house, table=f"{LAWS}-{YEAR}")
    edition = newest_edition(page)
    assert look_of(edition).waiting == 1
    house.agree(edition)
    assert look_of(edition).waiting == 0
    assert look_of(edition).hits
    with pytest.raises(Refused) as refused:
        publishing.publish(edition, by=house["publication"])
    assert refused.value.field == "anyway"
    publishing.publish(edition, by=house["publication"], anyway="เบอร์สำนักงาน")
    entry = JournalEntry.objects.get(verb="published-with-personal-data")
    assert "เบอร์สำนักงาน" in str(entry.detail)


@pytest.mark.parametrize(
    ("is_draft", "by_address"), [(True, False), (True, True), (False, False), (False, True)]
)
def test_a_table_with_a_draft_waits_for_a_reason(house, browser, is_draft, by_address):
    """A file of a row, and an address of this site in one: the same paper, the same question."""
    row = sent(browser)
    piece = Piece.objects.create(
        agency=house.agency, fiscal_year=YEAR, file=RegisterFile.objects.get(row=row).file,
        is_draft=is_draft, added_at=now(), added_by=house["publication"].user,
    )  # fmt: skip
    if by_address:
        row.delete()
        answer = browser.post(staff("add", LAWS), {**LAW, "address": permanent_address(piece)})
        assert answer.status_code == 302
    page = begin(house, table=f"{LAWS}-{YEAR}")
    run_jobs()
    edition = newest_edition(page)
    house.agree(edition)
    if is_draft:
        assert "ยังเป็นร่าง" in " ".join(one.message.th for one in gate_of(edition, today()).red)
        with pytest.raises(Refused) as refused:
            publishing.publish(edition, by=house["publication"])
        assert refused.value.field == "anyway"
    publishing.publish(edition, by=house["publication"], anyway="อำเภอขอก่อนสิ้นปี" if is_draft else "")


def test_nobody_publishes_a_file_that_nobody_looked_into(house, browser):
    sent(browser)
    page = begin(house, table=f"{LAWS}-{YEAR}")
    edition = newest_edition(page)
    house.agree(edition)
    FileLook.objects.all().delete()
    with pytest.raises(Refused) as refused:
        publishing.publish(edition, by=house["publication"])
    assert "ยังไม่ได้ตรวจ" in refused.value.message.th


def taken_out(row, head, browser):
    saving.remove(row, by=head, register=shipped_register(LAWS))


def replaced(row, head, browser):
    data = {**LAW, "seen": "1", "address": row.values["address"], "file-address": pdf_file("B")}
    answer = browser.post(staff("row", LAWS, row.pk), data)
    assert answer.status_code == 302, answer.context["form"].errors


def file_taken_out(row, head, browser):
    data = {**LAW, "seen": "1", "address": ""}
    answer = browser.post(staff("row", LAWS, row.pk), data)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize("change", [taken_out, replaced, file_taken_out])
def test_what_the_row_names_no_more_is_not_given_though_the_page_stands(
    house, head, browser, change
):
    row = sent(browser)
    page = published(house)
    before = address(house, page, row)
    change(row, head, browser)
    assert asked(before).status_code == 404
    assert asked(before, save="1").status_code == 404
    shown = read(house, page)
    assert before not in shown
    assert "ไม่เปิดให้ดาวน์โหลดแล้ว" in shown
    assert before not in str(rows(house.agency, f"register-{LAWS}-{YEAR}"))
    row.refresh_from_db()
    now = attached(row.values.get("address"))
    if change is replaced:
        # Nor the new one, before somebody agreed to it; and the page is known to be old.
        assert asked(at("table-file", house.agency.pk, page.pk, now.key)).status_code == 404
        difference = since(house.agency, shown_table(newest_edition(page).content))
        assert (difference.added, difference.gone) == (1, 1)
        publishing.renew(page, by=house["publication"])
        house.publish(newest_edition(page))
        assert asked(at("table-file", house.agency.pk, page.pk, now.key)).status_code == 200
        assert asked(before).status_code == 404


def test_addresses_that_are_guessed_open_nothing(house, browser, other_agency):
    row = sent(browser)
    page = published(house)
    key = attached(row.values["address"]).key
    other = sent(browser, title="ระเบียบสอง")  # in no page
    factories_page = begin(house, table="")
    house.publish(newest_edition(factories_page))
    for name in (
        at("table-file", house.agency.pk, page.pk, uuid4()),
        at("table-file", house.agency.pk, page.pk, attached(other.values["address"]).key),
        at("table-file", house.agency.pk, page.pk, row.pk),
        at("table-file", house.agency.pk, factories_page.pk, key),
        at("table-file", house.agency.pk, uuid4(), key),
        at("table-file", other_agency.pk, page.pk, key),
        at("file", house.agency.pk, YEAR, key),
    ):
        assert asked(name).status_code == 404, name
    assert asked(address(house, page, row)).status_code == 200
    # The address of the staff stays theirs.
    inside = staff("file", LAWS, row.pk, key)
    assert Client().get(inside).status_code in (302, 403)


def test_a_register_that_is_closed_to_others_gives_no_file_any_more(house, head, browser):
    text = FEW.replace("rights: {sees: own-unit, writes: own-unit}", "public: [day, proof]")
    own = OwnRegister.objects.create(agency=house.agency, key="own-1", text=text)
    row = sent(browser, "own-1", day="5 ม.ค. 2566")
    page = published(house, "own-1-2566")
    url = address(house, page, row, "proof")
    assert asked(url).status_code == 200
    for after in (
        text.replace("public: [day, proof]", "public: [day]"),
        text.replace("public: [day, proof]", "public: [day]\nnever_public: [proof]"),
        f"{text}rights: {{sees: own-unit, writes: own-unit}}\n",
    ):
        OwnRegister.objects.filter(pk=own.pk).update(text=after)
        assert asked(url).status_code == 404, after
        assert url not in read(house, page)
    OwnRegister.objects.filter(pk=own.pk).update(text=text)
    assert asked(url).status_code == 200
    OwnRegister.objects.filter(pk=own.pk).update(closed_at=page.made_at)
    assert asked(url).status_code == 404


def test_a_column_that_is_not_public_freezes_no_file(house, browser):
    text = FEW.replace("rights: {sees: own-unit, writes: own-unit}", "public: [day]")
    OwnRegister.objects.create(agency=house.agency, key="own-1", text=text)
    row = sent(browser, "own-1", day="5 ม.ค. 2566")
    page = published(house, "own-1-2566")
    assert not shown_table(newest_edition(page).content).files
    assert asked(address(house, page, row, "proof")).status_code == 404


@pytest.mark.long
def test_a_copy_has_the_file_and_loses_it_with_its_row(house, head, browser, tmp_path):
    row = sent(browser)
    page = published(house)
    out = tmp_path / "copies"
    export(house.agency, out)
    name = f"{address(house, page, row).lstrip('/')}file.pdf"
    assert name in copied(out)
    taken_out(row, head, browser)
    made = export(house.agency, out)
    assert name in made.done.removed
    assert name not in copied(out)


@pytest.mark.long
def test_queries_do_not_grow_with_files(house, browser):
    sent(browser)
    page = published(house)
    read(house, page)
    with CaptureQueriesContext(connection) as one:
        read(house, page)
    for number in range(3):
        sent(browser, title=f"ระเบียบ {number}", **{"file-address": pdf_file(str(number))})
    publishing.renew(page, by=house["publication"])
    house.publish(newest_edition(page))
    assert len(table_now(house.agency, f"{LAWS}-{YEAR}").files) == 1 + 3
    read(house, page)
    with CaptureQueriesContext(connection) as many:
        read(house, page)
    assert len(many) == len(one)


def test_the_staff_open_what_they_are_asked_to_agree_to(house, browser, client_of):
    row = sent(browser)
    page = begin(house, table=f"{LAWS}-{YEAR}")
    client = client_of(house.users["mayor"])
    inside = staff("file", LAWS, row.pk, attached(row.values["address"]).key)
    assert f'href="{inside}"' in client.get(at("page", page.pk)).content.decode()
    assert f'href="{inside}"' in client.get(at("version", page.pk, 1)).content.decode()
    assert client.get(inside).content.startswith(b"%PDF")

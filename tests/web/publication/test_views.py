"""Pages of what was published: for the staff, and for everybody without a cookie."""

import io
import re
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.circulation import samples
from tests.web.roles import CHIEF_EXECUTIVE, PUBLICATION_OFFICER

from prongsai.documents.typesetting.font import FONT_FOLDER
from prongsai.web.platform import files
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.publication import services
from prongsai.web.signing.publication.models import Publication

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
YEAR = 2569
TITLE = "ประกาศนโยบายไม่รับของขวัญ"


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def row(agency, officer):
    return publish(agency, officer)


def publish(agency, officer, subject=None, pages=2, **given):
    asked = {
        "kind": "notice", "title": TITLE, "year": YEAR, "number": "3/2569",
        "day": date(2026, 1, 12), "items": ("o21",),
    }  # fmt: skip
    return services.publish(
        agency, by=officer, subject=subject or uuid4(), file=samples.stored(agency, pages=pages),
        **asked | given,
    )  # fmt: skip


def text_of(answer):
    return answer.content.decode()


def public(row, name="paper"):
    return reverse(f"publication:{name}", args=[row.agency_id, row.pk])


def fetched(row, save="", **headers):
    """The public file, read to its end."""
    answer = Client().get(f"{public(row, 'file')}{save}", headers=headers)
    answer.body = answer.getvalue()
    return answer


def home(agency):
    return reverse("publication:public", args=[agency.pk])


def typed(**given):
    boxes = {"day": "12 ม.ค. 2569"}
    file = SimpleUploadedFile("ประกาศ.pdf", samples.pdf(), "application/pdf")
    fields = {"title": TITLE, "number": "3/2569", "items": "O21, o22", "file": file}
    return fields | boxes | given


def test_an_empty_list_says_what_to_do_and_to_whom(browser, agency, make_actor, client_of):
    address = reverse("publication:published", args=[YEAR])
    assert reverse("publication:add", args=[YEAR]) in text_of(browser.get(address))
    chief_executive = client_of(make_actor(agency, CHIEF_EXECUTIVE, login="mayor"))
    text = text_of(chief_executive.get(address))
    assert "ยังไม่มีเอกสารที่เผยแพร่" in text
    assert reverse("publication:add", args=[YEAR]) not in text


def test_a_file_is_published_by_hand_and_read_by_everybody(browser, agency):
    address = reverse("publication:add", args=[YEAR])
    answer = browser.post(address, typed(kind="minutes"))
    row = Publication.objects.get()
    assert answer.url == reverse("publication:edition", args=[row.pk])
    assert (row.kind, row.items, row.day) == ("minutes", ["o21", "o22"], date(2026, 1, 12))
    text = text_of(browser.get(answer.url))
    assert f"http://testserver{public(row)}" in text
    assert TITLE in text_of(Client().get(public(row)))
    assert fetched(row).body == files.read(row.file)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "ใส่ชื่อตามหน้าเอกสาร"),
        ({"day": "31 ก.พ. 2569"}, "อ่านวันที่ไม่ได้"),
        ({"day": "16 ม.ค. 2569"}, "ยังมาไม่ถึง"),
        ({"items": "o21; drop"}, "รหัสข้อ"),
        ({"file": SimpleUploadedFile("x.pdf", b"no pdf")}, "PDF"),
        ({"file": SimpleUploadedFile("x.pdf", b"")}, "ไฟล์ว่างเปล่า"),
    ],
)
def test_what_was_typed_comes_back_with_the_reason(browser, wrong, words):
    answer = browser.post(
        reverse("publication:add", args=[YEAR]), typed(kind="other", number="77/2569") | wrong
    )
    assert answer.status_code == 422
    text = text_of(answer)
    assert words in text
    assert "77/2569" in text
    assert not Publication.objects.exists()


def test_only_a_pdf_is_published(browser):
    picture = io.BytesIO()
    from PIL import Image  # noqa: PLC0415 - only here

    Image.new("RGB", (9, 9)).save(picture, "PNG")
    file = SimpleUploadedFile("x.png", picture.getvalue())
    answer = browser.post(reverse("publication:add", args=[YEAR]), typed(kind="other", file=file))
    assert answer.status_code == 422
    assert "เฉพาะ PDF" in text_of(answer)


def test_a_form_sent_twice_publishes_once(browser):
    page = text_of(browser.get(reverse("publication:add", args=[YEAR])))
    key = re.search(r'name="once" value="([0-9a-f]{32})"', page)[1]
    data = samples.pdf()
    for _ in range(2):
        file = SimpleUploadedFile("ประกาศ.pdf", data)
        browser.post(
            reverse("publication:add", args=[YEAR]), typed(kind="other", once=key, file=file)
        )
    assert Publication.objects.count() == 1


def test_a_new_edition_takes_the_place_of_the_old_one(browser, agency, row):
    address = reverse("publication:renew", args=[row.pk])
    assert TITLE in text_of(browser.get(address))
    file = SimpleUploadedFile("ใหม่.pdf", samples.pdf(4))
    browser.post(address, typed(file=file))
    new = Publication.objects.get(edition=2)
    assert (new.subject, new.kind, new.pages) == (row.subject, "notice", 4)
    old = text_of(Client().get(public(row)))
    assert "มีฉบับใหม่กว่านี้แล้ว" in old
    assert public(new) in old
    assert fetched(row).status_code == 200
    assert public(row) in text_of(Client().get(public(new)))
    listed = text_of(Client().get(home(agency)))
    assert public(new) in listed
    assert public(row) not in listed


def test_withdrawing_asks_first_and_leaves_a_page_without_a_file(browser, agency, row):
    address = reverse("publication:withdraw", args=[row.pk])
    assert "เลิกถอนไม่ได้" in text_of(browser.get(address))
    refused = browser.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert fetched(row).status_code == 200
    browser.post(address, {"reason": "มีข้อมูลส่วนบุคคล"})
    text = text_of(Client().get(public(row)))
    assert "หน่วยงานถอนเอกสารนี้เมื่อ 15 มกราคม 2569" in text
    assert public(row, "file") not in text
    assert "มีข้อมูลส่วนบุคคล" in text
    entry = JournalEntry.objects.get(verb="publication-withdrawn")
    assert f"การถอนคือรายการที่ {entry.number}" in text
    assert fetched(row).status_code == 404
    assert TITLE not in text_of(Client().get(home(agency)))
    staff = text_of(browser.get(reverse("publication:published", args=[YEAR])))
    assert "ถอนแล้ว" in staff
    assert "มีข้อมูลส่วนบุคคล" in text_of(browser.get(reverse("publication:edition", args=[row.pk])))
    assert browser.post(address, {"reason": "อีก"}).status_code == 422


def test_publishing_needs_the_right_and_a_fresh_proof(agency, row, make_actor, client_of, settings):
    chief_executive = client_of(make_actor(agency, CHIEF_EXECUTIVE, login="mayor"))
    names = [("add", [YEAR]), ("renew", [row.pk]), ("withdraw", [row.pk])]
    for name, arguments in names:
        address = reverse(f"publication:{name}", args=arguments)
        assert chief_executive.get(address).status_code == 403
        assert chief_executive.post(address).status_code == 403
    person = make_actor(agency, PUBLICATION_OFFICER, login="publisher")
    browser = client_of(person)
    for name, arguments in names:
        assert browser.get(reverse(f"publication:{name}", args=arguments)).status_code == 200
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    for name, arguments in names:
        answer = browser.get(reverse(f"publication:{name}", args=arguments))
        assert answer.url.startswith(reverse("account_reauthenticate"))


def test_the_list_leaves_as_a_workbook_and_as_csv(browser, agency, row, officer):
    publish(agency, officer, kind="plan", title="แผน")
    address = reverse("publication:export", args=[YEAR, "xlsx"])
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address, {"kind": "notice"}).content))
    told = [cell.value for cell in book.active[4]]
    assert told[1:5] == [TITLE, "3/2569", "12 มกราคม 2569", 1]
    assert told[-1] == f"http://testserver{public(row)}"
    assert book.active.max_row == 4
    text = browser.get(reverse("publication:export", args=[YEAR, "csv"])).content.decode()
    assert TITLE in text
    assert browser.get(reverse("publication:export", args=[YEAR, "exe"])).status_code == 404


def test_public_pages_set_no_cookie_and_may_be_kept(agency, row, officer, client_of):
    pages = (home(agency), public(row), public(row, "file"), f"{public(row)}?language=en")
    for reader in (Client(), client_of(officer)):
        for address in pages:
            answer = reader.get(address)
            text = answer.getvalue() if answer.streaming else answer.content
            assert answer.status_code == 200
            assert not answer.cookies, address
            assert answer["Cache-Control"] == "public, max-age=300"
            # Whoever collects pages may.
            assert "X-Robots-Tag" not in answer
            assert b"noindex" not in text
            again = reader.get(address, headers={"If-None-Match": answer["ETag"]})
            assert (again.status_code, again["ETag"]) == (304, answer["ETag"])
            assert not again.cookies


def test_the_tag_of_a_page_changes_with_it(agency, row, officer):
    before = Client().get(public(row))["ETag"]
    services.withdraw(row, by=officer, reason="ผิด")
    after = Client().get(public(row), headers={"If-None-Match": before})
    assert (after.status_code, after["ETag"] == before) == (200, False)


def test_a_public_page_knows_nobody(agency, row, officer, client_of):
    """Whoever is signed in, the page is the same: it may be kept for others."""
    for address in (home(agency), public(row)):
        alone, signed_in = Client().get(address), client_of(officer).get(address)
        assert alone.content == signed_in.content
        assert b"csrf" not in alone.content
        assert b"<form" not in alone.content


def test_the_language_goes_along_with_the_address(agency, row):
    text = text_of(Client().get(f"{home(agency)}?year={YEAR}&language=en"))
    assert 'lang="en"' in text
    assert f"{public(row)}?language=en" in text
    assert "language=th" in text
    # Without it the reader's own language counts.
    asked = Client().get(home(agency), headers={"Accept-Language": "en"})
    assert asked["Content-Language"] == "en"
    assert "Accept-Language" in asked["Vary"]
    assert Client().get(home(agency))["Content-Language"] == "th"
    switched = Client().get(home(agency), {"language": "xx"})
    assert switched["Content-Language"] == "th"


def test_a_sample_agency_says_so_and_a_real_one_does_not(agency, row):
    for address in (home(agency), public(row)):
        assert "ตัวอย่าง)" in text_of(Client().get(address))
    agency.is_sample = False
    agency.name = "เทศบาลตำบลบ้านใหม่"
    agency.save()
    for address in (home(agency), public(row)):
        assert "ตัวอย่าง" not in text_of(Client().get(address))


def test_the_public_list_is_narrowed_by_links(agency, officer, row):
    publish(agency, officer, kind="plan", title="แผนมาตรการ 2569")
    publish(agency, officer, kind="plan", title="แผนมาตรการ 2568", year=YEAR - 1)
    text = text_of(Client().get(home(agency)))
    assert f"?year={YEAR}&amp;kind=plan" in text
    assert f"?year={YEAR - 1}" in text
    narrowed = text_of(Client().get(home(agency), {"year": YEAR, "kind": "plan"}))
    assert "แผนมาตรการ 2569" in narrowed
    assert TITLE not in narrowed
    assert "ไม่มีเอกสารชนิดนี้" in text_of(Client().get(home(agency), {"kind": "order"}))
    assert "แผนมาตรการ 2568" in text_of(Client().get(home(agency), {"year": YEAR - 1}))
    for odd in ("๒๕๖๙", "x", "9" * 30, ""):
        assert Client().get(home(agency), {"year": odd}).status_code == 200


def test_an_agency_without_publications_says_so(agency):
    assert "ยังไม่มีเอกสารที่เผยแพร่" in text_of(Client().get(home(agency)))


def test_one_agencys_paper_is_not_under_anothers_address(agency, other_agency, row):
    for name in ("paper", "file"):
        address = reverse(f"publication:{name}", args=[other_agency.pk, row.pk])
        assert Client().get(address).status_code == 404
    assert Client().get(reverse("publication:public", args=[uuid4()])).status_code == 404
    assert TITLE not in text_of(Client().get(home(other_agency)))


def test_a_file_is_shown_shut_in_or_saved_under_its_thai_name(row):
    shown = fetched(row)
    assert shown["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    saved = fetched(row, "?save")
    assert saved["Content-Disposition"].startswith("attachment")


def sheet(*words):
    """A PDF with a text layer."""
    lines = "\n\n".join(words)
    source = f'#set text(font: "Sarabun")\n{lines}'
    return typst.compile(source.encode(), format="pdf", font_paths=[FONT_FOLDER])


def sent_by_hand(browser, data, **more):
    file = SimpleUploadedFile("ประกาศ.pdf", data, "application/pdf")
    given = {
        "kind": "other", "title": "รายชื่อผู้ได้รับเบี้ย", "day": "12/1/2569",
        "file": file,
    }  # fmt: skip
    return browser.post(reverse("publication:add", args=[YEAR]), given | more)


def test_a_file_with_a_citizens_number_is_published_only_with_a_reason(browser, agency):
    data = sheet("รายชื่อผู้มีสิทธิ", "เลขประจำตัว 1-2345-67890-12-1 โทร 089-999-9999")
    answer = sent_by_hand(browser, data)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "x-xxxx-xxxxx-x2-1" in text
    assert "xxx-xxx-xx99" in text
    assert "67890" not in text
    assert not Publication.objects.exists()
    mark = told_in(answer)
    assert sent_by_hand(browser, data, anyway=" ", told=mark).status_code == 422
    # A reason is given for what was shown, and for no other file.
    other = sheet("โทร 081-234-5678")
    assert sent_by_hand(browser, other, anyway="กฎหมายให้เผยแพร่", told=mark).status_code == 422
    assert sent_by_hand(browser, data, anyway="กฎหมายให้เผยแพร่").status_code == 422
    answer = sent_by_hand(browser, data, anyway="กฎหมายให้เผยแพร่", told=mark)
    assert answer.status_code == 302
    told = JournalEntry.objects.get(verb="published-with-personal-data")
    assert told.detail["reason"] == "กฎหมายให้เผยแพร่"


def told_in(answer):
    """The mark of what a page showed of persons."""
    return re.search(r'name="told" value="([0-9a-f]{64})"', answer.content.decode()).group(1)


def test_the_title_and_the_reason_of_a_withdrawal_are_looked_through(browser):
    assert sent_by_hand(browser, sheet("ก"), title="แจ้ง 081-234-5678").status_code == 422
    assert sent_by_hand(browser, sheet("ก"), anyway="ไม่มีอะไร").status_code == 302
    # A reason where nothing was found is not kept.
    assert not JournalEntry.objects.filter(verb="published-with-personal-data").exists()
    paper = Publication.objects.get()
    address = reverse("publication:withdraw", args=[paper.pk])
    assert browser.post(address, {"reason": "แจ้ง 081-234-5678"}).status_code == 422
    assert browser.post(address, {"reason": "ประกาศซ้ำ"}).status_code == 302


def test_another_edition_is_looked_through_too(browser, row):
    address = reverse("publication:renew", args=[row.pk])
    given = {"title": TITLE, "number": "3/2569", "day": "12/1/2569"}
    file = SimpleUploadedFile("ก.pdf", sheet("โทร 089-999-9999"), "application/pdf")
    assert browser.post(address, given | {"file": file}).status_code == 422
    assert Publication.objects.count() == 1
    file = SimpleUploadedFile("ก.pdf", sheet("ไม่มีอะไร"), "application/pdf")
    assert browser.post(address, given | {"file": file}).status_code == 302


def test_the_agencys_own_telephone_is_no_matter(browser, agency):
    agency.telephone = "089-999-9999"
    agency.save()
    assert sent_by_hand(browser, sheet("สอบถาม 089 999 9999")).status_code == 302
    assert not JournalEntry.objects.filter(verb="published-with-personal-data").exists()


def test_a_file_without_text_is_published_with_a_reason_for_nobody_looked_into_it(browser):
    data = samples.pdf(1, text=b"")
    answer = sent_by_hand(browser, data)
    assert answer.status_code == 422
    assert "ตรวจไฟล์ ประกาศ.pdf ไม่ได้" in text_of(answer)
    answer = sent_by_hand(browser, data, anyway="ดูด้วยตาแล้ว", told=told_in(answer))
    assert answer.status_code == 302
    assert "ดูด้วยตาแล้ว" in text_of(browser.get(answer.url))
    assert JournalEntry.objects.get(verb="paper-published-anyway").detail["reason"] == "ดูด้วยตาแล้ว"

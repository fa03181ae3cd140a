"""A file of a row is kept as all files are, shown to who sees the row, and carried nowhere else."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import YEAR
from tests.web.roles import ITA_OFFICER
from tests.web.tracking.samples import phone_photo

from prongsai.core.registers.public import public_rows
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.core.registers.values import Attached, attached
from prongsai.documents.register_workbook import register_workbook
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.queries.table_files import table_now
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, register_of
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.disclosure.registers.services.outcome import outcome_of
from prongsai.web.platform import files
from prongsai.web.platform.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
KEY = "facility-checks"
ROW = {
    "checked_on": "5 ม.ค. 2569", "unit": "กองคลัง", "facility": "ที่นั่งรอ", "is_there": "ใช่",
}  # fmt: skip
LAW = {"title": "กฎหมายหนึ่ง", "unit": "กองคลัง"}
FEW = """
title: {th: บันทึกที่น้อยคนเห็น, en: A register that few see}
purpose: {th: ใช้ทดสอบ, en: for a test}
basis:
- source: หน่วยงานกำหนดเอง
fields:
- {name: day, kind: date, title: {th: วันที่, en: day}, required: true}
- {name: unit, kind: unit, title: {th: ส่วนราชการ, en: unit}, required: true}
- {name: proof, kind: file, title: {th: หลักฐาน, en: proof}, required: true}
named_by: [day]
dated_by: day
owned_by: unit
papers:
- key: year
  title: {th: "รายงาน ปี {year}", en: "Report of {year}"}
  period: year
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows, columns: [day, proof]}
  - {key: problems, title: {th: ปัญหา, en: problems}, shows: said}
rights: {sees: own-unit, writes: own-unit}
"""
HIDDEN = "ลับของกองคลัง"


@pytest.fixture(autouse=True)
def world(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def photo(name="ที่นั่ง.jpg", data=None):
    return SimpleUploadedFile(name, phone_photo() if data is None else data)


def sent_row(browser, **more):
    answer = browser.post(at("add", KEY), ROW | more)
    assert answer.status_code == 302, answer.context["form"].errors
    return RegisterRow.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def body(answer):
    is_stream = getattr(answer, "streaming", False)
    return b"".join(answer.streaming_content) if is_stream else answer.content


def address_of(kept, name="photo"):
    return at("file", kept.register, kept.pk, attached(kept.values[name]).key)


def test_a_photo_is_sent_with_a_row_and_shown_on_its_page(browser):
    kept = sent_row(browser, **{"file-photo": photo()})
    assert kept.values["photo"].startswith("ที่นั่ง.jpg [ไฟล์ ")
    page = tight(browser.get(at("row", KEY, kept.pk)).content.decode())
    assert f'href="{address_of(kept)}"' in page
    assert f'src="{address_of(kept)}?small"' in page
    shown = browser.get(address_of(kept))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"PhoneMakerMark" not in body(shown), "where and by which phone is not kept"
    saved = browser.get(address_of(kept), {"save": "1"})
    assert saved["Content-Disposition"].startswith("attachment")
    little = Image.open(io.BytesIO(body(browser.get(address_of(kept), {"small": ""}))))
    assert little.format == "JPEG"


def test_an_address_stays_possible_and_only_one_of_the_web_is_a_link(browser):
    kept = sent_row(browser, photo="https://example.go.th/p.jpg")
    page = tight(browser.get(at("row", KEY, kept.pk)).content.decode())
    assert 'href="https://example.go.th/p.jpg"' in page
    other = sent_row(browser, photo="javascript:alert(1)", facility="ป้ายบอกทางและขั้นตอน")
    page = tight(browser.get(at("row", KEY, other.pk)).content.decode())
    assert other.values["photo"] == "javascript:alert(1)"
    assert 'href="javascript' not in page


def test_a_field_that_must_be_filled_is_filled_by_a_file(browser):
    register = shipped_register("criteria-notices")
    answer = browser.post(at("add", register.key), {"subject": "เกณฑ์"})
    assert "proof" in answer.context["form"].errors
    sent = {"subject": "เกณฑ์", "file-proof": photo()}
    answer = browser.post(at("add", register.key), sent)
    assert "proof" not in answer.context["form"].errors
    assert "เลือกไฟล์อีกครั้ง" in str(answer.context["form"].errors["file-proof"])
    assert not StoredFile.objects.exists(), "nothing is kept of a row that is not"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ว่าง.jpg", b"", "file-photo"),
        ("หน้า.html", b"<script>alert(1)</script>", "file-photo"),
        ("แฝง.jpg", b"%PDF-1.4 not a picture", "file-photo"),
        ("เสีย.jpg", b"\xff\xd8\xff broken", "file-photo"),
    ],
)
def test_what_is_no_sound_file_is_refused_at_its_box(browser, name, data, said):
    answer = browser.post(at("add", KEY), ROW | {"file-photo": photo(name, data)})
    assert answer.status_code == 422
    assert said in answer.context["form"].errors
    assert not RegisterRow.objects.exists()
    assert not StoredFile.objects.exists()


def test_another_file_takes_its_place_and_the_old_one_stays_with_the_history(browser):
    kept = sent_row(browser, **{"file-photo": photo()})
    before = address_of(kept)
    sent = ROW | {"seen": "1", "photo": kept.values["photo"]}
    answer = browser.post(at("row", KEY, kept.pk), sent | {"file-photo": photo("ใหม่.jpg")})
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.values["photo"].startswith("ใหม่.jpg")
    assert "ที่นั่ง.jpg → ใหม่.jpg" in browser.get(at("row", KEY, kept.pk)).content.decode()
    assert browser.get(before).status_code == 200
    # Nothing else changed: the same form again makes no version.
    browser.post(at("row", KEY, kept.pk), ROW | {"seen": "2", "photo": kept.values["photo"]})
    kept.refresh_from_db()
    assert kept.version == 2
    # Taken out, and an address in its place.
    browser.post(at("row", KEY, kept.pk), ROW | {"seen": "2", "photo": ""})
    kept.refresh_from_db()
    assert "photo" not in kept.values


def test_a_row_opens_no_file_of_another_whoever_types_its_name(browser, finance, works, client_of):
    theirs = sent_row(client_of(works), unit="กองช่าง", **{"file-photo": photo()})
    name = theirs.values["photo"]
    answer = browser.post(at("add", KEY), ROW | {"photo": name})
    assert answer.status_code == 422
    assert "ไม่ได้ส่งมากับรายการนี้" in str(answer.context["form"].errors["photo"])
    mine = sent_row(browser, facility="ป้ายบอกทางและขั้นตอน")
    row = core_row(shipped_register(KEY), mine, YEAR)
    typed = type(row)({**row.values, "photo": name}, row.state)
    with pytest.raises(Refused):
        saving.change(mine, by=finance, register=shipped_register(KEY), row=typed, seen=1)
    assert browser.get(at("file", KEY, mine.pk, attached(name).key)).status_code == 404
    made_up = Attached("ก.jpg", uuid4())
    assert browser.get(at("file", KEY, mine.pk, made_up.key)).status_code == 404


def few(agency, officer):
    """A register that a unit alone sees, with a file of finance."""
    own = making.bring(agency, by=officer, name="few.yaml", text=FEW)
    return register_of(agency, own.key)


@pytest.mark.long
def test_a_file_of_a_register_that_few_see_reaches_nobody_else(
    agency, officer, finance, works, client_of, other_agency, make_actor
):
    register = few(agency, officer)
    mine, others = client_of(finance), client_of(works)
    data = {"day": "5 ม.ค. 2569", "unit": "กองคลัง", "file-proof": photo(f"{HIDDEN}.jpg")}
    assert mine.post(at("add", register.key), data).status_code == 302
    kept = RegisterRow.objects.get(register=register.key)
    address = address_of(kept, "proof")
    assert mine.get(address).status_code == 200
    assert others.get(address).status_code == 404
    assert others.get(address, {"small": ""}).status_code == 404
    assert client_of(officer).get(address).status_code in (403, 404)
    assert Client().get(address).status_code in (302, 403, 404)
    open_year(other_agency, YEAR)
    stranger = factories.make_actor(other_agency, ITA_OFFICER, login="stranger")
    assert client_of(stranger).get(address).status_code == 404
    # Through a register that all see, by a row of one's own.
    own = sent_row(others, unit="กองช่าง")
    key = attached(kept.values["proof"]).key
    assert others.get(at("file", KEY, own.pk, key)).status_code == 404
    assert others.get(at("file", KEY, kept.pk, key)).status_code == 404
    for name in (at("register", register.key), at("export", register.key, "csv")):
        assert HIDDEN not in others.get(name).content.decode(errors="replace")
        assert HIDDEN in mine.get(at("row", register.key, kept.pk)).content.decode()
    # No evidence, piece or public address knows it.
    stored = RegisterFile.objects.get().file
    for route in ("evidence:file", "evidence:small", "evidence:one"):
        assert mine.get(reverse(route, args=[stored.pk])).status_code == 404
    assert table_now(agency, f"{register.key}-{YEAR}") is None
    with pytest.raises(ValueError, match=register.key):
        public_rows(register, [], context_of(agency, register, YEAR), {})


def test_the_public_table_says_that_there_is_a_file_and_no_word_of_it(browser, agency):
    register = shipped_register("legal-knowledge")
    data = {
        "sent_on": "5 ม.ค. 2569", "title": "ระเบียบหนึ่ง", "kind": "กฎหมายหรือระเบียบ", "unit": "กองคลัง",
        "file-address": photo("สำเนาบัตรของคนหนึ่ง.jpg"),
    }  # fmt: skip
    assert browser.post(at("add", register.key), data).status_code == 302
    table = table_now(agency, f"{register.key}-{YEAR}")
    assert "มีไฟล์" in table.shown.rows[0]
    assert "สำเนาบัตร" not in str(table.shown.rows)
    assert "ไฟล์ " not in str(table.shown.rows)
    # An address that was typed is public as before.
    browser.post(
        at("add", register.key), data | {"address": "https://example.go.th/a", "file-address": ""}
    )
    assert "https://example.go.th/a" in str(table_now(agency, f"{register.key}-{YEAR}").shown.rows)


def test_a_workbook_sent_out_and_back_changes_nothing_and_carries_no_file(browser, agency, finance):
    sent_row(browser, **{"file-photo": photo()})
    register = shipped_register(KEY)
    context = context_of(agency, register, YEAR)
    rows = [core_row(register, one, YEAR) for one in RegisterRow.objects.all()]
    given = {"by": finance, "register": register, "year": YEAR}
    data = register_workbook(register, context, rows)
    file = making.read_file(agency, name="rows.xlsx", data=data, **given)
    outcome = outcome_of(finance, register, file)
    assert outcome.is_sound
    assert outcome.changes_nothing
    # The same file named by a new row is told, and nothing is taken.
    other = read_row(
        register, ROW | {"facility": "ป้ายบอกทางและขั้นตอน", "photo": rows[0].values["photo"]}, context
    ).row  # fmt: skip
    data = register_workbook(register, context, [*rows, other])
    file = making.read_file(agency, name="more.xlsx", data=data, **given)
    outcome = outcome_of(finance, register, file)
    assert [one.code for one in outcome.findings if "register_file" in one.code]
    with pytest.raises(Refused):
        making.take(file, by=finance, register=register, seen=outcome.state)
    assert RegisterRow.objects.count() == 1


def test_the_grid_keeps_a_file_and_takes_none_of_another_row(browser):
    first = sent_row(browser, **{"file-photo": photo()})
    second = sent_row(browser, facility="ป้ายบอกทางและขั้นตอน")
    page = browser.get(at("grid", KEY)).content.decode()
    assert re.search(r"<option[^>]*>ที่นั่ง.jpg</option>", page)
    prefix = re.search(rf'name="(line\d+)-key" value="{second.pk}"', page)[1]
    sent = {
        "line": prefix, f"{prefix}-key": str(second.pk), f"{prefix}-seen": "1",
        f"{prefix}-photo": first.values["photo"],
    }  # fmt: skip
    answer = browser.post(at("grid", KEY), sent)
    assert answer.status_code == 422
    second.refresh_from_db()
    assert "photo" not in second.values


def test_files_lie_under_their_agency_and_queries_do_not_grow_with_them(browser, agency):
    kept = sent_row(browser, **{"file-photo": photo()})
    stored = RegisterFile.objects.get(row=kept).file
    assert files.path_of(agency, stored.digest).is_file()
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(at("register", KEY))
    for facility in ("ป้ายบอกทางและขั้นตอน", "แสงสว่าง", "น้ำดื่ม"):
        sent_row(browser, facility=facility, **{"file-photo": photo(f"{facility}.jpg")})
    with CaptureQueriesContext(connection) as many:
        browser.get(at("register", KEY))
    assert len(many) == len(one)

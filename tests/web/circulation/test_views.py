"""Pages of circulations: read and acknowledged by who was asked, kept by who sent them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.circulation import samples
from tests.web.circulation.samples import YEAR, start
from tests.web.markup import tight
from tests.web.publication.test_views import publish
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.web.office.circulation import queries, services
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.tasks import report_paper
from prongsai.web.office.papers.models import Memo
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def _opened(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)


@pytest.fixture
def finance(agency):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def treasurer(agency, finance):
    return samples.person(agency, finance, login="treasurer")


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def reader(treasurer, client_of):
    return client_of(treasurer)


def at(name, row=None):
    return reverse(f"circulation:{name}", args=[YEAR if row is None else row.pk])


def text_of(answer):
    return answer.content.decode()


def typed(**given):
    boxes = {"due": "31 ม.ค. 2569"}
    return {"title": "แนวทางไม่รับของขวัญ", "text": "ขอให้ทุกคนอ่าน", "to": "all"} | boxes | given


def test_an_empty_list_says_what_to_do(browser, reader):
    assert at("start") in text_of(browser.get(at("list")))
    text = text_of(reader.get(at("list")))
    assert "ยังไม่มีเรื่องที่แจ้งเวียนถึงท่าน" in text
    assert at("start") not in text
    assert browser.get(reverse("circulation:list", args=[2600])).status_code == 404


def test_a_circulation_is_started_by_hand_with_a_file(browser, treasurer):
    file = SimpleUploadedFile("หนังสือ.pdf", samples.pdf())
    answer = browser.post(at("start"), typed(file=file))
    row = Circulation.objects.get()
    assert answer.url == at("state", row)
    assert (row.file.name, row.is_for_all, row.recipients.count()) == ("หนังสือ.pdf", True, 2)
    text = text_of(browser.get(answer.url))
    assert "รับทราบแล้ว 0 จาก 2 คน" in text
    assert "ผู้อำนวยการกองคลัง" in text


def test_a_published_paper_is_sent_round_to_a_unit(browser, agency, officer, finance, treasurer):
    paper = publish(agency, officer, items=())
    address = f"{at('start')}?publication={paper.pk}"
    assert f'value="{paper.pk}" selected' in text_of(browser.get(address))
    browser.post(
        at("start"), typed(publication=str(paper.pk), to="some", units=[str(finance.pk)], text="")
    )
    row = Circulation.objects.get()
    assert (row.kind, row.subject, row.file) == (paper.kind, paper.subject, paper.file)
    assert [one.user for one in row.recipients.all()] == [treasurer.user]


def test_a_paper_is_sent_to_posts(browser, agency, officer, treasurer):
    position = officer.user.appointments.first().position
    none = browser.post(at("start"), typed(to="posts"))
    assert none.status_code == 422
    assert "เลือกอย่างน้อยหนึ่งตำแหน่ง" in text_of(none)
    browser.post(at("start"), typed(to="posts", positions=[str(position.pk)]))
    row = Circulation.objects.get()
    assert [one.user for one in row.recipients.all()] == [officer.user]
    assert list(row.positions.all()) == [position]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "ใส่เรื่องที่แจ้งเวียน"),
        ({"text": ""}, "ยังไม่มีอะไรให้อ่าน"),
        ({"to": "some"}, "เลือกอย่างน้อยหนึ่งส่วนราชการ"),
        ({"to": ""}, "เลือกว่าส่งถึงใคร"),
        ({"due": "1 ม.ค. 2569"}, "กำหนดรับทราบผ่านไปแล้ว"),
        ({"due": "31 ก.พ. 2569"}, "อ่านวันที่ไม่ได้"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "PDF"),
    ],
)
def test_what_was_typed_comes_back_with_the_reason(browser, treasurer, wrong, words):
    answer = browser.post(at("start"), typed(title="เรื่องที่พิมพ์ไว้") | wrong)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not wrong.get("title", "x") or "เรื่องที่พิมพ์ไว้" in text_of(answer)
    assert not Circulation.objects.exists()


@pytest.mark.long
def test_a_reader_opens_the_file_and_acknowledges_once(reader, officer, agency, treasurer):
    row = start(officer, file=samples.stored(agency))
    page = text_of(reader.get(at("read", row)))
    assert "ขอให้ทุกคนอ่าน" in page
    assert "ยกเลิกไม่ได้" in page
    assert at("state", row) not in page
    early = reader.post(at("acknowledge", row), follow=True)
    assert "ท่านยังไม่ได้เปิดไฟล์ของเรื่องนี้ กด “เปิดอ่าน” ก่อน" in text_of(early)
    assert not row.recipients.exclude(acknowledged_at=None).exists()
    shown = reader.get(at("file", row))
    assert (shown.content, shown["Content-Type"]) == (files.read(row.file), "application/pdf")
    assert shown["Content-Disposition"].startswith("inline")
    assert reader.get(f"{at('file', row)}?save")["Content-Disposition"].startswith("attachment")
    answer = reader.post(at("acknowledge", row), follow=True)
    assert "ท่านรับทราบแล้วเมื่อ 15 ม.ค. 2569 09.00 น." in text_of(answer)
    assert at("acknowledge", row) not in text_of(reader.get(at("read", row)))
    again = reader.post(at("acknowledge", row), follow=True)
    assert "รับทราบไปก่อนแล้ว" in text_of(again)
    assert row.recipients.exclude(acknowledged_at=None).count() == 1


def test_only_a_file_that_was_really_read_counts_as_opened(reader, officer, agency, treasurer):
    row = start(officer, file=samples.stored(agency))
    assert reader.head(at("file", row)).status_code == 200
    for headers in (
        {"Sec-Purpose": "prefetch"},
        {"Sec-Fetch-Dest": "image"},
        {"Range": "bytes=0-"},
    ):
        assert reader.get(at("file", row), headers=headers).status_code == 200
    reader.post(at("acknowledge", row))
    assert not row.recipients.exclude(opened_at=None).exists()
    kept = files.path_of(agency, row.file.digest)
    kept.rename(kept.with_suffix(".away"))
    reader.raise_request_exception = False
    assert reader.get(at("file", row)).status_code == 500
    assert not row.recipients.exclude(opened_at=None).exists()
    kept.with_suffix(".away").rename(kept)
    assert reader.get(at("file", row)).status_code == 200
    reader.post(at("acknowledge", row))
    assert row.recipients.exclude(acknowledged_at=None).count() == 1


def test_who_was_not_asked_finds_nothing(officer, agency, finance, treasurer, client_of):
    row = start(officer, units=[finance], file=samples.stored(agency))
    other = samples.person(agency, factories.make_unit(agency, "กองช่าง"), login="engineer")
    browser = client_of(other)
    for name in ("read", "file"):
        assert browser.get(at(name, row)).status_code == 404
    assert browser.post(at("acknowledge", row)).status_code == 404
    assert "แนวทาง" not in text_of(browser.get(at("list")))
    assert not row.recipients.exclude(acknowledged_at=None).exists()
    # Who may circulate sees it, with no button for what was not sent to them.
    seen = client_of(officer).get(at("read", row))
    assert at("acknowledge", row) not in text_of(seen)
    refused = client_of(officer).post(at("acknowledge", row), follow=True)
    assert "ไม่ได้ส่งถึงท่าน" in text_of(refused)


def test_the_state_is_only_for_who_may_circulate(reader, browser, officer):
    row = start(officer)
    for name in ("state", "report", "sheet", "close"):
        assert reader.get(at(name, row)).status_code == 403
        assert browser.get(at(name, row)).status_code == 200
    for name in ("remind", "add", "without-account", "on-paper"):
        assert reader.post(at(name, row)).status_code == 403
        assert browser.post(at(name, row)).status_code in {302, 422}


def test_reminding_says_how_many_were_told(browser, officer, treasurer):
    row = start(officer)
    answer = browser.post(at("remind", row), follow=True)
    assert "ไม่เตือนซ้ำในวันเดียวกัน" in text_of(answer)
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert "เตือนแล้ว 2 คน" in text_of(browser.post(at("remind", row), follow=True))


def test_new_people_are_added_with_a_button(browser, agency, officer):
    row = start(officer)
    assert "มีคนใหม่" not in text_of(browser.get(at("state", row)))
    factories.make_user(agency, login="new")
    assert "มีคนใหม่ 1 คน" in text_of(browser.get(at("state", row)))
    assert "เพิ่มผู้รับ 1 คน" in text_of(browser.post(at("add", row), follow=True))
    assert "ไม่มีคนใหม่" in text_of(browser.post(at("add", row), follow=True))


def test_staff_without_an_account_are_added_and_sign_on_paper(browser, officer, finance):
    row = start(officer)
    refused = browser.post(at("without-account", row), {"positions": " "})
    assert refused.status_code == 422
    browser.post(at("without-account", row), {"positions": "คนงาน\nคนสวน", "unit": str(finance.pk)})
    sheet = text_of(browser.get(at("sheet", row)))
    assert "คนสวน" in sheet
    keys = [str(one.pk) for one in row.recipients.filter(user=None)]
    days = {"day": "15/1/2569"}
    missing = browser.post(at("on-paper", row), {"recipient": keys})
    assert missing.status_code == 422
    assert f'value="{keys[0]}" id="r-{keys[0]}" checked' in tight(text_of(missing))
    scan = SimpleUploadedFile("ใบ.pdf", samples.pdf(1))
    nobody = browser.post(at("on-paper", row), days | {"recipient": ["x"], "scan": scan})
    assert "ยังไม่ได้เลือกผู้ที่ลงชื่อ" in text_of(nobody)
    bad = SimpleUploadedFile("ใบ.pdf", b"no pdf")
    assert (
        browser.post(at("on-paper", row), days | {"recipient": keys, "scan": bad}).status_code
        == 422
    )
    scan = SimpleUploadedFile("ใบลงชื่อ.pdf", samples.pdf(1))
    told = browser.post(at("on-paper", row), days | {"recipient": keys, "scan": scan}, follow=True)
    assert "บันทึกผู้ลงชื่อบนกระดาษ 2 คน" in text_of(told)
    assert "ลงชื่อบนกระดาษ 15 ม.ค. 2569" in text_of(told)
    one = row.recipients.filter(user=None).first()
    kept = reverse("circulation:scan", args=[row.pk, one.pk])
    assert browser.get(kept)["Content-Type"] == "application/pdf"
    assert "คนสวน" not in text_of(browser.get(at("sheet", row)))
    browser.post(reverse("circulation:unsign", args=[row.pk, one.pk]))
    one.refresh_from_db()
    assert one.acknowledged_at is None
    assert browser.get(kept).status_code == 404


def test_closing_asks_first_and_the_report_stays(browser, reader, officer, treasurer):
    row = start(officer)
    services.acknowledge(row, by=treasurer)
    assert "เปิดใหม่ไม่ได้" in text_of(browser.get(at("close", row)))
    assert row.closed_at is None
    text = text_of(browser.post(at("close", row), follow=True))
    assert "ปิดแล้วเมื่อ 15 มกราคม 2569" in text
    assert at("remind", row) not in text
    assert at("on-paper", row) not in text
    assert "ปิดแล้ว" in text_of(browser.post(at("remind", row), follow=True))
    assert "ปิดแล้ว" in text_of(browser.get(at("list")))
    assert "รับทราบแล้ว 1 จาก 2 คน" in text_of(browser.get(at("report", row)))


def test_the_report_is_a_page_a_paper_and_a_workbook(browser, officer, treasurer, finance):
    row = start(officer)
    services.acknowledge(row, by=treasurer)
    mine = row.recipients.get(user=officer.user)
    services.sign_on_paper(
        row, by=treasurer, recipients=[mine.pk], day=today(),
        scan=samples.stored(row.agency, "ใบลงชื่อ.pdf"),
    )  # fmt: skip
    apart = "รับทราบเองในระบบ 1 คน ลงชื่อบนกระดาษตามที่ผู้อื่นบันทึก 1 คน"
    assert apart in text_of(browser.get(at("state", row)))
    page = text_of(browser.get(at("report", row)))
    assert apart in page
    paper = "\n".join(report_paper(queries.state_page(row.agency, row.pk)).strings())
    assert "รับทราบในระบบ" in paper
    assert "ลงชื่อบนกระดาษ\n1 คน" in paper
    assert "15 ม.ค. 2569 09.00 น." in page
    assert "ลงชื่อบนกระดาษ 15 ม.ค. 2569" in page

    made = browser.get(at("export", row)).content
    rows = openpyxl.load_workbook(io.BytesIO(made)).active.values
    cells = [row[1:7] for row in rows][3:]
    day = "15 มกราคม 2569"
    assert cells == [
        ("กองคลัง", "ผู้อำนวยการกองคลัง", "รับทราบแล้ว", day, "09.00 น.", "ในระบบ"),
        ("", "เจ้าหน้าที่ ITA", "รับทราบแล้ว", day, "", "ลงชื่อบนกระดาษ"),
    ]


def test_the_report_is_drawn_by_a_job(browser, officer, treasurer, finance):
    row = start(officer)
    services.acknowledge(row, by=treasurer)
    assert browser.get(reverse("circulation:report-file", args=[row.pk, "pdf"])).status_code == 404
    asked = browser.post(at("ask-report", row))
    assert asked.headers["Location"] == f"{at('drawing', row)}?again=1"
    assert browser.get(asked.headers["Location"])["Refresh"] == "3"
    browser.post(at("ask-report", row))
    assert Job.objects.count() == 1, "who asks meanwhile gets the job that is at it"
    run_jobs()
    page = text_of(browser.get(at("drawing", row)))
    assert "รับทราบแล้ว 1 จาก 2 คน" in page
    for form, start_of_it in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = browser.get(reverse("circulation:report-file", args=[row.pk, form]))
        assert answer.content.startswith(start_of_it)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert browser.get(reverse("circulation:report-file", args=[row.pk, "exe"])).status_code == 404
    memo = browser.post(reverse("papers:circulated", args=[row.pk]))
    kept = Memo.objects.get()
    assert (memo["Location"], kept.is_information) == (kept.url, True)
    assert [one.file.media_type for one in kept.enclosures.all()] == ["application/pdf"]


def test_no_memo_brings_a_report_that_is_not_drawn(browser, officer):
    row = start(officer)
    assert browser.post(reverse("papers:circulated", args=[row.pk])).status_code == 404
    assert not Memo.objects.exists()


def test_a_report_of_another_agency_is_not_there(officer, other_agency, make_actor, client_of):
    row = start(officer)
    stranger = client_of(make_actor(other_agency, ITA_OFFICER, login="stranger"))
    assert stranger.get(at("drawing", row)).status_code == 404
    assert stranger.post(at("ask-report", row)).status_code == 404
    assert not Job.objects.exists()


def test_on_paper_nobody_stands_below_a_unit_that_is_not_theirs(agency, officer, treasurer):
    row = start(officer)
    strings = list(report_paper(queries.state_page(agency, row.pk)).strings())
    assert strings.index("ไม่สังกัดส่วนราชการ") < strings.index("เจ้าหน้าที่ ITA")
    services.close(row, by=officer)


def test_the_inbox_line_opens_the_paper_and_is_gone_when_acknowledged(reader, officer, treasurer):
    row = start(officer)
    text = text_of(reader.get(reverse("calendar:inbox")))
    assert f'href="{at("read", row)}"' in text
    assert "รับทราบ: แนวทางไม่รับของขวัญ" in text
    reader.post(at("acknowledge", row))
    assert "ไม่ต้องทำแล้ว" in text_of(reader.get(reverse("calendar:inbox")))


def test_another_agency_finds_nothing(officer, agency, other_agency, make_actor, client_of):
    row = start(officer, file=samples.stored(agency))
    stranger = make_actor(other_agency, ADMINISTRATOR, login="stranger")
    open_year(other_agency, YEAR)
    browser = client_of(stranger)
    for name in ("read", "file", "state", "report", "sheet", "close"):
        assert browser.get(at(name, row)).status_code == 404, name
    for name in ("acknowledge", "remind", "add", "without-account", "on-paper", "close"):
        assert browser.post(at(name, row)).status_code == 404, name
    assert "แนวทาง" not in text_of(browser.get(at("list")))


def test_a_signature_on_paper_is_disowned_on_its_page(browser, officer, treasurer, client_of):
    row = start(officer)
    mine = row.recipients.get(user=treasurer.user)
    own = client_of(treasurer)
    assert own.get(reverse("circulation:own-scan", args=[row.pk])).status_code == 404
    assert at("disown", row) not in own.get(at("read", row)).content.decode()
    services.sign_on_paper(
        row, by=officer, recipients=[mine.pk], day=today(),
        scan=samples.stored(row.agency, "ใบลงชื่อ.pdf"),
    )  # fmt: skip
    page = own.get(at("read", row)).content.decode()
    assert at("disown", row) in page
    assert own.get(reverse("circulation:own-scan", args=[row.pk])).status_code == 200
    assert browser.get(reverse("circulation:own-scan", args=[row.pk])).status_code == 404
    told = text_of(own.post(at("disown", row), follow=True))
    assert "บันทึกแล้วเมื่อ 15 มกราคม 2569 ว่าลายมือชื่อบนกระดาษไม่ใช่ของท่าน" in told
    mine.refresh_from_db()
    assert mine.acknowledged_at is None
    assert at("disown", row) not in own.get(at("read", row)).content.decode()
    state = text_of(browser.get(at("state", row)))
    assert "ลายมือชื่อบนกระดาษไม่ใช่ของตน" in state
    others = row.recipients.exclude(pk=mine.pk)
    assert f'id="r-{mine.pk}"' not in state, "nobody ticks for them"
    assert all(f'id="r-{one.pk}"' in state for one in others)
    sheet = text_of(browser.get(at("sheet", row)))
    assert mine.position not in sheet
    assert all(one.position in sheet for one in others)


def test_signatures_without_a_sheet_are_refused_by_the_form(browser, officer, treasurer):
    row = start(officer)
    mine = row.recipients.get(user=treasurer.user)
    days = {"day": "15/1/2569"}
    sent = browser.post(at("on-paper", row), days | {"recipient": [str(mine.pk)]})
    assert sent.status_code == 422
    assert "ยังไม่ได้แนบใบลงชื่อ" in text_of(sent)

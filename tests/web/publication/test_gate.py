"""Every way to publish asks the same door: what is known against it, and the reason for it all."""

import ast
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import YEAR, People, written
from tests.web.measures import plans
from tests.web.meetings.samples import made_group
from tests.web.public_site.samples import House, with_text
from tests.web.reports import samples as reports
from tests.web.running import run_jobs

from prongsai.core.counter.charts import Chart, read_steps
from prongsai.core.disclosure.pasted import PastedRow
from prongsai.core.text import Text
from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.services import charts
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import permanent_address
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.disclosure.services.attaching import attach_own
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services.publishing import Shown, begin
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.meetings.services import groups
from prongsai.web.office.papers import services as memos
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.upload_validation import checked
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.queries import signed_copy
from prongsai.web.signing.approval.services import deciding
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.publication.gate import KnownAgainst, Look, known_against, passed
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish, withdraw
from prongsai.web.year.reports import services as reporting
from prongsai.web.year.reports.models import Report

WEB = Path(__file__).parents[3] / "src/prongsai/web"
# The functions by which something becomes public; each asks the gate.
DOORS = {
    "signing/publication/services.py publish",
    "disclosure/public_site/services/publishing.py publish",
    "citizens/counter/services/charts.py publish_chart",
    "citizens/counter/services/charts.py publish_form",
}
TELEPHONE = "089-999-9999"
TEXT = {
    "subject": "ขออนุมัติจัดประชุม", "to": "นายกเทศมนตรี", "background": "ตามที่กำหนดไว้",
    "facts": "ห้องว่าง", "proposals": "อนุมัติ", "closing": "", "is_information": False,
}  # fmt: skip

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    """The text is real, the pages are blank."""
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "pdf_of", lambda _, document: written(document))
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")


def report(agency, by):
    reports.filled(agency, by)
    submission = reporting.submit(agency, by=by, year=reports.YEAR, kind=reports.HALF)
    number_for(submission, by=by)
    return submission, reverse("reports:publish", args=[reports.YEAR, "report-6"])


def announcement(agency, by):
    open_year(agency, YEAR)
    row = drafting.draft(agency, by=by, year=YEAR, key="no-gift")
    return sending.send(row, by=by), reverse("announcements:publish", args=[YEAR, row.pk])


def order(agency, by):
    open_year(agency, YEAR)
    group = made_group(agency, by, publishes=True)
    address = reverse("meetings:group-publish", args=[YEAR, group.pk])
    return groups.submit(group, by=by), address


def memo(agency, by):
    open_year(agency, YEAR)
    row = memos.write(agency, by=by, year=YEAR, values=TEXT)
    submission = memos.submit_memo(agency, row.pk, by=by)
    number_for(submission, by=by)
    return submission, reverse("papers:memo-publish", args=[YEAR, row.pk])


def plan(agency, by):
    plans.drafted(agency, by)
    submission = memos.submit_plan(agency, by=by, year=plans.YEAR, is_numbered=True)
    return submission, reverse("papers:plan-publish", args=[plans.YEAR])


WAYS = {
    "report": report, "announcement": announcement, "order": order, "memo": memo, "plan": plan,
}  # fmt: skip
BY_ITSELF = {"report", "announcement", "order"}


def with_reason(page, reason):
    """What the form of a page sends when a reason is typed into it."""
    told = re.search(r'name="told" value="(\w+)"', page.content.decode())[1]
    return {"anyway": reason, "told": told}


def known_of_page(page):
    """What a page tells of what is known against its paper; "" where it tells nothing."""
    told = re.search(r'id="gate">(.*?)</section>', page.content.decode(), re.DOTALL)
    return told[1] if told else ""


def through(submission, people, opinion):
    """All signatures; the clerk writes an opinion."""
    run_jobs()
    submission.refresh_from_db()
    for name in ("head", "clerk"):
        deciding.decide(
            submission, by=people[name], verdict="endorse",
            opinion=opinion if name == "clerk" else "",
        )  # fmt: skip
        submission.refresh_from_db()
    deciding.decide(submission, by=people["mayor"], verdict="approve")
    run_jobs()


@pytest.mark.parametrize("way", WAYS)
def test_what_holds_something_of_a_person_waits_for_a_reason(agency, officer, client_of, way):
    people = People(agency)
    submission, address = WAYS[way](agency, officer)
    through(submission, people, f"ติดต่อผู้ร้องที่โทร {TELEPHONE}")
    assert not Publication.objects.exists()
    version = submission.versions.get()
    assert KINDS[submission.kind].against(agency, submission.subject, version).red
    if way in BY_ITSELF:
        assert "พบข้อมูลส่วนบุคคล" in Notification.objects.latest("made_at").said_th
    browser = client_of(officer)
    answer = browser.post(address)
    page = answer.content.decode()
    assert 'name="anyway"' in page
    assert TELEPHONE not in page
    assert browser.post(address, {"anyway": " "}).status_code == 422
    assert not Publication.objects.exists()
    assert browser.post(address, with_reason(answer, "ผู้ร้องยินยอม")).status_code == 302
    assert Publication.objects.get().anyway == "ผู้ร้องยินยอม"
    entry = JournalEntry.objects.get(verb="published-with-personal-data")
    assert entry.detail["reason"] == "ผู้ร้องยินยอม"


@pytest.mark.parametrize("way", WAYS)
def test_where_nothing_is_known_no_reason_is_asked(agency, officer, client_of, way):
    people = People(agency)
    submission, address = WAYS[way](agency, officer)
    through(submission, people, "เห็นควร")
    if way not in BY_ITSELF:
        client_of(officer).post(address)
    assert Publication.objects.get().anyway == ""
    version = submission.versions.get()
    assert not KINDS[submission.kind].against(agency, submission.subject, version).red


def test_who_prepares_a_paper_sees_what_it_holds_of_a_person(agency, officer, client_of):
    open_year(agency, YEAR)
    for facts, is_red in (("ห้องว่าง", False), (f"ถามที่โทร {TELEPHONE}", True)):
        row = memos.write(agency, by=officer, year=YEAR, values=TEXT | {"facts": facts})
        text = known_of_page(client_of(officer).get(row.url))
        assert ("หมายเลขโทรศัพท์" in text) == is_red


def test_who_prepares_a_report_sees_that_it_is_a_draft_and_whom_it_names(
    agency, officer, client_of
):
    row, *_others = reports.filled(agency, officer)
    page = reverse("reports:report", args=[reports.YEAR, "report-6"])
    for day, problem, count in ((10, "ไม่มี", 0), (11, f"โทร {TELEPHONE}", 1)):
        with reports.at(2023, 4, day):
            reports.note(row, officer, done="ทำแล้ว", problem=problem, proposal="ไม่มี")
            assert len(client_of(officer).get(page).context["gate"].red) == count
    with reports.at(2023, 3, 30):
        assert len(client_of(officer).get(page).context["gate"].red) == 2, "it is a draft, too"


def by_hand(agency, by, words, subject=None):
    file = files.store(agency, None, "paper.pdf", "application/pdf", with_text(words))
    return lambda anyway: publish(
        agency, by=by, kind="other", subject=subject or uuid4(), title="เอกสาร", year=YEAR,
        file=file, day=today(), anyway=anyway,
    )  # fmt: skip


def renewed(agency, by, words):
    subject = uuid4()
    by_hand(agency, by, "first", subject)("")
    return by_hand(agency, by, words, subject)


def page_of(kind):
    def shown(agency, _by, words):
        house = House(agency)
        page = begin(
            agency, by=house["publication"], kind=kind, shown=Shown("เรื่อง", f"ติดต่อ {words}")
        )
        edition = newest_edition(page)
        return lambda anyway: house.publish(edition, anyway=anyway)

    return shown


def form_of_the_counter(agency, by, words):
    file = checked("form.pdf", with_text(words))
    edition = charts.add_form(
        by=by, words=charts.FormWords("แบบคำร้อง", "งานทะเบียน", today()), file=file, example=None,
        look=charts.looked(agency, [file]),
    )  # fmt: skip
    publisher = House(agency)["publication"]
    return lambda anyway: charts.publish_form(edition, by=publisher, reason=anyway)


def chart_of_the_counter(agency, by, words):
    chart = Chart(read_steps(f"รับคำขอ โทร {words} | 5 นาที"))
    row = charts.write_chart(by=by, name="งานทะเบียน", chart=chart, since=today())
    run_jobs()
    row.refresh_from_db()
    publisher = House(agency)["publication"]
    return lambda anyway: charts.publish_chart(row, by=publisher, anyway=anyway)


@pytest.mark.parametrize(
    "way",
    [
        by_hand,
        renewed,
        form_of_the_counter,
        chart_of_the_counter,
        *map(page_of, (PageKind.NEWS, PageKind.PAGE, PageKind.FAQ)),
    ],
)
@pytest.mark.parametrize("words", [TELEPHONE, "2569"])
def test_what_a_person_publishes_by_hand_asks_too(agency, officer, way, words):
    """Papers above, the ITA page and tables of registers in `public_site`."""
    act = way(agency, officer, words)
    reasons = JournalEntry.objects.filter(detail__reason="เจ้าของยินยอม")
    if words == TELEPHONE:
        with pytest.raises(KnownAgainst):
            act("")
        act("เจ้าของยินยอม")
    else:
        act("")
    assert reasons.exists() == (words == TELEPHONE)


def test_a_report_of_an_unfinished_round_does_not_publish_itself(agency, officer, client_of):
    people = People(agency)
    with reports.march():
        submission, address = report(agency, officer)
        page = client_of(people.users["mayor"])
        run_jobs()
        seen = page.get(reverse("approval:submission", args=[submission.pk])).content.decode()
        assert "เป็นร่าง ทำก่อนสิ้นรอบที่รายงาน" in seen
        through(submission, people, "")
        assert not Publication.objects.exists()
        browser = client_of(officer)
        page = browser.post(address)
        assert "เป็นร่าง" in page.content.decode()
        said = with_reason(page, "อำเภอขอก่อนสิ้นเดือน")
        assert browser.post(address, said).status_code == 302
    against = JournalEntry.objects.get(verb="paper-published-anyway").detail
    assert (against["reason"], "เป็นร่าง" in against["against"]) == ("อำเภอขอก่อนสิ้นเดือน", True)


def test_a_reason_serves_for_nothing_that_was_not_shown(agency, officer, client_of):
    people, browser = People(agency), client_of(officer)
    with reports.march():
        submission, address = report(agency, officer)
        through(submission, people, "")
        said = with_reason(browser.post(address), "อำเภอขอก่อนสิ้นเดือน")
        version = submission.versions.get()
        version.strings = [*version.strings, f"โทร {TELEPHONE}"]
        version.save()
        page = browser.post(address, said)
        assert "ข้อมูลส่วนบุคคล" in page.content.decode()
        assert not Publication.objects.exists()
        assert browser.post(address, with_reason(page, said["anyway"])).status_code == 302


def test_the_journal_tells_all_that_a_reason_was_given_for(agency, officer, client_of):
    people = People(agency)
    with reports.march():
        submission, address = report(agency, officer)
        through(submission, people, f"โทร {TELEPHONE}")
        browser = client_of(officer)
        browser.post(address, with_reason(browser.post(address), "อำเภอขอก่อนสิ้นเดือน"))
    assert JournalEntry.objects.filter(verb="published-with-personal-data").exists()
    against = JournalEntry.objects.get(verb="paper-published-anyway").detail["against"]
    assert "เป็นร่าง" in against
    assert "ข้อมูลส่วนบุคคล" not in against


def test_a_draft_that_was_signed_is_none_the_less_one_when_sent_in_by_hand(
    agency, officer, client_of
):
    people = People(agency)
    with reports.march():
        submission, _address = report(agency, officer)
        through(submission, people, "")
        kept = signed_copy(agency, submission.kind, submission.subject)
        address, browser = reverse("publication:add", args=[YEAR]), client_of(officer)

        def sent(**given):
            file = SimpleUploadedFile("รายงาน.pdf", files.read(kept), "application/pdf")
            boxes = {"day": "30 มี.ค. 2566", "kind": "other"}
            return browser.post(address, {"title": "รายงาน", "file": file, **boxes, **given})

        page = sent()
        assert "เป็นร่าง" in page.content.decode()
        assert not Publication.objects.exists()
        assert sent(**with_reason(page, "อำเภอขอก่อนสิ้นเดือน")).status_code == 302
    assert Publication.objects.get().anyway == "อำเภอขอก่อนสิ้นเดือน"


def test_a_report_that_was_signed_as_a_draft_is_made_anew_when_its_round_is_over(agency, officer):
    people, given = People(agency), {"by": officer, "year": reports.YEAR, "kind": reports.HALF}
    with reports.march():
        submission, _address = report(agency, officer)
        through(submission, people, "")
        row = Report.objects.get(kind=reports.HALF.name)
        reporting.publish(agency, by=officer, report=row, anyway="อำเภอขอก่อนสิ้นเดือน")
        with pytest.raises(Refused, match="submitted"):
            reporting.submit(agency, **given)
    with reports.at(2023, 4, 3):
        withdraw(Publication.objects.get(), by=officer, reason="รอฉบับจริง")
        final = reporting.submit(agency, **given)
        number_for(final, by=officer)
        with pytest.raises(KnownAgainst):
            reporting.publish(agency, by=officer, report=Report.objects.get(pk=row.pk))
        through(final, people, "")
        reporting.publish(agency, by=officer, report=Report.objects.get(pk=row.pk))
        with pytest.raises(Refused, match="submitted"):
            reporting.submit(agency, **given)
    assert [one.anyway for one in Publication.objects.order_by("-edition")] == [
        "",
        "อำเภอขอก่อนสิ้นเดือน",
    ]


def by_its_page(by, items, shown, address):
    return attach_own(by, reports.YEAR, items.item("o13"), address.removeprefix(site_address()))


def by_its_address(by, items, shown, address):
    item = items.item("o13")
    return pieces.add(
        by.agency, by=by, year=reports.YEAR, items=[item], words=pieces.Words(), address=address
    )


def pasted(by, items, shown, address):
    rows = [PastedRow(1, "o13", f"{address}?from=mail", "รายงาน")]
    pieces.take_pasted(by.agency, by=by, year=reports.YEAR, items=items, rows=rows)
    return Piece.objects.get()


def moved(by, items, shown, address):
    piece = by_its_address(by, items, shown, "https://www.example.go.th/report")
    assert not piece.is_draft
    words = pieces.Words("รายงาน")
    pieces.change(piece, by=by, words=words, items=[items.item("o13")], address=address)
    return piece


def as_a_file(by, items, shown, address):
    file = checked("report.pdf", files.read(shown.file))
    return pieces.add(
        by.agency,
        by=by,
        year=reports.YEAR,
        items=[items.item("o13")],
        words=pieces.Words(),
        file=file,
    )


@pytest.mark.parametrize("way", [by_its_page, by_its_address, pasted, moved, as_a_file])
def test_a_draft_that_was_published_all_the_same_is_a_draft_as_evidence(agency, officer, way):
    people = People(agency)
    with reports.march():
        submission, _address = report(agency, officer)
        through(submission, people, "")
        row = Report.objects.get(kind=reports.HALF.name)
        shown = reporting.publish(agency, by=officer, report=row, anyway="อำเภอขอก่อนสิ้นเดือน")
        Publication.objects.update(items=["o13"])
        path = reverse("publication:paper", args=[agency.pk, shown.pk])
        items = items_of(agency, reports.YEAR)
        assert way(officer, items, shown, f"{site_address()}{path}").is_draft


ELSEWHERE = "https://www.example.go.th"


def by_another_piece(by, items, path, times=2):
    """An address of evidence that leads to evidence, and so on to the paper."""
    address = f"{site_address()}{path}"
    for _ in range(times):
        address = permanent_address(by_its_address(by, items, None, address))
    return address


def by_a_piece_that_moves(by, items, path):
    """An address of evidence that leads to the paper only afterwards."""
    there = by_its_address(by, items, None, "https://www.example.go.th/other")
    after = by_its_address(by, items, None, permanent_address(there))
    assert not after.is_draft
    words, item = pieces.Words("อื่น"), items.item("o13")
    pieces.change(there, by=by, words=words, items=[item], address=f"{site_address()}{path}")
    return permanent_address(there)


def by_a_row_of_a_register(by, items, path):
    """The same file, sent for a row."""
    row = RegisterRow.objects.create(
        agency=by.agency,
        register="projects",
        values={},
        fiscal_year=YEAR,
        added_at=now(),
        added_by=by.user,
    )
    shown = Publication.objects.get()
    kept = RegisterFile.objects.create(
        agency=by.agency, row=row, file=shown.file, sent_at=now(), by=by.user
    )
    page = reverse("public_site:table-file", args=[by.agency.pk, uuid4(), kept.pk])
    return f"{site_address()}{page}"


@pytest.mark.parametrize(
    "spelled",
    [
        lambda _by, _items, path: f"{site_address().upper()}{path}",
        lambda _by, _items, path: f"{site_address().replace('https', 'http')}{path}file/",
        lambda _by, _items, path: f"{site_address()}:443{path}",
        lambda _by, _items, path: f"{site_address()}{path.rstrip('/')}",
        lambda _by, _items, path: f"{site_address()}{path.replace('-', '%2D')}",
        lambda _by, _items, path: f"{ELSEWHERE}/copy{path}index.html",
        by_another_piece,
        by_a_piece_that_moves,
        by_a_row_of_a_register,
    ],
)
@pytest.mark.parametrize("is_early", [True, False])
def test_a_draft_is_one_however_its_address_is_spelled(agency, officer, spelled, is_early):
    """And a paper of its time is none."""
    people = People(agency)
    with reports.march() if is_early else reports.at(2023, 4, 3):
        submission, _address = report(agency, officer)
        through(submission, people, "")
        row = Report.objects.get(kind=reports.HALF.name)
        shown = reporting.publish(agency, by=officer, report=row, anyway="อำเภอขอก่อนสิ้นเดือน")
        path = reverse("publication:paper", args=[agency.pk, shown.pk])
        items = items_of(agency, reports.YEAR)
        address = spelled(officer, items, path)
        assert by_its_address(officer, items, shown, address).is_draft == is_early


def test_what_was_found_of_persons_is_told_place_by_place_and_masked():
    known = known_against(Look(hits=(Text("มีเลข 1-xxxx", "there is a number 1-xxxx"),)))
    assert [place.th for place in known.red[0].places] == ["มีเลข 1-xxxx"]


@pytest.mark.parametrize("nothing", [" ", ".", "- -", "ก.", "2569"])
def test_what_says_nothing_is_no_reason(nothing):
    known = known_against(Look(draft=Text("ร่าง", "draft")))
    with pytest.raises(KnownAgainst):
        passed(known, nothing)
    assert passed(known, "จะแก้ ") == "จะแก้"


OPENS = re.compile(r"Publication\.objects\.create\(|published_at\b(?! ?[=!]=)[^=\n]*= ?now\(\)")


def doors_of_site():
    """The source of each function that publishes, with its file and name."""
    for path in WEB.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "migrations" in path.parts or not OPENS.search(source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                own = ast.get_source_segment(source, node)
                if OPENS.search(own):
                    yield f"{path.relative_to(WEB)} {node.name}", own


def test_nothing_becomes_public_by_another_door():
    """Whoever adds a way to publish adds its door here."""
    doors = dict(doors_of_site())
    assert set(doors) == DOORS
    assert [name for name, source in doors.items() if "passed(" not in source] == []

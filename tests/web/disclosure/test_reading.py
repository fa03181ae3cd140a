"""Evidence read by the worker: verdicts on the page, in the gate, judged, and kept as labels."""

import io
from datetime import timedelta
from urllib.parse import quote

import docx
import pytest
from django.urls import reverse
from msgspec.structs import replace
from tests.web import factories
from tests.web.disclosure import samples
from tests.web.disclosure.samples import item, link
from tests.web.markup import tight
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.disclosure.readiness import Gap
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Form, Heading, Paragraph, Section
from prongsai.core.preaudit.model import Forecast, Verdict
from prongsai.core.thai import arabic_digits, squeeze
from prongsai.documents.drawn import drawn_as
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure import tasks
from prongsai.web.disclosure.disclosure.models import ItemWork
from prongsai.web.disclosure.disclosure.queries import works as queries
from prongsai.web.disclosure.disclosure.queries.board import tag_of
from prongsai.web.disclosure.disclosure.queries.reading import forecast_of
from prongsai.web.disclosure.disclosure.reading_models import ItemReading
from prongsai.web.disclosure.disclosure.services import checking, pieces, reading, working
from prongsai.web.disclosure.links.services import ask_round
from prongsai.web.platform import clock
from prongsai.web.platform.models import Job
from prongsai.web.platform.upload_validation import checked

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip

# A year whose elements are confirmed.
YEAR, CODE = 2565, "o12"
TITLE = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564"
TEXT = (
    "1. ผลการดำเนินการ</p><p>แล้วเสร็จทุกโครงการ</p><p>2. ผลการใช้จ่ายงบประมาณ</p><p>90,000 บาท"
    "</p><p>3. ข้อเสนอแนะ</p><p>ไม่มี"
)


@pytest.fixture
def year(agency):
    samples.opened(agency, YEAR)


@pytest.fixture
def piece(year, officer, local_site):
    return link(officer, CODE, year=YEAR, address=local_site.shows("/report", TITLE, TEXT))


@pytest.fixture
def read(piece, officer):
    def again():
        tasks.read_what_changed()
        run_jobs()
        return work(officer.agency)

    again()
    return again


def work(agency):
    return samples.work(agency, CODE, YEAR)


def lacks(agency):
    return {lack.gap for lack in work(agency).readiness.lacks}


def absent(agency):
    """The keys of what is not there: the heading, and that it must not be left out."""
    elements = work(agency).reading.by_requirement
    return [key for key, one in elements.items() if one.outcome.verdict is Verdict.NOT_FOUND]


def judge(officer, presence, place=""):
    looks = {key: checking.Look(presence, place) for key in absent(officer.agency)}
    one = work(officer.agency).item
    return checking.check(officer.agency, by=officer, year=YEAR, item=one, looks=looks)


def test_a_heading_that_is_not_there_is_red_and_the_others_carry_their_quote(read, agency):
    said = {one.requirement.text.th: one.outcome for one in work(agency).reading.result.elements}
    assert said["ปัญหา อุปสรรค"].verdict is Verdict.NOT_FOUND
    assert said["ข้อเสนอแนะ"].verdict is Verdict.FOUND
    assert "ข้อเสนอแนะ" in said["ข้อเสนอแนะ"].quote
    assert Gap.NOT_READ in lacks(agency)
    assert forecast_of(work(agency)) is Forecast.WILL_MISS


def test_it_is_read_again_when_the_page_changes_and_only_then(read, agency, local_site, piece):
    jobs = Job.objects.filter(kind=reading.JOB).count()
    read()
    assert Job.objects.filter(kind=reading.JOB).count() == jobs
    local_site.shows("/report", TITLE, f"{TEXT}</p><p>5. ปัญหา อุปสรรค</p><p>ไม่มี")
    ask_round(agency, by=None, addresses=[piece.address])
    run_jobs()
    read()
    assert Gap.NOT_READ not in lacks(agency)
    assert forecast_of(work(agency)) is Forecast.WORDS_FOUND


def test_evidence_that_is_another_says_nothing_until_it_is_read(read, agency, officer, local_site):
    link(officer, CODE, year=YEAR, address=local_site.shows("/more", TITLE, "ปัญหา อุปสรรค"))
    assert Gap.NOT_READ not in lacks(agency)
    # What was missed before does not leave the gate with a change of the evidence.
    assert Gap.UNCHECKED in lacks(agency)
    assert "ยังไม่ได้อ่านใหม่" in " ".join(
        lack.message.th for lack in work(agency).readiness.lacks if lack.gap is Gap.UNCHECKED
    )
    assert forecast_of(work(agency)) is None
    read()
    assert work(agency).is_read
    assert "ยังไม่ได้อ่านใหม่" not in " ".join(lack.message.th for lack in work(agency).readiness.lacks)


def test_what_no_text_of_the_year_confirms_is_advice(agency, officer, local_site):
    samples.opened(agency)
    link(officer, "o13", address=local_site.shows("/o13", "รายงานผลประจำปี 2565", "แล้วเสร็จ"))
    tasks.read_what_changed()
    run_jobs()
    known = samples.work(agency, "o13")
    gaps = {lack.gap for lack in known.readiness.lacks}
    assert Gap.READ_DOUBT in gaps
    assert Gap.NOT_READ not in gaps
    assert forecast_of(known) is Forecast.LOOK


def test_what_does_not_open_lets_nothing_be_missing(read, agency, officer, local_site):
    link(officer, CODE, year=YEAR, address=local_site.at("/gone"))
    read()
    verdicts = {one.outcome.verdict for one in work(agency).reading.result.elements}
    assert verdicts == {Verdict.FOUND, Verdict.CANNOT_TELL}
    assert forecast_of(work(agency)) is Forecast.LOOK


def test_what_did_not_open_for_a_moment_is_read_again(piece, agency, officer, local_site):
    shown = local_site.pages.pop("/report")
    tasks.read_what_changed()
    run_jobs()
    assert not absent(agency)
    local_site.pages["/report"] = shown
    tasks.read_what_changed()
    run_jobs()
    assert not absent(agency), "a page that does not open is not asked for every ten minutes"
    assert reading.ask(agency, by=officer, year=YEAR, codes=[CODE]) == 1
    run_jobs()
    assert absent(agency)
    assert reading.ask(agency, by=officer, year=YEAR, codes=[CODE]) == 0


def test_a_file_behind_a_page_is_read_again_in_a_week_or_when_asked_for(
    piece, agency, officer, local_site
):
    def shows(*lines):
        document, data = docx.Document(), io.BytesIO()
        for line in lines:
            document.add_paragraph(line)
        document.save(data)
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        local_site.pages["/r.docx"] = (200, data.getvalue(), {"Content-Type": kind})

    def reads():
        tasks.read_what_changed()
        run_jobs()
        return bool(absent(agency))

    own = [TITLE, "1. ผลการดำเนินการ", "แล้วเสร็จ"]
    whole = [*own, "2. ปัญหา อุปสรรค", "ไม่มี", "3. ข้อเสนอแนะ", "ไม่มี"]
    shows(*own)
    local_site.shows("/report", TITLE, f"{TEXT}</p><p><a href='/r.docx'>รายงาน</a>")
    assert reads()
    shows(*whole)
    with clock.freeze(clock.now() + timedelta(days=6)):
        assert reads(), "no page changed, and it is not a week yet"
    with clock.freeze(clock.now() + timedelta(days=7)):
        assert not reads()
    shows(*own)
    assert reading.ask(agency, by=officer, year=YEAR, codes=[CODE]) == 1
    run_jobs()
    assert absent(agency)


@pytest.mark.few(1)
@pytest.mark.parametrize("nothing", ["", " . ", "-"])
def test_a_person_overrules_with_a_reason(read, agency, officer, nothing):
    with pytest.raises(Refused, match="differs from"):
        judge(officer, Presence.PRESENT, nothing)
    judge(officer, Presence.PRESENT, "อยู่ในภาพหน้า 4")
    assert Gap.NOT_READ not in lacks(agency)
    assert Gap.READ_DOUBT not in lacks(agency)
    assert forecast_of(work(agency)) is Forecast.LOOK
    label, _ = reading.labels(agency)
    assert (label["truth"], label["verdict"]) == ("found", "not-found")
    assert label["reason"] == "อยู่ในภาพหน้า 4"


@pytest.mark.long
def test_what_was_overruled_is_doubted_once_the_page_shows_something_else(
    read, agency, officer, local_site, piece
):
    judge(officer, Presence.PRESENT, "อยู่ในภาพหน้า 4")
    local_site.shows("/report", TITLE, f"{TEXT}</p><p>ปรับปรุงแล้ว")
    ask_round(agency, by=None, addresses=[piece.address])
    run_jobs()
    read()
    assert work(agency).is_read
    assert Gap.READ_DOUBT in lacks(agency)


def test_a_label_tells_no_reason_that_holds_personal_data(read, agency, officer):
    judge(officer, Presence.PRESENT, "ถามแล้ว โทร. 081-234-5678")
    label, _ = reading.labels(agency)
    assert label["truth"] == "found"
    assert "081" not in label["reason"]
    assert label["reason"], "that of the pre-audit stands instead"


def test_what_a_person_confirms_needs_no_reason(read, agency, officer):
    judge(officer, Presence.ABSENT)
    assert Gap.ABSENT in lacks(agency)
    label, _ = reading.labels(agency)
    assert label["truth"] == label["verdict"] == "not-found"


def test_a_look_from_before_the_reading_is_doubted_not_overruled(piece, agency, officer, client_of):
    looks = {one.key: checking.Look(Presence.PRESENT) for one in work(agency).item.requirements}
    checking.check(agency, by=officer, year=YEAR, item=work(agency).item, looks=looks)
    tasks.read_what_changed()
    run_jobs()
    assert Gap.NOT_READ not in lacks(agency)
    assert Gap.READ_DOUBT in lacks(agency)
    page = client_of(officer).get(reverse("disclosure:item", args=[YEAR, CODE]))
    assert "คนพบ โปรแกรมไม่พบ" in tight(page.content.decode())


def test_the_elements_on_the_page(read, agency, officer, client_of, piece):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    page = tight(browser.get(address).content.decode())
    assert "โปรแกรมพบ 4 จาก" in page
    assert piece.address in page
    said = {f"presence_{key}": "present" for key in absent(agency)}
    said |= samples.shown_fields(browser, address) | {"seen": "1", "state": "done"}
    refused = browser.post(address, said)
    assert refused.status_code == 422
    told = tight(refused.content.decode()).count("พบที่ใดหรือเพราะเหตุใด")
    assert told >= len(absent(agency)), "each that needs its place is told at once"
    assert work(agency).state is not ItemState.DONE, "one save: all or nothing"
    said |= {f"place_{key}": "หน้า 4" for key in absent(agency)}
    assert browser.post(address, said).status_code == 302
    assert work(agency).state is ItemState.DONE
    assert "ตรวจว่าพบ" in tight(browser.get(address).content.decode())
    board = tight(browser.get(reverse("disclosure:board", args=[YEAR])).content.decode())
    assert "ต้องดูด้วยตนเอง" in board


def test_a_save_changes_only_what_differs_from_what_the_page_showed(
    piece, agency, officer, client_of
):
    """What another found meanwhile stays, and what nobody was shown is not judged."""
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    first, second = (one.key for one in work(agency).item.requirements[:2])
    shown = samples.shown_fields(browser, address)
    checking.check(
        agency, by=officer, year=YEAR, item=work(agency).item,
        looks={first: checking.Look(Presence.PRESENT, "หน้า 1")},
    )  # fmt: skip
    said = shown | {f"presence_{first}": "", "state": "in-progress", "remark": "ข้อความของฉัน"}
    said["seen"] = str(work(agency).row.version)
    assert browser.post(address, said).status_code == 302
    assert work(agency).checks[first].presence == Presence.PRESENT
    said |= {f"presence_{second}": "present", f"place_{second}": "หน้า 2"}
    said["seen"] = str(work(agency).row.version)
    refused = browser.post(address, said)
    assert refused.status_code == 422
    assert "เปลี่ยนระหว่างที่เปิดหน้านี้ไว้" in tight(refused.content.decode())
    assert second not in work(agency).checks
    again = said | {"looked": refused.context["item_form"]["looked"].value()}
    assert browser.post(address, again).status_code == 302
    assert work(agency).checks[second].place == "หน้า 2"
    assert work(agency).checks[first].presence == Presence.PRESENT


def test_a_refused_save_is_sent_again_beside_what_another_wrote(piece, agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    one = work(agency).item
    first, second = (asked.key for asked in one.requirements[:2])
    said = samples.shown_fields(browser, address) | {"state": "in-progress", "remark": "ของฉัน"}
    seen = work(agency).row.version
    checking.check(
        agency, by=officer, year=YEAR, item=one, looks={first: checking.Look(Presence.PRESENT)}
    )
    entry = working.WorkEntry(ItemState.DONE, "ของเพื่อน", "", None)
    working.save_work(agency, by=officer, year=YEAR, item=one, entry=entry, seen=seen)
    said |= {f"presence_{second}": "present", f"place_{second}": "หน้า 2"}
    # A slip is told first, and takes no check away.
    slip = browser.post(address, said | {"due": "วันไหนสักวัน"})
    assert slip.context["item_form"]["looked"].value() == said["looked"]
    refused = browser.post(address, said)
    assert refused.status_code == 422
    assert browser.post(address, refused.context["item_form"].data.dict()).status_code == 302
    stands = work(agency)
    assert (stands.row.explanation, stands.row.remark) == ("ของเพื่อน", "ของฉัน")
    assert {first, second} <= stands.checks.keys()


def test_a_look_that_is_doubted_may_be_taken_back(piece, agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    looks = {
        one.key: checking.Look(Presence.PRESENT, "หน้า 3") for one in work(agency).item.requirements
    }
    checking.check(agency, by=officer, year=YEAR, item=work(agency).item, looks=looks)
    tasks.read_what_changed()
    run_jobs()
    (key, *_) = work(agency).missed
    said = samples.shown_fields(browser, address) | {"state": "done", f"presence_{key}": "none"}
    assert browser.post(address, said).status_code == 302
    assert key not in work(agency).checks


def test_a_verdict_that_nobody_saw_is_not_judged(piece, agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    said = samples.shown_fields(browser, address) | {"state": "done"}
    tasks.read_what_changed()
    run_jobs()
    (key, *_) = absent(agency)
    said |= {f"presence_{key}": "present", f"place_{key}": "หน้า 2"}
    assert browser.post(address, said).status_code == 422
    assert key in work(agency).missed


def test_a_doubted_look_is_confirmed_by_saying_it_again(piece, agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    key = work(agency).item.requirements[0].key
    looks = {
        one.key: checking.Look(Presence.PRESENT, "หน้า 3") for one in work(agency).item.requirements
    }
    checking.check(agency, by=officer, year=YEAR, item=work(agency).item, looks=looks)
    tasks.read_what_changed()
    run_jobs()
    (key, *_) = work(agency).missed
    said = samples.shown_fields(browser, address) | {"state": "done"}
    assert said[f"initial-presence_{key}"] == "", "it is to be answered anew"
    said |= {f"presence_{key}": "present", f"place_{key}": "หน้า 3"}
    assert browser.post(address, said).status_code == 302
    assert key not in work(agency).missed


def test_what_everybody_must_show_is_not_needed_only_for_a_reason(agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    one = work(agency).item
    key = next(asked.key for asked in one.requirements if not asked.condition)
    said = samples.shown_fields(browser, address) | {"state": "done", "seen": "0"}
    said |= {f"presence_{key}": "not-needed", f"place_{key}": "ก."}
    page = browser.post(address, said)
    assert "ไม่ต้องมี แต่ไม่ได้บอกเหตุผล" in tight(page.content.decode())
    looks = {key: checking.Look(Presence.NOT_NEEDED)}
    with pytest.raises(Refused, match="did not say why"):
        checking.check(agency, by=officer, year=YEAR, item=one, looks=looks)
    said |= {f"place_{key}": "ไม่มีภารกิจนี้"}
    assert browser.post(address, said).status_code == 302
    assert work(agency).checks[key].presence == Presence.NOT_NEEDED


def test_what_some_agencies_need_not_show_needs_no_reason(agency, officer):
    known = (
        asked for one in samples.items_of(agency, 2569).items for asked in one.requirements or ()
    )
    asked = next(asked for asked in known if asked.condition)
    one = replace(work(agency).item, requirements=(asked,))
    looks = {asked.key: checking.Look(Presence.NOT_NEEDED)}
    assert checking.unreasoned(replace(work(agency), item=one), looks) == []


def test_a_place_without_an_answer_is_told(piece, agency, officer, client_of):
    browser, address = client_of(officer), reverse("disclosure:item", args=[YEAR, CODE])
    key = work(agency).item.requirements[0].key
    said = samples.shown_fields(browser, address) | {"state": "done", f"place_{key}": "หน้า 3"}
    refused = browser.post(address, said)
    assert refused.status_code == 422
    assert "เลือกผลตรวจ" in tight(refused.content.decode())


def test_the_first_look_at_an_address_keeps_what_was_said_of_it(piece, agency, officer):
    """The reading looks at the link first: the answer is of the same evidence afterwards."""
    reading.ask(agency, by=officer, year=YEAR, codes=[CODE])
    run_jobs()
    before = work(agency).evidence
    ask_round(agency, by=None, addresses=[piece.address])
    run_jobs()
    assert work(agency).evidence == before


def test_a_new_version_of_the_program_reads_again_and_tells_no_change(read, agency, monkeypatch):
    monkeypatch.setattr(queries, "__version__", "9.9")
    assert not work(agency).is_read
    assert Gap.NOT_READ in lacks(agency), "the evidence is the same: what was missed is missed"
    assert "หลักฐานเปลี่ยน" not in " ".join(lack.message.th for lack in work(agency).readiness.lacks)


def test_who_asks_for_it(piece, agency, officer, client_of):
    asked = reverse("disclosure:reading", args=[YEAR, CODE])
    other = factories.make_user(agency, login="other")
    assert client_of(other).post(asked).status_code == 403
    assert not ItemReading.objects.exists()
    client_of(officer).post(asked)
    assert work(agency).reading.is_open
    watch = {"HX-Request": "true"}
    assert b"hx-get" in client_of(officer).get(asked, headers=watch).content
    run_jobs()
    assert b"hx-get" not in client_of(officer).get(asked, headers=watch).content


def test_a_file_is_read_too(agency, officer):
    document, data = docx.Document(), io.BytesIO()
    for line in [TITLE, *TEXT.split("</p><p>")]:
        document.add_paragraph(line)
    document.save(data)
    pieces.add(
        agency, by=officer, year=YEAR, items=[item(agency, CODE, YEAR)], words=pieces.Words(),
        file=checked("report.docx", data.getvalue()),
    )  # fmt: skip
    tasks.read_what_changed()
    run_jobs()
    assert forecast_of(work(agency)) is Forecast.WILL_MISS
    assert work(agency).reading.sources == {"report.docx": str(work(agency).pieces[0].pk)}


def test_the_board_foretells_nothing_before_there_is_evidence(
    year, agency, officer, client_of, request
):
    browser, at = client_of(officer), reverse("disclosure:board", args=[YEAR])
    assert "น่าจะไม่ได้คะแนน" not in browser.get(at).content.decode()
    request.getfixturevalue("read")
    assert "น่าจะไม่ได้คะแนน" in browser.get(at).content.decode()


@pytest.mark.parametrize(
    ("state", "kind"), [(ItemState.IN_PROGRESS, "todo"), (ItemState.DONE, "miss")]
)
def test_an_item_that_somebody_begins_is_not_red_before_it_is_called_done(agency, state, kind):
    begun = replace(work(agency), row=ItemWork(state=state.value))
    assert tag_of(begun).kind == kind


def test_the_paper_for_the_executive_begins_with_what_is_missing(read, agency, officer, client_of):
    browser, at = client_of(officer), reverse("disclosure:preaudit", args=[YEAR])
    page = browser.get(at).content.decode()
    assert page.index("น่าจะไม่ได้คะแนน") < page.index("ปัญหา อุปสรรค")
    assert browser.post(at).status_code == 302
    run_jobs()
    answer = browser.get(reverse("disclosure:preaudit-file", args=[YEAR, "docx"]))
    document = docx.Document(io.BytesIO(b"".join(answer)))
    text = squeeze(arabic_digits(" ".join(one.text for one in document.paragraphs)))
    assert "น่าจะไม่ได้คะแนน 41 ข้อ" in text, "those without evidence too, but two of which none knows"
    rows = ["".join(cell.text for cell in row.cells) for row in document.tables[0].rows]
    (told,) = [row for row in rows if "อุปสรรค" in row]
    assert "ยังไม่มีหลักฐาน" not in told
    assert sum("ยังไม่มีหลักฐาน" in row for row in rows) == 40
    assert browser.get(reverse("disclosure:preaudit-file", args=[YEAR, "exe"])).status_code == 404


@pytest.mark.parametrize("is_on_the_web", [False, True])
def test_the_page_of_a_pdf_is_drawn_as_it_was_read(
    agency, officer, client_of, local_site, is_on_the_web
):
    blocks = (Heading(1, TITLE), *map(Paragraph, TEXT.split("</p><p>")))
    paper = office_of(agency, samples.ON).paper("status", TITLE, (Section(Form.CHAPTER, blocks),))
    pdf = drawn_as("pdf", paper, Digits.ARABIC)
    if is_on_the_web:
        local_site.pages["/report.pdf"] = (200, pdf, {"Content-Type": "application/pdf"})
        link(officer, CODE, year=YEAR, address=local_site.at("/report.pdf"))
    else:
        pieces.add(
            agency, by=officer, year=YEAR, items=[item(agency, CODE, YEAR)], words=pieces.Words(),
            file=checked("report.pdf", pdf),
        )  # fmt: skip
    tasks.read_what_changed()
    run_jobs()
    known = {key: one.outcome for key, one in work(agency).reading.by_requirement.items()}
    quoted = {key for key, outcome in known.items() if outcome.quote}
    assert quoted
    assert {row.element for row in work(agency).reading.pictures.all()} == quoted
    browser = client_of(officer)
    pages = [reverse("disclosure:quote", args=[YEAR, CODE, key]) for key in quoted]
    shown = browser.get(reverse("disclosure:item", args=[YEAR, CODE])).content.decode()
    local_site.pages.clear()  # what stands there now is another matter
    for page in pages:
        assert page in shown
        assert browser.get(page).content.startswith(b"\x89PNG")
    none = reverse("disclosure:quote", args=[YEAR, CODE, absent(agency)[0]])
    assert browser.get(none).status_code == 404
    assert none not in shown


def test_a_quote_of_a_web_page_is_marked_by_the_browser(read, piece, agency, officer, client_of):
    assert not work(agency).reading.pictures.exists()
    page = client_of(officer).get(reverse("disclosure:item", args=[YEAR, CODE])).content.decode()
    assert f'href="{piece.address}#:~:text={quote("3. ข้อเสนอแนะ")}"' in page


def test_what_was_said_of_other_evidence_is_no_reason_for_this(
    read, agency, officer, client_of, piece
):
    judge(officer, Presence.PRESENT, "อยู่ในภาพหน้า 4")
    with clock.freeze(clock.now() + timedelta(hours=1)):
        pieces.change(
            piece, by=officer, words=pieces.Words("รายงาน"), items=[work(agency).item],
            address=f"{piece.address}?moved",
        )  # fmt: skip
    page = tight(
        client_of(officer).get(reverse("disclosure:item", args=[YEAR, CODE])).content.decode()
    )
    assert "อยู่ในภาพหน้า 4" in page, "it is told"
    assert 'value="อยู่ในภาพหน้า 4"' not in page, "and typed into nothing"


def test_an_item_without_evidence_is_told_before_it_is_missed(agency, officer, client_of):
    """There is nothing to read: every other item of the year has its verdict too."""
    assert forecast_of(work(agency)) is Forecast.WILL_MISS
    page = client_of(officer).get(reverse("disclosure:preaudit", args=[YEAR])).content.decode()
    assert "ยังไม่มีหลักฐาน" in tight(page)

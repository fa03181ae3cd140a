"""Papers of a register carry every heading, and become evidence of the items they answer."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, LOANS, YEAR, add, move
from tests.web.roles import (
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    ITA_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)
from tests.web.running import run_jobs

from prongsai.core.papers.register_paper import register_paper
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import shipped, shipped_register
from prongsai.core.thai import squeeze
from prongsai.documents.tables_workbook import to_xlsx
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.queries import row as queries
from prongsai.web.disclosure.registers.queries.made import tabs_of
from prongsai.web.disclosure.registers.queries.rows import RowFilter, rows_page
from prongsai.web.disclosure.registers.rights import may_report
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.assessment.models import Assessment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture(autouse=True)
def year(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)
    open_year(agency, YEAR + 1)


@pytest.fixture
def keeper(agency, make_actor):
    """Writes the loans of all units."""
    return make_actor(agency, OFFICE_HEAD)


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER)


def made(person, key=GIFTS, paper="year", slot=1, **said):
    register = shipped_register(key)
    one = register.paper(paper)
    time = slots_of_paper(one, YEAR)[slot - 1]
    row = saving.make(
        person.agency, by=person, register=register, paper=one, slot=time, own_words=said
    )
    assert row.job.arguments == {"paper": str(row.pk)}, "the worker reads jobs of v0.2.0 too"
    run_jobs()
    row.refresh_from_db()
    return row


def answered(person, row):
    """The year and the items that a paper answers first."""
    first, *_ = queries.answered_by(person.agency, *saving.paper_of(row))
    return first.year, first.items


def text_of(file):
    document = pypdfium2.PdfDocument(files.read(file))
    return squeeze(" ".join(page.get_textpage().get_text_bounded() for page in document))


def said_of(key=GIFTS):
    """Every heading that a person must fill, answered."""
    return {one.key: "ไม่มี" for one in shipped_register(key).paper("year").said_headings}


@pytest.mark.long
def test_a_paper_carries_every_heading_and_what_is_there(finance):
    add(finance)
    row = made(finance, LOANS)
    text = text_of(row.pdf)
    for heading in shipped_register(LOANS).papers[0].headings:
        assert squeeze(heading.title.th) in text
    assert "1/2569" in text
    assert "ชุมชนหนึ่ง" not in text, "who borrowed is never public"
    assert row.docx is not None
    assert row.xlsx is not None
    assert made(finance, LOANS).number == 2


@pytest.mark.parametrize(("key", "told"), [(GIFTS, False), (LOANS, True)])
def test_the_journal_tells_of_papers_but_of_those_of_a_restricted_register(officer, key, told):
    register = shipped_register(key)
    paper = register.paper("year")
    (time,) = slots_of_paper(paper, YEAR)
    row = saving.make(
        officer.agency, by=officer, register=register, paper=paper, slot=time, own_words={}
    )
    entries = JournalEntry.objects.filter(verb="register-paper-made")
    assert [entry.detail["register"] for entry in entries] == [register.title.th] * told
    assert (row.by, row.by_words) == (officer.user, officer.words), "the paper itself says it"


def test_a_request_that_was_refused_is_no_loan_of_the_paper(finance, keeper):
    refused, lent = add(finance), add(finance, number="2/2569", lent_on="6 ม.ค. 2569")
    move(keeper, refused, "refused")
    for person, state in ((keeper, "approved"), (finance, "lent")):
        move(person, lent, state)
    register = shipped_register(LOANS)
    paper = register.paper("year")
    (year,) = slots_of_paper(paper, YEAR)
    material = queries.material_of(finance.agency, register, paper, year, today())
    document = register_paper(office_of(finance.agency, today()), material)
    sheets = load_workbook(BytesIO(to_xlsx(document))).worksheets
    lines = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    assert [row[-1] for row in lines if row[0] in (1, 2)] == ["ไม่อนุมัติ", "อยู่กับผู้ยืม"]
    assert ("มกราคม 2569", 1) in [row[:2] for row in lines]


@pytest.mark.long
def test_a_paper_is_evidence_once_all_is_said_and_the_newest_alone(finance, officer):
    add(finance, GIFTS)
    empty = made(officer)
    year, items = answered(officer, empty)
    assert items, "the year has an item that it answers"

    def use(row, forms=("pdf",)):
        return saving.make_evidence(row, by=officer, year=year, items=items, forms=forms)

    with pytest.raises(Refused, match="nothing is written under"):
        use(empty)
    whole = made(officer, **said_of())
    with pytest.raises(Refused, match="newer"):
        use(empty)
    assert len(use(whole, ("pdf", "xlsx"))) == 2
    with pytest.raises(Refused, match="already"):
        use(whole)
    kept = Piece.objects.filter(removed_at=None)
    assert {one.items.get().item for one in kept} == {items[0].key}
    newer = made(officer, **said_of())
    use(newer)
    (left,) = Piece.objects.filter(removed_at=None)
    assert left.file.digest == newer.pdf.digest, "the newest stands for it"


def evidence_asked(officer, **said):
    """A paper that is to be evidence as soon as it is drawn, and the address that follows it."""
    register = shipped_register(GIFTS)
    paper = register.paper("year")
    (slot,) = slots_of_paper(paper, YEAR)
    (answer, *_) = queries.answered_by(officer.agency, register, paper, slot)
    row = saving.make(
        officer.agency, by=officer, register=register, paper=paper, slot=slot, own_words=said,
        evidence_of=answer.year,
    )  # fmt: skip
    address = reverse("registers:paper", args=[YEAR, GIFTS, "year", 1])
    item = reverse("disclosure:item", args=[answer.year, answer.items[0].code])
    return row, f"{address}?again=1&evidence_of={answer.year}", item


def test_a_paper_is_made_and_used_as_evidence_by_one_button(client_of, finance, officer):
    add(finance, GIFTS)
    with pytest.raises(Refused, match="nothing is written under"):
        evidence_asked(officer)
    row, address, item = evidence_asked(officer, **said_of())
    browser = client_of(officer)
    assert browser.get(address).status_code == 200, "it is being drawn"
    run_jobs()
    row.refresh_from_db()
    saving.use_drawn(row, officer.user, row.job.arguments["evidence_of"])
    assert Piece.objects.get().file.digest == row.pdf.digest, "a job that runs twice adds it once"
    assert browser.get(address).url == item


def test_whose_post_ended_before_it_was_drawn_has_no_evidence_made(finance, officer):
    add(finance, GIFTS)
    row, *_addresses = evidence_asked(officer, **said_of())
    officer.user.appointments.all().delete()
    jobs.run.call(str(row.job_id))
    row.refresh_from_db()
    assert row.files, "the paper was asked for in time"
    assert "other units" in row.failure.message.en
    assert not Piece.objects.exists()


@pytest.mark.usefixtures("nothing_after_2569")
def test_a_paper_answers_no_other_item(finance, officer):
    add(finance, GIFTS)
    row = made(officer, **said_of())
    year, own = answered(officer, row)
    open_year(officer.agency, YEAR - 1)
    others = [item for item in items_of(officer.agency, year).items if item not in own]
    for of_year, items in (
        (year, []), (year, others[:1]), (year, [*own, others[0]]), (YEAR - 1, own),
    ):  # fmt: skip
        with pytest.raises(Refused, match="does not answer that item"):
            saving.make_evidence(row, by=officer, year=of_year, items=items, forms=("pdf",))
    assert not Piece.objects.exists()


@pytest.mark.long
def test_who_sees_some_rows_makes_no_paper_of_all(client_of, finance, officer):
    address = reverse("registers:paper", args=[YEAR, GIFTS, "year", 1])
    listed = reverse("registers:register", args=[YEAR, GIFTS])
    add(finance, GIFTS)
    row = made(officer, **said_of())
    file = reverse("registers:paper-file", args=[YEAR, GIFTS, row.pk, "pdf"])
    evidence = reverse("registers:evidence", args=[YEAR, GIFTS, row.pk])
    browser = client_of(finance)
    assert address not in browser.get(listed).content.decode()
    for answer in (browser.get(address), browser.post(address), browser.get(file)):
        assert answer.status_code == 403
    assert browser.post(evidence).status_code == 403
    with pytest.raises(Refused, match="other units"):
        made(finance)
    year, items = answered(officer, row)
    with pytest.raises(Refused, match="other units"):
        saving.make_evidence(row, by=finance, year=year, items=items, forms=("pdf",))
    assert not Piece.objects.exists()
    assert address in client_of(officer).get(listed).content.decode()


@pytest.mark.parametrize("key", [one.key for one in shipped().registers])
def test_of_every_register_somebody_may_make_the_papers(agency, make_actor, key):
    """Of a register that few see too, whoever belongs to no unit; who only reads never does."""
    register, on = shipped_register(key), date(2026, 1, 15)
    clerk = make_actor(agency, CHIEF_ADMINISTRATOR)
    mayor, auditor = make_actor(agency, CHIEF_EXECUTIVE), make_actor(agency, AUDITOR)
    makers = [one for one in (clerk, mayor, auditor) if may_report(one, register, on)]
    assert makers == [clerk]


def test_the_administrator_makes_the_paper_of_appraisals_and_reads_it(
    client_of, agency, make_actor
):
    clerk = make_actor(agency, CHIEF_ADMINISTRATOR)
    row = made(clerk, "appraisals")
    assert squeeze(shipped_register("appraisals").papers[0].headings[0].title.th) in text_of(
        row.pdf
    )
    address = reverse("registers:paper", args=[YEAR, "appraisals", "year", 1])
    assert client_of(clerk).get(address).status_code == 200
    for other in (ITA_OFFICER, OFFICE_HEAD):
        person = make_actor(agency, other)
        assert client_of(person).get(address).status_code in (403, 404), other
        with pytest.raises(Refused, match="other units"):
            made(person, "appraisals")


def test_an_item_that_is_not_theirs_gets_no_evidence_of_keepers(finance, keeper):
    add(finance)
    row = made(keeper, LOANS, **said_of(LOANS))
    items = items_of(keeper.agency, YEAR).items[:1]
    with pytest.raises(Refused):
        saving.make_evidence(row, by=keeper, year=YEAR, items=items, forms=("pdf",))


@pytest.mark.long
def test_pages(client_of, finance, officer):
    add(finance, GIFTS)
    browser = client_of(officer)
    address = reverse("registers:paper", args=[YEAR, GIFTS, "year", 1])
    assert browser.get(address).status_code == 200
    browser.post(address, said_of())
    run_jobs()
    row = RegisterPaper.objects.get()
    page = browser.get(address).content.decode()
    assert "หัวข้อนี้ตัดออกไม่ได้" in page
    assert "ไม่บังคับ" not in page, "what cannot be left out is not called optional"
    file = reverse("registers:paper-file", args=[YEAR, GIFTS, row.pk, "pdf"])
    evidence = reverse("registers:evidence", args=[YEAR, GIFTS, row.pk])
    assert file in page
    assert evidence in page
    assert browser.get(file).content.startswith(b"%PDF")
    year, _ = answered(officer, row)
    browser.post(evidence, {"year": year})
    assert Piece.objects.get().fiscal_year == year
    wrong = reverse("registers:paper", args=[YEAR, GIFTS, "year", 9])
    assert browser.get(wrong).status_code == 404


def test_each_month_of_a_paper_says_whether_it_was_made(officer):
    made(officer, "procurement-winners", "month", 1)
    register = shipped_register("procurement-winners")
    tabs = tabs_of(officer.agency, register, register.paper("month"), YEAR, date(2025, 12, 5))
    assert [(is_made, is_owed) for _slot, is_made, is_owed in tabs[:3]] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_the_head_of_the_unit_that_keeps_a_register_signs_its_papers(agency, officer):
    register = shipped_register("procurement-winners")
    slot = slots_of_paper(register.papers[0], YEAR)[0]
    assert queries.material_of(agency, register, register.papers[0], slot, today()).keeper == ""
    unit = factories.make_unit(agency, "กองคลัง")
    factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองคลัง")
    chosen = register.papers[0]
    assert queries.material_of(agency, register, chosen, slot, today()).keeper == (
        "ผู้อำนวยการกองคลัง"
    )


def test_a_time_that_has_not_begun_is_refused(officer):
    register = shipped_register(GIFTS)
    late = slots_of_paper(register.papers[0], YEAR)[-1]
    with pytest.raises(Refused, match="not begun"):
        saving.make(
            officer.agency, by=officer, register=register, paper=register.papers[0], slot=late,
            own_words={},
        )  # fmt: skip


def test_a_yearly_report_is_asked_for_in_the_year_after(agency, officer):
    """The elements of 2566 ask the results of 2565, and progress of half of 2566 itself."""
    open_year(agency, 2566)
    open_year(agency, 2565)
    for key, paper, of, year in (
        ("projects", "year", 2565, 2566), ("projects", "half", 2566, 2566),
        ("spending", "year", 2565, 2566), ("spending", "half", 2566, 2566),
        ("procurement-winners", "year", 2565, 2566), ("personnel-actions", "year", 2565, 2566),
    ):  # fmt: skip
        register = shipped_register(key)
        one = register.paper(paper)
        found = queries.answered_by(agency, register, one, slots_of_paper(one, of)[0])
        assert year in [each.year for each in found], (key, paper)
        if of != year:
            page = queries.paper_page(
                agency, register, one, slots_of_paper(one, year)[0], date(2023, 3, 1)
            )
            assert {other.asked.th for other in page["others"]} == {f"ปี {of}"}
            assert year not in [each.year for each in page["answered"]]


def test_a_year_without_rules_of_its_own_asks_for_its_own_periods(agency, officer):
    """The items of 2569 stand in for those of 2570; its reports are those of 2569."""
    for key, paper, of in (
        ("projects", "year", 2569), ("procurement-winners", "year", 2569),
        ("procurement-winners", "month", 2570), ("projects", "half", 2570),
    ):  # fmt: skip
        register = shipped_register(key)
        one = register.paper(paper)
        for year in (2569, 2570):
            found = queries.answered_by(agency, register, one, slots_of_paper(one, year)[0])
            assert (2570 in [each.year for each in found]) == (year == of), (key, paper, year)
    register = shipped_register("projects")
    one = register.paper("year")
    page = queries.paper_page(agency, register, one, slots_of_paper(one, 2570)[0], date(2027, 3, 1))
    assert [(other.code, other.asked.th) for other in page["others"]] == [("o7", "ปี 2569")]


def test_a_month_after_the_six_that_an_item_asks_for_is_warned_of(agency, officer, client_of):
    register = shipped_register("procurement-winners")
    one = register.paper("month")
    for number, is_asked in ((1, True), (6, True), (7, False), (12, False)):
        slot = slots_of_paper(one, 2569)[number - 1]
        page = queries.paper_page(agency, register, one, slot, date(2026, 9, 30))
        assert [each.year for each in page["answered"]] == [2569] * is_asked, number
        asked = [other.asked.th for other in page["others"]]
        assert asked == ["6 เดือนแรกของปี 2569"] * (not is_asked), number
    address = reverse("registers:paper", args=[2569, "procurement-winners", "month", 7])
    told = " ".join(client_of(officer).get(address).content.decode().split())
    assert "ข้อ o11 ของปี 2569 ขอข้อมูลของ “6 เดือนแรกของปี 2569”" in told
    assert "รายงานนี้เป็นของ “เมษายน 2569” จึงไม่ใช่หลักฐาน" in told


def test_the_excel_file_is_ticked_where_an_item_asks_for_it(agency, officer):
    for key, paper, expected in (
        ("procurement-winners", "month", True), ("projects", "half", False),
    ):  # fmt: skip
        register = shipped_register(key)
        one = register.paper(paper)
        found = queries.answered_by(agency, register, one, slots_of_paper(one, 2569)[0])
        assert [each.asks_workbook for each in found if each.year == 2569] == [expected]


def test_the_paper_tells_of_each_month_what_the_page_tells(agency, keeper):
    """Also of those that were over before the agency began."""
    Assessment.objects.update(opened_at=now() - timedelta(days=60))  # in November
    register, on = shipped_register("spending"), today()
    page = rows_page(keeper, register, YEAR, RowFilter(), "1", on)["times"]
    paper = register.paper("year")
    told = queries.material_of(agency, register, paper, slots_of_paper(paper, YEAR)[0], on)
    on_page = [(time.slot, time.is_missing, time.is_before) for time in page]
    on_paper = [(time.slot, time.is_missing, time.is_untold) for time in told.reported()]
    assert on_page == on_paper[: len(on_page)]
    missing, untold = [is_so for _, is_so, _ in on_page], [is_so for *_, is_so in on_page]
    assert (missing, untold) == ([False, True, True, False], [True, False, False, False])

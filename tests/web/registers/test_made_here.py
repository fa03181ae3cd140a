"""What registers made stands at the item that it answers; a paper made too early is a draft."""

import io
from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import openpyxl
import pikepdf
import pytest
from django.apps import apps
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import small_pdf
from tests.web.roles import ITA_OFFICER, OFFICE_HEAD, PUBLICATION_OFFICER
from tests.web.running import run_jobs

from prongsai.core.papers.register_paper import register_paper
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.services import charts
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces, reading
from prongsai.web.disclosure.registers.queries.row import material_of, subjects_of
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform import clock, files
from prongsai.web.platform.upload_validation import checked
from prongsai.web.signing.publication.gate import KnownAgainst, look_at, look_into, shows_draft

from .samples import row_of

ZONE = ZoneInfo("Asia/Bangkok")
YEAR = 2569
WINNERS = "procurement-winners"
PROJECT = {
    "code": "01", "name": "อบรม", "unit": "กองคลัง", "begins_on": "1 ธ.ค. 2568",
    "ends_on": "30 ก.ย. 2569", "budget": "100,000", "status": "อยู่ระหว่างดำเนินการ",
}  # fmt: skip


def on(settings, *day):
    settings.FROZEN_NOW = datetime(*day, 9, tzinfo=ZONE)


NOT_COUNTED = "ไม่นับความคืบหน้าหลังวันที่ 30 กันยายน 2569"


def saved_again(data):
    """The same PDF as another program writes it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.docinfo["/Producer"] = "x"
        document.save(out)
    return out.getvalue()


def item_about(agency, subject):
    return next(one for one in items_of(agency, YEAR).items if subject in one.keys)


def made(person, month):
    register = shipped_register(WINNERS)
    paper = register.paper("month")
    row = saving.make(
        person.agency, by=person, register=register, paper=paper,
        slot=slots_of_paper(paper, YEAR)[month - 1],
        own_words={one.key: "ไม่มี" for one in paper.said_headings},
    )  # fmt: skip
    run_jobs()
    row.refresh_from_db()
    return row


@pytest.fixture
def keeper(finance, make_actor):
    open_year(finance.agency, YEAR)
    return make_actor(finance.agency, ITA_OFFICER, OFFICE_HEAD)


@pytest.mark.parametrize(("day", "is_draft"), [((2026, 4, 2), False), ((2026, 3, 20), True)])
@pytest.mark.long
def test_one_button_attaches_all_forms_of_a_month_without_rows(
    keeper, client_of, settings, day, is_draft, make_actor
):
    on(settings, *day)
    row, item = made(keeper, 6), item_about(keeper.agency, "procurement-monthly-summary")
    words = openpyxl.load_workbook(io.BytesIO(files.read(row.xlsx)))
    assert words.worksheets, "an empty month has a workbook too"
    for sheet in words.worksheets:
        assert ("ร่าง ทำก่อน" in str(sheet["A2"].value)) == is_draft
    browser = client_of(keeper)
    address = reverse("disclosure:item", args=[YEAR, item.code])
    page = browser.get(address).content.decode()
    assert "ทำไว้ในระบบ" in page
    assert "PDF และ Excel" in page
    sent = browser.post(reverse("disclosure:add-made", args=[YEAR, item.code]), {"row": row.pk})
    assert sent.status_code == 302
    kept = Piece.objects.all()
    assert sorted(one.file.name.rpartition(".")[2] for one in kept) == ["pdf", "xlsx"]
    assert {one.is_draft for one in kept} == {is_draft}
    assert ("เป็นร่าง" in browser.get(address).content.decode()) == is_draft
    # Nor is it whole by another way: the file sent in again, its address on this site, by hand.
    pdf = next(one for one in kept if one.file.name.endswith(".pdf"))
    settings.SITE_ADDRESS = "https://www.example.go.th"
    path = reverse("public_site:file", args=[keeper.agency.pk, YEAR, pdf.pk])
    for given in (
        {"file": checked("copy.pdf", files.read(pdf.file))},
        {"address": f"https://www.example.go.th{path}"},
    ):
        again = pieces.add(
            keeper.agency, by=keeper, year=YEAR, items=[item], words=pieces.Words(), **given
        )
        assert again.is_draft == is_draft
    assert (look_at(keeper.agency, "", pdf.file).draft is not None) == is_draft
    # Nor saved again by another program: its text says so wherever it goes public.
    saved = saved_again(files.read(pdf.file))
    other = pieces.add(
        keeper.agency, by=keeper, year=YEAR, items=[item], words=pieces.Words(),
        file=checked("saved.pdf", saved),
    )  # fmt: skip
    reading.ask(keeper.agency, by=keeper, year=YEAR, codes=[item.code])
    run_jobs()
    other.refresh_from_db()
    assert other.is_draft == is_draft
    assert (look_into(keeper.agency, "", "saved.pdf", saved).draft is not None) == is_draft
    form = checked("form.pdf", saved)
    words = charts.FormWords("แบบ", "บริการ", date(2026, 1, 5))
    edition = charts.add_form(
        by=keeper, words=words, file=form, example=None, look=charts.looked(keeper.agency, [form])
    )
    publisher = make_actor(keeper.agency, PUBLICATION_OFFICER)
    if is_draft:
        with pytest.raises(KnownAgainst, match="draft"):
            charts.publish_form(edition, by=publisher)
    charts.publish_form(edition, by=publisher, reason="ตัวอย่างการกรอก")
    assert bool(edition.reason) == is_draft
    # What was attached before a site kept the mark gets it with the update.
    Piece.objects.update(is_draft=False)
    before = import_module("prongsai.web.disclosure.registers.migrations.0005_drafts_of_before")
    before.mark_drafts(apps, None)
    assert {piece.is_draft for piece in Piece.objects.exclude(pk=other.pk)} == {is_draft}


@pytest.mark.parametrize(
    ("key", "month", "is_draft"),
    [("spending", 4, True), ("commendations", 4, False), ("commendations", 3, True)],
)
def test_a_year_is_a_draft_before_it_is_over_wherever_its_own_items_do_not_ask_for_it(
    keeper, settings, key, month, is_draft
):
    """As its own pages say: sent in as a file, or published by hand under whatever year.

    Its own items are handed in from 1 April: of a year that has just begun it tells too little.
    """
    on(settings, 2026, month, 20)
    register = shipped_register(key)
    paper = register.paper("year")
    (slot,) = slots_of_paper(paper, YEAR)
    said = {one.key: "ไม่มี" for one in paper.said_headings}
    row = saving.make(
        keeper.agency, by=keeper, register=register, paper=paper, slot=slot, own_words=said
    )
    run_jobs()
    row.refresh_from_db()
    face = material_of(keeper.agency, register, paper, slot, clock.today())
    assert face.is_draft == is_draft
    for file in (row.pdf, row.docx, row.xlsx):
        assert shows_draft(keeper.agency, file.digest, YEAR) == is_draft
        assert shows_draft(keeper.agency, file.digest, YEAR + 1)


def half_report(keeper, settings, year):
    """The half-yearly report on projects of a year, made after that half."""
    on(settings, year - 543, 4, 2)
    register = shipped_register("projects")
    paper = register.paper("half")
    said = {one.key: "ไม่มี" for one in paper.said_headings}
    row = saving.make(
        keeper.agency, by=keeper, register=register, paper=paper,
        slot=slots_of_paper(paper, year)[0], own_words=said,
    )  # fmt: skip
    run_jobs()
    row.refresh_from_db()
    (item,) = [
        one for one in items_of(keeper.agency, 2568).items
        if set(subjects_of(register, paper)) & set(one.keys)
    ]  # fmt: skip
    return row, item


def test_a_paper_of_another_year_is_refused_with_both_named_by_each_way(keeper, settings):
    agency = keeper.agency
    for year in (2567, 2568):
        open_year(agency, year)
    wrong, item = half_report(keeper, settings, 2567)
    right, _item = half_report(keeper, settings, 2568)
    given = {"by": keeper, "year": 2568, "items": [item]}
    both = f"{item.code} of 2568 asks for “.*2568.*”, but this paper is of “.*2567.*”"
    with pytest.raises(Refused, match=both):
        saving.make_evidence(wrong, **given, forms=("pdf",))
    file = checked("copy.pdf", files.read(wrong.pdf))
    with pytest.raises(Refused, match=both):
        pieces.add(agency, **given, words=pieces.Words(), file=file)
    other = item_about(agency, "executives")
    other = next(one for one in items_of(agency, 2568).items if set(other.keys) & set(one.keys))
    piece = pieces.add(agency, by=keeper, year=2568, items=[other], words=pieces.Words(), file=file)
    with pytest.raises(Refused, match=both):
        pieces.change(piece, by=keeper, words=pieces.Words(), items=[other, item])
    former = pieces.add(
        agency, by=keeper, year=2567, items=[other], words=pieces.Words(), file=file
    )
    taken = pieces.take_over(former, by=keeper, year=2568, item=item)
    taken.refresh_from_db()
    with pytest.raises(Refused, match=both):
        pieces.renew(taken, by=keeper)
    (kept,) = saving.make_evidence(right, **given, forms=("pdf",))
    assert kept.of_year is None
    same = checked("copy.pdf", files.read(right.pdf))
    assert pieces.add(agency, **given, words=pieces.Words(), file=same).of_year is None


def test_the_file_of_last_year_stays_last_years_until_somebody_renews_it(keeper, settings):
    agency = keeper.agency
    open_year(agency, YEAR - 1)
    item = item_about(agency, "executives")
    known = items_of(agency, YEAR - 1).items
    former = next(one for one in known if set(one.keys) & set(item.keys))
    file = checked("a.pdf", small_pdf("executives"))
    given = {"by": keeper, "words": pieces.Words(), "file": file}
    pieces.add(agency, year=YEAR - 1, items=[former], **given)
    piece = pieces.add(agency, year=YEAR, items=[item], **given)
    assert piece.of_year == YEAR - 1
    assert pieces.renew(piece, by=keeper)
    elsewhere = next(
        one for one in items_of(agency, YEAR).items if not set(one.keys) & set(item.keys)
    )
    assert pieces.add(agency, year=YEAR, items=[elsewhere], **given).of_year is None


def test_a_paper_of_another_item_is_not_attached_by_its_key(keeper, client_of, settings):
    on(settings, 2026, 4, 2)
    row, other = made(keeper, 6), item_about(keeper.agency, "executives")
    address = reverse("disclosure:add-made", args=[YEAR, other.code])
    answer = client_of(keeper).post(address, {"row": row.pk}, follow=True)
    assert "เอกสารนี้ไม่ได้ตอบข้อนั้น" in answer.content.decode()
    assert not Piece.objects.exists()


def told(finance):
    register = shipped_register("projects")
    paper = register.paper("half")
    material = material_of(
        finance.agency, register, paper, slots_of_paper(paper, YEAR)[0], clock.today()
    )
    (row,) = material.rows
    return {name: str(row.values.get(name, "")) for name in ("spent", "progress")}, material.later


def test_what_was_posted_after_march_is_not_in_the_summary_of_six_months(finance, settings):
    open_year(finance.agency, YEAR)
    register = shipped_register("publicity-log")
    paper = register.paper("half")
    planned = {
        "planned_on": "20 มี.ค. 2569", "content": "ภาษีป้าย", "channel": "เว็บไซต์", "unit": "กองคลัง",
    }  # fmt: skip

    def posted():
        slot = slots_of_paper(paper, YEAR)[0]
        return [
            row.values.get("posted_on")
            for row in material_of(finance.agency, register, paper, slot, clock.today()).rows
        ]

    on(settings, 2026, 3, 19)
    row = row_of(finance.agency, "publicity-log", planned)
    kept = saving.add(finance.agency, by=finance, register=register, year=YEAR, row=row)
    on(settings, 2026, 4, 9)
    for day, counted in (("5 เม.ย. 2569", None), ("25 มี.ค. 2569", date(2026, 3, 25))):
        row = row_of(finance.agency, "publicity-log", planned | {"posted_on": day})
        saving.change(kept, by=finance, register=register, row=row, seen=kept.version)
        kept.refresh_from_db()
        assert posted() == [counted]


def test_progress_after_march_is_not_counted_in_the_report_of_six_months(finance, settings):
    open_year(finance.agency, YEAR)
    register = shipped_register("projects")

    def typed(**more):
        return row_of(finance.agency, "projects", PROJECT | more)

    on(settings, 2026, 3, 30)
    kept = saving.add(
        finance.agency, by=finance, register=register, year=YEAR,
        row=typed(spent="20,000", progress="20"),
    )  # fmt: skip
    on(settings, 2026, 6, 1)
    later = typed(spent="90,000", progress="90")
    saving.change(kept, by=finance, register=register, row=later, seen=kept.version)
    assert told(finance) == ({"spent": "20000.00", "progress": "20"}, 1)
    # Typed late, of a day before: the row says so.
    kept.refresh_from_db()
    late = typed(spent="25,000", progress="25", as_of="31 มี.ค. 2569")
    saving.change(kept, by=finance, register=register, row=late, seen=kept.version)
    assert told(finance) == ({"spent": "25000.00", "progress": "25"}, 0)


def test_what_was_done_about_a_risk_after_the_year_is_not_in_its_report(finance, settings):
    """Told in the paper with the day of which it tells; who types late of a day before says so."""
    open_year(finance.agency, YEAR)
    register = shipped_register("corruption-risks")
    paper = register.paper("actions")
    planned = {
        "number": "ร1", "work": "ตรวจรับ (ตัวอย่าง)", "area": "อื่น ๆ", "risk": "ไม่ตรงแบบ (ตัวอย่าง)",
        "unit": "กองคลัง", "likelihood": "3", "impact": "3", "measure": "ถ่ายภาพ",
        "status": "อยู่ระหว่างดำเนินการ",
    }  # fmt: skip

    def reported():
        slot = slots_of_paper(paper, YEAR)[0]
        material = material_of(finance.agency, register, paper, slot, clock.today())
        paper_made = register_paper(office_of(finance.agency, clock.today()), material)
        notes = "\n".join(paper_made.strings())
        return material.rows[0].values.get("status"), NOT_COUNTED in notes, material.later

    on(settings, 2026, 9, 20)
    row = row_of(finance.agency, "corruption-risks", planned)
    kept = saving.add(finance.agency, by=finance, register=register, year=YEAR, row=row)
    done = planned | {"status": "ดำเนินการแล้ว", "done": "ถ่ายภาพทุกครั้ง"}
    on(settings, 2026, 11, 2)
    for more, expected in (
        ({}, ("doing", True, 1)), ({"as_of": "28 ก.ย. 2569"}, ("done", False, 0)),
    ):  # fmt: skip
        row = row_of(finance.agency, "corruption-risks", done | more)
        saving.change(kept, by=finance, register=register, row=row, seen=kept.version)
        kept.refresh_from_db()
        assert reported() == expected

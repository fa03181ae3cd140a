"""Numbers of a file that may be scores: nothing counts until a person takes it."""

import io
import re

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from msgspec.structs import replace
from PIL import Image
from tests.web.roles import ITA_OFFICER
from tests.web.scoring.samples import candidate, sheet
from tests.web.scoring.test_views import hidden, text_of

from prongsai.core.errors import Place, Severity, finding
from prongsai.core.scoresheet.model import Doubt, Reading, ScoreSheet
from prongsai.web.platform.models import JournalEntry, Remnant
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.models import ScoreDraft, ScoreRevision
from prongsai.web.year.scoring.services import drafts
from prongsai.web.year.scoring.services.drafts import Upload, read_upload
from prongsai.web.year.scoring.sheets import as_data
from prongsai.web.year.scoring.views import scores

pytestmark = pytest.mark.django_db
PLAN = (
    "แผนพัฒนาท้องถิ่น เทศบาลตำบลตัวอย่าง\n"
    "ในปีงบประมาณ พ.ศ. 2565 เทศบาลได้รับคะแนนการประเมิน ITA ร้อยละ 90.52 อยู่ในระดับ A\n"
).encode()


@pytest.fixture
def draft_of(officer, monkeypatch):
    """Makes a draft of a file that says this for certain, and these numbers perhaps."""

    def made(*found, certain=None):
        told = Reading(certain or ScoreSheet(None), (), found)
        monkeypatch.setattr(drafts, "read_upload", lambda *_: told)
        return drafts.draft_from_file(officer, score_year=2565, upload=Upload("แผน.pdf", b""))

    return made


@pytest.fixture
def browser(client_of, officer):
    return client_of(officer)


def address(draft):
    return reverse("scoring:preview", args=[2566, draft.pk])


def form_of(response):
    """What a browser would send: every select as it stands, every box that is ticked."""
    html = response.content.decode()
    boxes = re.findall(r'<input\s[^>]*name="(take_\d+)"[^>]*\schecked', html)
    selects = re.findall(
        r'<select[^>]*name="((?:code|year)_\d+)"[^>]*>(.*?)</select>', html, re.DOTALL
    )
    chosen = {
        name: (re.findall(r'value="([^"]*)"\s+selected', options) or [""])[0]
        for name, options in selects
    }
    return {**hidden(response), **chosen, **dict.fromkeys(boxes, "on")}


def act(browser, draft, action, *, follow=True, **typed):
    """Opens the preview, changes what is typed, and presses a button."""
    sent = form_of(browser.get(address(draft))) | typed | {"action": action}
    return browser.post(address(draft), sent, follow=follow)


def standing(agency, year=2565):
    held = queries.current_scores(agency, year)
    return {code: one.published for code, one in held.sheet.of_year(year).items()}


# ---------------------------------------------------------------- reading


def test_candidates_come_through_the_reading_process(agency):
    """Of a file with nothing certain too, which is no error."""
    told = read_upload(agency, Upload("แผน.txt", PLAN), 2565)
    found = next(one for one in told.candidates if one.published == "90.52")
    assert (found.code, found.year, str(found.value), found.place.line) == (
        "total",
        2565,
        "90.52",
        2,
    )
    assert Doubt.SENTENCE in found.doubts
    assert not told.sheet.figures


def test_a_file_of_candidates_alone_leads_to_them(browser):
    file = SimpleUploadedFile("แผน.txt", PLAN)
    page = browser.post(reverse("scoring:upload", args=[2566]), {"file": file}, follow=True)
    assert page.status_code == 200
    words = text_of(page)
    assert "ไม่มีคะแนนที่แน่นอน พบตัวเลขที่อาจเป็นคะแนน" in words
    assert "บันทึกเป็นฉบับที่" not in words
    assert "อยู่ในประโยค" in words
    assert 'href="#candidates"' in page.content.decode()


def test_the_total_is_named_and_has_no_code_that_people_know(browser, draft_of):
    draft = draft_of(
        candidate("90.52", "total", None), candidate("88", "IIT", None), candidate("94", "3")
    )
    page = browser.get(address(draft))
    shown = re.sub(r"<[^>]*>", " ", page.content.decode())
    assert "total" not in shown
    assert "คะแนนรวม = 90.52, IIT = 88, ตัวชี้วัดที่ 3 = 94" in shown
    assert 'value="2565:total"' in page.content.decode(), "what is sent stays"


def test_what_no_form_can_send_is_told(draft_of, monkeypatch):
    monkeypatch.setattr(drafts, "_MOST_CANDIDATES", 2)
    draft = draft_of(candidate(), candidate("91"), candidate("92"))
    assert len(draft.sheet["candidates"]) == 2
    assert draft.findings[0]["code"] == "many_candidates"


# ---------------------------------------------------------------- pictures


@pytest.fixture
def plan(thai_font):
    """Two pages of a plan, each with a score in a sentence."""
    source = """
        #set text(font: "Sarabun"); แผนพัฒนาท้องถิ่น เทศบาลตำบลตัวอย่าง \\
        ในปีงบประมาณ พ.ศ. 2565 เทศบาลได้รับคะแนนการประเมิน ITA ร้อยละ 90.52 อยู่ในระดับ A
        #pagebreak() ในปีงบประมาณ พ.ศ. 2564 เทศบาลได้รับคะแนนการประเมิน ITA ร้อยละ 88.10"""
    fonts = [thai_font.parent]
    return typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True)


def picture(draft, page):
    return reverse("scoring:picture", args=[draft.score_year + 1, draft.pk, page])


def test_quotes_stand_beside_the_picture_of_their_page(
    browser, client_of, agency, make_actor, plan
):
    """As long as the draft is open, for its person alone."""
    file = SimpleUploadedFile("แผน.pdf", plan, "application/pdf")
    page = browser.post(reverse("scoring:upload", args=[2566]), {"file": file}, follow=True)
    draft = ScoreDraft.objects.get()
    shown = re.findall(
        r'<img\s+src="([^"]+)"\s+alt="\s*(ภาพหน้า \d)[^"]*"\s+loading="lazy"', page.content.decode()
    )
    assert shown == [(picture(draft, 1), "ภาพหน้า 1"), (picture(draft, 2), "ภาพหน้า 2")]
    answer = browser.get(picture(draft, 2))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "no-store")
    colours = Image.open(io.BytesIO(answer.content)).convert("RGB").getcolors(1_000_000)
    assert (196, 40, 28) in {colour for _, colour in colours}, "the quote is framed"
    colleague = client_of(make_actor(agency, ITA_OFFICER))
    other_year = reverse("scoring:picture", args=[2567, draft.pk, 1])
    assert browser.get(picture(draft, 3)).status_code == browser.get(other_year).status_code == 404
    assert colleague.get(picture(draft, 1)).status_code == 404
    assert colleague.get(reverse("scoring:upload", args=[2566])).status_code == 200
    act(browser, draft, "take", take_1="on")
    act(browser, draft, "confirm")
    assert ScoreRevision.objects.exists()
    assert browser.get(picture(draft, 1)).status_code == 404
    assert "scoring_draftpicture" in Remnant.objects.get(subject="scoring:drafts").tables


def test_what_has_no_page_or_is_none_to_draw_has_no_picture(browser, draft_of, monkeypatch):
    """And of a plan with many pages the first are drawn, in one go."""
    draft = draft_of(candidate(), candidate("91.00"))
    assert "<img" not in browser.get(address(draft)).content.decode()
    on_pages = [
        replace(candidate(), place=Place("a.docx", page=n, quote="90.52")) for n in range(1, 31)
    ]
    assert not draft_of(*on_pages).pictures.exists(), "nothing of it can be drawn"
    asked = []
    monkeypatch.setattr(drafts, "draw_pages", lambda *given: asked.append(given[2]) or {1: b"png"})
    assert draft_of(*on_pages, *on_pages).pictures.count() == 1
    assert asked == [{n: [("90.52", "90.52")] * 2 for n in range(1, 21)}]


# ---------------------------------------------------------------- taking


def test_nothing_is_ticked_and_nothing_of_it_is_stored(browser, agency, draft_of):
    draft = draft_of(candidate("70.01"), certain=sheet())
    page = browser.get(address(draft))
    assert "take_1" not in form_of(page)
    act(browser, draft, "confirm")
    assert "total" not in standing(agency)
    assert "70.01" not in str(ScoreRevision.objects.get().sheet)
    assert ScoreDraft.objects.get().sheet == {}


def test_what_is_ticked_becomes_a_figure_with_who_took_it(browser, agency, officer, draft_of):
    draft = draft_of(candidate(), candidate("A", None, level="A"), candidate("70", "IIT"))
    page = act(browser, draft, "take", take_1="on", take_2="on")
    assert "พบคะแนนปี 2565 จำนวน 1 ค่า รวม 90.52" in text_of(page)
    assert "ในจำนวนนี้ท่านยืนยันเอง 2 รายการ" in text_of(page)
    assert not ScoreRevision.objects.exists()
    act(browser, draft, "confirm")
    assert standing(agency) == {"total": "90.52"}
    revision = queries.current_scores(agency, 2565).revision
    assert (revision.source, revision.made_by) == ("แผน.pdf · ยืนยันเอง 2 รายการ", officer.user)
    entry = JournalEntry.objects.get(agency=agency, verb="scores-taken")
    assert (entry.by, entry.detail["count"]) == (officer.user, 2)
    assert entry.detail["scores"] == ["total 2565 = 90.52", "rating 2565 = A"]


def test_a_tick_is_taken_back(browser, draft_of):
    draft = draft_of(candidate())
    act(browser, draft, "take", take_1="on")
    page = browser.get(address(draft))
    sent = {name: text for name, text in form_of(page).items() if name != "take_1"}
    page = browser.post(address(draft), {**sent, "action": "take"}, follow=True)
    assert "ไม่มีคะแนนที่แน่นอน" in text_of(page)


def test_to_take_nothing_is_refused(browser, draft_of):
    page = act(browser, draft_of(candidate()), "take")
    assert "ยังไม่ได้เลือกรายการใด" in text_of(page)
    assert "รายการเป็นคะแนนในร่างนี้" not in text_of(page)


def test_what_is_lacking_is_told_of_what_stands(browser, draft_of):
    """A total that is computed is not called the one of the file."""
    lacking = "ไม่พบคะแนนรวมของปี 2565"
    draft = draft_of(candidate("90.53"), certain=sheet())
    read = finding("scoresheet/total_missing", Severity.NOTE, year=2565)
    ScoreDraft.objects.update(findings=as_data([read]))
    words = text_of(browser.get(address(draft)))
    assert "ไม่มีคะแนนรวม คำนวณได้ 90.52" in words
    assert lacking in words
    words = text_of(act(browser, draft, "take", take_1="on"))
    assert "พบคะแนนปี 2565 จำนวน 4 ค่า รวม 90.53" in words
    assert lacking not in words


def test_code_and_year_are_corrected(browser, agency, draft_of):
    draft = draft_of(candidate("93.10", None, None))
    act(browser, draft, "take", take_1="on", code_1="2564:IIT", year_1="2564")
    act(browser, draft, "confirm")
    assert standing(agency, 2564) == {"IIT": "93.10"}


@pytest.mark.parametrize(
    ("found", "typed", "told"),
    [
        (candidate("88", None), {}, "เลือกว่าเป็นคะแนนของอะไร"),
        (candidate("88", "IIT", None), {}, "เลือกปีของคะแนน"),
        (candidate("88", None, None), {}, "เลือกว่าเป็นคะแนนของอะไร และของปีใด"),
        (candidate("88", "IIT"), {"year_1": "2550"}, "เลือกปีของคะแนน"),
        (candidate("88", "IIT"), {"code_1": "2565:o999"}, "ปี 2565 ไม่มีรายการนี้"),
        (candidate("88", "IIT"), {"code_1": "x\x00:IIT"}, "เลือกว่าเป็นคะแนนของอะไร"),
        (candidate("A", None, None, level="A"), {}, "เลือกปีของคะแนน"),
        (candidate("Z", None, level="Z"), {}, "ปี 2565 ไม่มีรายการนี้"),
        (candidate("188.00", "IIT"), {}, "ไม่ใช่คะแนนระหว่าง 0 ถึง 100"),
        (candidate("9E+1", "IIT"), {}, "ไม่ใช่คะแนนระหว่าง 0 ถึง 100"),
        (candidate("NaN", "IIT"), {}, "ไม่ใช่คะแนนระหว่าง 0 ถึง 100"),
        (candidate("77", "EIT"), {}, "ไฟล์มีค่าที่แน่นอนแล้ว: 78.86"),
    ],
)
@pytest.mark.few(3)
def test_what_cannot_be_taken_is_marked_and_nothing_is_lost(browser, draft_of, found, typed, told):
    draft = draft_of(found, candidate("91.5", None), certain=sheet())
    others = {"take_2": "on", "code_2": "2565:OIT", "year_2": "2563"}
    for action in ("take", "confirm"):
        page = act(browser, draft, action, take_1="on", **others, **typed)
        assert page.status_code == 422
        assert told in text_of(page)
        assert 'href="#id_take_1"' in page.content.decode()
        assert form_of(page)["year_2"] == "2563"
        assert "take_2" in form_of(page)
    assert not ScoreRevision.objects.exists()
    assert ScoreDraft.objects.get().typed == {}


def test_two_values_of_one_thing_are_not_both_taken(browser, draft_of):
    draft = draft_of(candidate("90"), candidate("91"), candidate("90", page=14))
    page = act(browser, draft, "take", take_1="on", take_2="on")
    assert text_of(page).count("เลือกไว้สองค่า") >= 2
    page = act(browser, draft, "take", take_1="on", take_3="on")
    assert "รวม 90.00" in text_of(page) or "รวม 90 " in text_of(page)


def test_a_code_that_means_another_thing_in_the_corrected_year_is_asked_about(browser, draft_of):
    """The name beside the code was that of 2565; in 2568 o12 is another item."""
    draft = draft_of(candidate("100", "o12"))
    page = act(browser, draft, "take", take_1="on", year_1="2568")
    assert page.status_code == 422
    assert "รหัสนี้เป็นเรื่องอื่น" in text_of(page)
    sent = {**form_of(page), "action": "take"}
    assert sent["code_1"] == "2568:o12"
    assert browser.post(address(draft), sent).status_code == 302


def test_what_was_ticked_and_not_yet_taken_is_never_left_out_in_silence(browser, agency, draft_of):
    draft = draft_of(candidate(), certain=sheet())
    page = act(browser, draft, "confirm", take_1="on")
    assert not ScoreRevision.objects.exists()
    assert "ใช้ 1 รายการเป็นคะแนนในร่างนี้" in text_of(page)
    act(browser, draft, "confirm")
    assert standing(agency)["total"] == "90.52"


def test_a_figure_that_was_taken_elsewhere_meanwhile_is_looked_at_first(browser, officer, draft_of):
    draft = draft_of(candidate(), certain=sheet())
    old = form_of(browser.get(address(draft)))
    drafts.take(officer, draft_id=draft.pk, typed={"take_1": "on"})
    page = browser.post(address(draft), {**old, "take_1": "on", "action": "confirm"})
    assert page.status_code == 409
    assert not ScoreRevision.objects.exists()


def test_a_draft_that_went_while_its_ticks_were_taken_is_told(browser, draft_of, monkeypatch):
    draft = draft_of(candidate())

    def late(person, *, draft_id, typed):
        drafts.discard(person, draft_id=draft_id)
        return drafts.take(person, draft_id=draft_id, typed=typed)

    monkeypatch.setattr(scores, "take", late)
    assert "ถูกทิ้งไปแล้ว" in text_of(act(browser, draft, "take", take_1="on"))


def test_a_year_without_rules_is_not_confirmed_by_a_button_that_its_page_lacks(browser, draft_of):
    certain = sheet(2560, {"IIT": "93.10"})
    page = act(browser, draft_of(certain=certain), "confirm")
    assert "fiscal year" not in text_of(page)
    assert "2560" in text_of(page)
    assert not ScoreRevision.objects.exists()


def test_remarks_that_are_not_wanted_stay_so(browser, draft_of):
    draft = draft_of(candidate(), certain=sheet(remarks=["ควรเผยแพร่", "ควรอบรม"]))
    page = act(browser, draft, "take", take_1="on", offered=["0", "1"], remarks=["1"])
    boxes = re.findall(r'<input\s[^>]*name="remarks"[^>]*>', page.content.decode())
    assert ["checked" in box for box in boxes] == [False, True]


def test_a_draft_is_its_persons_alone(client_of, make_actor, agency, officer, draft_of):
    draft = draft_of(candidate())
    other = make_actor(agency)
    with pytest.raises(drafts.Misuse):
        drafts.take(other, draft_id=draft.pk, typed={"take_1": "on"})
    assert drafts.take(officer, draft_id=draft.pk, typed={"take_1": "on"})[0].is_ticked


# ---------------------------------------------------------------- many of them


def test_they_are_grouped_by_page_and_a_page_is_ticked_at_once(browser, draft_of):
    draft = draft_of(
        candidate("93.10", "IIT"), candidate("50", None), candidate("78", "EIT"),
        candidate("79", "EIT"), candidate("97", "OIT", page=40),
    )  # fmt: skip
    page = browser.get(address(draft))
    assert re.findall(r"<h3>([^<]*)</h3>", page.content.decode()) == ["หน้า 12", "หน้า 40"]
    page = act(browser, draft, "tick:1", code_5="2565:e1")
    sent = form_of(page)
    assert page.status_code == 200
    assert [name for name in sent if name.startswith("take")] == ["take_1"]
    assert sent["code_5"] == "2565:e1"
    assert ScoreDraft.objects.get().typed == {}
    page = browser.post(address(draft), {**sent, "action": "untick:1"})
    assert not [name for name in form_of(page) if name.startswith("take")]
    assert browser.post(address(draft), {**sent, "action": "tick:99"}).status_code == 200


def test_a_year_for_a_whole_part_is_given_once(browser, draft_of):
    draft = draft_of(
        candidate("93.10", "IIT", year=None), candidate("78", "EIT", year=None),
        candidate("97", "OIT", 2565, Doubt.GOAL),
    )  # fmt: skip
    page = browser.get(address(draft))
    assert 'name="part_year_1"' in page.content.decode()
    sent = form_of(act(browser, draft, "tick:1", part_year_1="2565"))
    # What may be a goal is ticked by hand.
    assert [name for name in sent if name.startswith("take")] == ["take_1", "take_2"]
    assert (sent["year_1"], sent["year_2"]) == ("2565", "2565")
    nobody = form_of(act(browser, draft, "tick:1"))
    assert not [name for name in nobody if name.startswith("take")]


def test_ticks_stay_where_what_the_file_lacks_is_kept(browser, draft_of):
    draft = draft_of(candidate("93.10", "IIT"), certain=sheet())
    sent = form_of(act(browser, draft, "keep", take_1="on"))
    assert sent["take_1"] == "on"
    sent = form_of(browser.post(address(draft), {**sent, "action": "leave"}))
    assert sent["take_1"] == "on"


def test_what_was_read_and_not_saved_is_found_again(
    browser, officer, draft_of, make_actor, client_of
):
    draft = draft_of(candidate("93.10", "IIT"))
    upload = reverse("scoring:upload", args=[2566])
    assert address(draft) in browser.get(upload).content.decode()
    drafts.discard(officer, draft_id=draft.pk)
    assert address(draft) not in browser.get(upload).content.decode()


def test_an_older_draft_without_candidates_is_shown(browser, draft_of):
    draft = draft_of(certain=sheet())
    ScoreDraft.objects.update(sheet={k: v for k, v in draft.sheet.items() if k != "candidates"})
    page = browser.get(address(draft))
    assert 'id="candidates"' not in page.content.decode()


def test_many_candidates_ask_no_query_each(browser, draft_of):
    asked = []
    for found in ([candidate()], [candidate(str(number), "IIT") for number in range(60)]):
        draft = draft_of(*found)
        with CaptureQueriesContext(connection) as queries_made:
            browser.get(address(draft))
        asked.append(len(queries_made))
    assert asked[0] == asked[1]

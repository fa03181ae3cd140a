"""The agency's own wording: fields only, whatever else is tried."""

from datetime import date

import pytest
from tests.web.analysis.years import full_year

from prongsai.core.papers import wording as core_wording
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.letters import memo
from prongsai.core.papers.wording import Wording
from prongsai.web.agency.models import WordingRow
from prongsai.web.agency.offices import office_of, wording_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers import services
from prongsai.web.office.papers.queries import case_of
from prongsai.web.office.papers.wording import preview_document, sentence_page, wording_page
from prongsai.web.platform import journal
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KEY, LIST = "memo.closing", "memo.proposals"
OURS = "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ"
FIELDED = "memo.background_text"
DAY = date(2022, 11, 20)


def said(agency, by, text, key=KEY, **more):
    return services.set_sentence(agency, by=by, key=key, text=text, **more)


def test_the_papers_speak_with_the_agencys_own_sentence(agency, officer):
    full_year(agency)
    said(agency, officer, OURS)
    assert OURS in "\n".join(memo(case_of(agency, 2566, DAY)).strings())
    assert office_of(agency, DAY)("memo.closing") == OURS
    said(agency, officer, "เสนอ{chief_executive}", key="general_memo.to")
    assert office_of(agency, DAY)("general_memo.to") == "เสนอนายกเทศมนตรี"


def test_another_agency_keeps_the_programs_own(agency, officer, other_agency):
    said(agency, officer, OURS)
    assert wording_of(other_agency)(KEY) == core_wording.shipped()(KEY)


def test_a_list_takes_more_or_fewer_sentences(agency, officer):
    said(agency, officer, "ให้ความเห็นชอบ\n\n  แจ้งเวียน{agency}  ", key=LIST)
    found = wording_of(agency).several(LIST, agency="ก")
    assert found == ("ให้ความเห็นชอบ", "แจ้งเวียนก")


def test_versions_are_kept_and_going_back_is_one_of_them(agency, officer):
    said(agency, officer, OURS)
    said(agency, officer, "อีกแบบ")
    said(agency, officer, "")
    assert said(agency, officer, "") is None
    page = sentence_page(agency, KEY)
    assert [one.text for one in page.versions] == ["", "อีกแบบ", OURS]
    assert page.line.text == core_wording.shipped().unfilled(KEY)
    assert wording_of(agency)(KEY) == core_wording.shipped()(KEY)
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert verbs == ["wording-replaced", "wording-replaced", "wording-reset"]
    assert not list(journal.verify(agency))


def test_the_programs_own_text_is_no_own_sentence(agency, officer):
    assert said(agency, officer, core_wording.shipped().unfilled(KEY)) is None
    assert not WordingRow.objects.exists()


def test_a_change_over_somebody_elses_is_told(agency, officer):
    said(agency, officer, OURS, seen=0)
    with pytest.raises(services.WordingChanged) as refusal:
        said(agency, officer, "อีกแบบ", seen=0)
    assert refusal.value.text == OURS
    said(agency, officer, "อีกแบบ", seen=1)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("{agency.__class__}", "{agency.__class__}"),
        ("{agency.__class__.__init__.__globals__}", "{agency.__class__"),
        ("{0}", "{0}"),
        ("{}", "{}"),
        ("{agency!r}", "{agency!r}"),
        ("{agency:>999999}", "{agency:>999999}"),
        ("{agency:{total}}", "{agency:{total}}"),
        ("{agency[0]}", "{agency[0]}"),
        ("{{}}", "{{}}"),
        ("{mayor}", "{mayor}"),
        ("{ agency }", "{ agency }"),
    ],
)
def test_what_is_no_field_of_the_sentence_is_refused_by_name(agency, officer, typed, named):
    with pytest.raises(Refused) as refusal:
        said(agency, officer, f"ก {typed}", key=FIELDED)
    assert named in refusal.value.message.th
    assert "{agency}" in refusal.value.next_step.th
    assert refusal.value.field == "text"
    assert not WordingRow.objects.exists()


def test_a_misspelt_field_is_told_what_it_may_have_meant(agency, officer):
    with pytest.raises(Refused) as refusal:
        said(agency, officer, "{agancy} ได้ {total}", key=FIELDED)
    assert "{agancy}" in refusal.value.message.th
    assert "{agancy} → {agency}" in refusal.value.next_step.th
    assert said(agency, officer, "{agency} ได้ {total}", key=FIELDED)


@pytest.mark.parametrize("typed", ["ก {agency", "ก agency}", "{agency}}"])
def test_a_brace_without_its_partner_is_refused(agency, officer, typed):
    with pytest.raises(Refused, match=r"brace|cannot be used"):
        said(agency, officer, typed, key=FIELDED)


@pytest.mark.parametrize(
    ("key", "typed"),
    [(KEY, "ก" * 2001), (KEY, "บรรทัดหนึ่ง\nบรรทัดสอง"), (LIST, "ข้อ\n" * 21)],
)
def test_too_long_is_refused_and_just_not_too_long_is_not(agency, officer, key, typed):
    with pytest.raises(Refused):
        said(agency, officer, typed, key=key)
    assert said(agency, officer, "ก" * 2000 if key == KEY else "ข้อ\n" * 20, key=key)


MARKUP = (
    '#include "/etc/passwd" #eval("1") $x$ <script>alert(1)</script> <b>หนา</b> '
    r"\u0041 *เน้น* @อ้าง [ลิงก์](javascript:1) &lt; %(x)s <w:p/>"
)


@pytest.mark.long
def test_markup_of_any_kind_is_printed_as_typed_on_every_surface(agency, officer, tmp_path):
    """The sentence is text in Typst, in HTML and in Word."""
    import io  # noqa: PLC0415

    import docx  # noqa: PLC0415
    import pypdfium2  # noqa: PLC0415 - only for papers

    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy
    from prongsai.documents.pdf import to_pdf  # noqa: PLC0415 - the engines are heavy
    from prongsai.documents.word import to_docx  # noqa: PLC0415 - the engines are heavy

    full_year(agency)
    said(agency, officer, MARKUP)
    paper = memo(case_of(agency, 2566, DAY))
    page = to_html(paper, digits=Digits.ARABIC)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    word = docx.Document(io.BytesIO(to_docx(paper, digits=Digits.ARABIC)))
    assert any("<script>alert(1)</script>" in one.text for one in word.paragraphs)
    pdf = pypdfium2.PdfDocument(to_pdf(paper, digits=Digits.ARABIC))
    text = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    joined = "".join(text.split())
    for part in ("#include", "<script>alert(1)</script>", "$x$", "*เน้น*"):
        assert part in joined


def test_hidden_letters_are_dropped_and_a_leading_space_is_kept(agency, officer):
    row = said(agency, officer, " ได้\u200bระดับ\u202e {level}", key="booklet.summary.rated")
    assert row.text == " ได้ระดับ {level}"


def test_a_sentence_that_changed_in_an_update_is_shown_as_such(agency, officer, monkeypatch):
    said(agency, officer, OURS)
    assert not sentence_page(agency, KEY).line.is_stale
    newer = Wording({**core_wording.shipped()._sentences, KEY: "จึงเสนอมาเพื่อทราบ"})
    monkeypatch.setattr("prongsai.web.office.papers.wording.shipped", lambda: newer)
    page = wording_page(agency, "memo")
    assert page["stale_count"] == 1
    assert sentence_page(agency, KEY).line.is_stale
    assert wording_of(agency)(KEY) == OURS


def test_a_sentence_that_an_update_made_unusable_gives_way_and_is_told(
    agency, officer, monkeypatch
):
    said(agency, officer, "{agency} ได้ {total}", key=FIELDED)
    newer = Wording({**core_wording.shipped()._sentences, FIELDED: "ได้รับแจ้งผลแล้ว"})
    monkeypatch.setattr("prongsai.web.office.papers.wording.shipped", lambda: newer)
    monkeypatch.setattr("prongsai.web.agency.offices.shipped", lambda: newer)
    assert sentence_page(agency, FIELDED).line.is_unusable
    assert wording_of(agency)(FIELDED) == "ได้รับแจ้งผลแล้ว"


@pytest.mark.parametrize("has_scores", [True, False])
def test_every_paper_has_a_preview(agency, officer, has_scores):
    if has_scores:
        full_year(agency)
    for key in (
        "memo.closing", "memo.booklet", "memo.table", "general_memo.closing", "minutes.title",
        "common.draft",
    ):  # fmt: skip
        paper = preview_document(agency, key, "ถ้อยคำใหม่", DAY)
        assert "ถ้อยคำใหม่" in "\n".join(paper.strings()), key
    assert not WordingRow.objects.exists()


def test_every_paper_has_a_thai_name(agency):
    names = [paper["label"].th for paper in wording_page(agency, "memo")["papers"]]
    assert "ใบแจ้งชำระ" in names
    assert not [name for name in names if name.isascii()]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_one_query(agency, officer, count, django_assert_num_queries):
    for number in range(count):
        said(
            agency, officer, f"แบบที่ {number}", key=("memo.closing", "memo.title", "memo.to")[number]
        )
    with django_assert_num_queries(1):
        wording_page(agency, "memo")
    with django_assert_num_queries(1):
        wording_of(agency)


def test_what_the_code_at_the_foot_says_is_nobodys_to_change(agency, officer):
    with pytest.raises(KeyError):
        said(agency, officer, "ลายมือชื่อดิจิทัล", key="mark.words")
    assert sentence_page(agency, "mark.words") is None
    assert wording_page(agency, "mark") is None
    assert sentence_page(agency, KEY) is not None

"""The papers beside those of a case: memo, minutes, announcement, reports, acknowledgement."""

from datetime import date, time
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.core.announcements.test_kinds import strings

from prongsai.core.announcements.drafting import drafted
from prongsai.core.announcements.reading import shipped as shipped_kinds
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.approving import (
    Circulated,
    Reader,
    Signing,
    acknowledgement_report,
    announcement_paper,
)
from prongsai.core.papers.document import (
    Dated,
    Heading,
    KeyFigures,
    LetterHead,
    MemoHead,
    NoticeHead,
    Numbered,
    Opinions,
    Paragraph,
    Photo,
    Photos,
    Picture,
    Signature,
    Table,
    Title,
)
from prongsai.core.papers.kinds import KINDS, SOURCES, Source
from prongsai.core.papers.memos import MemoText, general_memo, report_memo, report_text
from prongsai.core.papers.minutes import (
    AgendaItem,
    Meeting,
    Participant,
    attendance_sheet,
    exchange_summary,
    invitation,
    minutes,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.outgoing import LetterText, letter
from prongsai.core.papers.progress import (
    Result,
    ResultsLayout,
    progress_report,
    results_report,
)
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.rounds import Round, rows_of

OFFICE = Office(Agency("เทศบาลตำบลตัวอย่าง", province="จังหวัดตัวอย่าง"), date(2023, 4, 3))
PROBLEMS = "ปัญหา อุปสรรค และข้อเสนอแนะ"


def blocks(document, kind):
    return [block for block in document.blocks() if isinstance(block, kind)]


def words(document):
    return "\n".join(document.strings())


# Memo


def test_a_short_memo_has_no_headings():
    paper = general_memo(OFFICE, MemoText("ขออนุมัติ", background=("ตามที่มีมาตรการ", "ในการนี้")))
    assert not blocks(paper, Heading)
    assert [one.text for one in blocks(paper, Paragraph)][:2] == ["ตามที่มีมาตรการ", "ในการนี้"]
    assert blocks(paper, MemoHead)[0].to.text == "นายกเทศมนตรี (ผ่านปลัดเทศบาล)"


def test_parts_of_a_memo_are_numbered_and_empty_ones_left_out():
    text = MemoText("ขออนุมัติ", facts=("ก", "ข"), proposals=("ค",))
    paper = general_memo(OFFICE, text)
    assert [(one.number, one.text) for one in blocks(paper, Heading)] == [
        ("1.", "ข้อเท็จจริง"), ("2.", "ข้อเสนอ"),
    ]  # fmt: skip
    assert [one.number for one in blocks(paper, Numbered)] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("1. อนุมัติ", "2. มอบกองคลัง"), ["อนุมัติ", "มอบกองคลัง"]),
        (("๑) อนุมัติ", "๒)มอบกองคลัง"), ["อนุมัติ", "มอบกองคลัง"]),
        (("1.5 ล้านบาท", "2.5 ล้านบาท"), ["1.5 ล้านบาท", "2.5 ล้านบาท"]),
        (("1. อนุมัติ", "มอบกองคลัง"), ["1. อนุมัติ", "มอบกองคลัง"]),
        (("2. อนุมัติ", "3. มอบกองคลัง"), ["2. อนุมัติ", "3. มอบกองคลัง"]),
    ],
)
def test_what_a_writer_numbers_is_not_numbered_twice(typed, printed):
    paper = general_memo(OFFICE, MemoText("ขออนุมัติ", proposals=typed))
    assert [one.text for one in blocks(paper, Numbered)] == printed


def test_a_memo_for_information_says_so():
    paper = general_memo(OFFICE, MemoText("รายงาน", is_information=True))
    assert "จึงเรียนมาเพื่อโปรดทราบ" in words(paper)
    assert blocks(paper, Opinions)[0].boxes[-1].choices == ()


LETTER = LetterText(
    "ขอความอนุเคราะห์วิทยากร", "นายอำเภอตัวอย่าง", reason=("ด้วยหน่วยงานจะจัดอบรม",),
    purpose=("จึงขอความอนุเคราะห์",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("refers", "enclosures", "labels"),
    [
        ((), (), ["เรียน"]),
        (("หนังสือ ที่ นม 0001/12",), ("กำหนดการ 1 ชุด",), ["เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย"]),
    ],
)
def test_a_letter_has_the_lines_of_its_form(refers, enclosures, labels):
    paper = letter(OFFICE, replace(LETTER, refers=refers, enclosures=enclosures))
    (head,) = blocks(paper, LetterHead)
    assert [row.label for row in head.rows] == labels
    assert blocks(paper, Signature)[0].above == "ขอแสดงความนับถือ"
    assert list(paper.strings())[-1] == OFFICE.agency.office
    assert not blocks(paper, Opinions)


# Meeting

MEETING = Meeting(
    group="คณะทำงาน",
    number="2/2566",
    day=date(2023, 3, 14),
    begins=time(9, 30),
    ends=time(11, 45),
    place="ห้องประชุม",
    chair="ปลัดเทศบาล",
    agenda=(
        AgendaItem(1, "แจ้งเพื่อทราบ", "แผนได้รับอนุมัติ", "รับทราบ"),
        AgendaItem(2, "พิจารณา", "บรรทัดหนึ่ง\nบรรทัดสอง", "เห็นชอบ\nมอบหมายกองช่าง"),
    ),
    attended=(Participant("ปลัดเทศบาล", "ประธานคณะทำงาน"), "ผู้อำนวยการกองคลัง"),
    absent=(Participant("ผู้อำนวยการกองช่าง", "ติดราชการ"),),
    recorder="นักวิเคราะห์นโยบายและแผน",
)


def test_the_minutes_follow_form_eleven():
    told = words(minutes(OFFICE, MEETING))
    parts = (
        "รายงานการประชุม", "คณะทำงาน ครั้งที่ 2/2566", "เมื่อวันที่ 14 มีนาคม 2566", "ณ ห้องประชุม",
        "ผู้มาประชุม", "ผู้ไม่มาประชุม", "เริ่มประชุมเวลา 09.30 น.", "ระเบียบวาระที่ 1", "มติที่ประชุม",
        "เลิกประชุมเวลา 11.45 น.", "ผู้จดรายงานการประชุม",
    )  # fmt: skip
    places = [told.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "ผู้เข้าร่วมประชุม" not in told  # nobody joined


def test_every_resolution_and_paragraph_is_printed():
    told = words(minutes(OFFICE, MEETING))
    for text in ("บรรทัดหนึ่ง", "บรรทัดสอง", "เห็นชอบ", "มอบหมายกองช่าง"):
        assert text in told


def test_minutes_of_an_empty_meeting_still_have_their_form():
    told = words(minutes(OFFICE, Meeting("คณะทำงาน", "1/2566", date(2023, 1, 9))))
    assert "ผู้มาประชุม\nไม่มี" in told
    assert "เริ่มประชุมเวลา …" in told


def test_the_attendance_sheet_has_a_row_for_all_and_some_to_spare():
    table = blocks(attendance_sheet(OFFICE, MEETING), Table)[0]
    assert [row[1].lines[0] for row in table.rows[:3]] == [
        "ปลัดเทศบาล", "ผู้อำนวยการกองคลัง", "ผู้อำนวยการกองช่าง",
    ]  # fmt: skip
    assert table.rows[2][2].lines == ()  # why somebody did not come is no role
    assert len(table.rows) == 6


def test_the_invitation_names_day_place_and_agenda():
    told = words(invitation(OFFICE, MEETING))
    assert "ในวันที่ 14 มีนาคม 2566 เวลา 09.30 น. ณ ห้องประชุม" in told
    assert "แจ้งเพื่อทราบ" in told


def test_the_exchange_tells_views_and_what_follows():
    table = blocks(exchange_summary(OFFICE, MEETING), Table)[0]
    assert table.rows[1][2].lines == ("บรรทัดหนึ่ง", "บรรทัดสอง")
    assert table.rows[1][3].lines == ("เห็นชอบ", "มอบหมายกองช่าง")


# Announcements


@pytest.mark.parametrize("kind", [kind.key for kind in shipped_kinds().kinds])
def test_every_kind_of_announcement_becomes_a_paper(kind):
    announcement = drafted(shipped_kinds().kind(kind), OFFICE.fields, 2566)
    paper = announcement_paper(
        OFFICE, announcement, Signing(number="3/2566", day=date(2023, 3, 14))
    )
    head = blocks(paper, NoticeHead)[0]
    assert head.subject[0].startswith("เรื่อง ")
    assert (head.number, head.year) == ("3", "2566")
    assert "14 มีนาคม พ.ศ. 2566" in blocks(paper, Dated)[0].text
    assert isinstance(list(paper.blocks())[-1], Signature)
    # The year of a subject stands on a line of its own.
    told = " ".join(words(paper).split())
    assert not [text for text in strings(announcement) if " ".join(text.split()) not in told]


def test_an_announcement_without_number_or_day_leaves_no_number_and_an_open_day():
    announcement = drafted(shipped_kinds().kind("no-gift"), OFFICE.fields, 2566)
    paper = announcement_paper(OFFICE, announcement)
    head = blocks(paper, NoticeHead)[0]
    assert (head.number_label, head.number, head.year) == ("", "", "")
    assert "เดือน   " in blocks(paper, Dated)[0].text


# Reports

MEASURES = (
    Measure("M1", "1", "จัดบัตรคิว", "บริการ", ("ติดเครื่อง", "สอนใช้"), "กองคลัง", due="31 มีนาคม 2566"),
    Measure("M2", "2", "ติดป้าย", "บริการ", unit="กองช่าง", due="28 กุมภาพันธ์ 2566"),
    Measure("M3", "3", "อบรม", "บุคลากร", unit="สำนักปลัด", due="30 กันยายน 2566", budget="5,000"),
)
PLAN = Plan("เทศบาลตำบลตัวอย่าง", 2566, 2565, MEASURES, ())
PHOTO = Evidence("a", EvidenceKind.PHOTO, "a.jpg")
NOTES = {
    "M1": (
        Note("M1", date(2023, 1, 9), date(2023, 1, 9), 50, "ติดเครื่อง", problem="ไฟดับ",
             proposal="ซื้อเครื่องสำรอง"),
        Note("M1", date(2023, 3, 1), date(2023, 3, 1), 100, "สอนใช้", "คิวสั้นลง", spent=Decimal(1200),
             evidence=(PHOTO,)),
    ),
    "M2": (Note("M2", date(2023, 2, 1), date(2023, 2, 1), 40, "ทำแบบป้าย", problem="-",
                proposal="ไม่มี"),),
}  # fmt: skip
HALF = Round(2566, 6)


def results(notes=NOTES, photos=()):
    return tuple(Result(row, photos) for row in rows_of(HALF, MEASURES, notes))


def test_the_progress_report_tells_state_problem_and_proposal_of_each_measure():
    paper = progress_report(OFFICE, PLAN, HALF, results())
    rows = blocks(paper, Table)[0].rows
    assert [row[0].lines[0] for row in rows] == ["1", "2", "3"]
    assert rows[0][3].lines == ("ติดเครื่อง", "สอนใช้", "คิวสั้นลง")
    assert rows[0][4].lines == ("เสร็จแล้ว", "(ร้อยละ 100)")
    assert rows[1][4].lines == ("เกินกำหนด", "(ร้อยละ 40)")
    assert rows[1][4].strong
    assert paper.running_head == "รายงานความก้าวหน้ารอบ 6 เดือน ประจำปีงบประมาณ พ.ศ. 2566"
    assert rows[2][5].lines == ("ไม่มี",)
    assert paper.sections[0].landscape


@pytest.mark.parametrize(("until", "told"), [
    (date(2023, 3, 20), "20 มีนาคม 2566"),
    (date(2023, 6, 1), "31 มีนาคม 2566"),
    (None, "31 มีนาคม 2566"),
])  # fmt: skip
def test_a_report_names_the_day_it_tells_of(until, told):
    paper = progress_report(OFFICE, PLAN, HALF, results(), until=until)
    shown = words(paper)
    assert f"ผลการดำเนินการถึงวันที่ {told}" in shown
    assert f"(ระหว่างวันที่ 1 ตุลาคม 2565 ถึงวันที่ {told})" in shown


def test_the_figures_count_every_measure_once():
    figures = blocks(progress_report(OFFICE, PLAN, HALF, results()), KeyFigures)[0]
    counted = {one.label: one.text for one in figures.figures}
    assert counted == {
        "มาตรการทั้งหมด": "3", "เสร็จแล้ว": "1", "อยู่ระหว่างดำเนินการ": "0",
        "ยังไม่เริ่ม": "1", "เกินกำหนด": "1",
    }  # fmt: skip
    assert figures.text == "ใช้งบประมาณแล้ว 1,200 บาท"


def test_problems_are_told_where_there_are_any():
    paper = progress_report(OFFICE, PLAN, HALF, results())
    assert PROBLEMS in [one.text for one in blocks(paper, Heading)]
    told = [one.text for one in blocks(paper, Numbered)]
    assert told == ["จัดบัตรคิว ปัญหา อุปสรรค: ไฟดับ ข้อเสนอแนะ: ซื้อเครื่องสำรอง"]


@pytest.mark.parametrize("build", [
    lambda own: progress_report(OFFICE, PLAN, HALF, own),
    lambda own: results_report(OFFICE, PLAN, own),
    lambda own: results_report(OFFICE, PLAN, own, layout=ResultsLayout.THREE_WITH_PHOTOS),
])  # fmt: skip
@pytest.mark.parametrize("notes", [{}, {"M1": NOTES["M1"][1:]}])
def test_the_heading_of_problems_stands_even_where_there_are_none(build, notes):
    told = list(build(results(notes)).strings())
    assert told[told.index(PROBLEMS) + 1] == "ไม่มี"


@pytest.mark.parametrize(("layout", "columns", "lies"), [
    (ResultsLayout.EIGHT, 8, True), (ResultsLayout.THREE_WITH_PHOTOS, 3, False),
])  # fmt: skip
def test_the_results_report_has_its_layouts(layout, columns, lies):
    paper = results_report(OFFICE, PLAN, results(), layout=layout, total="90.52")
    assert len(blocks(paper, Table)[0].columns) == columns
    assert paper.sections[0].landscape is lies
    assert "90.52 คะแนน" in words(paper)
    assert "คิวสั้นลง" in words(paper)


def test_money_is_what_was_spent_else_what_was_planned():
    rows = blocks(results_report(OFFICE, PLAN, results()), Table)[0].rows
    assert [row[7].lines[0] for row in rows] == ["1,200 บาท", "–", "5,000"]


def test_photos_stand_measure_by_measure_one_or_two_in_a_row():
    picture = Picture(b"", "image/jpeg")
    photos = tuple(Photo(picture, f"ภาพ {number}", "") for number in range(3))
    one, *others = results(photos=photos)
    own = (one, replace(others[0], photos=photos[:1]), replace(others[1], photos=()))
    shown = blocks(results_report(OFFICE, PLAN, own), Photos)
    assert [(len(block.photos), block.across) for block in shown] == [(2, 2), (1, 2), (1, 1)]


def test_in_three_columns_photos_stand_below_their_measure_as_in_document_001():
    photos = tuple(Photo(Picture(b"", "image/jpeg"), f"ภาพ {number}", "") for number in range(3))
    first, second, third = results()
    own = (first, replace(second, photos=photos), third)
    paper = results_report(OFFICE, PLAN, own, layout=ResultsLayout.THREE_WITH_PHOTOS)
    order = [
        [row[0].lines[0][:2] for row in one.rows] if isinstance(one, Table) else len(one.photos)
        for one in blocks(paper, (Table, Photos))
    ]
    assert order == [["1."], ["2."], 3, ["3."]]
    whole = blocks(
        results_report(OFFICE, PLAN, (first, second, third),
                       layout=ResultsLayout.THREE_WITH_PHOTOS), Table
    )  # fmt: skip
    assert len(whole) == 1
    parts = blocks(paper, Table)
    assert [row for part in parts for row in part.rows] == list(whole[0].rows)
    titles = {group.title for group in whole[0].groups}
    assert {group.title for part in parts for group in part.groups} == titles


def test_the_memo_of_a_report_asks_to_publish_it():
    text = report_text(OFFICE, PLAN, HALF)
    paper = report_memo(OFFICE, text)
    assert text.subject == "รายงานความก้าวหน้ารอบ 6 เดือน ประจำปีงบประมาณ พ.ศ. 2566"
    assert "อนุญาตให้เผยแพร่" in words(paper)
    assert blocks(paper, Opinions)[0].boxes[-1].choices
    assert "รายงานผลการดำเนินการ" in report_text(OFFICE, PLAN).subject


def test_a_plan_without_measures_says_so():
    paper = progress_report(OFFICE, replace(PLAN, measures=()), HALF, ())
    assert "ยังไม่มีมาตรการ" in words(paper)
    assert not blocks(paper, Table)


# Acknowledgement


def test_the_acknowledgement_report_counts_and_names_who_has_not():
    readers = (Reader("ก", "กองคลัง", "20 มี.ค. 2566 09.10 น."), Reader("ข", "กองช่าง"))
    circulated = Circulated("ประกาศ", date(2023, 3, 20), readers, date(2023, 3, 27))
    paper = acknowledgement_report(OFFICE, circulated)
    assert [one.text for one in blocks(paper, KeyFigures)[0].figures] == ["2 คน", "1 คน", "1 คน"]
    groups = blocks(paper, Table)[0].groups
    assert [group.title for group in groups] == ["กองคลัง", "กองช่าง"]
    assert groups[1].rows[0][2].lines == ("ยังไม่รับทราบ",)


# All of them


def test_every_kind_has_its_name_once_and_says_what_it_is_made_of():
    assert {name for name, source in SOURCES.items() if source is Source.CASE} == set(KINDS)
    assert all(kind.label.th and kind.about.en for kind in KINDS.values())


@pytest.mark.parametrize("build", [minutes, invitation, attendance_sheet, exchange_summary])
def test_a_sample_agency_marks_every_paper(build):
    sample = replace(OFFICE, agency=replace(OFFICE.agency, is_sample=True))
    paper = build(sample, MEETING)
    assert paper.stamp == "ตัวอย่าง"
    assert "ไม่ใช่เอกสารของเทศบาลตำบลตัวอย่าง" in paper.footnote
    assert not build(OFFICE, MEETING).stamp


def test_titles_are_never_empty():
    for paper in (minutes(OFFICE, MEETING), progress_report(OFFICE, PLAN, HALF, results())):
        assert all(line.strip() for line in blocks(paper, Title)[0].lines)

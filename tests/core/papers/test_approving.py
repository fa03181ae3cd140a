"""What the chain of approval puts on a paper: open boxes, written opinions, the mark."""

from datetime import date

import pytest
from msgspec.structs import replace

from prongsai.core.papers.agency import Agency
from prongsai.core.papers.approving import (
    UNSIGNED,
    SignedStep,
    Signing,
    mark_of,
    opinions_of,
)
from prongsai.core.papers.document import MemoHead, NoticeHead, Opinions, Signature
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.memos import MemoText, general_memo, report_memo
from prongsai.core.papers.office import Office

OFFICE = Office(Agency("เทศบาลตำบลตัวอย่าง", number_prefix="กจ 53501/"), date(2023, 3, 14))
SIGNED = "ลงนามในระบบ 14 มี.ค. 2566 09.12 น."
ACTING = "หัวหน้าสำนักปลัด รักษาราชการแทน ปลัดเทศบาล"
CHAIN = (
    SignedStep(0, "ผู้เสนอ", "นักวิเคราะห์นโยบายและแผน", "เสนอ", signed=SIGNED),
    SignedStep(1, "ความเห็นหัวหน้า", "หัวหน้าสำนักปลัด", "เห็นชอบ", "เพื่อโปรดพิจารณา", SIGNED),
    SignedStep(2, "ความเห็นปลัด", ACTING, "เห็นชอบ", "", "ลงนามบนกระดาษ 15 มี.ค. 2566"),
    SignedStep(3, "คำสั่งนายก", "นายกเทศมนตรี", "อนุมัติ", "ให้ถือปฏิบัติ", SIGNED),
)
SIGNING = Signing("กจ 53501/12", date(2023, 3, 14), CHAIN)


def boxes(signing=SIGNING, **more):
    return opinions_of(OFFICE, signing, **more).boxes


def last_step(**changes):
    return replace(SIGNING, steps=(*CHAIN[:-1], replace(CHAIN[-1], **changes)))


def test_without_a_chain_the_usual_boxes_are_open():
    head, clerk, chief_executive = boxes(UNSIGNED)
    assert [one.position for one in (head, clerk)] == ["หัวหน้าสำนักปลัด", "ปลัดเทศบาล"]
    assert chief_executive.choices == ("อนุมัติ", "ไม่อนุมัติ เพราะ")
    assert not any(
        one.text or one.signed or one.chosen is not None for one in (head, clerk, chief_executive)
    )


def test_a_written_opinion_says_verdict_words_and_signature():
    head, clerk, _ = boxes()
    assert (head.text, head.signed) == ("เห็นชอบ เพื่อโปรดพิจารณา", SIGNED)
    assert (clerk.position, clerk.text) == (ACTING, "เห็นชอบ")


@pytest.mark.parametrize(("verdict", "chosen"), [("อนุมัติ", 0), ("ไม่อนุมัติ", 1), ("", None)])
def test_the_decision_ticks_its_choice(verdict, chosen):
    decision = boxes(last_step(verdict=verdict))[-1]
    assert decision.chosen == chosen
    assert decision.choices


def test_a_memo_for_information_has_no_choice_and_takes_note():
    assert boxes(UNSIGNED, is_information=True)[-1].choices == ()
    noted = boxes(last_step(verdict="ทราบ", opinion=""), is_information=True)[-1]
    assert (noted.text, noted.choices) == ("ทราบ", ())


def test_nobody_signs_for_a_vacant_post():
    vacant = replace(CHAIN[1], verdict="ข้าม (ตำแหน่งว่าง)", opinion="ว่างตั้งแต่ มี.ค.", signed="")
    box = boxes(replace(SIGNING, steps=(CHAIN[0], vacant, *CHAIN[2:])))[0]
    assert box.text == "ข้าม (ตำแหน่งว่าง) ว่างตั้งแต่ มี.ค."
    assert box.signed == "(ตำแหน่งว่าง)"


def test_the_mark_says_where_what_and_that_it_is_no_digital_signature():
    mark = mark_of(OFFICE, "7F3A-91C2", "https://ita.example.go.th/v/7F3A-91C2")
    said = " ".join(mark.words)
    assert mark.url in said
    assert "รหัส 7F3A-91C2" in said
    assert "ไม่ใช่ลายมือชื่อดิจิทัลแบบ PKI" in said


def blocks(document, kind):
    return [block for block in document.blocks() if isinstance(block, kind)]


@pytest.mark.parametrize("build", [memo, order, measures_announcement])
def test_the_papers_of_a_case_carry_what_was_signed(ban_song_case, build):
    mark = mark_of(OFFICE, "7F3A-91C2", "https://ita.example.go.th/v/7F3A-91C2")
    signing = replace(SIGNING, mark=mark)
    paper = build(ban_song_case, signing)
    assert paper.mark == mark
    assert SIGNED in [one.signed for one in blocks(paper, Signature)]
    assert build(ban_song_case).mark is None
    assert not any(one.signed for one in blocks(build(ban_song_case), Signature))


def test_the_memo_prints_number_day_and_chain(ban_song_case):
    paper = memo(ban_song_case, SIGNING)
    head = blocks(paper, MemoHead)[0]
    assert (head.number.text, head.day.text) == ("กจ 53501/12", "14 มีนาคม 2566")
    assert blocks(paper, Opinions)[0].boxes[-1].chosen == 0


def of_unit(unit):
    return replace(SIGNING, steps=(replace(CHAIN[0], unit=unit), *CHAIN[1:]))


def test_the_memo_of_a_plan_comes_from_the_unit_that_drafted_it(ban_song_case):
    paper = memo(ban_song_case, of_unit("กองยุทธศาสตร์และงบประมาณ"))
    text = "\n".join(paper.strings())
    assert blocks(paper, MemoHead)[0].office.text.startswith("กองยุทธศาสตร์และงบประมาณ เทศบาล")
    assert "กองยุทธศาสตร์และงบประมาณได้วิเคราะห์คะแนน" in text
    assert "กองยุทธศาสตร์และงบประมาณจึงได้จัดทำมาตรการ" in text
    # Whose opinion is asked is the chain's matter, not the unit's.
    assert "หัวหน้าสำนักปลัด" in text


def test_other_memos_come_from_the_unit_that_drafted_them():
    text = MemoText("ขออนุมัติ", background=("ตามที่มีมาตรการ",))
    for build in (general_memo, report_memo):
        head = blocks(build(OFFICE, text, of_unit("กองช่าง")), MemoHead)[0]
        assert head.office.text == "กองช่าง เทศบาลตำบลตัวอย่าง"


@pytest.mark.parametrize("signing", [UNSIGNED, SIGNING])
def test_without_a_unit_a_memo_comes_from_the_usual_office(ban_song_case, signing):
    head = blocks(memo(ban_song_case, signing), MemoHead)[0]
    assert head.office.text.startswith("สำนักปลัด เทศบาล")


def test_the_order_parts_the_number_from_its_year(ban_song_case):
    head = blocks(order(ban_song_case, replace(SIGNING, number="3/2566")), NoticeHead)[0]
    assert (head.number, head.year) == ("3", "2566")

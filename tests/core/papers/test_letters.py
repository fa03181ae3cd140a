"""Memo, announcement and order: the figures of the case in the regulation's form."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.model import Measure
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.case import Member, Settings
from prongsai.core.papers.document import (
    Dated,
    Form,
    Heading,
    MemoHead,
    NoticeHead,
    Numbered,
    Opinions,
    Paragraph,
    Signature,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.kinds import KINDS, paper
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.wording import shipped

LETTERS = {"memo": memo, "announcement": measures_announcement, "order": order}
DAYS = Settings(
    made_on=date(2023, 2, 10),
    memo_day=date(2023, 2, 13),
    memo_number="12",
    announcement_day=date(2023, 3, 1),
    order_day=date(2022, 12, 30),
    order_number="7",
)


def text_of(document):
    return "\n".join(document.strings())


def blocks(document, kind):
    return [block for block in document.blocks() if isinstance(block, kind)]


def with_measures(case, *measures):
    return replace(case, plan=replace(case.plan, measures=measures))


def own(title="มาตรการ", **more):
    return Measure("own-1", "1", title, **{"budget": "ไม่ใช้งบประมาณ"} | more)


# All three


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_one_section_in_the_regulations_form(name, ban_song_case):
    document = LETTERS[name](ban_song_case)
    assert document.kind == name
    assert [section.form for section in document.sections] == [Form.LETTER]
    assert document.author == ban_song_case.agency.name
    assert document.emblem_label == "ตราครุฑ"
    assert document.made_on == date(2023, 2, 10)
    assert document.title in text_of(document).replace("\n", " ")


@pytest.mark.parametrize("name", LETTERS)
def test_an_example_says_on_every_page_that_it_is_one(name, ban_song_case):
    document = LETTERS[name](ban_song_case)
    assert "ไม่ใช่เอกสารของเทศบาลตำบลตัวอย่าง" in document.footnote
    assert document.stamp == "ตัวอย่าง"
    real = replace(ban_song_case, agency=replace(ban_song_case.agency, is_sample=False))
    assert (LETTERS[name](real).footnote, LETTERS[name](real).stamp) == ("", "")


@pytest.mark.parametrize("name", LETTERS)
def test_the_hand_that_signs_never_stands_alone(name, ban_song_case):
    document = LETTERS[name](ban_song_case)
    (section,) = document.sections
    together = [block for block in section.blocks if isinstance(block, Together)]
    (closing,) = [one for one in together if isinstance(one.blocks[-1], Signature)]
    assert len(closing.blocks) > 1
    assert not any(isinstance(block, Signature) for block in section.blocks)


def test_papers_are_made_by_name_with_the_agencys_digits(ban_song_case):
    assert list(KINDS) == [
        "booklet", "plan", "memo", "announcement", "order", "responsibility",
    ]  # fmt: skip
    assert "90.52" in text_of(memo(ban_song_case))
    assert "๙๐.๕๒" in text_of(paper("memo", ban_song_case))
    with pytest.raises(KeyError):
        paper("letter", ban_song_case)


# Memo


@pytest.mark.parametrize(
    "said",
    [
        "คะแนนรวม 90.52 คะแนน อยู่ในระดับ A สูงขึ้น 5.26 คะแนนจากปีงบประมาณ พ.ศ. 2564",
        "(IIT) ได้ 93.10 คะแนน",
        "(EIT) ได้ 78.86 คะแนน",
        "(OIT) ได้ 97.32 คะแนน มีข้อที่ไม่ได้คะแนน 2 ข้อ",
        "84.94",
        "68.93",
        "ข้อเสนอแนะรวม 7 เรื่อง",
        "31 มีนาคม 2566",
        "30 กันยายน 2566",
        "ยังไม่ระบุงบประมาณ",
        "นายกเทศมนตรีตำบลตัวอย่าง (ผ่านปลัดเทศบาลตำบลตัวอย่าง)",
    ],
)
def test_the_memo_of_the_example_says(said, ban_song_case):
    assert said in text_of(memo(ban_song_case))


def test_the_memo_counts_measures_and_groups_of_the_plan(ban_song_case):
    plan = ban_song_case.plan
    assert f"รวม {len(plan.groups)} ด้าน {len(plan.measures)} มาตรการ" in text_of(
        memo(ban_song_case)
    )


def test_the_head_of_a_memo(ban_song_case):
    case = replace(
        ban_song_case,
        settings=DAYS,
        agency=replace(ban_song_case.agency, telephone="0 7700 0000"),
    )
    (head,) = blocks(memo(case), MemoHead)
    assert (head.title, head.number.text) == ("บันทึกข้อความ", "ตย 00000/12")
    assert head.office.text == "สำนักปลัด เทศบาลตำบลตัวอย่าง 0 7700 0000"
    assert head.day.text == "13 กุมภาพันธ์ 2566"
    assert len(head.enclosures) == 2
    (open_head,) = blocks(memo(ban_song_case), MemoHead)
    assert (open_head.number.text, open_head.day.text) == ("ตย 00000/", "")


def test_the_parts_of_a_memo_are_numbered_on(ban_song_case):
    document = memo(ban_song_case)
    assert [heading.number for heading in blocks(document, Heading)] == ["1.", "2.", "3.", "4."]
    numbers = [block.number for block in blocks(document, Numbered)]
    assert numbers == ["2.1", "2.2", "2.3", "2.4", "4.1", "4.2", "4.3"]


def test_three_positions_give_their_opinion_and_the_last_decides(ban_song_case):
    (opinions,) = blocks(memo(ban_song_case), Opinions)
    positions = ban_song_case.agency.positions
    assert [box.position for box in opinions.boxes] == [
        positions.office_head,
        positions.chief_administrator,
        positions.chief_executive,
    ]
    assert [len(box.choices) for box in opinions.boxes] == [0, 0, 2]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "ข้อที่ได้คะแนนน้อยที่สุดคือ"),
        (dict.fromkeys(("o12", "o20"), "100"), "(OIT) ได้ 97.32 คะแนน ทุกข้อไม่ต่ำกว่า 85 คะแนน"),
        ({"o20": "100"}, "มีข้อที่ไม่ได้คะแนน 1 ข้อ คือรายงานผลการดำเนินงานประจำปี"),
        ({"i7": "100"}, "(IIT) ได้ 93.10 คะแนน ทุกข้อไม่ต่ำกว่า 85 คะแนน"),
    ],
    ids=["as printed", "no weak disclosure", "one at zero", "no weak survey item"],
)
def test_an_instrument_tells_what_is_weak_in_it(changed, said, case_of, example_scores):
    lines = [
        f"{code},2565,{changed[code]}" if (code := line.split(",")[0]) in changed else line
        for line in example_scores.splitlines()
    ]
    assert said in text_of(memo(case_of("\n".join(lines))))


def test_a_memo_without_item_scores_says_so(case_of, sheets):
    said = text_of(memo(case_of(sheets["item scores"])))
    assert said.count("ไม่มีคะแนนรายข้อในไฟล์") == 3
    assert "ข้อที่ต่ำกว่า 85" not in said
    # What is known, the indicators, is told all the same.
    assert "ตัวชี้วัดที่ต่ำกว่า 85 คะแนนคือ คุณภาพการดำเนินงาน (81.03 คะแนน)" in said


def scores(year=2568, **printed):
    """A CSV of these figures; indicators as ind4."""
    rows = (f"{code},{year},{score}\n" for code, score in printed.items())
    return "code,fiscal_year,score\n" + "".join(rows)


def test_a_memo_of_a_few_indicators_tells_them(case_of):
    said = text_of(memo(case_of(scores(ind1="90.00", ind2="92.00", ind9="80.00"))))
    assert "มีเพียงคะแนนรวม" not in said
    assert "(IIT) ไม่มีคะแนนของแบบวัดในไฟล์" in said
    assert "ตัวชี้วัดที่ทราบคะแนน 2 ตัวไม่ต่ำกว่า 85 คะแนน" in said
    assert "ตัวชี้วัดที่ต่ำกว่า 85 คะแนนคือ การเปิดเผยข้อมูล (80.00 คะแนน)" in said
    assert "(EIT)" not in said
    assert "รายแบบวัด รายตัวชี้วัด และรายข้อแล้ว" not in said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ({"total": "60.00"}, "ต่ำกว่าเกณฑ์ 85 คะแนน โดยยังไม่ทราบว่าเสียที่ส่วนใด"),
        ({"total": "97.00"}, "ซึ่งได้ 97.00 คะแนน โดยยังไม่ทราบคะแนนรายข้อ"),
        ({"total": "60.00", "EIT": "50.00"}, "ยังมีเรื่องที่ต้องแก้ไข 1 เรื่อง"),
        ({"o1": "100"}, "ข้อที่ทราบคะแนน 1 ข้อไม่ต่ำกว่า 85 คะแนน"),
    ],
)
def test_the_announcement_claims_no_more_than_is_known(printed, said, case_of):
    told = text_of(measures_announcement(case_of(scores(**printed))))
    assert said in told
    assert "ข้อที่ทราบคะแนน 0 ข้อ" not in told


def test_a_low_total_alone_is_told_as_not_known_where(case_of):
    low = text_of(memo(case_of(scores(total="60.00"))))
    assert "คะแนนที่มีไม่บอกว่าเสียที่ส่วนใด" in low
    high = text_of(memo(case_of(scores(total="97.00"))))
    assert "คะแนนที่มีไม่บอกว่าเสียที่ส่วนใด" not in high


def test_a_memo_of_a_total_alone_announces_no_list(case_of):
    document = memo(case_of(scores(total="93.05")))
    assert "สรุปสาระสำคัญได้ดังนี้" not in text_of(document)
    assert [block.number for block in blocks(document, Numbered)] == ["4.1", "4.2", "4.3"]
    assert "ยังชี้ระดับไม่ได้แน่ชัดระหว่าง ผ่านดี หรือ ผ่าน" in text_of(document)


@pytest.mark.parametrize(
    ("budgets", "said"),
    [
        (("ไม่ใช้งบประมาณ", "0"), "ทุกมาตรการดำเนินการได้ภายในอำนาจหน้าที่และไม่ใช้งบประมาณ"),
        (("ไม่ใช้งบประมาณ", "๑๒,๕๐๐ บาท"), "ใช้งบประมาณรวม 12,500 บาท"),
        (("1,000.50", "๑๒,๕๐๐ บาท"), "ใช้งบประมาณรวม 13,500.50 บาท"),
        (("", "๑๒,๕๐๐ บาท"), "มาตรการ 1 รายการยังไม่ระบุงบประมาณ"),
    ],
)
def test_the_memo_tells_the_money(budgets, said, ban_song_case):
    measures = [own(budget=budget) for budget in budgets]
    assert said in text_of(memo(with_measures(ban_song_case, *measures)))


def test_a_plan_without_measures_promises_no_money(ban_song_case):
    without = text_of(memo(with_measures(ban_song_case)))
    assert "0 มาตรการ" in without
    assert "ใช้งบประมาณ" not in without.replace("การใช้จ่ายงบประมาณ", "")
    assert "ไม่ใช้งบประมาณ" in text_of(memo(with_measures(ban_song_case, own())))


def test_a_total_that_fell_or_stayed_is_told(case_of):
    fell = case_of("code,year,score\ntotal,2565,80\ntotal,2564,85.26\n")
    assert "ลดลง 5.26 คะแนนจากปีงบประมาณ พ.ศ. 2564" in text_of(memo(fell))
    same = case_of("code,year,score\ntotal,2565,80\ntotal,2564,80.00\n")
    assert "เท่ากับปีงบประมาณ พ.ศ. 2564" in text_of(memo(same))
    first = case_of("code,year,score\ntotal,2565,80\n")
    assert "จากปีงบประมาณ" not in text_of(memo(first))


def test_without_a_total_of_this_year_no_change_is_told(case_of, sheets):
    assert "สูงขึ้น" not in text_of(memo(case_of(sheets["the total of this year"])))


# Announcement


def test_an_announcement_names_every_measure_by_its_group(ban_song_case):
    few = replace(ban_song_case, plan=replace(ban_song_case.plan, measures=few_of(ban_song_case)))
    for case in (ban_song_case, few):
        numbered = blocks(measures_announcement(case), Numbered)
        clauses = [block.number for block in numbered if block.level == 1]
        assert clauses == [f"ข้อ {n}" for n in range(1, len(case.plan.groups) + 3)]
        said = " ".join(block.text for block in numbered)
        places = [said.index(m.title) for _, measures in case.plan.groups for m in measures]
        assert places == sorted(places)
    lines = [
        block.text for block in blocks(measures_announcement(few), Numbered) if block.level == 2
    ]
    assert lines == [m.title for m in few.plan.measures], "few stand on lines of their own"
    assert all(block.level == 1 for block in blocks(measures_announcement(ban_song_case), Numbered))


def few_of(case):
    return case.plan.measures[:4]


def test_an_announcement_of_the_example_says_its_score_and_what_is_weak(ban_song_case):
    said = text_of(measures_announcement(ban_song_case))
    assert "ซึ่งได้ 90.52 คะแนน ยังมีเรื่องที่ต้องแก้ไข 15 เรื่อง" in said
    assert "ประกาศเทศบาลตำบลตัวอย่าง" in said


def test_an_announcement_of_nothing_weak_says_so(case_of, sheets):
    said = text_of(measures_announcement(case_of(sheets["weak items"])))
    assert "ไม่มีข้อใดต่ำกว่า 85 คะแนน" in said
    assert "ต้องแก้ไข" not in said


def test_measures_without_a_group_stand_under_a_heading_of_their_own(ban_song_case):
    document = measures_announcement(with_measures(ban_song_case, own("ก"), own("ข", group="ใหม่")))
    texts = [block.text for block in blocks(document, Numbered)]
    assert texts[:4] == ["มาตรการอื่น ได้แก่", "ก", "มาตรการด้านใหม่ ได้แก่", "ข"]


def test_the_day_of_an_announcement_is_open_until_it_is_set(ban_song_case):
    (open_day,) = blocks(measures_announcement(ban_song_case), Dated)
    assert "2566" not in open_day.text
    (day,) = blocks(measures_announcement(replace(ban_song_case, settings=DAYS)), Dated)
    assert day.text == "ประกาศ ณ วันที่ 1 มีนาคม พ.ศ. 2566"


# Order


def members_of(document):
    (table,) = blocks(document, Table)
    assert table.style is TableStyle.PLAIN
    return [(row[1].lines[0], row[2].lines[0]) for row in table.rows]


def test_an_order_appoints_those_who_sign_and_the_heads_of_the_plans_units(ban_song_case):
    document = order(
        with_measures(
            ban_song_case,
            own(unit="กองคลัง งานพัสดุ"),
            own(unit="สำนักปลัด"),
            own(unit="กองคลัง"),
            own(unit="ทุกส่วนราชการ"),
            own(unit="กองช่าง"),
        )
    )
    positions = ban_song_case.agency.positions
    assert members_of(document) == [
        (positions.chief_administrator, "ประธานคณะทำงาน"),
        ("ผู้อำนวยการกองคลัง", "คณะทำงาน"),
        ("ผู้อำนวยการกองช่าง", "คณะทำงาน"),
        (positions.office_head, "คณะทำงานและเลขานุการ"),
        (positions.officer, "คณะทำงานและผู้ช่วยเลขานุการ"),
    ]


def test_members_and_duties_of_the_agency_take_the_place_of_ours(ban_song_case):
    settings = replace(DAYS, members=(Member("ปลัด", "ประธาน"),), duties=("หนึ่ง", "สอง"))
    document = order(replace(ban_song_case, settings=settings))
    assert members_of(document) == [("ปลัด", "ประธาน")]
    assert [(block.number, block.text) for block in blocks(document, Numbered)] == [
        ("1.", "หนึ่ง"),
        ("2.", "สอง"),
    ]
    assert len(blocks(order(ban_song_case), Numbered)) == 5


def test_an_order_has_its_number_day_and_calendar_year(ban_song_case):
    (head,) = blocks(order(replace(ban_song_case, settings=DAYS)), NoticeHead)
    assert (head.number, head.year) == ("7", "2565")
    (dated,) = blocks(order(replace(ban_song_case, settings=DAYS)), Dated)
    assert dated.text == "สั่ง ณ วันที่ 30 ธันวาคม พ.ศ. 2565"
    (open_head,) = blocks(order(ban_song_case), NoticeHead)
    assert (open_head.number, open_head.year) == ("", "2566")


def test_an_order_cites_the_clause_of_the_agency_and_none_of_ours(ban_song_case):
    agency = replace(ban_song_case.agency, authority="อาศัยอำนาจตามความในมาตรา 0")
    with_clause = text_of(order(replace(ban_song_case, agency=agency)))
    assert "อาศัยอำนาจตามความในมาตรา 0 จึงแต่งตั้งคณะทำงาน" in with_clause
    assert "มาตรา " not in text_of(order(ban_song_case))


# Wording


def test_a_sentence_of_the_agency_stands_in_place_of_ours(ban_song_case):
    wording, findings = shipped().replaced({"memo": {"closing": "โปรดพิจารณา"}}, Place())
    closing = [b.text for b in blocks(memo(replace(ban_song_case, wording=wording)), Paragraph)]
    assert (findings.items, closing[-1]) == ([], "โปรดพิจารณา")


@pytest.mark.parametrize("name", LETTERS)
def test_a_name_with_braces_is_printed_as_it_is(name, ban_song_case):
    case = replace(ban_song_case, agency=Agency("เทศบาล{total}"))
    assert "เทศบาล{total}" in text_of(LETTERS[name](case))


def test_remarks_are_counted_where_there_are_any(case_of):
    scores = "code,year,score\ntotal,2565,90\nIIT,2565,90\n"
    assert "ข้อเสนอแนะรวม" not in text_of(memo(case_of(scores)))
    remarked = case_of(scores, (LinkedRemark("ก", ("i7",)), LinkedRemark("ข")))
    assert "ข้อเสนอแนะรวม 2 เรื่อง" in text_of(memo(remarked))


def test_the_target_of_the_plan_is_the_one_that_is_told(ban_song_case):
    lower = replace(ban_song_case, plan=replace(ban_song_case.plan, target=Decimal("80.0")))
    said = text_of(memo(lower))
    assert "ไม่ต่ำกว่า 80 คะแนน" in said
    assert "85 คะแนน" not in said

"""The booklet: its figures are those of the sheet, and it fits whatever a sheet lacks."""

import csv
import io
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.ids import Level
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.model import Measure
from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Narrative
from prongsai.core.papers.document import (
    Beside,
    Chart,
    Contents,
    Cover,
    Form,
    Heading,
    KeyFigures,
    Note,
    Numbered,
    Paragraph,
    Table,
)
from prongsai.core.papers.kinds import KINDS

# What is left where a sentence was filled with nothing, or not filled.
TRACE = re.compile("[{}]|None|nan|Decimal|Fraction|  ")
LACKING = [
    "nothing",
    "years before",
    "item scores",
    "weak items",
    "indicators",
    "instruments and a certain level",
    "weights and a total",
    "weights",
    "the total of this year",
    "survey items",
    "a year between",
    "measures",
    "remarks",
]


@pytest.fixture(scope="session")
def cases(ban_song_case, case_of, sheets):
    """Cases by what they lack."""
    plan = replace(ban_song_case.plan, measures=())
    return {
        "nothing": ban_song_case,
        "measures": replace(ban_song_case, plan=plan),
        "remarks": replace(ban_song_case, remarks=()),
        **{lack: case_of(sheet) for lack, sheet in sheets.items()},
    }


@pytest.fixture(scope="session", params=LACKING)
def case(request, cases):
    return cases[request.param]


@pytest.fixture(scope="session")
def document(case):
    return booklet(case)


@pytest.fixture(scope="session")
def example(ban_song_case):
    return booklet(ban_song_case)


@pytest.fixture(scope="session")
def without(cases):
    """The booklet of the case that lacks this."""
    return lambda lack: booklet(cases[lack])


@pytest.fixture(scope="session")
def printed(example_scores):
    """The scores of the sheet with two decimals, by code and year."""
    return {
        (row["code"].removeprefix("ind"), int(row["year"])): f"{Decimal(row['score']):.2f}"
        for row in csv.DictReader(io.StringIO(example_scores))
    }


def blocks(document, kind):
    return [block for block in document.blocks() if isinstance(block, kind)]


def text_of(document):
    return "\n".join(document.strings())


def headings(document, level):
    return [(one.number, one.text) for one in blocks(document, Heading) if one.level == level]


def table(document, caption):
    """The one table whose caption has these words."""
    (found,) = [one for one in blocks(document, Table) if caption in one.caption]
    return found


def rows(table):
    """The texts of a table, one tuple a row."""
    return [tuple(" ".join(cell.lines) for cell in row) for row in table.rows]


def filled_strings(value):
    """Every string of the blocks with its kind, empty ones included."""
    for block in value.blocks():
        if isinstance(block, Paragraph | Note | Numbered | Heading):
            yield block.text
        if isinstance(block, Table):
            yield from (line for row in block.rows for cell in row for line in cell.lines[1:])


# Every booklet, whatever it lacks


@pytest.mark.parametrize("kind", KINDS)
def test_no_string_holds_a_trace_of_the_making(kind, case):
    texts = [text for text in KINDS[kind].build(case).strings() if "ณ วันที่" not in text]
    assert texts
    assert [text for text in texts if TRACE.search(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_paragraph_is_empty_or_has_blanks_at_its_ends(kind, case):
    texts = [text for text in filled_strings(KINDS[kind].build(case)) if text]
    assert all(text == text.strip() for text in texts)
    assert all(filled_strings(KINDS[kind].build(case)))


def test_a_row_has_a_cell_for_each_column(document):
    for one in blocks(document, Table):
        assert {len(row) for row in one.rows} == {len(one.columns)}
        for span in one.spanning:
            assert 0 <= span.first < span.first + span.count <= len(one.columns)


def test_a_chart_has_a_value_for_each_series(document):
    for chart in blocks(document, Chart):
        assert chart.rows
        assert all(len(row.values) == len(chart.series) for row in chart.rows)
        assert chart.alternative.strip()


def test_captions_are_numbered_on_and_unique(document):
    for kind, word in ((Table, "ตารางที่"), (Chart, "แผนภูมิที่")):
        captions = [one.caption for one in blocks(document, kind)]
        assert [caption.split()[:2] for caption in captions] == [
            [word, str(number)] for number in range(1, len(captions) + 1)
        ]
        assert len({caption.split(maxsplit=2)[2] for caption in captions}) == len(captions)


def test_chapters_and_their_parts_are_numbered_on(document):
    numbers = [number for number, _ in headings(document, 1) if number.startswith("บทที่")]
    assert numbers == [f"บทที่ {chapter}" for chapter in range(1, 6)]
    parts = [tuple(map(int, n.split("."))) for n, _ in headings(document, 2) if n]
    assert parts[0] == (1, 1)
    for (chapter, part), (next_chapter, next_part) in pairwise(parts):
        assert (next_chapter, next_part) == (chapter, part + 1) or (
            next_chapter > chapter and next_part == 1
        )


def test_the_parts_of_a_booklet_come_in_their_order(document):
    forms = [section.form for section in document.sections]
    assert forms[:2] == [Form.COVER, Form.FRONT]
    assert set(forms[2:]) == {Form.CHAPTER}
    assert len(blocks(document, Cover)) == len(blocks(document, Contents)) == 1
    assert headings(document, 1)[-1] == ("ภาคผนวก", "ที่มาของตัวเลข")
    assert document.running_head in text_of(document)


def test_every_measure_of_the_matrix_stands_in_the_plan(case, document):
    numbers = {measure.number for measure in case.plan.measures}
    found = [one for one in blocks(document, Table) if "จุดอ่อน แนวทางแก้ไข" in one.caption]
    assert len(found) == bool(case.plan.points)
    for one in found:
        named = {number for row in rows(one) for number in row[-1].split(", ") if number != "–"}
        assert named == {m.number for m in case.plan.measures if m.items or m.remarks}
        assert named <= numbers
        assert len(one.rows) == len(case.plan.points)


def test_the_total_of_the_sheet_is_the_total_of_the_booklet(case, document):
    (summary, overview) = blocks(document, KeyFigures)
    published = case.card.total.published
    computed = case.card.total.value
    shown = published or (None if computed is None else f"{float(computed):.2f}")
    for figures in (summary, overview):
        assert figures.figures[0].text == ("–" if shown is None else f"{Decimal(shown):.2f}")


# The example


@pytest.mark.parametrize(
    "said",
    [
        "ได้คะแนนรวม 90.52 คะแนน อยู่ในระดับ A สูงขึ้น 5.26 คะแนนจากปีงบประมาณ พ.ศ. 2564",
        "ข้อที่ต่ำกว่า 85 คะแนนมี 15 ข้อ (IIT 1 ข้อ EIT 12 ข้อ OIT 2 ข้อ)",
        "พบ 15 ข้อ",
        "ข้อกลุ่มนี้มี 18 ข้อ",
        "มี 2 ข้อ การตรวจข้อมูลบนเว็บไซต์",
        "สรุปข้อเสนอแนะเป็น 7 เรื่อง",
        "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (78.86 คะแนน)",
        "มี 3 จาก 10 ตัวชี้วัด",
        "(81.03 คะแนน)",
        "(76.92 คะแนน) และ",
        "(78.64 คะแนน)",
        "เปรียบเทียบย้อนหลัง 3 ปี",
        "ปีงบประมาณ พ.ศ. 2563–2565",
        "คะแนน 88 ข้อ",
        "ภายในวันที่ 31 มีนาคม 2566",
        "ภายในวันที่ 30 กันยายน 2566",
    ],
)
def test_the_example_says(said, example):
    assert said in text_of(example)


def test_the_largest_fall_and_rise_are_those_of_the_sheet(example, printed):
    moves = {
        code: Decimal(printed[code, 2565]) - Decimal(printed[code, 2564])
        for code in map(str, range(1, 11))
    }
    said = text_of(example)
    assert f"ลดลง {-min(moves.values())} คะแนน" in said
    assert f"สูงขึ้น {max(moves.values())} คะแนน" in said


def test_the_indicators_of_three_years_are_those_of_the_sheet(example, printed):
    found = table(example, "คะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. 2563–2565")
    assert [column.heading for column in found.columns[2:]] == [
        "2563",
        "2564",
        "2565",
        "เปลี่ยนแปลง",
    ]
    *indicators, total = rows(found)
    for row in indicators:
        assert row[2:5] == tuple(printed[row[0], year] for year in (2563, 2564, 2565))
    assert len(indicators) == 10
    assert total[2:5] == ("59.50", "85.26", "90.52")
    assert total[5] == "+5.26"


def test_every_item_has_the_score_of_the_sheet(example, printed):
    found = {
        row[0]: row[4]
        for instrument in ("IIT", "EIT", "OIT")
        for row in rows(table(example, f"คะแนนรายข้อของแบบวัด {instrument}"))
    }
    assert found == {
        code: score for (code, year), score in printed.items() if code[0] in "ieo" and year == 2565
    }


def test_weak_items_are_marked_and_listed_from_the_lowest(example, printed):
    below = table(example, "ข้อที่ต่ำกว่า 85 คะแนน")
    codes = [row[0] for row in rows(below)]
    scores = [Decimal(printed[code, 2565]) for code in codes]
    assert scores == sorted(scores)
    assert len(codes) == 15
    assert all(row[4].weak for row in below.rows)
    eit = table(example, "คะแนนรายข้อของแบบวัด EIT")
    assert [row[0].lines[0] for row in eit.rows if row[4].weak] == [
        row[0] for row in rows(eit) if Decimal(printed[row[0], 2565]) < 85
    ]


def test_sub_indicators_and_instruments_are_those_of_the_sheet(example, printed):
    sub = {row[0]: row[3] for row in rows(table(example, "ตัวชี้วัดย่อย"))}
    assert sub == {code: printed[code, 2565] for code in sub}
    assert len(sub) == 7
    found = rows(table(example, "คะแนนรายแบบวัด"))
    assert [(row[0], row[2], row[4]) for row in found] == [
        ("IIT", "93.10", "ผ่าน"),
        ("EIT", "78.86", "ไม่ผ่าน"),
        ("OIT", "97.32", "ผ่าน"),
    ]


def test_the_annex_gives_each_figure_as_printed_with_its_line(example, example_scores):
    lines = {text: number for number, text in enumerate(example_scores.splitlines(), start=1)}
    found = rows(table(example, "ค่าที่เผยแพร่เทียบกับค่าที่ทวนคำนวณ"))
    total = found[0]
    assert total[1] == "90.52"
    assert str(lines["total,2565,90.52"]) in total[4].split()
    assert "scores.csv" in total[4]
    (iit,) = [row for row in found if row[0].startswith("IIT")]
    assert iit[1:3] == ("93.1", "93.10")
    assert len(found) == 1 + 3 + 10 + 7


def test_the_annex_points_to_the_print_that_counts(ban_song_case):
    total = next(one for one in ban_song_case.figures if one.code == "total")
    other = replace(
        total, published="90.99", value=Decimal("90.99"), place=Place("scores.csv", line=999)
    )
    for figures in ((other, total), (total, other)):
        case = replace(ban_song_case, figures=figures)
        row = rows(table(booklet(case), "ค่าที่เผยแพร่เทียบกับค่าที่ทวนคำนวณ"))[0]
        assert row[1] == "90.52"
        assert "999" not in row[4]
        assert "scores.csv" in row[4]


def test_the_plan_of_the_example_stands_measure_by_measure(example, ban_song_case):
    plan = ban_song_case.plan
    found = table(example, "มาตรการส่งเสริมคุณธรรมและความโปร่งใส")
    assert [row[0] for row in rows(found)] == [m.number for _, ms in plan.groups for m in ms]
    assert [group.title for group in found.groups] == [
        f"ด้านที่ {place} {name}" for place, (name, _) in enumerate(plan.groups, start=1)
    ]
    for row, measure in zip(rows(found), (m for _, ms in plan.groups for m in ms), strict=True):
        assert measure.title in row[1]
        assert all(code in row[1] for code in measure.items)
        assert all(step in row[2] for step in measure.steps)
        assert row[7] == "ยังไม่กำหนด"


def test_the_calendar_shades_the_months_from_start_to_due(example, ban_song_case):
    found = table(example, "ปฏิทินการดำเนินงาน")
    assert len(found.columns) == 14
    signs = set()
    for row, measure in zip(found.rows, ban_song_case.plan.measures, strict=True):
        shaded = [place for place, cell in enumerate(row[2:]) if cell.filled]
        first = (measure.starts.first.month - 10) % 12
        last = (measure.ends.last.month - 10) % 12
        assert shaded == list(range(first, last + 1))
        signs.add(row[2 + last].lines[0])
    (sign,) = signs
    assert f"เครื่องหมาย {sign} คือเดือนที่แล้วเสร็จ" in text_of(example)


def test_a_month_that_is_worked_in_part_is_shaded(ban_song_case):
    measure = Measure("own-1", "1", "ก", start="15 พ.ย. 2565", due="1 กุมภาพันธ์ 2566")
    case = replace(ban_song_case, plan=replace(ban_song_case.plan, measures=(measure,)))
    (row,) = table(booklet(case), "ปฏิทินการดำเนินงาน").rows
    assert [place for place, cell in enumerate(row[2:]) if cell.filled] == [1, 2, 3, 4]


def test_each_unit_owns_its_measures(example, ban_song_case):
    found = rows(table(example, "มาตรการตามผู้รับผิดชอบ"))
    assert sum(int(count) for _, count, _ in found) == len(ban_song_case.plan.measures)
    assert [unit for unit, _, _ in found] == list(
        dict.fromkeys(measure.unit for measure in ban_song_case.plan.measures)
    )


def test_totals_and_instruments_stand_side_by_side(example):
    (beside,) = [
        block for section in example.sections for block in section.blocks
        if isinstance(block, Beside)
    ]  # fmt: skip
    assert [row.label for row in beside.left.rows] == ["2563", "2564", "2565"]
    assert [str(row.values[0]) for row in beside.left.rows] == ["59.5", "85.26", "90.52"]
    assert [row.label for row in beside.right.rows] == ["IIT", "EIT", "OIT"]
    assert "78.86" in beside.right.alternative


def test_what_costs_most_comes_first(example, ban_song_case):
    costly = rows(table(example, "ข้อที่เสียคะแนนรวมมากที่สุด"))
    losses = {item.code: item.lost for item in ban_song_case.weakness.all_items}
    assert [row[0] for row in costly] == sorted(losses, key=lambda code: (-losses[code], code))[:5]


# What is lacking


def test_a_first_year_is_compared_with_nothing(without):
    document = without("years before")
    said = text_of(document)
    assert "สูงขึ้น" not in said
    assert "เปรียบเทียบ" not in said
    assert "2564" not in said
    assert len(table(document, "คะแนนรายตัวชี้วัด ปี").columns) == 3
    assert "เปรียบเทียบย้อนหลัง 3 ปี" in text_of(without("nothing"))


def test_without_item_scores_the_analysis_ends_at_the_indicators(without):
    document = without("item scores")
    assert "ไฟล์คะแนนไม่มีคะแนนรายข้อ" in text_of(document)
    assert not [one for one in blocks(document, Table) if "ข้อที่" in one.caption]
    assert table(document, "คะแนนรายตัวชี้วัด ปี")


def test_without_weak_items_the_booklet_says_so(without):
    document = without("weak items")
    said = text_of(document)
    assert said.count("ไม่มีข้อใดต่ำกว่า 85 คะแนน") >= 2
    assert "ได้คะแนนครบทุกข้อที่มีคะแนนในไฟล์" in said
    assert not [one for one in blocks(document, Table) if "ข้อที่ต่ำกว่า" in one.caption]


def test_without_remarks_the_booklet_says_so(without):
    assert "ไม่มีข้อเสนอแนะของสำนักงาน ป.ป.ช." in text_of(without("remarks"))
    assert "ไม่มีข้อเสนอแนะ" not in text_of(without("nothing"))


def test_a_level_that_is_not_certain_is_never_told_as_certain(without):
    document = without("instruments and a certain level")
    for figures in blocks(document, KeyFigures):
        assert figures.figures[1].text == "ผ่านดี หรือ ผ่าน"
    said = text_of(document)
    assert "อยู่ในระดับ" not in said
    assert "ยังชี้ระดับไม่ได้แน่ชัดระหว่าง ผ่านดี หรือ ผ่าน" in said


@pytest.mark.parametrize("lack", ["weights", "weights and a total"])
def test_a_year_whose_weights_and_levels_are_unknown_names_none(lack, without):
    document = without(lack)
    instruments = rows(table(document, "เครื่องมือการประเมิน"))
    assert [row[4] for row in instruments] == ["–", "–", "–"]
    said = text_of(document)
    assert "ยังไม่มีแหล่งอ้างอิงที่ยืนยันได้" in said
    assert "อยู่ในระดับ" not in said
    assert "น้ำหนัก 30" not in said
    assert "มีสถานะ ร่าง" in said


def test_a_total_of_former_years_is_not_taken_for_this_years_change(without):
    assert "สูงขึ้น" not in text_of(without("the total of this year"))


def test_a_plan_without_measures_has_no_empty_table(without):
    document = without("measures")
    assert "ยังไม่มีมาตรการ" in text_of(document)
    assert all(one.rows for one in blocks(document, Table))
    assert "5.2" not in dict(headings(document, 2))
    assert "5.3" in dict(headings(without("nothing"), 2))


def test_an_indicator_at_zero_is_an_indicator(case_of, example_scores):
    document = booklet(case_of(example_scores.replace("ind7,2565,76.92", "ind7,2565,0")))
    found = rows(table(document, "คะแนนรายตัวชี้วัด ปี"))
    assert len(found) == 11
    assert "0.00" in {row[4] for row in found}


def test_a_point_that_no_measure_answers_gives_its_reason(ban_song_case):
    first, *others = ban_song_case.plan.points
    plan = replace(
        ban_song_case.plan,
        measures=(),
        points=(replace(first, reason="นอกอำนาจหน้าที่"), *others),
    )
    matrix = rows(table(booklet(replace(ban_song_case, plan=plan)), "จุดอ่อน แนวทางแก้ไข"))
    assert matrix[0][3:] == ("เหตุผลที่ไม่ดำเนินการ: นอกอำนาจหน้าที่", "–")
    assert "เหตุผล" not in matrix[1][3]


def test_a_measure_of_which_little_is_known_is_printed_with_dashes(ban_song_case):
    bare = Measure("own-1", "1", "มาตรการ", due="ไม่แน่นอน")
    case = replace(ban_song_case, plan=replace(ban_song_case.plan, measures=(bare,)))
    document = booklet(case)
    (row,) = rows(table(document, "มาตรการส่งเสริมคุณธรรม"))
    assert row == ("1", "มาตรการ", "", "–", "แล้วเสร็จ ไม่แน่นอน", "", "", "–")
    assert not [one for one in blocks(document, Table) if "ปฏิทิน" in one.caption]
    assert rows(table(document, "มาตรการตามผู้รับผิดชอบ")) == [("–", "1", "1")]


def test_a_remark_without_items_stands_in_the_lists(case_of, sheets):
    case = case_of(sheets["years before"], (LinkedRemark("เพิ่มช่องทาง"),))
    document = booklet(case)
    assert rows(table(document, "ข้อเสนอแนะและข้อที่เกี่ยวข้อง")) == [("1", "เพิ่มช่องทาง", "–")]
    last = rows(table(document, "จุดอ่อน แนวทางแก้ไข"))[-1]
    general = next(one for one in case.plan.measures if 1 in one.remarks)
    assert last == ("1", "เพิ่มช่องทาง", "–", "–", general.number)


def test_the_matrix_keeps_items_and_remarks_apart(example, ban_song_case):
    items, remarks = table(example, "จุดอ่อน แนวทางแก้ไข").groups
    points = ban_song_case.plan.points
    assert items.title != remarks.title
    assert [row[0].lines[0] for row in items.rows] == [one.item for one in points if one.item]
    assert [row[0].lines[0] for row in remarks.rows] == list("1234567")


@pytest.mark.parametrize("year", [2566, 2568])
def test_levels_with_gates_show_the_gate(year, case_of):
    case = case_of(
        f"code,year,score\ntotal,{year},90\nIIT,{year},90\nEIT,{year},90\nOIT,{year},90\n"
    )
    levels = table(booklet(case), "ระดับผลการประเมิน")
    assert [column.heading for column in levels.columns][1] == "ทุกแบบวัดไม่ต่ำกว่า"
    assert [row[:2] for row in rows(levels)] == [
        ("95.00–100", "95.00"),
        ("85.00–94.99", "85.00"),
        ("85.00–100", "–"),
        ("70.00–84.99", "–"),
        ("0.00–69.99", "–"),
    ]


def test_levels_without_gates_have_no_column_for_them(example, ban_song_case):
    levels = table(example, "ระดับผลการประเมิน")
    assert len(levels.columns) == 3
    assert [row[0] for row in rows(levels)][:3] == ["95.00–100", "85.00–94.99", "75.00–84.99"]
    assert len(levels.rows) == len(ban_song_case.card.framework.rating.levels)


def test_the_indicators_of_the_framework_are_all_named(document, case):
    found = rows(table(document, "ตัวชี้วัดและจำนวนข้อ"))
    tree = case.card.framework.tree.values()
    assert [row[0] for row in found] == [n.code for n in tree if n.level is Level.INDICATOR]


def test_what_the_officer_says_of_an_instrument_stands_beside_its_indicators(ban_song_case):
    given = (Narrative("EIT", mend="ขั้นตอนการให้บริการ", keep="การตอบข้อซักถาม"), Narrative("OIT"))
    settings = replace(ban_song_case.settings, narratives=given)
    found = table(booklet(replace(ban_song_case, settings=settings)), "รักษาระดับ รายแบบวัด")
    (group,) = found.groups
    assert "(EIT)" in group.title
    ((indicators, told),) = group.rows
    assert told.lines == ("ต้องแก้ไข: ขั้นตอนการให้บริการ", "รักษาระดับ: การตอบข้อซักถาม")
    assert "7 ประสิทธิภาพการสื่อสาร 76.92 คะแนน" in indicators.lines
    bare = replace(ban_song_case, settings=replace(settings, narratives=()))
    assert not [one for one in blocks(booklet(bare), Table) if "รักษาระดับ" in one.caption]


def test_the_preface_names_who_compiled_it_as_documents_000_and_002_do(example, ban_song_case):
    position = ban_song_case.agency.positions.officer
    assert f"ผู้รวบรวมข้อมูล: {position}" in list(example.strings())


def scores(year=2568, **printed):
    """A CSV of these figures; indicators as ind4."""
    rows = (f"{code},{year},{score}\n" for code, score in printed.items())
    return "code,fiscal_year,score\n" + "".join(rows)


@pytest.mark.parametrize(
    ("printed", "said", "never"),
    [
        ({"IIT": "88"}, "แบบวัด IIT ถึงเกณฑ์ 85 คะแนน ไฟล์คะแนนไม่มีคะแนนของแบบวัด EIT, OIT",
         "ทุกแบบวัด"),
        ({"IIT": "88", "EIT": "80"}, "ไฟล์คะแนนไม่มีคะแนนของแบบวัด OIT", "ทุกแบบวัด"),
        ({"IIT": "88", "EIT": "88", "OIT": "88"}, "ทุกแบบวัดถึงเกณฑ์ 85 คะแนน", "ไม่มีคะแนนของแบบวัด"),
        ({"ind1": "88", "ind2": "88", "ind9": "88"},
         "ตัวชี้วัดที่ทราบคะแนน 3 ตัวถึงเกณฑ์ 85 คะแนน ยังไม่ทราบคะแนนอีก 7 ตัว", "ตัวชี้วัดทั้ง 3"),
        ({"ind1": "80", "ind2": "88"}, "มี 1 จาก 2 ตัวชี้วัดที่ทราบคะแนน", "จาก 2 ตัวชี้วัด ได้แก่"),
        ({f"ind{number}": "88" for number in range(1, 11)}, "ตัวชี้วัดทั้ง 10 ตัวถึงเกณฑ์",
         "ยังไม่ทราบคะแนนอีก"),
        ({"total": "60.00"}, "คะแนนที่มีไม่บอกว่าเสียที่ส่วนใด", "ทำถึงระดับตัวชี้วัด"),
        ({"total": "97.00"}, "ไฟล์คะแนนมีเพียงคะแนนรวม", "ไม่บอกว่าเสีย"),
        ({"IIT": "97.00"}, "ทำถึงระดับแบบวัด", "ทำถึงระดับตัวชี้วัด"),
    ],
)  # fmt: skip
def test_a_booklet_claims_no_more_than_is_known(printed, said, never, case_of):
    told = text_of(booklet(case_of(scores(**printed))))
    # The table of levels is headed by the same words.
    words = told.replace("ทุกแบบวัดไม่ต่ำกว่า", "")
    assert said in words
    assert never not in words


def test_the_summary_counts_what_the_plan_answers(case_of):
    remarks = (LinkedRemark("ควรประกาศเจตนารมณ์ของผู้บริหาร"),)
    case = case_of(scores(IIT="90", EIT="80", OIT="92.5"), remarks)
    answered = text_of(booklet(case))
    assert "ตอบจุดอ่อนและข้อเสนอแนะได้ 1 จาก 2 เรื่อง" in answered
    assert "อยู่ในมาตรการทั่วไปซึ่งยังไม่ได้เขียนวิธีดำเนินการ 1 เรื่อง" in answered
    # The plan forgot the instrument: the scores ask for it all the same.
    points = tuple(point for point in case.plan.points if point.item is None)
    measures = tuple(replace(one, items=()) for one in case.plan.measures)
    forgot = replace(case, plan=replace(case.plan, points=points, measures=measures))
    said = text_of(booklet(forgot))
    assert "ตอบจุดอ่อนและข้อเสนอแนะได้ 0 จาก 2 เรื่อง" in said
    assert "ยังไม่มีมาตรการ 1 เรื่อง" in said
    # A reason is no answer.
    points = tuple(replace(one, reason="งบไม่พอ") for one in case.plan.points)
    reasoned = replace(case, plan=replace(case.plan, points=points, measures=measures))
    assert "ให้เหตุผลที่ไม่ดำเนินการ 2 เรื่อง" in text_of(booklet(reasoned))


@pytest.mark.parametrize("target", ["85", "90"])
def test_an_aim_of_the_agencys_own_is_no_rule_of_the_year(target, case_of):
    case = case_of(scores(total="88.00", IIT="90", EIT="80", OIT="92.5"))
    case = replace(case, plan=replace(case.plan, target=Decimal(target)))
    document = booklet(case)
    levels = table(document, "ระดับผลการประเมิน")
    results = {row[2].lines[0]: row[3].lines[0] for group in levels.groups for row in group.rows}
    assert (results["ผ่านดี"], results["ผ่าน"], results["ต้องปรับปรุง"]) == ("ผ่าน", "ผ่าน", "ไม่ผ่าน")
    said = text_of(document)
    assert "ยังไม่มีแหล่งอ้างอิง" not in said
    own = "เกณฑ์ของปีงบประมาณ พ.ศ. 2568 คือ 85 คะแนนจาก 100 คะแนน เล่มนี้ใช้ 90 คะแนนเป็นเป้าหมายของหน่วยงาน"
    assert (own in said) == (target == "90")
    assert ("ต่ำกว่าเป้าหมาย" in said) == (target == "90")

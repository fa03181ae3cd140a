"""Ordinary tables turned by what happens to them in offices: read right, or told; never wrong.

A column of targets, weights, last year's or a province's scores is set in, columns change places,
headings and rows are lost, cells are split, titles move.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.evaluation import FigureOutcome, Label, judge
from prongsai.readers.scores import read_scores

CATALOGUE = Catalogue()
YEAR = 2567
NAMES = {
    "1": "การปฏิบัติหน้าที่",
    "2": "การใช้งบประมาณ",
    "3": "การใช้อำนาจ",
    "4": "การใช้ทรัพย์สินของราชการ",
    "5": "การแก้ไขปัญหาการทุจริต",
    "6": "คุณภาพการดำเนินงาน",
    "7": "ประสิทธิภาพการสื่อสาร",
    "8": "การปรับปรุงระบบการทำงาน",
    "9": "การเปิดเผยข้อมูล",
    "10": "การป้องกันการทุจริต",
}
INSTRUMENTS = {"IIT": "IIT", "EIT": "EIT", "OIT": "OIT"}
WEIGHTS = {"IIT": 30, "EIT": 30, "OIT": 40}
# Headings of columns that hold no score of this agency and year.
OTHERS = (
    "เป้าหมาย",
    "ค่าเป้าหมาย",
    "คะแนนเต็ม",
    "น้ำหนัก",
    "คะแนนถ่วงน้ำหนัก",
    "ค่าเฉลี่ยจังหวัด",
    "ค่าเฉลี่ยระดับประเทศ",
    "ผลต่าง",
    "เพิ่ม/ลด",
    "คะแนนปีที่แล้ว",
    "คะแนนก่อนอุทธรณ์",
    "ร้อยละผู้ตอบ",
    "เทศบาลตำบลข้างเคียง",
    "อบต.ต้นแบบ",
    "คะแนนประเมินตนเอง",
    "คาดการณ์ปี 2568",
)
SCORE = st.decimals("50.01", "99.99", places=2)
TITLES = (
    "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลตัวอย่าง",
    "สรุปคะแนนการประเมินคุณธรรมและความโปร่งใส (ITA) ปี 2567",
    "ตารางที่ 1 ผลคะแนนรายตัวชี้วัด ITA พ.ศ. 2567",
)


@st.composite
def turned_tables(draw):
    """A table of one year's scores after some mishaps, with what a person reads in it."""
    parts = draw(st.sampled_from([NAMES, INSTRUMENTS]))
    values = draw(st.lists(SCORE, min_size=4 * len(parts), max_size=4 * len(parts), unique=True))
    scores = dict(zip(parts, values, strict=False))
    spare = iter(values[len(parts) :])
    head = [
        "ตัวชี้วัด" if parts is NAMES else "แบบวัด",
        draw(st.sampled_from(["คะแนน", "คะแนนที่ได้", "ผลคะแนน"])),
    ]
    numbered = draw(st.booleans())
    rows = [
        [f"{code}. {name}" if numbered and parts is NAMES else name, str(scores[code])]
        for code, name in parts.items()
    ]
    for heading in draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique=True)):
        at = draw(st.integers(1, len(head)))
        head.insert(at, heading)
        for (code, _), row in zip(parts.items(), rows, strict=True):
            row.insert(at, _other(heading, code, scores[code], spare))
    if draw(st.booleans()):
        anothers = [str(next(spare)) for _ in head[1:]]
        rows.insert(draw(st.integers(0, len(rows))), ["ค่าเฉลี่ยจังหวัดตัวอย่าง", *anothers])
    lost = draw(st.sampled_from(["", *parts]))  # a row that nobody copied
    rows = [row for row in rows if not lost or parts[lost] not in row[0]]
    scores.pop(lost, None)
    mishap = draw(st.sampled_from(["none", "swap", "no head", "split", "empty row", "two heads"]))
    table = [head, *rows]
    if mishap == "swap":
        order = draw(st.permutations(range(len(head))))
        table = [[row[n] for n in order] for row in table]
    elif mishap == "no head":
        table = rows
    elif mishap == "split":
        row = table[draw(st.integers(1, len(table) - 1))]
        whole, _, rest = row[-1].partition(".")
        row[-1:] = [whole, rest]
    elif mishap == "empty row":
        table.insert(draw(st.integers(1, len(table) - 1)), [""] * len(head))
    elif mishap == "two heads":
        table.insert(1, ["", *["(ร้อยละ)"] * (len(head) - 1)])
    title = draw(st.sampled_from(TITLES))
    text = "\n".join([title, *(";".join(row) for row in table)])
    return text, scores


def _other(heading, code, score, spare):
    """What stands in a column of something else."""
    if heading == "คะแนนเต็ม":
        return "100"
    if heading == "น้ำหนัก":
        return str(WEIGHTS.get(code, 10))
    if heading in ("ผลต่าง", "เพิ่ม/ลด"):
        return "+1.25"
    value = next(spare)
    if heading == "คะแนนถ่วงน้ำหนัก":
        value = round(score * WEIGHTS.get(code, 10) / 100, 2)
    return str(value)


@pytest.mark.parametrize("suffix", ["csv", "txt"])
@given(turned=turned_tables())
def test_a_turned_table_is_read_right_or_not(suffix, turned):
    text, scores = turned
    reading = read_scores(text.encode(), f"scores.{suffix}", CATALOGUE, draft=True)
    judged = judge(Label({YEAR: scores}), reading)
    faults = [one for one in judged if one.outcome in (FigureOutcome.WRONG, FigureOutcome.INVENTED)]
    assert faults == [], text


@pytest.mark.parametrize(
    ("heading", "row", "own"),
    [
        ("ผลคะแนน;อบต.ต้นแบบ;แบบวัด", "84.48;78.31;IIT", {"IIT": "84.48"}),
        ("แบบวัด;ผลคะแนน;อบต.ต้นแบบ", "IIT;84.48;78.31", {"IIT": "84.48"}),
        ("แบบวัด;อบต.ต้นแบบ", "IIT;78.31", {}),
        ("แบบวัด;เทศบาลตำบลตัวอย่าง", "IIT;84.48", {"IIT": "84.48"}),
    ],
)
def test_a_column_of_another_agency_is_never_the_own_one(heading, row, own, scores_of):
    others = [row.replace("IIT", code) for code in ("EIT", "OIT")]
    got = scores_of("\n".join([TITLES[0], heading, row, *others]), "scores.csv")
    assert {code: got[code] for code in got if code == "IIT"} == own


@pytest.mark.parametrize("halves", ["78;07", "78;7"])
def test_a_score_torn_over_two_cells_is_told_or_offered(halves, read):
    reading = read(f"{TITLES[0]}\nแบบวัด;คะแนน\nIIT;{halves}\nEIT;88.91\nOIT;67.64", "scores.csv")
    assert "IIT" not in set(reading.sheet.of_year(YEAR))
    told = [place.quote or "" for finding in reading.findings for place in finding.places]
    assert "IIT" in {one.code for one in reading.candidates} or any("IIT" in one for one in told)


@pytest.mark.parametrize("product", ["24.86", "24.80"])
def test_a_raw_score_is_read_or_offered_beside_weight_and_product(product, scores_of, known_of):
    total = {"24.86": "84.50", "24.80": "84.44"}[product]
    text = (
        f"{TITLES[1]}\nเครื่องมือ;คะแนนดิบ;น้ำหนัก;คะแนนถ่วงน้ำหนัก\nIIT;82.85;30;{product}\n"
        f"EIT;79.58;30;23.87\nOIT;89.42;40;35.77\nรวม;;100;{total}"
    )
    raw = {"IIT": "82.85", "EIT": "79.58", "OIT": "89.42", "total": total}
    assert scores_of(text, "scores.csv") in ({}, raw)
    known = known_of(text, "scores.csv")
    assert all(value in known[code] for code, value in raw.items())


@pytest.mark.parametrize("second", ["91.20 88.10", "91.20"])
def test_years_that_stand_close_are_apart_where_each_row_has_both(second, read):
    text = f"<p>{TITLES[0].replace('ประจำปีงบประมาณ พ.ศ. 2567 ', '')}</p><table>"
    rows = [
        ("แบบวัด", "ปี 2566 ปี 2567"),
        ("IIT", "80.11 85.22"),
        ("EIT", second),
        ("OIT", "70.33 75.44"),
    ]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    reading = read(text + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>", "scores.html")
    of_iit = {
        year: dict(reading.sheet.of_year(year))["IIT"].published
        for year in reading.sheet.years()
        if "IIT" in reading.sheet.of_year(year)
    }
    assert of_iit == ({2566: "80.11", 2567: "85.22"} if " " in second else {})


def test_a_total_of_another_assessment_is_none_for_a_detail_about_this_one(read):
    title, detail = "<p>ผลการประเมิน LPA ประจำปี 2568</p>", "ตัวชี้วัดการเข้าร่วมประเมิน ITA ได้ 5 คะแนน"
    told = f"{title}<p>เทศบาลตำบลตัวอย่าง ได้คะแนนรวมร้อยละ 89.35 โดยด้านที่ 5 มี{detail}</p>"
    assert list(read(told, "scores.html").sheet.figures) == []
    own = f"{title}<p>ส่วนผลการประเมิน ITA ปี 2568 เทศบาลตำบลตัวอย่างได้คะแนนรวม 89.35 คะแนน</p>"
    reading = read(own, "scores.html")
    known = (*reading.sheet.figures, *reading.candidates)
    assert [(one.code, one.published) for one in known] == [("total", "89.35")]


@pytest.mark.parametrize(
    "sentence",
    [
        "ได้คะแนนรวม 90.27 คะแนน เมื่อเทียบกับปีงบประมาณ พ.ศ. 2566 ซึ่งได้ 84.10 คะแนน",
        "การประเมินนี้เริ่มขึ้นเมื่อปี พ.ศ. 2556",
    ],
)
def test_a_year_in_passing_is_not_that_of_what_follows(sentence, read):
    lines = (
        "รายงานผลการประเมิน ITA",
        "ประจำปีงบประมาณ พ.ศ. 2567",
        sentence,
        "แบบวัด IIT ได้ 89.52 คะแนน",
    )
    reading = read("".join(f"<p>{line}</p>" for line in lines), "scores.html")
    (own,) = [
        one for one in (*reading.sheet.figures, *reading.candidates) if one.published == "89.52"
    ]
    assert (own.code, own.year) == ("IIT", 2567)

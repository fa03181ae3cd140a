"""Ordinary tables turned by what happens to them in offices: read right, or told; never wrong.

A column of targets, weights, last year's or a province's scores is set in, columns change places,
headings and rows are lost, cells are split, titles move.
"""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.evaluation import Label, Outcome, judge
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
    never = set()
    for heading in draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique=True)):
        at = draw(st.integers(1, len(head)))
        head.insert(at, heading)
        for (code, _), row in zip(parts.items(), rows, strict=True):
            row.insert(at, _other(heading, code, scores[code], spare, never))
    if draw(st.booleans()):
        anothers = [str(next(spare)) for _ in head[1:]]
        never |= {Decimal(one) for one in anothers}
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
    return text, scores, frozenset(never)


def _other(heading, code, score, spare, never):
    """What stands in a column of something else; `never` gathers it."""
    if heading == "คะแนนเต็ม":
        return "100"
    if heading == "น้ำหนัก":
        return str(WEIGHTS.get(code, 10))
    if heading in ("ผลต่าง", "เพิ่ม/ลด"):
        return "+1.25"
    value = next(spare)
    if heading == "คะแนนถ่วงน้ำหนัก":
        value = round(score * WEIGHTS.get(code, 10) / 100, 2)
    never.add(value)
    return str(value)


@pytest.mark.parametrize("suffix", ["csv", "txt"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(turned=turned_tables())
def test_a_turned_table_is_read_right_or_told(suffix, turned):
    text, scores, never = turned
    reading = read_scores(text.encode(), f"scores.{suffix}", CATALOGUE, draft=True)
    label = Label({YEAR: scores}, never=never - set(scores.values()))
    judged = judge(label, reading)
    faults = [
        one for one in judged if not one.told and one.outcome in (Outcome.WRONG, Outcome.INVENTED)
    ]
    assert faults == [], text

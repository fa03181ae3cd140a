"""Instruments' scores in a column beside their indicators', as merged cells have them."""

import pytest

from prongsai.readers.ruling import Segment, find_grids

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 เทศบาลตำบลสุขสมมุติ"
NAMES = {
    "1": "การปฏิบัติหน้าที่", "2": "การใช้งบประมาณ", "3": "การใช้อำนาจ", "4": "การใช้ทรัพย์สินของราชการ",
    "5": "การแก้ไขปัญหาการทุจริต", "6": "คุณภาพการดำเนินงาน", "7": "ประสิทธิภาพการสื่อสาร",
    "8": "การปรับปรุงระบบการทำงาน", "9": "การเปิดเผยข้อมูล", "10": "การป้องกันการทุจริต",
}  # fmt: skip
SCORES = {
    "1": "87.75", "2": "72.28", "3": "88.60", "4": "78.88", "5": "72.81",
    "6": "98.87", "7": "83.87", "8": "81.37", "9": "73.63", "10": "87.50",
}  # fmt: skip
OF = {"IIT": "80.06", "EIT": "88.04", "OIT": "80.57"}
WEIGHTS = {"IIT": ("30", "24.02"), "EIT": ("30", "26.41"), "OIT": ("40", "32.23")}
TOTAL = {"total": "82.66"}
INSTRUMENT = {
    code: "IIT" if int(code) <= 5 else "EIT" if int(code) <= 8 else "OIT" for code in NAMES
}


def a_table(heading, of=OF, *, weighted=False, merged=True, total="82.66"):
    """A row for each indicator, and beside it what its instrument has."""
    rows = [heading]
    seen = set()
    for code, name in NAMES.items():
        instrument = INSTRUMENT[code]
        beside = [of[instrument], *(WEIGHTS[instrument] if weighted else ())]
        if not merged and instrument in seen:
            beside = [""] * len(beside)
        seen.add(instrument)
        rows.append([f"{code}. {name}", SCORES[code], *beside])
    rows.append(["คะแนนรวม", *[""] * (len(heading) - 2), total])
    return TITLE + "\n" + "\n".join("\t".join(row) for row in rows)


HEADINGS = [
    ["ตัวชี้วัด", "คะแนนรายตัวชี้วัด", "คะแนนรายแบบวัด"],
    ["ตัวชี้วัด", "คะแนน ITA", "คะแนนที่ได้ (100 คะแนน)"],
    ["ตัวชี้วัด", "ผลคะแนน", "เครื่องมือ"],
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("merged", [True, False])
def test_the_mean_of_the_indicators_beside_it_is_the_instruments(scores_of, heading, merged):
    assert scores_of(a_table(heading, merged=merged)) == SCORES | OF | TOTAL


def test_weights_and_weighted_scores_beside_it_are_no_scores(scores_of):
    heading = ["ตัวชี้วัด", "คะแนน ITA", "คะแนนที่ได้", "น้ำหนัก (ร้อยละ)", "คะแนนถ่วงน้ำหนัก"]
    assert scores_of(a_table(heading, weighted=True)) == SCORES | OF | TOTAL
    unnamed = ["ตัวชี้วัด", "คะแนน", "ที่ได้", "สัดส่วน", "คิดเป็น"]
    assert set(scores_of(a_table(unnamed, weighted=True)).items()) <= set(
        (SCORES | OF | TOTAL).items()
    )


@pytest.mark.parametrize("code", ["IIT", "OIT"])
def test_a_number_that_is_not_their_mean_is_no_instruments_and_told(read, scores_of, code):
    text = a_table(HEADINGS[0], OF | {code: "91.00"})
    found = scores_of(text)
    assert "91.00" not in found.values()
    assert any(
        "91.00" in finding.message.th or any("91.00" in (one.quote or "") for one in finding.places)
        for finding in read(text).findings
    )


def test_a_total_that_is_not_their_mean_is_read_as_printed(scores_of):
    assert scores_of(a_table(HEADINGS[0], total="79.10")).get("total") == "79.10"


def a_grid(*, is_parted):
    """Three rows and three columns; two columns are merged over all rows, maybe parted."""
    rows, columns = (0, 20, 40, 60), (0, 50, 100, 150)
    level = [Segment(upright=False, at=at, low=0, high=50) for at in rows]
    level += [Segment(upright=False, at=at, low=50, high=150) for at in (0, 60)]
    upright = [
        Segment(upright=True, at=at, low=low, high=low + 20)
        for at in columns
        for low in rows[:-1]
        if at != columns[2] or low == 0 or is_parted
    ]
    return find_grids([*level, *upright])


@pytest.mark.parametrize("is_parted", [True, False])
def test_a_stroke_between_merged_cells_parts_them_though_it_touches_no_other(is_parted):
    (grid,) = a_grid(is_parted=is_parted)
    middle = grid.cells[1]
    assert len({row[1] for row in grid.cells}) == 1
    assert (middle[1] != middle[2]) == is_parted

"""What news and notices of agencies tell of their results, each form with its twin."""

import pytest

OWN = "เทศบาลตำบลบางตัวอย่าง"
HEAD = f"{OWN}\nรายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2568\n"


@pytest.fixture
def figures(read):
    """The figures of some lines below a title: year, code and number."""

    def figures(text):
        return {(one.year, one.code, one.published) for one in read(HEAD + text).sheet.figures}

    return figures


@pytest.fixture
def asked(read):
    """The words that are asked about below a title."""

    def asked(text):
        found = (one for one in read(HEAD + text).findings if one.code == "wording_not_understood")
        return " ".join(one.message.th for one in found)

    return asked


@pytest.fixture
def told(read):
    """Everything that findings with a place say of some lines below a title."""

    def told(text):
        findings = [one for one in read(HEAD + text).findings if one.code != "no_scores"]
        said = [one.message.th for one in findings if one.places]
        return " ".join([*said, *(place.quote or "" for one in findings for place in one.places)])

    return told


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาลได้คะแนนรวมเพิ่มจาก 82.43 คะแนน (ปี 2567) เป็น 94.64 คะแนน",
        "ในปี 2568 ได้คะแนน ITA เพิ่มขึ้นจาก 82.43 คะแนน ในปี 2567 เป็น 94.64 คะแนน",
        "ในปี 2568 คะแนนรวมเพิ่มขึ้นจากร้อยละ 82.43 (ในปี 2567) เป็นร้อยละ 94.64",
    ],
)
def test_from_an_earlier_year_to_the_one_spoken_of(figures, asked, text):
    assert figures(text) == {(2567, "total", "82.43"), (2568, "total", "94.64")}
    assert not asked(text)


def test_from_an_earlier_year_to_a_goal_is_not_read(figures, told):
    text = "ตั้งเป้าให้คะแนนรวมเพิ่มจาก 82.43 คะแนน (ปี 2567) เป็น 94.64 คะแนน"
    assert figures(text) == set()
    assert "94.64" in told(text)


def test_anybody_elses_change_is_asked_about(told):
    text = "กระทรวงตัวอย่างได้คะแนนรวมเพิ่มจาก 82.43 คะแนน (ปี 2567) เป็น 94.64 คะแนน"
    assert "82.43" in told(text)
    assert "กระทรวงตัวอย่าง" in told(text)


def test_a_number_beside_a_national_bodys_name_is_not_passed_over_in_silence(told):
    line = "ตามประกาศคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ ITA ครึ่งแรก 82.43 ครึ่งหลัง 94.64"
    assert "82.43" in told(line)
    assert "82.43" not in told("อปท. 12 แห่ง ITA ครึ่งแรก 82.43 ครึ่งหลัง 94.64")


YEARS = {(2565, "total", "81.10"), (2566, "total", "84.20"), (2567, "total", "90.30")}
LISTS = [
    "ปี 2565 ได้ 81.10 คะแนน\nปี 2566 ได้ 84.20 คะแนน\nปี 2567 ได้ 90.30 คะแนน",
    "- ปี พ.ศ. 2565 คะแนน 81.10 ระดับ B\n- ปี พ.ศ. 2566 คะแนน 84.20 ผ่าน\n- ปี พ.ศ. 2567 คะแนน 90.30",
    "ปี | คะแนน\n2565 | 81.10\n2566 | 84.20\n2567 | 90.30",
    "ปีงบประมาณ | คะแนน | ระดับ |\n2565 | 81.10 | B |\n2566 | 84.20 | ผ่าน |\n2567 | 90.30 | ผ่านดี |",
    "ปี | คะแนนรวม | เพิ่ม/ลด |\n2565 | 81.10 | - |\n2566 | 84.20 | +3.10 |\n2567 | 90.30 | +6.10 |",
]


@pytest.mark.parametrize("years", LISTS)
@pytest.mark.parametrize(
    "caption",
    [
        "ผลคะแนน ITA ย้อนหลัง 3 ปี",
        "ข้อมูลคะแนน ITA ของเทศบาล เปรียบเทียบตั้งแต่ปีงบประมาณ พ.ศ. 2565 – 2567",
        f"สถิติผลการประเมิน ITA ของ{OWN} ตั้งแต่ปี พ.ศ. 2565 ถึงปัจจุบัน",
    ],
)
def test_years_below_a_caption_of_results_are_totals(read, caption, years):
    reading = read(f"{OWN}\n{caption}\n{years}")
    assert {(one.year, one.code, one.published) for one in reading.sheet.figures} == YEARS
    assert not {one.code for one in reading.findings} & {
        "caption_not_understood",
        "wording_not_understood",
    }


@pytest.mark.parametrize("years", LISTS)
@pytest.mark.parametrize(
    "caption",
    [
        "เป้าหมายคะแนน ITA ตั้งแต่ปีงบประมาณ พ.ศ. 2565 – 2567",
        "คะแนน IIT ย้อนหลัง 3 ปี",
        "ผลคะแนน ITA เฉลี่ยระดับประเทศ ย้อนหลัง 3 ปี",
        "ประมาณการคะแนน ITA ตั้งแต่ปีงบประมาณ พ.ศ. 2565 – 2567",
        "ผลคะแนน LPA ย้อนหลัง 3 ปี",
    ],
)
def test_years_below_another_caption_are_no_totals(read, caption, years):
    reading = read(f"{OWN}\n{caption}\n{years}")
    assert not [one for one in reading.sheet.figures if one.code == "total"]


def test_years_below_an_instruments_caption_are_that_instruments(read):
    reading = read(f"{OWN}\nคะแนน IIT ย้อนหลัง 3 ปี\n{LISTS[-1]}")
    found = {(one.year, one.code, one.published) for one in reading.sheet.figures}
    assert found == {(year, "IIT", number) for year, _, number in YEARS}


def test_what_is_said_of_others_holds_for_the_years_below(figures, told):
    text = "คะแนน ITA เฉลี่ยระดับประเทศ\nปี 2566 ได้ 81.10 คะแนน\nปี 2567 ได้ 84.20 คะแนน"
    assert figures(text) == set()
    assert "84.20" in told(text)

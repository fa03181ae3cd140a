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


PRIZE_2566 = "รางวัลการประเมินคุณธรรมและความโปร่งใส (ITA Awards) ประจำปี 2566"
ANNOUNCED = (
    f"{OWN} ได้รับรางวัล “ITA Award 2023” อันดับ 1\n\nป.ป.ช. ประกาศผลการประเมินคุณธรรมและความโปร่งใส"
    " ประจำปี 2566 โดยได้รับผลการประเมินสูงสุดที่ 99.12 คะแนน จากคะแนนเต็ม 100 คะแนน"
)
OF_THE_ITA = (
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
    " (Integrity and Transparency Assessment : ITA) ประจำปีงบประมาณ พ.ศ. 2566"
)
ITS_AUTHORS = "สำนักงานคณะกรรมการป้องกันและปราบปรามการทุจริตแห่งชาติ (ป.ป.ช.)"


@pytest.fixture
def of_a_body(read):
    """The figures of a text that has no title, and the words that are asked about."""

    def of_a_body(text, **given):
        reading = read(text, **given)
        found = (one for one in reading.findings if one.code == "wording_not_understood")
        figures = {(one.year, one.code, one.published) for one in reading.sheet.figures}
        return figures, " ".join(one.message.th for one in found)

    return of_a_body


@pytest.mark.parametrize(
    "text",
    [
        f"สำนักงาน ป.ป.ช. ประกาศผล{OF_THE_ITA} โดยกรมทดสอบระบบ ได้รับผลคะแนน 91.20 คะแนน",
        f"ผล{OF_THE_ITA} โดย ประเภท สถาบันอุดมศึกษา มหาวิทยาลัยสมมุติ ได้ผลคะแนนรวม 91.20 คะแนน",
        f"ผล{OF_THE_ITA} ของ{ITS_AUTHORS} พบว่า มหาวิทยาลัยสมมุติ ได้รับคะแนนผลการประเมิน 91.20 คะแนน",
        f"ผล{OF_THE_ITA} มหาวิทยาลัยสมมุติ จัดอยู่ในประเภทสถาบันอุดมศึกษา ได้ 91.20 คะแนน",
        "สถาบันทดลองงาน (สทง.) เผยผลการประเมิน ITA ปี 2566\n\nสทง. ผ่านเกณฑ์การประเมินด้วยผลคะแนน 91.20",
        "การไฟฟ้าสมมุติ (XEA) ได้รับผลคะแนนประเมิน ITA ปี 2566 เท่ากับ 91.20 คะแนน",
        f"สำนักงานสมมุติ (องค์การมหาชน) มีผล{OF_THE_ITA} อยู่ในระดับ ผ่านดี ด้วยคะแนน 91.20",
        "สมพ.คว้าอันดับหนึ่งขององค์กรหลักในการประเมิน ITA ปี 2566 ด้วยคะแนน 91.20 คะแนน",
        f"{OWN} ได้รับรางวัล ITA ปี 2566 ด้วยคะแนน 91.20",
        f"เทศบาลบางตัวอย่าง คว้ารางวัล ITA ปี 2566 ที่ 91.20 คะแนน ประกาศ ณ {OWN}",
        "เทศบาลตำบลท่าสมมุติ-บ้านดง ได้ผลคะแนนการประเมิน ITA ประจำปี 2566 จำนวน 91.20 คะแนน",
        "มีหน่วยงานภาครัฐที่เข้ารับการประเมิน ITA ปี 2566 ทั้งสิ้น 8303 หน่วยงาน กรมทดสอบระบบทำคะแนนได้ 91.20",
    ],
)
def test_what_bodies_tell_of_their_own_result_is_not_asked_about(of_a_body, text):
    assert of_a_body(text) == ({(2566, "total", "91.20")}, "")


@pytest.mark.parametrize(
    "text",
    [
        "กรมทดสอบระบบ ได้คะแนน ITA ปี 2566 91.20 คะแนน ส่วนกรมตัวอย่างงาน ได้คะแนน 88.10 คะแนน",
        "มหาวิทยาลัยสมมุติ เผยว่า มหาวิทยาลัยตัวอย่าง ได้คะแนน ITA ปี 2566 เท่ากับ 91.20 คะแนน",
        f"{OWN} แจ้งว่า กรมทดสอบระบบ ได้คะแนน ITA ปี 2566 เท่ากับ 91.20 คะแนน",
        "16 หน่วยงาน สธ. ผ่านการประเมิน ITA ปี 2566 ด้วยคะแนน 91.20 คะแนน",
        "หน่วยงานที่มีผลการประเมิน ITA ปี 2566 สูงสุด คือ กรมทดสอบระบบ มีผลการประเมิน 91.20 คะแนน",
        "กรมทดสอบระบบ ควรได้คะแนน ITA ปี 2566 ที่ 91.20 คะแนน",
        "มหาวิทยาลัยสมมุติ แจ้งผล ITA ปี 2566 กลุ่มสถาบันอุดมศึกษา มีคะแนนเฉลี่ย 91.20 คะแนน",
        "ประเภทสถาบันอุดมศึกษา ได้คะแนน ITA ปี 2566 91.20 คะแนน",
        "กรมทดสอบระบบ\nกลุ่มกรมหรือเทียบเท่า ได้คะแนน ITA ปี 2566 91.20 คะแนน",
        "กรมทดสอบระบบ\nสำนักงานสาขาของกรมทดสอบระบบ ได้คะแนน ITA ปี 2566 91.20 คะแนน",
        "กรมทดสอบระบบ\nกรมทดสอบระบบเขต ได้คะแนน ITA ปี 2566 91.20 คะแนน",
        f"{OWN}\nผลการประเมิน ITA ปี 2566\nใช้งบประมาณ 91.20%",
        "มีหน่วยงานเข้าร่วม ITA ปี 2566 จำนวน 8,303 หน่วยงาน ได้คะแนน 91.20 คะแนน",
        f"{OWN} แจ้งว่า เทศบาลเมืองเพื่อนบ้าน คว้ารางวัล ITA ปี 2566 ที่ 91.20 คะแนน",
    ],
)
def test_what_is_told_of_other_bodies_is_asked_about_or_not_read(read, text):
    reading = read(text)
    said = [one for one in reading.findings if one.places and one.code != "no_scores"]
    told = " ".join(one.message.th + " ".join(p.quote or "" for p in one.places) for one in said)
    assert [one.published for one in reading.sheet.figures if one.published not in told] == []


def test_another_body_than_the_one_that_was_given_is_asked_about(of_a_body):
    text = "กรมทดสอบระบบ ได้คะแนน ITA ปี 2566 เท่ากับ 91.20 คะแนน"
    assert of_a_body(text, agency="กรมทดสอบระบบ")[1] == ""
    assert "กรมทดสอบระบบ" in of_a_body(text, agency="กรมตัวอย่างงาน")[1]
    assert "กรมทดสอบระบบ" in of_a_body(text, agency=OWN)[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปฏิบัติหน้าที่ 92.1", ("1", "92.1")),
        ("ผลการประเมิน ITA ด้านปฏิบัติหน้าที่ ได้คะแนน 92.10", ("1", "92.10")),
        ("ผลการประเมิน ITA ด้านแก้ไขปัญหาทุจริต คะแนน 92.10", ("5", "92.10")),
        ("ผลการประเมิน ITA ด้านคุณภาพดำเนินงาน 92.10 คะแนน", ("6", "92.10")),
        ("92.1 คะแนน ด้านการใช้งบประมาณ", ("2", "92.1")),
        ("ผลคะแนน ITA ปี 2568 ได้ 92.10 คะแนน ในด้านการใช้งบประมาณ", ("2", "92.10")),
        ("ผลการประเมิน ITA 92.10 คะแนน (ปฏิบัติหน้าที่)", ("1", "92.10")),
        ("ได้คะแนน 92.10 คะแนน ในแบบวัด IIT", ("IIT", "92.10")),
        ("ได้คะแนนสูงสุด 92.10 คะแนน คือ การปฏิบัติหน้าที่", ("1", "92.10")),
        ("คะแนนต่ำสุด 72.10 คะแนน ได้แก่ ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", ("4", "72.10")),
        ("ได้คะแนนเต็ม 100 คะแนน ในตัวชี้วัดการป้องกันการทุจริต", ("10", "100")),
        ("ตัวชี้วัดการป้องกันทุจริต มีคะแนน 81.25 คะแนน", ("10", "81.25")),
    ],
)
def test_an_indicator_behind_its_number_or_with_a_short_name(figures, text, expected):
    assert figures(text) == {(2568, *expected)}


@pytest.mark.parametrize(
    "text",
    [
        "ผลคะแนน ITA ได้ 90.10 คะแนน ด้านการใช้งบประมาณ 88.20 คะแนน ด้านการใช้อำนาจ",
        "คะแนนรวม 90.10 คะแนน ด้านการใช้งบประมาณ",
        "ผลคะแนน ITA ได้ 90.10 คะแนน ด้านการใช้งบประมาณต้องพัฒนา",
        "คะแนนต่ำสุด 72.10 คะแนน ได้แก่ การใช้ทรัพย์สินของราชการและการใช้อำนาจ",
        "คะแนนเต็ม 100 คะแนน ในตัวชี้วัดการป้องกันการทุจริต",
        "ปฏิบัติหน้าที่ตามเวลา 42.60 คะแนน",
        "ตั้งเป้าคะแนน ITA 92.10 คะแนน ในด้านการใช้งบประมาณ",
    ],
)
def test_a_part_behind_a_number_never_makes_it_the_total(figures, text):
    assert not [one for one in figures(text) if one[1] == "total"]


@pytest.mark.parametrize(
    "text",
    [
        "ผลคะแนน ITA ได้ 90.10 คะแนน ด้านการใช้งบประมาณ 88.20 คะแนน ด้านการใช้อำนาจ 85.10 คะแนน",
        "คะแนนรวม 90.10 คะแนน ด้านการใช้งบประมาณต้องพัฒนา",
        "ผลคะแนน ITA ได้ 90.10 คะแนน โดยด้านการใช้งบประมาณต้องพัฒนา",
    ],
)
def test_what_begins_anew_behind_the_total_leaves_it(figures, text):
    assert (2568, "total", "90.10") in figures(text)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("โดยได้ 99.10 คะแนน ด้านการป้องกันการทุจริต", 2568),
        ("ซึ่งได้ 99.10 คะแนน ในด้านการป้องกันการทุจริต", 2567),
    ],
)
def test_behind_a_difference_the_year_compared_with_is_left(figures, said, year):
    text = f"คะแนนรวมปี 2568 เท่ากับ 87.20 คะแนน ลดลงจากปี 2567 จำนวน 2.25 คะแนน {said}"
    assert figures(text) == {(2568, "total", "87.20"), (year, "10", "99.10")}


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (f"{OWN} รับโล่รางวัล ITA Awards ประจำปี 2566 ด้วยคะแนน 97.25 คะแนน", "97.25"),
        (ANNOUNCED, "99.12"),
        (f"{OWN} รับ{PRIZE_2566} ในฐานะหน่วยงานที่ได้รับคะแนนสูงสุด เป็นอันดับ 1 ที่ 99.60 คะแนน", "99.60"),
        (f"มอบ{PRIZE_2566} และรับมอบรางวัลประเภทเทศบาล ซึ่ง{OWN} ได้ที่ 1 ด้วยคะแนน 95.54", "95.54"),
    ],
)
def test_what_news_of_the_assessments_prize_tell_is_read(read, text, score):
    found = {(one.year, one.code, one.published) for one in read(text).sheet.figures}
    assert found == {(2566, "total", score)}


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN} รับรางวัลพระปกเกล้า ประจำปี 2566 ด้วยคะแนน 97.25 คะแนน",
        f"{OWN} รับรางวัล ITA Awards ปี 2566 และรางวัลองค์กรโปร่งใส ด้วยคะแนน 97.25 คะแนน",
        f"{OWN} แจ้งผล ITA ปี 2566 หน่วยงานที่ได้รับคะแนนสูงสุด เป็นอันดับ 1 ที่ 99.60 คะแนน",
        f"{OWN} รับรางวัล ITA Awards ปี 2566 และได้คะแนน LPA 97.25 คะแนน",
    ],
)
def test_what_news_of_other_prizes_and_of_others_tell_is_not(read, text):
    assert not read(text).sheet.figures


TITLE = "Somewhere University (SWU) in the 2023 ITA\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{TITLE}Somewhere University receives the total score of 92.15, told in parts.", "total"),
        (f"{TITLE}The Open Data Assessment (OIT) – SWU scores 92.15.", "OIT"),
        ("Results\nOur agency scored 92.15 points in the ITA of fiscal year 2023", "total"),
        (f"{TITLE}SWU was ranked first in the 2023 ITA with a score of 92.15.", "total"),
        ("Result\nITA score 2566: 92.15 (A)", "total"),
        ("Yearly report\nITA results overview of 2023 is 92.15 points, classified as A.", "total"),
    ],
)
def test_what_english_news_tell_of_the_agency_they_are_titled_with(read, text, code):
    found = {(one.year, one.code, one.published) for one in read(text).sheet.figures}
    assert found == {(2566, code, "92.15")}


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}Elsewhere University receives the total ITA score of 92.15.",
        f"{TITLE}Universities received a mean ITA score of 92.15 in 2023.",
        f"{TITLE}SWU would have a target ITA score of 92.15.",
        f"{TITLE}One indicator of SWU in the ITA, improvement, scored 92.15.",
        "Elsewhere University scored 92.15 points in the ITA of fiscal year 2023.",
        f"{TITLE}SWU scored 92.15 points in the LPA.",
    ],
)
def test_what_english_news_tell_of_others_is_told(read, text):
    reading = read(text)
    assert not reading.sheet.figures
    assert "92.15" in " ".join(place.quote or "" for f in reading.findings for place in f.places)


def test_that_score_of_the_paragraph_above_is_read(of_a_body):
    text = f"ธนาคารสมมุติ เข้ารับ{OF_THE_ITA}\n\nคะแนนดังกล่าวอยู่ในระดับ AA ที่ 99.06 คะแนน"
    assert of_a_body(text) == ({(2566, "total", "99.06")}, "")


def test_a_thing_that_is_named_like_an_indicator_is_none(figures, told):
    said = "มีค่าต่ำสุดเท่ากับ 85.15"
    assert figures(f"ผลคะแนน ITA การใช้ทรัพย์สินของทางราชการ {said}") == {(2568, "4", "85.15")}
    other = f"ผลคะแนน ITA การใช้ทรัพย์สินของทางราชการอย่างคุ้มค่า {said}"
    assert figures(other) == set()
    assert "85.15" in told(other)


def test_that_score_of_another_thing_is_not(of_a_body):
    assert of_a_body("ผลประเมิน LPA ปี 2566\n\nคะแนนดังกล่าวอยู่ที่ 99.06 คะแนน")[0] == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ป.ป.ช. ให้ สทง.ได้รับ 92.45 คะแนนจากโครงการประเมินคุณธรรมและความโปร่งใส ประจำปี 2566",
            (2566, "total", "92.45"),
        ),
        (
            "ประกาศผลคะแนน ITA ปี 2566 มีผลการประเมินด้านการใช้ทรัพย์สินของทางราชการ มีค่าต่ำสุดเท่ากับ 85.15",
            (2566, "4", "85.15"),
        ),
        (
            f"ผล{OF_THE_ITA} หมวดการป้องกันการทุจริต ได้ 100 จากเต็ม 100",
            (2566, "10", "100"),
        ),
        (
            f"{OWN} คว้ารางวัล ITA AWARDS 2023 หน่วยงานที่มีพัฒนาการสูงสุด 98.25 คะแนน",
            (2566, "total", "98.25"),
        ),
    ],
)
def test_other_ways_of_news_to_tell_a_score(of_a_body, text, expected):
    assert of_a_body(text)[0] == {expected}


@pytest.mark.parametrize(
    "text",
    [
        f"ผล{OF_THE_ITA} ความพึงพอใจ ได้ 95 จากเต็ม 100",
        "ให้ สทง.ได้รับ 92.45 คะแนนจากโครงการประเมินคุณภาพ ประจำปี 2566",
    ],
)
def test_what_is_only_like_them_is_not_read(of_a_body, text):
    assert of_a_body(text)[0] == set()


@pytest.mark.parametrize(
    "text",
    [
        "ธ.ส.ม. คว้าคะแนน ITA ปี 2566 เท่ากับ 91.20 คะแนน",
        "กสม.ปลื้มผล ITA ปี 2566\n\nกสม. ได้คะแนนการประเมิน ITA 91.20 คะแนน",
        "XEA หรือการไฟฟ้าสมมุติ ได้รับผลประเมิน ITA ปี 2566 โดย XEA ได้รับผลคะแนน 91.20 คะแนน",
        "มีหน่วยงานภาครัฐกว่า 8,300 แห่งทั่วประเทศเข้าร่วมรับการประเมิน ITA ปี 2566\nซึ่ง กสม. ได้รับผลคะแนน 91.20",
        f"กสม. ได้รับผล{OF_THE_ITA} อยู่ในเกณฑ์ผ่านดี 91.20 คะแนน",
    ],
)
def test_short_names_of_bodies_and_how_many_took_part_are_not_asked_about(of_a_body, text):
    assert of_a_body(text) == ({(2566, "total", "91.20")}, "")


@pytest.mark.parametrize(
    ("text", "year_before"),
    [
        ("คะแนน ITA ปี 2568 เพิ่มขึ้นเป็นร้อยละ 91.79", set()),
        ("คะแนนรวมเพิ่มขึ้นเป็น 91.79 คะแนน", set()),
        ("คะแนนรวมปี 2568 ลดลงเป็น 91.79 คะแนน จากปีก่อนที่ได้ 93.46 คะแนน", {(2567, "total", "93.46")}),
        (
            "ผลคะแนน ITA ปีงบประมาณ พ.ศ. 2568 เพิ่มขึ้นเป็นร้อยละ 91.79 จากปีที่แล้วร้อยละ 88.46",
            {(2567, "total", "88.46")},
        ),
    ],
)
def test_what_a_score_came_to_and_from_the_year_before(figures, asked, text, year_before):
    assert figures(text) == {(2568, "total", "91.79")} | year_before
    assert not asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "ตั้งเป้าให้คะแนนรวมเพิ่มขึ้นเป็น 95.79 คะแนน",
        "คะแนน ITA ปี 2568 จะเพิ่มขึ้นเป็นร้อยละ 95.79",
        "พัฒนาเพื่อให้คะแนน ITA เพิ่มขึ้นเป็นร้อยละ 95.79",
        "คะแนนเฉลี่ยของจังหวัดเพิ่มขึ้นเป็น 95.79 คะแนน",
        "เทศบาลตำบลอื่นสมมุติได้คะแนนรวมเพิ่มขึ้นเป็น 95.79 คะแนน",
        "คะแนนรวมเพิ่มขึ้นเป็นร้อยละ 5.79",
        "ผู้ตอบแบบวัด IIT เพิ่มขึ้นเป็นร้อยละ 95.79",
    ],
)
def test_what_it_should_come_to_or_another_came_to_is_not_read(figures, text):
    assert figures(text) == set()


def test_a_difference_from_the_year_before_is_no_score_of_it(figures):
    text = "คะแนนรวมปี 2568 ได้ 91.79 คะแนน เพิ่มขึ้นจากปีที่แล้ว 1.80 คะแนน"
    assert figures(text) == {(2568, "total", "91.79")}
    assert figures("คะแนนรวม 91.79 คะแนน ลดลงจากปีก่อน 51.80 คะแนน") == {(2568, "total", "91.79")}


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาลอยู่ในระดับ A (89.46 คะแนน)",
        "เทศบาลผ่านเกณฑ์ประเมิน ITA ปี 2568 ในระดับ “ผ่านดี” (89.46 คะแนน)",
    ],
)
def test_the_score_in_brackets_behind_the_own_level(figures, asked, text):
    assert figures(text) == {(2568, "total", "89.46")}
    assert not asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "หน่วยงานที่อยู่ในระดับ A (85.00 คะแนน) จะได้รับโล่",
        "ตั้งเป้าให้อยู่ในระดับ A (89.46 คะแนน)",
        "เทศบาลตำบลอื่นสมมุติอยู่ในระดับ A (89.46 คะแนน)",
        "ค่าเฉลี่ยทั้งประเทศอยู่ในระดับ A (89.46 คะแนน)",
        "เกณฑ์มีดังนี้ ระดับ A (85.00 คะแนน) ระดับ B (75.00 คะแนน)",
        "อปท. ส่วนใหญ่อยู่ในระดับ C (69.48 คะแนน)",
        "ผู้บริหารต้องการให้อยู่ในระดับ AA (97.57 คะแนน)",
        "จังหวัดสมมุติอยู่ในระดับ A (87.57 คะแนน)",
        "กองคลังอยู่ในระดับ A (90.00 คะแนน)",
    ],
)
def test_a_level_of_others_or_of_the_rules_has_none(figures, text):
    assert figures(text) == set()


def test_in_brackets_behind_the_level_of_a_part_it_is_that_parts(figures):
    assert figures("แบบวัด IIT อยู่ในระดับ A (89.46 คะแนน)") == {(2568, "IIT", "89.46")}


def test_the_highest_score_in_an_assessment_that_is_named_behind_it(read):
    news = f"{OWN} คว้า 97.60 คะแนน สูงสุดในการประเมินคุณธรรมและความโปร่งใสฯ ปี 66\n"
    reading = read(news)
    assert [(one.year, one.code, one.published) for one in reading.sheet.figures] == [
        (2566, "total", "97.60")
    ]
    unknown = read(news.replace(OWN, "เขตบางสมมุติ"))
    assert "wording_not_understood" in {one.code for one in unknown.findings}


@pytest.mark.parametrize("sign", ["🏅 ", "📊", ""])
def test_a_year_and_its_total_a_line_with_small_pictures_and_levels(read, sign):
    lines = ("2566 89.43 คะแนน · ระดับ ผ่าน", "2567 98.82 คะแนน · ระดับ ผ่านดีเยี่ยม")
    listed = "\n".join(f"{sign}ปีงบประมาณ {line}" for line in lines)
    figures = read(f"{OWN}\nผลการประเมิน ITA ย้อนหลัง\n{listed}\n").sheet.figures
    assert {(one.year, one.published) for one in figures} == {(2566, "89.43"), (2567, "98.82")}
    estimated = listed.replace("89.43", "≈89.43").replace("98.82", "≈98.82")
    assert not read(f"{OWN}\nผลการประเมิน ITA ย้อนหลัง\n{estimated}\n").sheet.figures


@pytest.mark.parametrize(
    "words",
    [
        "date 2025-08-18 {}ได้คะแนนรวม",
        "Hits: 2074 {}ได้คะแนนรวม",
        "{}รักษาระดับมาอย่างต่อเนื่อง ได้คะแนนรวม",
        "แบบตรวจ (Open Data Integrity and Transparency Assessment: OIT) ได้คะแนน",
        "แบบวัด (External Integrity and Transparency Assessment: EIT) ได้คะแนน",
    ],
)
def test_what_pages_print_and_the_full_names_are_not_asked_about(figures, asked, words):
    text = words.format("เทศบาล").replace("รักษาระดับ", "ได้รับคะแนน") + " 91.50 คะแนน"
    assert {published for _, _, published in figures(text)} == {"91.50"}
    assert not asked(text)


@pytest.mark.parametrize("words", ["Rehearsal 2025-08-18", "Draft: 2074", "External audit"])
def test_other_english_words_are_asked_about(asked, words):
    assert asked(f"{words} เทศบาลได้คะแนนรวม 91.50 คะแนน")


@pytest.mark.parametrize("whose", ["ของเทศบาล", "ของเทศบาลตำบลบ้านเอ", "ของหน่วยงาน", "ภาพรวม"])
def test_a_score_stated_at_behind_the_agency_is_read(scores_of, whose):
    text = f"ผลการประเมิน ITA ปี 2566 เทศบาลตำบลบ้านเอ\n\nผลคะแนน ITA {whose} ที่ 93.79 คะแนน\n"
    assert scores_of(text) == {"total": "93.79"}


def test_a_score_behind_words_that_are_not_known_is_named(read):
    text = "ผลการประเมิน ITA ปี 2566 เทศบาลตำบลบ้านเอ\n\nผลคะแนน ITA สรุปแล้ว ที่ 93.79 คะแนน\n"
    reading = read(text)
    read_or_told = [figure.published for figure in reading.sheet.figures]
    read_or_told += [finding.message.th for finding in reading.findings]
    assert any("93.79" in one for one in read_or_told)

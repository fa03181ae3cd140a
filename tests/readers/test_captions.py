"""What stands above figures: words of results, words that nobody listed, another's name."""

import pytest

OWN = "เทศบาลตำบลสุขสมมุติ"
SCORES = "IIT 90.11\nEIT 88.90\nOIT 91.30\nคะแนนรวม 90.22\n"
TABLE = "แบบวัด,คะแนน\nIIT,90.11\nEIT,88.90\nOIT,91.30\nคะแนนรวม,90.22\n"
FIGURES = {"IIT": "90.11", "EIT": "88.90", "OIT": "91.30", "total": "90.22"}
OF_RESULTS = (
    f"ผลการประเมิน ITA ปี 2567 {OWN}",
    f"รายงานผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ พ.ศ. 2567 {OWN}",
    f"ตารางที่ 3 เปรียบเทียบคะแนน ITA ของ{OWN} อำเภอเมือง จังหวัดสมมุติบุรี ปี 2567",
    "สรุปคะแนนแต่ละแบบวัด ประจำปีงบประมาณ พ.ศ. 2567",
    f"ข่าวประชาสัมพันธ์ วันที่ 1 ตุลาคม 2567\nผลการประเมิน ITA ปี 2567 {OWN}",
)
OF_WHO_KNOWS_WHAT = (
    f"ผลการประเมิน ITA ปี 2567 (ตัวเลขจากการประชุมเชิงปฏิบัติการ) {OWN}",
    f"คะแนน ITA ปี 2567 ที่{OWN}ตั้งใจไว้",
    f"ผลการประเมินความพร้อมรับ ITA ปี 2567 {OWN}",
    f"ร้อยละของเอกสารที่จัดทำแล้วตามแบบวัด ITA ปี 2567 {OWN}",
    f"ผลการประเมิน ITA ปี 2567 (เบื้องต้น) {OWN}",
    f"คะแนนทดลองตรวจ ITA ปี 2567 {OWN}",
    "ตัวอย่าง\nผลการประเมิน ITA ปี 2567",
)


def codes(reading):
    """The codes of what was told."""
    return {finding.code for finding in reading.findings}


@pytest.mark.parametrize("form", ["{caption}\n{scores}", "{caption}\n\n{scores}"])
@pytest.mark.parametrize("caption", OF_RESULTS)
def test_below_words_of_results_nothing_is_doubted(read, caption, form):
    reading = read(form.format(caption=caption, scores=SCORES).encode(), "a.txt", year=2567)
    assert "caption_not_understood" not in codes(reading)
    assert {f.code: f.published for f in reading.sheet.figures} == FIGURES


@pytest.mark.parametrize("form", ["{caption}\n{scores}", "{caption}\n\n{scores}"])
@pytest.mark.parametrize("caption", OF_WHO_KNOWS_WHAT)
def test_below_other_words_somebody_is_asked_to_make_sure(read, caption, form):
    reading = read(form.format(caption=caption, scores=SCORES).encode(), "a.txt", year=2567)
    assert_told(reading)


@pytest.mark.parametrize("caption", OF_WHO_KNOWS_WHAT[:-1])
def test_a_tables_own_title_is_asked_about_too(read, caption):
    reading = read(f"{caption},\n{TABLE}".encode(), "a.csv", year=2567)
    assert_told(reading)


def assert_told(reading):
    """Every figure that was read stands in the finding, with the caption."""
    told = [one for one in reading.findings if one.code == "caption_not_understood"]
    if not reading.sheet.figures:  # barred by words that are known for what they are
        return
    assert len(told) == 1
    quotes = " ".join(place.quote or "" for place in told[0].places)
    assert all(figure.published in quotes for figure in reading.sheet.figures)
    assert "2567" in told[0].message.th or "ตัวอย่าง" in told[0].message.th


def test_the_tail_of_a_name_between_rows_is_no_caption(read):
    text = (
        "ผลการประเมิน ITA ปี 2567\nแบบวัดของผู้มีส่วนได้ส่วนเสีย\nภายใน (IIT) 90.11\nและภายนอก\nEIT 88.90\n"
    )
    assert "caption_not_understood" not in codes(read(text.encode(), "a.txt"))


OTHERS = "IIT 95.10\nEIT 94.20\nOIT 99.10\nคะแนนรวม 96.43\n"


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("own_first", [True, False])
def test_lines_below_another_agencys_name_are_not_read(read, own_first, gap):
    own = f"ผลการประเมิน ITA ปี 2567 {OWN}\n{gap}{SCORES}\n"
    other = f"ผลการประเมิน ITA ปี 2567 เทศบาลตำบลทุ่งตัวอย่าง\n{gap}{OTHERS}\n"
    text = own + other if own_first else other + own
    reading = read(text.encode(), "a.txt", agency=OWN)
    assert {f.code: f.published for f in reading.sheet.figures} == FIGURES
    told = next(one for one in reading.findings if one.code == "scores_of_another_agency")
    assert any("96.43" in (place.quote or "") for place in told.places)


def test_who_compiled_a_table_is_not_whose_scores_it_has(read):
    text = f"ผลการประเมิน ITA ปี 2567 เทศบาลเมืองทุ่งตัวอย่าง,\n{TABLE}จัดทำโดย {OWN},\n"
    reading = read(text.encode(), "a.csv", agency=OWN)
    assert not reading.sheet.figures
    assert "scores_of_another_agency" in codes(reading)


@pytest.mark.parametrize(
    "sentence",
    [
        "โรงเรียนเทศบาลสุขสมมุติ ได้รับผลการประเมิน ITA Online ปี 2567 98.50 คะแนน",
        f"{OWN} ศูนย์พัฒนาเด็กเล็กผ่านการประเมิน ITA ปี 2567 ด้วยคะแนน 98.50 คะแนน",
        "จังหวัดสมมุติบุรี ผลการประเมิน ITA ปี 2567 ได้ 98.50 คะแนน",
    ],
)
def test_a_school_or_a_province_is_not_its_municipality(read, sentence):
    assert not read(sentence.encode(), "a.txt", agency=OWN).sheet.figures


@pytest.mark.parametrize(
    "sentence",
    [
        f"{OWN} จังหวัดสมมุติบุรี ผลการประเมิน ITA ปี 2567 ได้ 98.50 คะแนน",
        f"{OWN} อำเภอเมือง ได้รับผลการประเมิน ITA ปี 2567 98.50 คะแนน",
        f"{OWN} มีโรงเรียนในสังกัด 3 แห่ง ผลการประเมิน ITA ปี 2567 ได้ 98.50 คะแนน",
    ],
)
def test_an_address_or_a_school_named_by_the_way_takes_nothing(read, sentence):
    assert [f.published for f in read(sentence.encode(), "a.txt", agency=OWN).sheet.figures] == [
        "98.50"
    ]


ITEMS = "ข้อ,รายการ,{heading}\no1,โครงสร้างและอำนาจหน้าที่,{}\no2,ข้อมูลผู้บริหาร,{}\no3,ข้อมูลการติดต่อ,{}\n"


@pytest.mark.parametrize(("marks", "is_read"), [((1, 1, 0), False), ((100, 100, 0), True)])
def test_ticks_of_items_are_no_scores(read, marks, is_read):
    text = "ผลการประเมิน OIT ปี 2567\n" + ITEMS.format(*marks, heading="คะแนน")
    reading = read(text.encode(), "a.csv")
    assert bool(reading.sheet.figures) is is_read
    assert ("score_not_read" in codes(reading)) is not is_read


def test_a_form_left_at_zero_has_no_scores(read):
    text = "ผลการประเมิน ITA ปี 2567\nแบบวัด,คะแนน\nIIT,0\nEIT,0.00\nOIT,0\n{}"
    blank = read(text.format("คะแนนรวม,0.00\n").encode(), "a.csv")
    assert not blank.sheet.figures
    assert "all_zero" in codes(blank)
    assert read(text.format("คะแนนรวม,40.00\n").encode(), "a.csv").sheet.figures


def test_a_note_mark_right_behind_a_number_is_no_digit_of_it(read):
    text = "ผลการประเมิน ITA ปี 2567\nแบบวัด,คะแนน\nIIT,90.11\nEIT,88.90\nOIT,91.301\n"
    reading = read(text.encode(), "a.csv")
    assert {f.code for f in reading.sheet.figures} == {"IIT", "EIT"}
    assert "score_not_read" in codes(reading)
    finer = text.replace("90.11", "90.114").replace("88.90", "88.902")
    assert len(read(finer.encode(), "a.csv").sheet.figures) == 3


def test_means_beside_a_count_of_agencies_are_theirs(read):
    text = (
        "ผลการประเมิน ITA ปี 2567,,\nแบบวัด,{},คะแนนเฉลี่ย\nIIT,79,90.11\nEIT,79,88.90\nOIT,79,91.30\n"
    )
    assert not read(text.format("จำนวน (แห่ง)"), "a.csv").sheet.figures
    assert len(read(text.format("จำนวนข้อ"), "a.csv").sheet.figures) == 3


def test_goals_of_years_beside_other_goals_are_no_results(read):
    goals = "ผลการประเมิน ITA (คะแนน),85.00,87.00,89.00\n"
    others = "ร้อยละของเรื่องร้องเรียนที่ได้รับการแก้ไข,80.00,85.00,90.00\n"
    heading = "ตัวชี้วัด,ปี 2566,ปี 2567,ปี 2568\n"
    assert not read((heading + goals + others).encode(), "a.csv").sheet.figures
    assert len(read((heading + goals).encode(), "a.csv").sheet.figures) == 3


def test_last_years_result_in_a_report_of_a_year_is_of_no_year_told(read):
    title = "รายงานผลการดำเนินการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. 2568\n"
    said = "จากผลการประเมิน ITA {} หน่วยงานได้คะแนนรวม 90.22 คะแนน\n"
    for form in (title, title + "\n"):
        relative = read((form + said.format("ในปีที่ผ่านมา")).encode(), "a.txt")
        assert not [f for f in relative.sheet.figures if f.year == 2568]
        named = read((form + said.format("ปี 2567")).encode(), "a.txt")
        assert [(f.year, f.published) for f in named.sheet.figures] == [(2567, "90.22")]


def test_the_short_name_of_the_own_body_is_no_word_of_doubt_in_a_caption(read):
    told = "สถาบันสาธิตสมมุติ (สสต.) ได้ผลประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 คะแนน 91.15 คะแนน\n\n"
    rows = "ปีงบประมาณ | คะแนน | ระดับ\n2567 | 91.15 | ผ่าน\n2566 | 86.78 | ผ่าน\n2565 | 90.22 | A\n"
    caption = "ข้อมูลคะแนน ITA ของ สสต. เปรียบเทียบตั้งแต่ปีงบประมาณ พ.ศ. 2565 – 2567\n"
    reading = read(told + caption + rows)
    years = {(one.year, one.published) for one in reading.sheet.figures}
    assert years == {(2567, "91.15"), (2566, "86.78"), (2565, "90.22")}
    assert "caption_not_understood" not in {one.code for one in reading.findings}
    for doubted in (caption.replace("สสต.", "กกบ."), caption.replace("ข้อมูล", "ซ้อมทำ")):
        findings = {one.code for one in read(told + doubted + rows).findings}
        assert "caption_not_understood" in findings, doubted


@pytest.mark.parametrize(
    "title",
    [
        "แนวทางการยกระดับคะแนน ITA ปี 2568 (จากผลปี 2567)",
        "แผนยกระดับคะแนน ITA ปี 2568 จากผลการประเมินปี 2567",
        "แนวทางพัฒนาคะแนน ITA ปี 2568 (วิเคราะห์จากผลการประเมิน ITA ปี 2567)",
        "มาตรการเพิ่มคะแนน ITA ปี 2568 จากผลคะแนน ITA ประจำปีงบประมาณ พ.ศ. 2567",
        "การวิเคราะห์ผลการประเมิน ITA ปี 2567 เพื่อยกระดับคะแนน ITA ปี 2568",
    ],
)
def test_scores_below_a_plan_are_of_the_year_it_answers(read, title):
    text = f"{title}\n\nตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ (81.25 คะแนน)\n"
    figures = read(text).sheet.figures
    assert [(one.code, one.year) for one in figures] == [("4", 2567)]


@pytest.mark.parametrize(
    "title", ["แนวทางการยกระดับคะแนน ITA ปี 2568", "มาตรการเพื่อยกระดับผลการประเมิน ITA ปีงบประมาณ 2568"]
)
def test_a_plan_that_names_no_other_year_dates_no_score(read, title):
    text = f"{title}\n\nตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ (81.25 คะแนน)\n"
    assert not [one for one in read(text).sheet.figures if one.year is not None]


@pytest.mark.parametrize("title", ["ผลการยกระดับคะแนน ITA ปี 2567", "ผลการพัฒนาคะแนน ITA ปี 2567"])
def test_what_raising_came_to_is_of_its_year(read, title):
    text = f"{title}\n\nตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ (81.25 คะแนน)\n"
    assert [one.year for one in read(text).sheet.figures] == [2567]

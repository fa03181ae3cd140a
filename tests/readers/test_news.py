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

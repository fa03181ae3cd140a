"""Surveys of one's own: templates, means and levels, counts, rounds, and what is withheld."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.surveys.own import (
    BEST,
    WORST,
    OwnForm,
    OwnKind,
    OwnQuestion,
    asks_who,
    read_template,
    shipped,
)
from prongsai.core.surveys.raw_answers import read_line
from prongsai.core.surveys.results import AnswerRow, Doubt, results_of
from prongsai.core.surveys.satisfaction import (
    Round,
    level_of,
    levels,
    rounds_beside,
    satisfaction_of,
)

RATING, CHOICE, TEXT = OwnKind.RATING, OwnKind.CHOICE, OwnKind.TEXT
FORM = OwnForm(
    (
        OwnQuestion(CHOICE, "มาเรื่องใด", options=("ทะเบียน", "ภาษี", "อื่น")),
        OwnQuestion(RATING, "พูดจาดี", "เจ้าหน้าที่"),
        OwnQuestion(RATING, "เข้าใจง่าย", "ขั้นตอน"),
        OwnQuestion(RATING, "เท่าเทียม", "เจ้าหน้าที่"),
        OwnQuestion(RATING, "โดยรวม"),
        OwnQuestion(TEXT, "อยากให้ปรับปรุงอะไร"),
    )
)
RATED = ("q2", "q3", "q4", "q5")


def rows(count, grades=(5, 4, 3, 5), choice=0, point=""):
    """So many respondents who all gave these grades; the first option is the best."""
    places = {code: BEST - grade for code, grade in zip(RATED, grades, strict=True)}
    return [AnswerRow({"q1": choice, **places}, point)] * count


def found_of(answers, form=FORM):
    return satisfaction_of(results_of(form, answers))


# What comes with the program


def test_the_templates_are_sound_and_short():
    templates = shipped()
    assert len(templates) >= 4
    for one in templates:
        assert one.form.asked
        assert any(question.kind is RATING for question in one.form.questions)
        assert len(one.form.questions) <= 10
        assert all(question.english for question in one.form.questions)
        assert one.form.written, "each leaves room for words"


GOOD = "title: {th: ก, en: a}\npurpose: {th: ก, en: a}\nrank: 1\nquestions:\n"


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ("- {kind: choice, words: ก}", "options"),
        ("- {kind: choice, words: ก, options: [ก]}", "options"),
        ("- {kind: rating, words: ก, options: [ก, ข]}", "options"),
        ("- {kind: stars, words: ก}", "kind"),
        ("- {kind: rating}", "words"),
    ],
)
def test_a_wrong_template_is_told_with_its_place(questions, code):
    template, findings = read_template("x", f"{GOOD}{questions}\n", "x.yaml")
    assert template is None
    assert any(code in f"{one.code} {one.message.en} {one.places}" for one in findings)
    assert findings[0].places[0].file == "x.yaml"


def test_a_right_template_is_read():
    template, findings = read_template("x", f"{GOOD}- {{kind: rating, words: ก}}\n", "x.yaml")
    assert not findings
    assert template.form.questions == (OwnQuestion(RATING, "ก"),)


# Means


def test_means_of_questions_aspects_and_the_whole():
    found = found_of(rows(10, (5, 4, 3, 5)) + rows(10, (1, 2, 1, 3)))
    by_name = {one.name.th: one for one in found.aspects}
    assert by_name["เจ้าหน้าที่"].mean.value == Fraction(5 + 3 + 1 + 1, 4)
    assert by_name["เจ้าหน้าที่"].mean.answers == 40
    assert by_name["ขั้นตอน"].mean.shown == "3.00"
    assert found.mean.value == Fraction(5 + 4 + 3 + 5 + 1 + 2 + 1 + 3, 8)
    assert found.mean.percent == "60.00"
    (first, *_) = by_name["เจ้าหน้าที่"].questions
    assert first.mean.deviation == pytest.approx(statistics.stdev([5] * 10 + [1] * 10))
    assert [(one.option.th, one.count, one.percent) for one in first.chosen][::4] == [
        ("มากที่สุด", 10, "50.00"), ("น้อยที่สุด", 10, "50.00"),
    ]  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(WORST, BEST)] * 4), min_size=20, max_size=60))
def test_every_mean_is_that_of_its_answers(given_grades):
    found = found_of([one for grades in given_grades for one in rows(1, grades)])
    every = [grade for grades in given_grades for grade in grades]
    assert found.mean.value == Fraction(sum(every), len(every))
    for aspect in found.aspects:
        for one in aspect.questions:
            assert sum(each.count for each in one.chosen) == one.answers == len(given_grades)
            if one.mean:
                own = [grades[RATED.index(one.code)] for grades in given_grades]
                assert one.mean.value == Fraction(sum(own), len(own))
                assert one.mean.deviation == pytest.approx(statistics.stdev(own))


@pytest.mark.parametrize(
    ("mean", "name"),
    [
        ("1.00", "น้อยที่สุด"), ("1.80", "น้อยที่สุด"), ("1.81", "น้อย"), ("2.60", "น้อย"),
        ("2.61", "ปานกลาง"), ("3.40", "ปานกลาง"), ("3.41", "มาก"), ("4.20", "มาก"),
        ("4.21", "มากที่สุด"), ("5.00", "มากที่สุด"),
    ],
)  # fmt: skip
def test_levels_at_their_bounds(mean, name):
    assert level_of(Decimal(mean)).th == name


def test_the_key_of_the_levels_says_what_they_do():
    for span, name in levels():
        low, high = map(Decimal, span.split("–"))
        assert level_of(low) == level_of(high) == name


# What is withheld


def test_of_four_nothing_is_shown():
    assert found_of(rows(4)) is None
    assert found_of(rows(5)) is not None


def test_counts_are_told_from_twenty_on():
    few = found_of(rows(19))
    assert not few.has_counts
    assert not any(one.chosen for aspect in few.aspects for one in aspect.questions)
    assert all(one.mean.deviation is None for aspect in few.aspects[1:] for one in aspect.questions)
    assert found_of(rows(20)).has_counts


def test_a_choice_that_few_answered_is_withheld_alone():
    answers = [AnswerRow(dict.fromkeys(RATED, 0))] * 20 + rows(3)
    found = found_of(answers)
    (choice,) = found.aspects[0].questions
    assert choice.answers is None
    assert not choice.chosen
    assert found.mean.answers == 23 * 4


def test_a_rating_that_few_answered_withholds_the_whole():
    answers = [AnswerRow(dict.fromkeys(("q1", "q2", "q3", "q4"), 0))] * 20 + rows(3)
    assert found_of(answers) is None


def test_points_are_withheld_as_in_a_rehearsal():
    told = results_of(FORM, rows(20, point="a") + rows(3, point="b") + rows(20, point="c"))
    shown = {one.key for one in told.points if one.count is not None}
    assert "b" not in shown
    assert len(shown) == 1, "with two, the third were known by subtraction"


def test_one_grade_throughout_is_no_doubt_where_questions_are_few():
    told = results_of(FORM, rows(30, (5, 5, 5, 5)))
    assert Doubt.ALIKE not in {one.doubt for one in told.doubts}


# Rounds


def a_round(name, answers, form=FORM):
    found = results_of(form, answers)
    return Round(name, form, satisfaction_of(found), found.respondents)


def shown(line):
    return tuple(one and one.shown for one in line.means)


def test_rounds_meet_where_the_question_is_the_same():
    changed = OwnForm((*FORM.questions[:1], OwnQuestion(RATING, "พูดจาดีมาก", "เจ้าหน้าที่"),
                       *FORM.questions[2:]))  # fmt: skip
    before = a_round("1", rows(20, (3, 3, 3, 3)))
    after = a_round("2", rows(20, (5, 4, 3, 2)), changed)
    lines = {one.name.th: one for one in rounds_beside((before, after))}
    assert shown(lines["เข้าใจง่าย"]) == ("3.00", "4.00")
    assert lines["เข้าใจง่าย"].change == "+1.00"
    assert lines["โดยรวม"].change == "-1.00"
    assert shown(lines["พูดจาดี"]) == ("3.00", None)
    assert shown(lines["พูดจาดีมาก"]) == (None, "5.00")
    assert lines["พูดจาดีมาก"].change is None
    assert lines["ภาพรวม"].means[0].shown == "3.00"


def test_a_round_that_is_withheld_has_no_figures():
    lines = rounds_beside((a_round("1", rows(3)), a_round("2", rows(20))))
    assert all(one.means[0] is None and one.change is None for one in lines)


# On paper


def test_a_sheet_of_paper_is_keyed_in():
    sheet = read_line(FORM, "3 1 2 3 0", with_card=False)
    assert sheet.answers == {"q1": 2, "q2": 0, "q3": 1, "q4": 2}


# Who answers is not asked


@pytest.mark.parametrize(
    "words",
    ["ชื่อ - สกุล", "ชื่อและนามสกุล", "ชื่อสกุล", "ชื่ อ-สกุล", "เลขประจำตัวประชาชน", "เบอร์โทร", "หมายเลขโทรศัพท์",
     "อีเมลของท่าน", "บ้านเลขที่", "LINE ID", "What is your name?", "e-mail address", "ท่านชื่ออะไร",
     "กรุณากรอกชื่อ", "ท่านคือใคร", "ชื่อผู้มาติดต่อ", "Name", "Who are you?", "โทรศัพท์", "เบอร์", "E-mail",
     "LINE", "Facebook ของท่าน", "เลข 13 หลัก", "ที่อยู่", "รหัสบุคลากร", "ตำแหน่งและสังกัดของท่าน"],
)  # fmt: skip
def test_a_question_in_words_that_asks_who_somebody_is_is_found(words):
    assert asks_who(OwnQuestion(TEXT, words))
    assert asks_who(OwnQuestion(TEXT, "ก", english=words))


def test_a_grade_or_a_choice_takes_in_no_name():
    assert asks_who(OwnQuestion(RATING, "ป้ายแสดงชื่อ-สกุลเจ้าหน้าที่มองเห็นชัด")) is None
    assert (
        asks_who(OwnQuestion(CHOICE, "วันนี้มาเรื่องใด", options=("เปลี่ยนชื่อ-สกุล", "ขอบ้านเลขที่"))) is None
    )


@pytest.mark.parametrize(
    "words",
    ["ชื่อเสียงของหน่วยงาน", "ป้ายชื่อห้องชัดเจน", "โทรถามแล้วมีคนรับ", "รับเรื่องทางอีเมลสะดวก",
     "ความสุภาพในการรับโทรศัพท์ของเจ้าหน้าที่", "ความรวดเร็วในการตอบอีเมลของหน่วยงาน",
     "ความรวดเร็วในการขอบ้านเลขที่", "Was our e-mail address easy to find?"],
)  # fmt: skip
def test_what_only_sounds_like_it_is_asked(words):
    assert asks_who(OwnQuestion(TEXT, words)) is None
    assert asks_who(OwnQuestion(RATING, words)) is None


def test_no_template_asks_who_somebody_is():
    assert not [one for each in shipped() for one in each.form.questions if asks_who(one)]

"""Tables of counts: read in every form, and what does not go together is told with its cell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.registers.sheet import Sheet
from prongsai.core.rounding import half_up
from prongsai.core.surveys.frequencies import read_frequencies
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Numbers, read_answers
from prongsai.core.surveys.tally import tally, tally_counts

KNOWN = Catalogue()
EIT = questionnaire(KNOWN, 2565, "EIT")
FIRST = EIT.asked[0]
OPTIONS = list(dict.fromkeys(option.th for one in EIT.asked for option in one.options))
TITLE = [["ผลสำรวจระหว่างวันที่ 1 ถึง 28 กุมภาพันธ์ 2566"]]


def sheet_of(rows):
    return Sheet(tuple(tuple(map(str, row)) for row in rows), Place(file="counts.xlsx"))


def counts_of(number):
    """Counts of every question, none like another."""
    return {
        one.code: tuple(number + 3 * place + at % 4 for place in range(len(one.options)))
        for at, one in enumerate(EIT.asked)
    }


def percents(counts):
    whole = sum(counts)
    return [str(half_up(Fraction(100 * one, whole))) if whole else "0.00" for one in counts]


def wide(counts, *, with_percents=True, total=True):
    """A row for each question; the counts and percentages of each option side by side."""
    upper, lower = ["ข้อ"], [""]
    for option in OPTIONS:
        upper += [option, ""] if with_percents else [option]
        lower += ["จำนวน", "ร้อยละ"] if with_percents else [""]
    upper += ["รวม", "ค่าเฉลี่ย"] if total else []
    rows = [*TITLE, upper]
    if with_percents:
        rows.append(lower + (["", ""] if total else []))
    for one in EIT.asked:
        own = dict(zip((option.th for option in one.options), counts[one.code], strict=True))
        shares = dict(zip(own, percents(counts[one.code]), strict=True))
        row = [one.code]
        for option in OPTIONS:
            row.append(own.get(option, ""))
            row += [shares.get(option, "")] if with_percents else []
        points = sum(one.points(place) * n for place, n in enumerate(counts[one.code]))
        whole = sum(counts[one.code])
        mean = half_up(Fraction(points, whole)) if whole else ""
        rows.append([*row, *([whole, mean] if total else [])])
    return rows


def long(counts):
    """A row for each option."""
    rows = [*TITLE, ["รหัส", "คำตอบ", "จำนวน", "ร้อยละ"]]
    for one in EIT.asked:
        shares = percents(counts[one.code])
        for place, option in enumerate(one.options):
            rows.append([one.code, option.th, counts[one.code][place], shares[place]])
    return rows


FORMS = {
    "wide": wide,
    "wide counts alone": lambda counts: wide(counts, with_percents=False),
    "long": long,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_and_a_clean_file_has_nothing_to_tell(form):
    counts = counts_of(5)
    found = read_frequencies(EIT, [sheet_of(FORMS[form](counts))])
    assert found.counts == counts
    assert found.missing == ()
    assert {one.code for one in found.findings} <= {"survey_totals_vary", "survey_no_total"}


@given(st.integers(0, 400))
def test_counts_come_back_as_they_were(number):
    counts = counts_of(number)
    for form in FORMS.values():
        assert read_frequencies(EIT, [sheet_of(form(counts))]).counts == counts


def test_scores_of_counts_are_those_of_the_answers_they_were_counted_from():
    answers = [
        {one.code: (number + at) % len(one.options) for at, one in enumerate(EIT.asked)}
        for number in range(12)
    ]
    whole = tally(EIT, answers)
    counts = {one.code: one.counts for one in whole.questions}
    found = read_frequencies(EIT, [sheet_of(wide(counts))])
    assert tally_counts(EIT, found.counts, respondents=12).scores == whole.scores


def cell(rows, code, heading):
    """The place of a figure of a question."""
    row = next(at for at, one in enumerate(rows) if one[0] == code)
    head = next(one for one in rows if heading in one)
    return row, head.index(heading)


@pytest.mark.parametrize(
    ("heading", "shift", "text", "code"),
    [
        (FIRST.options[0].th, 1, "99.99", "survey_percent_differs"),
        (FIRST.options[0].th, 0, "7.5", "survey_count_not_read"),
        (FIRST.options[0].th, 0, "-3", "survey_count_not_read"),
        (FIRST.options[0].th, 0, "เจ็ด", "survey_count_not_read"),
        ("รวม", 0, "9999", "survey_total_differs"),
        ("ค่าเฉลี่ย", 0, "312.50", "survey_mean_outside"),
        ("ค่าเฉลี่ย", 0, "1.01", "survey_mean_differs"),
    ],
)
def test_what_does_not_go_together_is_told_with_its_cell(heading, shift, text, code):
    rows = wide(counts_of(5))
    row, column = cell(rows, FIRST.code, heading)
    rows[row][column + shift] = text
    found = read_frequencies(EIT, [sheet_of(rows)])
    (told, *_) = [one for one in found.findings if one.code == code]
    assert (told.places[0].row, told.places[0].column) == (row + 1, column + shift + 1)
    assert told.places[0].quote == text


def test_percentages_that_do_not_come_to_a_hundred():
    rows = wide(counts_of(5))
    row, column = cell(rows, FIRST.code, FIRST.options[0].th)
    rows[row][column + 1] = "60.00"
    codes = {one.code for one in read_frequencies(EIT, [sheet_of(rows)]).findings}
    assert {"survey_percents_sum", "survey_percent_differs"} <= codes


@pytest.mark.parametrize("back", [False, True])
def test_a_mean_of_the_order_of_answers_is_a_mean_too(back):
    rows = wide(counts_of(5))
    counts = counts_of(5)[FIRST.code]
    row, column = cell(rows, FIRST.code, "ค่าเฉลี่ย")
    ranks = [len(counts) - place if back else place + 1 for place in range(len(counts))]
    whole = sum(rank * one for rank, one in zip(ranks, counts, strict=True))
    rows[row][column] = str(half_up(Fraction(whole, sum(counts))))
    codes = {one.code for one in read_frequencies(EIT, [sheet_of(rows)]).findings}
    assert "survey_mean_differs" not in codes


def test_percentages_without_counts_are_no_counts():
    rows = [*TITLE, ["ข้อ", *(f"{option} (ร้อยละ)" for option in OPTIONS)]]
    rows += [[one.code, *("25" for _ in OPTIONS)] for one in EIT.asked]
    found = read_frequencies(EIT, [sheet_of(rows)])
    assert found.counts == {}
    assert {"survey_percent_alone", "survey_no_answers"} <= {one.code for one in found.findings}


def test_an_option_without_a_column_is_nobody_only_where_the_total_says_so():
    lacking = FIRST.options[-1].th
    rows = wide(counts_of(5), with_percents=False)
    row, column = cell(rows, FIRST.code, lacking)
    cut = [[text for at, text in enumerate(one) if at != column or len(one) == 1] for one in rows]
    found = read_frequencies(EIT, [sheet_of(cut)])
    assert FIRST.code not in found.counts
    assert "survey_option_missing" in {one.code for one in found.findings}
    total = len(cut[row]) - 2
    cut[row][total] = str(sum(counts_of(5)[FIRST.code][:-1]))
    again = read_frequencies(EIT, [sheet_of(cut)])
    assert again.counts[FIRST.code] == (*counts_of(5)[FIRST.code][:-1], 0)


def test_no_days_are_told_and_days_are_not():
    rows = wide(counts_of(5))
    assert "survey_no_period" not in {
        one.code for one in read_frequencies(EIT, [sheet_of(rows)]).findings
    }
    assert "survey_no_period" in {
        one.code for one in read_frequencies(EIT, [sheet_of(rows[1:])]).findings
    }


def test_what_is_no_table_of_counts_is_none():
    assert read_frequencies(EIT, [sheet_of([["ชื่อ", "เบอร์"], ["ก", "1"]])]) is None
    assert read_frequencies(EIT, [sheet_of([])]) is None
    raw = [[one.code for one in EIT.asked], [one.options[0].th for one in EIT.asked]]
    assert read_answers(EIT, [sheet_of(raw)]).answers


def test_lines_of_people_say_when_they_answered_or_are_asked_for_it():
    head = ["ประทับเวลา", *(one.code for one in EIT.asked)]
    line = ["14/3/2566, 9:12:00", *(one.options[0].th for one in EIT.asked)]
    with_time = read_answers(EIT, [sheet_of([head, line])])
    without = read_answers(EIT, [sheet_of([head[1:], line[1:]])])
    assert "survey_no_period" not in {one.code for one in with_time.findings}
    assert "survey_no_period" in {one.code for one in without.findings}


@pytest.mark.parametrize("text", ["7.5", "เจ็ด", "-3"])
def test_a_question_with_a_count_that_cannot_be_read_is_not_read(text):
    rows = wide(counts_of(5))
    row, column = cell(rows, FIRST.code, FIRST.options[0].th)
    rows[row][column] = text
    found = read_frequencies(EIT, [sheet_of(rows)])
    assert FIRST.code in found.missing
    assert FIRST.code not in found.counts


def test_a_blank_is_nobody_only_where_the_total_says_so():
    counts = {**counts_of(5), FIRST.code: (9, 0, 4, 7)}
    with_total = wide(counts)
    without = wide(counts, total=False)
    for rows in (with_total, without):
        row, column = cell(rows, FIRST.code, FIRST.options[1].th)
        rows[row][column] = rows[row][column + 1] = ""
    assert read_frequencies(EIT, [sheet_of(with_total)]).counts == counts
    found = read_frequencies(EIT, [sheet_of(without)])
    assert found.missing == (FIRST.code,)
    without[row][column] = "-"
    assert read_frequencies(EIT, [sheet_of(without)]).counts == counts


def test_two_tables_in_a_sheet_are_not_taken_one_for_the_other():
    rows = [*wide(counts_of(5)), *wide(counts_of(9))]
    found = read_frequencies(EIT, [sheet_of(rows)])
    assert found.counts == {}
    assert {"survey_count_twice", "survey_no_answers"} <= {one.code for one in found.findings}


def test_percentages_below_the_name_of_an_option_are_no_people():
    """A workbook shows 0.10 as 10%: ten of a hundred, or one of ten."""
    shares = [["ข้อ", *OPTIONS]]
    for one in EIT.asked:
        own = {option.th: f"{10 * (place + 1)}%" for place, option in enumerate(one.options)}
        shares.append([one.code, *(own.get(option, "") for option in OPTIONS)])
    found = read_frequencies(EIT, [sheet_of(TITLE + shares)])
    assert found.counts == {}
    assert found.respondents == 0
    codes = [one.code for one in found.findings]
    assert codes.count("survey_percent_alone") == len(EIT.asked)
    assert "survey_no_answers" in codes


def line(place=0):
    return [one.options[min(place, len(one.options) - 1)].th for one in EIT.asked]


def test_sheets_that_are_not_counted_are_named():
    head = [one.code for one in EIT.asked]
    first, second = sheet_of([head, line()]), sheet_of([head, line(), line()])
    for found in (read_answers(EIT, [first, second]), both(read_frequencies)):
        told = [one for one in found.findings if one.code == "survey_sheet_not_read"]
        assert len(told) == 1
    alone = read_answers(EIT, [first])
    assert "survey_sheet_not_read" not in {one.code for one in alone.findings}


def both(read):
    """Two sheets of counts."""
    return read(EIT, [sheet_of(wide(counts_of(5))), sheet_of(wide(counts_of(9)))])


@pytest.mark.parametrize("word", ["รวม", "ค่าเฉลี่ย", "ร้อยละ", "S.D.", "Average"])
def test_a_line_that_sums_up_others_is_no_respondent(word):
    head = ["ที่", *(one.code for one in EIT.asked)]
    ones = ["1"] * len(EIT.asked)
    rows = [head, ["1", *ones], ["2", *ones], [word, *ones]]
    found = read_answers(EIT, [sheet_of(rows)], Numbers.ORDER)
    assert len(found.answers) == 2
    assert [one.code for one in found.findings].count("survey_line_sums_up") == 1
    rows[-1][0] = "รวมแล้วพอใจ"
    assert len(read_answers(EIT, [sheet_of(rows)], Numbers.ORDER).answers) == 3

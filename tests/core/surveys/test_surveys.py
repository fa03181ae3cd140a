"""Questions of a year, answers counted as the framework counts them, groups that stay hidden."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Numbers, read_answers
from prongsai.core.surveys.tally import Span, tally, tally_counts
from prongsai.core.surveys.withholding import (
    FEWEST,
    FEWEST_STAFF,
    Known,
    may_show_whole,
    shown_groups,
)
from prongsai.readers.sheets import read_sheets

KNOWN = Catalogue()
IIT = questionnaire(KNOWN, 2565, "IIT")
EIT = questionnaire(KNOWN, 2565, "EIT")


# The questions


def test_the_questions_of_a_year_with_their_parts():
    """Counts of parts: proven by the published scores of 2565 (see the framework's sources)."""
    parts = {"i1": 2, "i2": 1, "i3": 3, "i4": 3, "i8": 2, "i11": 2, "i12": 3, "i18": 3, "i30": 4}
    for code, count in parts.items():
        assert sum(one.item == code for one in IIT.asked) == count, code
    assert len({one.item for one in IIT.asked}) == 30
    assert len({one.item for one in EIT.asked}) == 15
    assert IIT.is_of_the_year
    assert "ป.ป.ช." in IIT.label.th


@pytest.mark.parametrize(("year", "of"), [(2564, 2565), (2565, 2565), (2566, 2565), (2569, 2565)])
def test_where_the_text_of_a_year_is_not_known_the_last_one_is_offered_and_said(year, of):
    found = questionnaire(KNOWN, year, "EIT")
    assert (found.of_year, found.is_of_the_year) == (of, year == of)
    assert (str(of) in found.label.th) or found.is_of_the_year
    if year != of:
        assert "ยังไม่ทราบ" in found.label.th


@pytest.mark.parametrize(("year", "instrument"), [(2566, "OIT"), (2563, "IIT")])
def test_what_has_no_questions_is_refused(year, instrument):
    with pytest.raises(Misuse):
        questionnaire(KNOWN, year, instrument)


def test_a_question_put_the_other_way_earns_the_other_points():
    for one in (*IIT.asked, *EIT.asked):
        points = [one.points(place) for place in range(len(one.options))]
        assert {0, 100} <= set(points), one.code
        if len(points) == 4:
            assert points == ([0, 33, 67, 100] if one.polarity == "positive" else [100, 67, 33, 0])


# The tally


def best(questions):
    """The best answer to every question."""
    return {
        one.code: max(range(len(one.options)), key=one.points) for one in questions.asked
    }  # fmt: skip


def worst(questions):
    return {one.code: min(range(len(one.options)), key=one.points) for one in questions.asked}


def test_the_best_and_the_worst_are_a_hundred_and_nothing():
    assert tally(IIT, [best(IIT)] * 3).score == 100
    assert tally(IIT, [worst(IIT)] * 3).score == 0
    half = tally(EIT, [best(EIT), worst(EIT)])
    assert half.score == 50
    assert half.scores["6"] == 50


def test_the_scores_of_parts_are_means_of_items_not_of_questions():
    """An item of three questions weighs as much as one of one."""
    one = worst(IIT)
    for asked in IIT.asked:
        if asked.item == "i3":
            one[asked.code] = best(IIT)[asked.code]
    found = tally(IIT, [one])
    assert found.scores["i3"] == 100
    assert found.scores["1"] == Fraction(100, 6)
    assert found.score == Fraction(100, 30)


def test_an_item_nobody_answered_is_not_known_and_neither_is_what_is_made_of_it():
    one = {code: option for code, option in best(EIT).items() if not code.startswith("e4.1")}
    found = tally(EIT, [one])
    assert found.scores["e4"] is None
    assert found.scores["6"] is None
    assert found.score is None
    assert found.scores["7"] == 100
    assert found.blanks == 1
    assert found.span is None


def test_counts_of_others_give_the_same_scores():
    rows = [best(EIT), worst(EIT), best(EIT)]
    whole = tally(EIT, rows)
    counts = {one.code: list(one.counts) for one in whole.questions}
    assert tally_counts(EIT, counts, respondents=3).scores == whole.scores


def test_the_span_narrows_with_more_answers_and_is_not_told_when_all_answered():
    rows = [best(EIT), worst(EIT)] * 5
    few, many = tally(EIT, rows).span, tally(EIT, rows * 10).span
    assert few.low < 50 < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert tally(EIT, rows, people=len(rows)).span is None, "there is nobody to estimate"
    assert tally(EIT, rows, people=len(rows) - 1).span is None, "more answers than people"
    most = tally(EIT, rows, people=len(rows) + 1).span
    assert 0 < most.high - most.low < half_of(few)
    assert tally(EIT, rows[:1]).span is None
    half = tally(EIT, rows, people=20).span
    assert few.low < half.low < 50


def test_those_who_all_agree_tell_nothing_of_others():
    assert tally(EIT, [best(EIT)] * 2).span is None
    assert tally(EIT, [best(EIT)] * 30, people=4_000).span is None


def half_of(span):
    return (span.high - span.low) / 2


def test_of_two_who_differ_wholly_nothing_is_known():
    assert tally(EIT, [best(EIT), worst(EIT)]).span == Span(0, 100)


# Few are never told apart


@settings(max_examples=30 * settings.default.max_examples)
@given(
    st.dictionaries(
        st.sampled_from("กขคงจฉชซ"),
        st.lists(st.integers(0, 14), min_size=3, max_size=3),
        min_size=1, max_size=7,
    ),
    st.one_of(st.none(), st.integers(1, 120)),
    st.dictionaries(st.sampled_from("กขคงจฉชซ"), st.integers(0, 6)),
)  # fmt: skip
def test_whoever_subtracts_groups_from_the_whole_learns_of_many_or_of_nobody(groups, staff, known):
    """Every sum of what is shown, with and without the whole: no set of 1 to 4 people is left.

    Also for one who knows some answers of each group, and subtracts these.
    """
    known = {key: count for key, count in known.items() if key in groups}
    shown = shown_groups(groups, staff=staff, known=known)
    whole = [sum(column) for column in zip(*groups.values(), strict=True)]
    assert shown <= groups.keys()
    for size in range(len(shown) + 1):
        for some in combinations(sorted(shown), size):
            parts = [sum(groups[key][place] for key in some) for place in range(3)]
            for question, count in enumerate(parts):
                rest = whole[question] - count
                # Of a question that fewer of a group answered nobody knows more answers than those.
                held = {key: min(many, groups[key][question]) for key, many in known.items()}
                own = sum(held.get(key, 0) for key in some)
                others = sum(held.get(key, 0) for key in groups.keys() - set(some))
                if some:
                    assert count == 0 or count - own >= FEWEST
                if shown:
                    assert rest == 0 or rest - others >= FEWEST
    if shown:
        assert may_show_whole(whole)
        assert (staff or max(whole)) >= FEWEST_STAFF


def test_what_hides_nobody_is_shown():
    big = {"ก": [10, 10], "ข": [12, 12]}
    assert shown_groups(big) == {"ก", "ข"}
    assert shown_groups(big, staff=19) == frozenset()
    assert shown_groups({**big, "ค": [2, 2]}) == {"ข"}, "the smallest hides the two"
    assert shown_groups({**big, "ค": [2, 2], "ง": [4, 4]}) == {"ก", "ข"}
    assert shown_groups({**big, "ค": [0, 0]}) == {"ก", "ข"}, "of nobody there is nothing to learn"
    assert shown_groups({"ก": [30, 4]}) == frozenset(), "one question few answered"
    assert not shown_groups({})
    assert not may_show_whole([30, 4])
    assert not may_show_whole([])
    assert may_show_whole([30, 0, 5])


@pytest.mark.parametrize(
    ("known", "points", "count"),
    [
        (Known(), {"ก": 5}, 0),
        (Known({"ก": 4}), {"ก": 5}, 4),
        (Known({"ก": 4}), {"ก": 5, "ข": 3}, 4),
        (Known({"ก": 4}, spare=2), {"ก": 5}, 6),
        (Known({"ก": 5}), {"ก": 5}, 0),
        (Known({"ก": 6}, spare=1), {"ก": 5}, 1),  # one sheet of six was taken back since
    ],
)
def test_how_many_answers_somebody_may_know(known, points, count):
    assert known.among(points) == count
    with pytest.raises(AttributeError):
        known.spare = 0


def test_the_whole_is_of_five_whom_nobody_knows():
    assert may_show_whole([5])
    assert not may_show_whole([4])
    assert not may_show_whole([30, 1])
    assert may_show_whole([6, 0], 1)
    assert not may_show_whole([5, 0], 1)


def test_a_group_is_of_five_whom_nobody_knows_among_twenty():
    groups = {"ก": [5], "ข": [15]}
    assert shown_groups(groups) == {"ก", "ข"}
    assert shown_groups({**groups, "ข": [14]}) == frozenset()
    assert shown_groups(groups, staff=20, known={"ค": 0}) == {"ก", "ข"}
    assert shown_groups(groups, staff=20, known={"ก": 1}) == frozenset(), "nineteen are left"
    assert shown_groups(groups, staff=21, known={"ก": 1}) == frozenset(), "and of ก but four"
    assert shown_groups({**groups, "ก": [6]}, staff=21, known={"ก": 1}) == {"ก", "ข"}
    assert shown_groups({**groups, "ก": [4]}, staff=30) == frozenset(), "four hide nobody"


def test_what_is_held_back_hides_those_whom_nobody_knows():
    groups = {"ก": [4], "ข": [2], "ค": [10], "ง": [12]}
    assert shown_groups(groups) == {"ค", "ง"}
    assert shown_groups(groups, staff=40, known={"ก": 1}) == {"ค", "ง"}
    assert shown_groups(groups, staff=40, known={"ก": 1, "ข": 1}) == {"ง"}


def test_every_group_answered_the_same_questions():
    with pytest.raises(ValueError, match="shorter"):
        shown_groups({"ก": [30, 30], "ข": [30]})


# Files of others


def read(text, numbers=None, questions=EIT):
    return read_answers(questions, read_sheets(text.encode(), "a.csv"), numbers)


def codes(found):
    return {one.code for one in found.findings}


HEAD = ",".join(("ประทับเวลา", *EIT.codes))


def line(answers, questions=EIT):
    words = [one.options[answers[one.code]].th for one in questions.asked]
    return ",".join(("2565-06-01", *words))


def test_words_of_answers_are_read_by_the_codes_of_the_questions():
    text = "\n".join(("ซ้อม EIT ปี 2565", HEAD, line(best(EIT)), line(worst(EIT))))
    found = read(text)
    assert found.answers == (best(EIT), worst(EIT))
    assert (found.missing, found.findings) == ((), ())
    assert tally(EIT, found.answers).score == 50


def test_a_form_is_known_by_the_texts_of_its_questions():
    heads = ",".join(f'"{one.lead.th} [{one.words.th}]"' if one.words.th else f'"{one.lead.th}"'
                     for one in EIT.asked)  # fmt: skip
    found = read(f"{heads}\n{line(best(EIT)).partition(',')[2]}\n")
    assert found.answers == (best(EIT),)


def test_a_number_is_no_answer_before_somebody_says_what_it_is():
    order = ",".join(("", *(str(best(EIT)[code] + 1) for code in EIT.codes)))
    points = ",".join(("", *("100" for _ in EIT.codes)))
    assert "survey_number_unsaid" in codes(read(f"{HEAD}\n{order}\n"))
    assert read(f"{HEAD}\n{order}\n").answers == ()
    assert read(f"{HEAD}\n{order}\n", Numbers.ORDER).answers == (best(EIT),)
    assert read(f"{HEAD}\n{points}\n", Numbers.POINTS).answers == (best(EIT),)
    assert read(f"{HEAD}\n{points}\n", Numbers.ORDER).answers == ()


def test_what_is_no_answer_is_told_with_its_place_and_the_rest_is_read():
    words = line(best(EIT)).split(",")
    words[1] = "ไม่แน่ใจ"
    found = read(f"{HEAD}\n{','.join(words)}\n")
    assert len(found.answers[0]) == len(EIT.codes) - 1
    place = found.findings[0].places[0]
    assert (found.findings[0].code, place.quote) == ("survey_answer_not_read", "ไม่แน่ใจ")
    assert place.line == 2


def test_a_question_without_a_column_makes_what_stands_on_it_unknown():
    head, *rest = HEAD.rsplit(",", 1)
    found = read(f"{head}\n{line(best(EIT)).rsplit(',', 1)[0]}\n")
    assert found.missing == (rest[0],)
    assert "survey_questions_missing" in codes(found)
    assert tally(EIT, found.answers).score is None


def test_lines_that_are_alike_are_told_and_counted():
    text = "\n".join((HEAD, *[line(best(EIT))] * 4))
    found = read(text)
    assert len(found.answers) == 4
    assert codes(found) == {"survey_lines_alike"}


def test_a_file_of_something_else_says_so():
    assert codes(read("ชื่อ,จำนวน\nก,1\n")) == {"survey_no_questions"}

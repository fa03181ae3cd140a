"""What may stand as the number of a memo or letter, and before it."""

import pytest

from prongsai.core.papers.numbers import is_number_prefix, is_paper_number


@pytest.mark.parametrize(
    "text", ["1", "9/9", "12/2570", "ตย 00000/1", "กจ 53501/ว 12", "มท 0808.2/5", "นม 72901 (สป)/1"]
)
def test_an_abbreviation_and_figures_are_a_number(text):
    assert is_paper_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "อนุมัติ/1",
        "ตกลง 500000 บ./1",
        "สมควรจบ/1",
        "APPROVED/1",
        "YES PAY/1",
        "5,000,000 บาท",
        "1\n2",
    ],
)
def test_words_are_none(text):
    assert not is_paper_number(text)


def test_a_prefix_may_be_empty_and_end_in_a_stroke_or_not():
    assert all(map(is_number_prefix, ["", "ตย 00000", "ตย 00000/", "นม 72901 (สป)/"]))
    assert not any(map(is_number_prefix, ["กองคลัง/", "อนุมัติให้จ่าย/", "ตกลง"]))

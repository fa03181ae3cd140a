"""Answers on paper, keyed in: a line of digits for each sheet, in the order of the questions."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.slips import CARD, DIGITS, read_slip
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.tally import Answers
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_LEFT_OUT = frozenset("0-–")
_ANSWERS = "123456789"
_GAPS = str.maketrans("", "", " \t,;/")


class Keyed(Struct, frozen=True):
    """One sheet; `card` is "" where the survey asks for none."""

    answers: Answers
    card: str = ""


def read_line(questionnaire: Questionnaire | OwnForm, line: str, *, with_card: bool) -> Keyed:
    """The sheet that a line stands for.

    Shape:  the number of the answer to each question, 0 or - where it was left out; before them
            the sixteen digits of the card where one is asked for.
    Errors: Wrong where digits are missing or too many, or an answer has no such number.
    """
    digits = arabic_digits(line).translate(_GAPS)
    card = ""
    if with_card:
        card, digits = read_slip(digits[:DIGITS], CARD), digits[DIGITS:]
    asked = questionnaire.asked
    if len(digits) != len(asked):
        raise Wrong(
            Text(
                f"มี {len(asked)} คำถาม แต่พิมพ์คำตอบ {len(digits)} ตัว คำถามที่เว้นไว้พิมพ์ 0",
                f"there are {len(asked)} questions, and {len(digits)} answers were typed; "
                "type 0 for a question that was left out",
            )
        )
    answers = {}
    for one, digit in zip(asked, digits, strict=True):
        if digit in _LEFT_OUT:
            continue
        if digit not in _ANSWERS[: len(one.options)]:
            raise Wrong(
                Text(
                    f"“{digit}” ไม่ใช่คำตอบของ {one.code} ซึ่งมี 1 ถึง {len(one.options)}",
                    f"“{digit}” is no answer to {one.code}, which has 1 to {len(one.options)}",
                )
            )
        answers[one.code] = int(digit) - 1
    if not answers:
        raise Wrong(Text("ไม่มีคำตอบในแผ่นนี้", "this sheet has no answer"))
    return Keyed(answers, card)

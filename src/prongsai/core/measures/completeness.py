"""What every measure must say: who, how, with what money, proved by what, and for which item."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from prongsai.core.errors import Findings
from prongsai.core.measures.cells import is_blank, is_item, is_subject
from prongsai.core.measures.model import NO_BUDGET, TO_BE_SET, Measure
from prongsai.core.measures.places import place_of, quoted
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text
from prongsai.core.thai import shorten, skeleton

LONGEST_UNIT = 120
_BUDGET = Text(
    f"ใส่จำนวนบาท เช่น 5,000 หรือ “{NO_BUDGET}”", f"write baht such as 5,000, or “{NO_BUDGET}”"
)


class Completeness(Struct, frozen=True):
    """Checks measures one by one.

    Shape:  `remarks` are the numbers there are; none where they are not known.
    """

    card: ScoreCard | None
    remarks: frozenset[int]
    findings: Findings

    def check_all(self, measures: Sequence[Measure]) -> None:
        """Tell what the measures lack, those of a draft together where all lack the same."""
        for measure in measures:
            self._check(measure)
        open_ones = [one for one in measures if skeleton(one.budget) == skeleton(TO_BE_SET)]
        if open_ones:
            self.findings.note(
                "measures/budget_to_be_set", *map(place_of, open_ones), no_budget=NO_BUDGET
            )

    def _check(self, measure: Measure) -> None:
        """Tell what one measure lacks."""
        self._whole(measure)
        self._budget(measure)
        self._links(measure)

    def _whole(self, measure: Measure) -> None:
        """What every measure must say."""
        if is_blank(measure.title):
            self._lacks(measure, "title", Text("ชื่อ", "title"), weighs=True)
        if is_blank(measure.unit):
            self._lacks(measure, "unit", Text("หน่วยงานรับผิดชอบ", "responsible unit"), weighs=True)
        elif shorten(measure.unit, LONGEST_UNIT) != measure.unit:
            self.findings.warning(
                "measures/unit_too_long", place_of(measure), longest_unit=LONGEST_UNIT
            )
        if not any(not is_blank(step) for step in measure.steps):
            self._lacks(measure, "steps", Text("ขั้นตอน", "steps"))
        if not any(not is_blank(one) for one in measure.evidence):
            self._lacks(measure, "evidence", Text("หลักฐาน", "evidence"))
        if is_blank(measure.at_six_months) and is_blank(measure.at_twelve_months):
            self._lacks(measure, "follow_up", Text("การติดตามผล 6 และ 12 เดือน", "follow-up"))

    def _lacks(self, measure: Measure, code: str, what: Text, *, weighs: bool = False) -> None:
        add = self.findings.error if weighs else self.findings.warning
        add(
            f"measure_without_{code}",
            place_of(measure),
            message=Text(f"มาตรการไม่มี{what.th}", f"the measure has no {what.en}"),
            next_step=Text(f"ใส่{what.th}ในแถวนี้", f"write its {what.en} into this row"),
        )

    def _budget(self, measure: Measure) -> None:
        if skeleton(measure.budget) == skeleton(TO_BE_SET):
            return  # told once for all of them
        if is_blank(measure.budget):
            code, message = "blank_budget", Text("ช่องงบประมาณว่าง", "the budget is blank")
        elif measure.money is None:
            code, typed = "unreadable_budget", quoted(measure.budget)
            message = Text(f"งบประมาณ “{typed}” ไม่ใช่จำนวนเงิน", f"the budget “{typed}” is no amount")
        else:
            return
        self.findings.warning(code, place_of(measure), message=message, next_step=_BUDGET)

    def _links(self, measure: Measure) -> None:
        """What a measure answers must exist."""
        if not measure.items and not measure.remarks:
            self.findings.error("measures/measure_without_item", place_of(measure))
        strange = [code for code in measure.items if not self._is_of_the_year(code)]
        if strange:
            listed = quoted(", ".join(strange))
            self.findings.error("measures/unknown_item_code", place_of(measure), listed=listed)
        missing = [str(number) for number in measure.remarks if number not in self.remarks]
        if missing and self.remarks:
            self.findings.warning(
                "measures/unknown_remark", place_of(measure), missing=", ".join(missing)
            )

    def _is_of_the_year(self, code: str) -> bool:
        """Whether a code can be an item: of some instruments of a year no list may be known."""
        if not is_item(code) or self.card is None:
            return is_subject(code)
        items = self.card.framework.items
        listed = any(known.startswith(code[0]) for known in items)
        return code in items or code in self.card.scores or not listed

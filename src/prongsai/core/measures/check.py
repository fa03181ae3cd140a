"""What a plan lacks: unanswered points, missing units and dates, dates that cannot be.

What makes the plan useless to those who carry it out or assess it is an error; what they would
ask about is a warning. Approval after the work began is a warning: assessors see it, yet the cure
is an earlier approval or an honest note, never another date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prongsai.core.analysis.weakness import find_weak
from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.completeness import Completeness
from prongsai.core.measures.coverage import DRAFT_AGAIN, Coverage, Standing
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.measures.places import place_of
from prongsai.core.measures.timing import Timing
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text
from prongsai.core.thai import skeleton


def check_plan(
    plan: Plan, card: ScoreCard | None = None, remarks: Sequence[LinkedRemark] = ()
) -> list[Finding]:
    """Everything a plan lacks, each with its place and what to do.

    Shape:  with a card the weak points are those of its scores and of `remarks`, whatever the plan
            lists; without one they are the plan's own.
    """
    findings = Findings()
    if card is not None and _is_other_year(plan, card):
        _wrong_year(plan, card, findings)
    coverage = _coverage(plan, card, remarks, findings)
    _whole(plan, findings)
    _measures(plan, coverage, findings)
    coverage.check()
    numbers = {point.remark for point in plan.points if point.remark is not None}
    known = frozenset(numbers or range(1, len(coverage.remarks) + 1))
    Completeness(coverage.card, known, findings).check_all(plan.measures)
    Timing(plan, findings).check()
    tell_same_keys(plan.measures, findings)
    _tell_same_numbers(plan.measures, findings)
    return findings.items


def standing(
    plan: Plan, card: ScoreCard | None = None, remarks: Sequence[LinkedRemark] = ()
) -> Standing:
    """How many points the plan must answer, as `check_plan` sees it, and what became of them."""
    return _coverage(plan, card, remarks, Findings()).standing()


def _coverage(
    plan: Plan, card: ScoreCard | None, remarks: Sequence[LinkedRemark], findings: Findings
) -> Coverage:
    """Codes mean other items in another year: then nothing of the card is held against the plan."""
    if _is_other_year(plan, card):
        return Coverage(plan, None, (), findings)
    return Coverage(plan, card, remarks, findings)


def _is_other_year(plan: Plan, card: ScoreCard | None) -> bool:
    return card is not None and bool(plan.score_year) and plan.score_year != card.fiscal_year


def _wrong_year(plan: Plan, card: ScoreCard, findings: Findings) -> None:
    findings.error(
        "wrong_year",
        Text(
            f"แผนทำจากคะแนนปีงบประมาณ {plan.score_year}"
            f" แต่แฟ้มคะแนนเป็นปี {card.fiscal_year} จึงไม่ได้เทียบข้อ",
            f"the plan answers the scores of {plan.score_year}, the file holds those of"
            f" {card.fiscal_year}; items were not compared",
        ),
        next_step=Text(
            "ใช้แฟ้มคะแนนของปีนั้น หรือร่างแผนใหม่", "give that year's scores, or draft a new plan"
        ),
    )


def _measures(plan: Plan, coverage: Coverage, findings: Findings) -> None:
    """A plan without measures is at fault where something asks for one."""
    if plan.measures:
        return
    if coverage.standing().points:
        findings.error(
            "no_measures",
            Text("แผนไม่มีมาตรการ", "the plan has no measures"),
            next_step=DRAFT_AGAIN,
        )
    elif coverage.card is None:
        findings.warning(
            "no_measures",
            Text("แผนไม่มีมาตรการและไม่มีจุดอ่อน", "the plan has no measures and no weak points"),
            next_step=Text(
                "ตรวจกับแฟ้มคะแนน: prongsai plan check PLAN FILE",
                "check it with the scores: prongsai plan check PLAN FILE",
            ),
        )
    elif find_weak(coverage.card, plan.target).unplaced is None:
        findings.note(
            "nothing_to_answer",
            Text(
                f"คะแนนที่มีไม่ต่ำกว่าเป้าหมาย {plan.target} และไม่มีข้อเสนอแนะ แผนจึงไม่มีเรื่องที่ต้องตอบ",
                f"no score there is lies below the target of {plan.target} and there are no"
                " remarks: the plan has nothing to answer",
            ),
            next_step=Text(
                "เพิ่มมาตรการรักษาระดับของหน่วยงานเองได้", "measures of your own may be added"
            ),
        )


def _whole(plan: Plan, findings: Findings) -> None:
    """What the plan says of itself."""
    if not plan.fiscal_year:
        findings.error(
            "plan_without_year",
            Text(
                "แผนไม่ได้บอกปีงบประมาณ จึงไม่ได้ตรวจวันที่",
                "the plan does not say its fiscal year; its dates were not checked",
            ),
            next_step=Text(
                "ใส่บรรทัด “แผนของปีงบประมาณ” เหนือตาราง", "write “แผนของปีงบประมาณ” above the table"
            ),
        )
    elif plan.score_year and plan.fiscal_year <= plan.score_year:
        findings.warning(
            "plan_before_scores",
            Text(
                f"แผนของปี {plan.fiscal_year} ทำจากคะแนนปี {plan.score_year} ซึ่งประกาศหลังปีนั้นสิ้นสุด",
                f"a plan for {plan.fiscal_year} answers scores of"
                f" {plan.score_year}, published after that year",
            ),
            next_step=Text("ตรวจปีทั้งสองเหนือตาราง", "check both years above the table"),
        )
    if is_blank(plan.agency):
        findings.warning(
            "plan_without_agency",
            Text("แผนไม่ได้บอกชื่อหน่วยงาน", "the plan does not name its agency"),
            next_step=Text(
                "ใส่บรรทัด “หน่วยงาน” เหนือตาราง หรือร่างด้วย --agency",
                "write “หน่วยงาน” above the table, or draft with --agency",
            ),
        )


def tell_same_keys(measures: Sequence[Measure], findings: Findings) -> None:
    """Add a finding for each key that several measures bear: none may be taken for another."""
    for places in _twice((one.key, one) for one in measures):
        findings.error(
            "duplicate_key",
            Text("หลายมาตรการใช้รหัสเดียวกัน", "several measures have one key"),
            *places,
            next_step=Text(
                "ลบรหัสของแถวที่คัดลอกมา แล้วโปรแกรมจะตั้งรหัสให้",
                "delete the key of the copied row; it gets one",
            ),
        )


def _tell_same_numbers(measures: Sequence[Measure], findings: Findings) -> None:
    """Numbers may begin again in each group."""
    numbered = (one for one in measures if not is_blank(one.number))
    for places in _twice((f"{one.group}\n{skeleton(one.number)}", one) for one in numbered):
        findings.warning(
            "duplicate_number",
            Text("หลายมาตรการในด้านเดียวกันใช้ลำดับเดียวกัน", "measures of one group share a number"),
            *places,
            next_step=Text("แก้ลำดับ", "correct the numbers"),
        )


def _twice(keyed: Iterable[tuple[str, Measure]]) -> Iterable[list[Place]]:
    """The places of those that share a key."""
    by_key: dict[str, list[Place]] = {}
    for key, measure in keyed:
        by_key.setdefault(key, []).append(place_of(measure))
    return (places for places in by_key.values() if len(places) > 1)

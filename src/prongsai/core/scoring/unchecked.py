"""Why a printed figure was not checked: nothing stands beside it that could contradict it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level
from prongsai.core.scoring.card import Score, Verdict
from prongsai.core.text import Text

_BORNE_OUT = (Verdict.EQUAL, Verdict.WITHIN_ROUNDING, Verdict.EXPLAINED)
OUTSIDE_THE_TREE = Text(
    "กรอบของปีนี้ยังไม่ทราบว่าข้อนี้อยู่ในตัวชี้วัดใด", "the year's framework does not place this item"
)
_NO_WEIGHTS = Text("ยังไม่ทราบน้ำหนักของแบบวัดในปีนี้", "the year's weights are not known")
_NO_PARTS_KNOWN = Text(
    "กรอบของปีนี้ยังไม่ทราบว่าคะแนนนี้เฉลี่ยจากข้อใด", "the year's framework does not know its parts"
)
_PARTS_MISSING = Text("ไม่มีคะแนนของส่วนย่อยครบทุกส่วน", "the scores of its parts are not all there")
_STANDS_ALONE = Text(
    "ไม่มีคะแนนของตัวชี้วัดที่คำนวณได้จากข้อนี้ให้เทียบ",
    "no figure that is computed from this item is there to compare with",
)


def settled(framework: Framework, scores: Mapping[str, Score]) -> dict[str, Score]:
    """The scores with each figure checked by what is made of it, and the reason where nothing is.

    A figure without parts is borne out by the printed one above that recomputes from it.
    """
    return {code: _settled(framework, scores, score) for code, score in scores.items()}


def _settled(framework: Framework, scores: Mapping[str, Score], score: Score) -> Score:
    if score.verdict is not Verdict.NOT_CHECKED:
        return score
    if _is_borne_out(framework, scores, score.code):
        return replace(score, verdict=Verdict.EQUAL)
    return replace(score, unchecked=_reason(framework, score))


def _is_borne_out(framework: Framework, scores: Mapping[str, Score], code: str) -> bool:
    """Whether the nearest printed figure above agrees with what its parts give."""
    above = framework.tree[code].parent
    while above is not None:
        score = scores[above]
        if not score.parts:
            return False
        if score.published is not None:
            return score.verdict in _BORNE_OUT
        above = framework.tree[above].parent
    return False


def _reason(framework: Framework, score: Score) -> Text:
    if score.level is Level.ITEM:
        return _STANDS_ALONE
    if framework.tree[score.code].children:
        return _PARTS_MISSING
    return _NO_WEIGHTS if score.code == TOTAL else _NO_PARTS_KNOWN

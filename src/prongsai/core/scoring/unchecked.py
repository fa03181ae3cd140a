"""What speaks for a figure that was not recomputed: a sum that it fits, or nothing, and why.

A sum proves no part of its own: two errors may cancel, and one far below it hardly moves it. What a
fitting sum says of a part is how wrong that part alone could be without being seen there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level
from prongsai.core.rounding import round_up
from prongsai.core.scoring.card import Fit, Score, Verdict
from prongsai.core.text import Text

OUTSIDE_THE_TREE = Text(
    "กรอบของปีนี้ยังไม่ทราบว่าข้อนี้อยู่ในตัวชี้วัดใด", "the year's framework does not place this item"
)
_NO_WEIGHTS = Text("ยังไม่ทราบน้ำหนักของแบบวัดในปีนี้", "the year's weights are not known")
_NO_PARTS_KNOWN = Text(
    "กรอบของปีนี้ยังไม่ทราบว่าคะแนนนี้เฉลี่ยจากข้อใด", "the year's framework does not know its parts"
)
_PARTS_MISSING = Text("ไม่มีคะแนนของส่วนย่อยครบทุกส่วน", "the scores of its parts are not all there")
_PARTS_IN_DOUBT = Text(
    "เข้ากับส่วนย่อยที่พิมพ์ไว้ แต่ส่วนย่อยนั้นขัดแย้งกับคะแนนที่ใช้คำนวณเอง",
    "it fits its printed parts, which contradict what they are themselves made of",
)
_STANDS_ALONE = Text(
    "ไม่มีคะแนนของตัวชี้วัดที่คำนวณได้จากข้อนี้ให้เทียบ",
    "no figure that is computed from this item is there to compare with",
)
# A sum speaks for a part where it would show one point too many in it; an OIT item is 100 off.
_ONE_POINT = Fraction(1)
_FULL = Fraction(100)


class Slack(Struct, frozen=True):
    """How far the parts of a printed sum may move unseen: as they stand now, and at the widest.

    Whether a sum speaks for a part must not hang on where the sum happens to lie in its rounding.
    """

    unmoved: Fraction
    widest: Fraction


def settled(
    framework: Framework, scores: Mapping[str, Score], slack: Callable[[str], Slack]
) -> dict[str, Score]:
    """The scores with each print that was not recomputed held against the sum made of it.

    Shape:  `slack` tells how far the parts of a printed sum may move before it contradicts them.
    """
    slack_of = cache(slack)  # most figures of a sheet fit one of a few sums
    return {code: _settled(framework, scores, score, slack_of) for code, score in scores.items()}


def _settled(
    framework: Framework,
    scores: Mapping[str, Score],
    score: Score,
    slack: Callable[[str], Slack],
) -> Score:
    if score.verdict is not Verdict.NOT_CHECKED:
        return score
    above = _nearest_sum(framework, scores, score.code)
    if above is None:
        return replace(score, unchecked=_reason(framework, score))
    sum_code, share = above
    if scores[sum_code].verdict is Verdict.CONTRADICTS:
        return replace(score, unchecked=_in_doubt(sum_code))
    found = slack(sum_code)
    if found.widest / share < (_FULL if score.code[0] == "o" else _ONE_POINT):
        return replace(score, verdict=Verdict.FITS, fit=Fit(sum_code, found.unmoved / share))
    return replace(score, unchecked=_too_far(sum_code, found.widest / share))


def _nearest_sum(
    framework: Framework, scores: Mapping[str, Score], code: str
) -> tuple[str, Fraction] | None:
    """The nearest printed figure above that is made of this one, and its share in it."""
    share = Fraction(1)
    below, above = code, framework.tree[code].parent
    while above is not None and scores[above].parts:
        share *= next(part.share for part in scores[above].parts if part.code == below)
        if scores[above].published is not None:
            return (above, share) if share else None
        below, above = above, framework.tree[above].parent
    return None


def _in_doubt(code: str) -> Text:
    return Text(
        f"{code} ที่คำนวณจากค่านี้ขัดแย้งกับที่ประกาศ และไม่ทราบว่าค่าใดผิด",
        f"{code}, computed from it, contradicts its print, and which figure is wrong is not known",
    )


def _too_far(code: str, unseen: Fraction) -> Text:
    points = round_up(min(unseen, _FULL))
    return Text(
        f"มีเพียง {code} ที่คำนวณจากค่านี้ ซึ่งค่านี้ค่าเดียวผิดได้ถึง {points} คะแนนโดยไม่ขัดแย้ง",
        f"only {code} is computed from it, and would not show an error of up to {points} points"
        " in it alone",
    )


def _reason(framework: Framework, score: Score) -> Text:
    if score.level is Level.ITEM:
        return _STANDS_ALONE
    if framework.tree[score.code].children:
        return _PARTS_IN_DOUBT if score.parts else _PARTS_MISSING
    return _NO_WEIGHTS if score.code == TOTAL else _NO_PARTS_KNOWN

"""Claims made of the figures are never contradicted, their twins always, however worded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.analysis.claims import check_claims
from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.scoresheet.model import Figure, Origin
from prongsai.readers.scores import read_scores

CATALOGUE = Catalogue()
NAMES = (
    {
        code: f"ตัวชี้วัดที่ {code} {node.name.th}"
        for code, node in CATALOGUE.get(2565).tree.items()
        if node.level == "indicator"
    }
    | {code: f"แบบวัด {code}" for code in INSTRUMENTS}
    | {TOTAL: "คะแนนรวม"}
)
INDICATORS = [str(number) for number in range(1, 11)]
PARTS = {"IIT": INDICATORS[:5], "EIT": INDICATORS[5:8], "OIT": INDICATORS[8:]}
MARK = Decimal(85)
MARKS = {2564: MARK, 2565: MARK}
SCORES = st.fixed_dictionaries({code: st.decimals(50, 100, places=2) for code in NAMES})
PHRASES = ["{}", "พบว่า {}", "ผลการประเมินปีงบประมาณ พ.ศ. 2565 {}", "1. {}."]


def told(sentence, now, then):
    """What is found where a report with these figures says a sentence."""
    text = f"สรุปผลการประเมิน ITA เทศบาลตำบลตัวอย่าง ปีงบประมาณ พ.ศ. 2565\n{sentence}\n"
    sheet = read_scores(text.encode(), "สรุป.txt", CATALOGUE).sheet
    figures = tuple(
        Figure(code, year, str(value), value, Origin.TABLE, Place("สรุป.txt", line=1))
        for year, scores in ((2565, now), (2564, then))
        for code, value in scores.items()
    )
    return check_claims(replace(sheet, figures=figures), MARKS)


def limit(code, now, then):
    """Whether a score reaches the limit."""
    yes, no = f"{NAMES[code]} ได้คะแนนสูงกว่าเกณฑ์ 85 คะแนน", f"{NAMES[code]} ไม่ผ่านเกณฑ์ร้อยละ 85"
    if now[code] == MARK:
        return no.replace("ไม่ผ่าน", "ผ่าน"), None
    return (yes, no) if now[code] > MARK else (no, yes)


def change(code, now, then):
    """By how much a score moved."""
    by = now[code] - then[code]
    if by == 0 or abs(by) >= 40:
        return None, None
    way, other = ("เพิ่มขึ้น", "ลดลง") if by > 0 else ("ลดลง", "เพิ่มขึ้น")
    words = f"จากปีที่ผ่านมา จำนวน {abs(by)} คะแนน"
    return f"{NAMES[code]} มีคะแนน{way}{words}", f"{NAMES[code]} มีคะแนน{other}{words}"


def rounded(code, now, then):
    """The same to one decimal; its twin is two points off."""
    by = now[code] - then[code]
    if not 0 < by < 35:
        return None, None
    text = f"{NAMES[code]} เพิ่มขึ้น {{}} คะแนน เมื่อเทียบกับปี 2564"
    return text.format(round(by, 1)), text.format(round(by + 2, 1))


def extreme(code, now, then):
    """The highest of all, or another than that."""
    own = INSTRUMENTS if code in INSTRUMENTS else next(p for p in PARTS.values() if code in p)
    whole = INSTRUMENTS if code in INSTRUMENTS else INDICATORS
    text = f"{'แบบวัด' if code in INSTRUMENTS else 'ตัวชี้วัด'}ที่ได้คะแนนสูงสุด คือ {NAMES[code]}"
    is_top = now[code] == max(now[one] for one in whole)
    is_own_top = now[code] == max(now[one] for one in own)
    return (text, None) if is_top else (None, None if is_own_top else text)


def count(code, now, then):
    """How many indicators are below the limit, of all or of one instrument."""
    own = PARTS.get(code, INDICATORS)
    number = sum(now[one] < MARK for one in own)
    head = f"{NAMES[code]} " if code in INSTRUMENTS else ""
    text = head + "มีตัวชี้วัดที่ได้คะแนนต่ำกว่าร้อยละ 85 จำนวน {} ตัวชี้วัด"
    # What would be true of the whole is not called wrong: the sentence may speak of it.
    of_all = sum(now[one] < MARK for one in INDICATORS)
    return text.format(number), None if number + 1 == of_all else text.format(number + 1)


def every(code, now, then):
    """Whether all of a kind reach a limit."""
    whole, thing = (INSTRUMENTS, "แบบวัด") if code in INSTRUMENTS else (INDICATORS, "ตัวชี้วัด")
    text = f"ทุก{thing}ได้คะแนนสูงกว่า 70 คะแนน"
    return (text, None) if all(now[one] >= 70 for one in whole) else (None, text)


OF_ANY = [limit, change, rounded]
OF_PARTS = [extreme, count, every]


@pytest.mark.parametrize("make", [*OF_ANY, *OF_PARTS], ids=lambda make: make.__name__)
@given(now=SCORES, then=SCORES, data=st.data())
@pytest.mark.few(3)
def test_what_the_figures_say_is_never_contradicted_and_its_twin_always(make, now, then, data):
    codes = [code for code in NAMES if make in OF_ANY or code != TOTAL]
    code = data.draw(st.sampled_from(codes))
    phrase = data.draw(st.sampled_from(PHRASES))
    true, false = make(code, now, then)
    if true is not None:
        assert told(phrase.format(true), now, then) == ()
        assert told(f"หาก{false or true}", now, then) == ()
    if false is not None:
        assert told(phrase.format(false), now, then)
        assert told(f"ควรพัฒนาให้{false}", now, then) == ()

"""Random plans as they are read (no blanks at the ends of texts), for tests that write them."""

from hypothesis import strategies as st

from prongsai.core.measures.cells import tidy
from prongsai.core.measures.model import Measure, Plan, WeakPoint

_THAI = st.text("กขคงาิี่้ำเแโ 12๓.)-=+@(:|\n;,'\"#&*", max_size=25)
TEXTS = st.one_of(_THAI, st.text(max_size=15)).map(tidy)
FILLED = TEXTS.filter(bool)
CODES = st.from_regex(r"[ieo][1-9][0-9]?", fullmatch=True)
SCORES = st.none() | st.decimals(0, 100, places=2)
# The last two are headings that mean a column of ours where they stand first.
OWN = ["หมายเหตุ", "ผล (2)", "งบประมาณ", "การติดตามผล"]


@st.composite
def _measures(draw, key):
    lists = st.lists(FILLED, max_size=3).map(tuple)
    kinds = {"steps": lists, "evidence": lists}
    kinds["items"] = st.lists(CODES, max_size=3, unique=True).map(tuple)
    kinds["remarks"] = st.lists(st.integers(1, 99), max_size=3, unique=True).map(tuple)
    names = ("number", "title", "group", "unit", "period", "start", "due", "budget")
    kinds |= dict.fromkeys((*names, "at_six_months", "at_twelve_months"), TEXTS)
    own = [heading for heading in OWN if draw(st.booleans())]
    other = tuple((heading, draw(FILLED)) for heading in own)
    return Measure(key, other=other, **{name: draw(kind) for name, kind in kinds.items()})


@st.composite
def _plans(draw):
    keys = draw(
        st.lists(st.from_regex(r"M[0-9]{2}|own-[1-9]", fullmatch=True), max_size=4, unique=True)
    )
    told = {"name": FILLED, "score": SCORES, "guideline": TEXTS, "reason": TEXTS, "source": TEXTS}
    items = st.builds(WeakPoint, item=CODES, **told)
    remarks = st.builds(WeakPoint, remark=st.integers(1, 99), **told)
    points = st.lists(items | remarks, max_size=3, unique_by=lambda point: point.key)
    return Plan(
        draw(TEXTS),
        draw(st.sampled_from([0, 2566, 2569])),
        draw(st.sampled_from([0, 2565, 2568])),
        tuple(draw(_measures(key)) for key in keys),
        tuple(draw(points)),
        draw(st.decimals(1, 100, places=2)),
        draw(TEXTS),
    )


PLANS = _plans()

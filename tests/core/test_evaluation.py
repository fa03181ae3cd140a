"""What counts as told: a finding with a place that names the code, or a number of its own."""

from decimal import Decimal

import pytest

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.scoresheet.evaluation import Label, Outcome, judge
from prongsai.core.scoresheet.model import Reading, ScoreSheet
from prongsai.core.text import Text

LABEL = Label(
    {
        2566: {
            "total": Decimal("91.30"),
            "4": Decimal("88.25"),
            "o1": Decimal(100),
            "o12": Decimal(100),
        }
    }
)


def told(message, *quotes, code="not_a_score"):
    """The codes of the label that one finding tells; nothing was read."""
    places = tuple(Place("a.txt", line=1, quote=quote) for quote in quotes)
    finding = Finding(code, Severity.WARNING, Text(message, "not read"), places)
    judged = judge(LABEL, Reading(ScoreSheet(2566), (finding,)))
    assert {one.outcome for one in judged} == {Outcome.MISSED}
    return {one.code for one in judged if one.told}


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ("การใช้ทรัพย์สินของราชการ 88.25", {"4"}),
        ("การใช้ทรัพย์สินของราชการ ๘๘.๒๕", {"4"}),
        ("การใช้ทรัพย์สินของราชการ 88.250", {"4"}),
        ("ตัวชี้วัดที่ 4", {"4"}),
        ("ind4", {"4"}),
        ("ข้อ 4", set()),
        ("4.1", set()),
        ("188.25", set()),
        ("O12 รายงาน", {"o12"}),
        ("o 12", {"o12"}),
        ("o121", set()),
        ("คะแนนรวม - ", {"total"}),
        ("100", set()),  # two figures are 100: the number names neither
        ("o1 100", {"o1"}),
    ],
)
def test_a_finding_tells_the_figures_its_place_names(quote, codes):
    assert told("อ่านไม่ได้", quote) == codes


def test_a_finding_tells_what_its_message_names_where_it_has_a_place():
    assert told("อ่าน o12 ไม่ได้", "–") == {"o12"}
    assert told("อ่าน o12 ไม่ได้") == set()


def test_a_finding_about_the_whole_file_tells_no_figure():
    assert told("ไม่พบคะแนน", "การใช้ทรัพย์สินของราชการ 88.25", code="no_scores") == set()
    assert told("ไม่พบปี", "การใช้ทรัพย์สินของราชการ 88.25", code="year_unknown") == {"4"}

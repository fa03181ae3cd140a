"""A total below target of which nobody knows where it was lost: no plan can answer that."""

from __future__ import annotations

from prongsai.core.analysis.weakness import Weakness
from prongsai.core.errors import Findings
from prongsai.core.text import Text


def tell_unplaced(weakness: Weakness, findings: Findings) -> None:
    """Add a warning where the total is low and the known weak points do not account for it."""
    total = weakness.unplaced
    if total is None:
        return
    more = Text("อีก", " besides") if weakness.count else Text("", "")
    findings.warning(
        "weak_where_unknown",
        Text(
            f"คะแนนรวม {total.figure} ต่ำกว่าเป้าหมาย {weakness.target}"
            f" แต่คะแนนที่มีไม่บอกว่าเสียที่ส่วนใด{more.th}",
            f"the total {total.figure} is below the target of {weakness.target}, and the scores"
            f" there are do not tell where it is lost{more.en}",
        ),
        next_step=Text(
            "เพิ่มคะแนนรายแบบวัด ตัวชี้วัด หรือข้อ แล้วร่างแผนอีกครั้ง",
            "add scores of instruments, indicators or items, then draft the plan again",
        ),
    )

"""Rows of a file that add up those above: recognised, checked, never taken for rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, with_computed
from prongsai.core.registers.values import shown
from prongsai.core.text import Text
from prongsai.core.thai import repair, squeeze

_TOTAL = compiled(
    r"(?:รวม|ยอดรวม|ผลรวม|รวมยอด|(?:grand\s+|sub-?\s?)?total|sum)"
    r"(?:\s*(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี|เป็นเงิน|จำนวนเงิน|เงิน|ยอด|สะสม|จำนวน|ประจำ))*"
    r"(?:\s*(?:เดือน|ไตรมาส|งวด|หน้า|หมวด|แผนงาน|กอง|สำนัก|หน่วย|ด้าน|of|for)[^,;]{0,60})?"
    r"(?:\s*[0-9,]{1,7}\s*(?:รายการ|โครงการ|ราย|แห่ง|เรื่อง))?\s*:?",
    re.IGNORECASE,
)
# A label that only begins so is a total where little stands beside the sums.
_BEGINS = compiled(r"รวม|ยอดรวม|ผลรวม|(?:grand\s+)?total", re.IGNORECASE)


class Sums(Struct):
    """The rows that were taken, and how many of them stand above the last row that added up."""

    register: Register
    rows: list[Row] = field(default_factory=list)
    begins: int = 0

    def of(self, name: str) -> tuple[Decimal, Decimal]:
        """The sums of a field: of all rows, and of those since the last that added up."""
        values = [with_computed(self.register, row.values).get(name) for row in self.rows]
        known = [Decimal(one) if isinstance(one, Decimal | int) else Decimal(0) for one in values]
        return sum(known, Decimal(0)), sum(known[self.begins :], Decimal(0))


def may_be_total(words: Iterable[str]) -> bool:
    """Whether any of the words of a row is one of totals: a look that costs little."""
    return any(
        "รวม" in word or "ยอด" in word or "otal" in word.lower() or word == "sum" for word in words
    )


def is_sum_of(heading: str) -> bool:
    """Whether a heading names the sum of the columns beside it.

    >>> is_sum_of("รวมทั้งสิ้น"), is_sum_of("รวมพลัง")
    (True, False)
    """
    return bool(_TOTAL.fullmatch(squeeze(repair(heading))))


def is_total(texts: Mapping[str, str], words: Sequence[str], *, added: Sequence[str]) -> bool:
    """Whether a row adds up those above.

    Shape:  `texts` are the filled cells of the fields, `words` those of all columns that hold no
            number, `added` the fields of which sums mean something.

    >>> is_total({"paid": "300"}, ["รวมทั้งสิ้น"], added=["paid"])
    True
    >>> is_total({"what": "รวมพลังต้านทุจริต", "day": "3 ต.ค. 68"}, ["รวมพลังต้านทุจริต"], added=["paid"])
    False
    """
    labels = [squeeze(repair(word)) for word in words]
    if not labels:
        return False
    if any(_TOTAL.fullmatch(label) for label in labels) and len(labels) <= 2:  # noqa: PLR2004
        return True
    others = [name for name in texts if name not in added]
    has_sums = any(name in added for name in texts)
    return has_sums and len(labels) == 1 and len(others) <= 1 and bool(_BEGINS.match(labels[0]))


def of_total(
    fields: Sequence[tuple[Field, Decimal | int, Place]], sums: Sums, *, is_held: bool
) -> list[Finding]:
    """What is wrong with a row of totals; afterwards a new part begins.

    Shape:  `is_held` where rows above could not be read, so that nothing can be said of the sums.
    """
    findings = []
    for one, told, place in fields:
        found = () if is_held else sums.of(one.name)
        if found and told not in found:
            nearer = min(found, key=lambda each: abs(each - told))
            findings.append(differs(one, told, nearer, place))
    sums.begins = len(sums.rows)
    return findings


def differs(of: Field, told: Decimal | int, found: Decimal, place: Place) -> Finding:
    """A sum of the file that the rows do not come to."""
    said, added = shown(of, told).th, shown(of, found).th
    apart = shown(of, Decimal(told) - found).th
    return Finding(
        "register_total_differs",
        Severity.ERROR,
        Text(
            f"{of.title.th}: แถวรวมบอก {said} แต่แถวข้างบนรวมได้ {added} (ต่าง {apart})",
            f"{of.title.en}: the total says {said}, the rows above come to {added}"
            f" (apart by {apart})",
        ),
        (place,),
        Text(
            "หาแถวที่ขาด เกิน หรือพิมพ์ผิด แล้วนำเข้าใหม่",
            "find the row that is missing, too many or mistyped, and import again",
        ),
    )

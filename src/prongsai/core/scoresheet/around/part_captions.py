"""A row "รวม" below the caption of one instrument or indicator is that part's, not the agency's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, instrument_of_item, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names

_AN_INSTRUMENT = compiled(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])")
_A_NUMBER = compiled(r"ตัวชี้วัด(?:ย่อย)?\s?(?:ที่)?\s?(10|[1-9])(?:\.[1-9])?(?![\d.])")
# Words of the whole: a caption or a label with one of them speaks of the agency's own total.
_OF_ALL = compiled(
    r"(?<![A-Za-z])ITA(?![A-Za-z])|ภาพรวม|ทั้งหมด|ทั้งสิ้น|ทุก|หน่วยงาน|องค์กร|สุทธิ|(?:สาม|3|๓)\s?(?:แบบ|เครื่องมือ)|สรุป"
)
_CAPTION_OF_ALL = compiled(r"ภาพรวม|คะแนนรวม|ทุก(?:แบบ|เครื่อง|ตัว)|(?:สาม|3|๓)\s?(?:แบบ|เครื่องมือ)|สรุป")
_NEAR = Fraction(1, 100)


def without_totals_of_parts(
    captions: Sequence[str], figures: Sequence[Figure], names: Names, complaints: Complaints
) -> list[Figure]:
    """The figures, a total below a part's caption as that part's where it is proved, else told."""
    if not any(figure.code == TOTAL for figure in figures):
        return list(figures)
    part = _captioned(captions, names)
    kept: list[Figure] = []
    beside: dict[int | None, list[Figure]] = {}
    for figure in figures:
        if figure.code != TOTAL:
            beside.setdefault(figure.year, []).append(figure)
    for figure in figures:
        others = beside.get(figure.year, [])
        says_all = figure.code != TOTAL or _OF_ALL.search(figure.name or "")
        if says_all or not _may_be_of(part, figure, others, names):
            kept.append(figure)
        elif part in INSTRUMENTS and _is_mean(part, figure, others, names):
            kept.append(replace(figure, code=part))
        else:
            complaints.unattributed(figure.place)
    return kept


def _captioned(captions: Sequence[str], names: Names) -> str | None:
    """The one part that the nearest telling caption names."""
    for text in reversed(captions):
        if _CAPTION_OF_ALL.search(text):
            return None
        found = set(_AN_INSTRUMENT.findall(text)) | {*_A_NUMBER.findall(text)}
        node = names.node_of(text)
        if not found and node and node != TOTAL:
            found = {node}
        parts = found - {*INSTRUMENTS} or found  # "แบบวัด IIT ตัวชี้วัดที่ 2" is of the indicator
        if found:
            return parts.pop() if len(parts) == 1 else None
    return None


def _may_be_of(part: str | None, total: Figure, others: Sequence[Figure], names: Names) -> bool:
    """Whether a row "รวม" may close the rows of a part and not the whole sheet."""
    below = {_instrument(one.code, names) for one in others}
    if others and {level_of(one.code) for one in others} == {Level.SUB_INDICATOR}:
        return len({one.code.partition(".")[0] for one in others}) == 1
    if part is None:
        only = next(iter(below)) if len(below) == 1 else None
        return only is not None and only in INSTRUMENTS and _is_mean(only, total, others, names)
    instrument = part if part in INSTRUMENTS else _instrument(part, names)
    if below - {instrument} or any(one.code == part for one in others):
        return False
    # Where all its indicators stand above and come to something else it is no mean of them.
    return not _are_all(part, others, names) or _is_mean(part, total, others, names)


def _instrument(code: str, names: Names) -> str | None:
    """The instrument that a code belongs to, itself included."""
    if code in INSTRUMENTS:
        return code
    if level_of(code) is Level.ITEM:
        return instrument_of_item(code)
    node = names.framework.tree.get(code.partition(".")[0])
    return node.parent if node else None


def _are_all(part: str, others: Sequence[Figure], names: Names) -> bool:
    node = names.framework.tree.get(part)
    children = {code for code, _ in (node.children or ())} if node else set()
    return bool(children) and children <= {one.code for one in others}


def _is_mean(part: str, total: Figure, others: Sequence[Figure], names: Names) -> bool:
    """Whether a number is what all indicators of an instrument come to, as printed."""
    if not _are_all(part, others, names):
        return False
    shares = names.framework.tree[part].children or ()
    values = {one.code: Fraction(Decimal(one.value)) for one in others}
    mean = sum((values[code] * share for code, share in shares), Fraction(0))
    whole = sum((share for _, share in shares), Fraction(0))
    return abs(mean / whole - Fraction(Decimal(total.value))) <= _NEAR

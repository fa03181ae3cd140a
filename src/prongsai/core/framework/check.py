"""Whether a year's data is sound: weights, codes, sources, lineage; every fault has a line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from prongsai.core.errors import BrokenFramework, Finding, Severity
from prongsai.core.framework.documents import (
    FIX,
    Elements,
    Sources,
    load_framework,
    part_of,
    read_document,
    read_lines,
    type_faults,
)
from prongsai.core.framework.model import Confidence, Framework, Instrument, Item
from prongsai.core.ids import Level, level_of
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault
from prongsai.core.yaml_data.declared import Path as Keys

_POLARITIES = {"positive", "negative", "mixed"}
_CITING = ("framework", "iit", "eit", "oit", "elements", "context")
# A fault with the file, by its name without ending, in which it stands.
_Found = Iterator[tuple[str, Fault]]


def check_folder(folder: Path) -> tuple[Finding, ...]:
    """Every fault of one year's folder; of one that cannot be loaded only what stops that."""
    told: list[Finding] = []
    try:
        told += type_faults(folder)
        faults = tuple(_faults(load_framework(folder), folder))
        lines = {name: read_lines(folder, name) for name in {name for name, _ in faults}}
    except BrokenFramework as error:
        if not any(one.severity is Severity.ERROR for one in told):
            places = (error.place,) if error.place else ()
            told.append(Finding("framework_broken", Severity.ERROR, error.message, places, FIX))
        return tuple(told)
    told += (one for name, fault in faults for one in lines[name].findings([fault], fix=FIX))
    return tuple(told)


def _faults(framework: Framework, folder: Path) -> _Found:
    for fault in (*_year(framework, folder), *_weights(framework), *_rating(framework)):
        yield "framework", fault
    for fault in _scales(framework):
        yield "framework", fault
    for position, part in enumerate(framework.instruments):
        for fault in _instrument(framework, part, ("instruments", position)):
            yield "framework", fault
        for fault in _items(framework, part):
            yield part.code.lower(), fault
    yield from _sources(folder)
    yield from (("elements", fault) for fault in _elements(framework, folder))


def _year(framework: Framework, folder: Path) -> Iterator[Fault]:
    named, year = folder.name, framework.fiscal_year
    if named.isdigit() and int(named) != year:
        said = Text(
            f"โฟลเดอร์ชื่อ {named} แต่ในแฟ้มเป็นปี {year}", f"the folder is {named}, the file says {year}"
        )
        yield Fault(("fiscal_year",), "year_mismatch", said)


def _weights(framework: Framework) -> Iterator[Fault]:
    weights = [part.weight for part in framework.instruments]
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights) and sum(known, Fraction(0)) != 1:
        said = Text(
            f"น้ำหนักแบบวัดรวมได้ {float(sum(known)):g} ไม่ใช่ 1",
            f"the instrument weights add up to {float(sum(known)):g}, not 1",
        )
        yield Fault(("instruments", 0, "weight"), "weights_do_not_sum", said)
    if 0 < len(known) < len(weights):
        said = Text(
            "น้ำหนักต้องทราบครบทุกแบบวัด หรือเป็น null ทั้งหมด",
            "weights must all be known, or all be null",
        )
        at = weights.index(None)
        yield Fault(("instruments", at, "weight"), "weights_incomplete", said)


def _rating(framework: Framework) -> Iterator[Fault]:
    levels = framework.rating.levels
    if levels is None:
        if framework.rating.confidence is not Confidence.UNKNOWN:
            said = Text("ค่าที่ไม่ทราบต้องบอกว่า unknown", "what is not known must say unknown")
            yield Fault(("rating", "levels"), "unknown_not_said", said)
        return
    minima = [level.minimum for level in levels]
    if minima != sorted(minima, reverse=True) or minima[-1] != 0:
        said = Text(
            "ระดับต้องเรียงจากสูงไปต่ำและจบที่ 0", "levels must run from the highest down and end at 0"
        )
        yield Fault(("rating", "levels"), "levels_out_of_order", said)
    for position, level in enumerate(levels):
        if not level.code.isascii():
            said = Text("รหัสระดับต้องเป็น ASCII", "level codes must be ASCII")
            yield Fault(("rating", "levels", position), "code_not_ascii", said)


def _scales(framework: Framework) -> Iterator[Fault]:
    for position, scale in enumerate(framework.scales):
        points = scale.all_points
        is_known = bool(points) or scale.confidence is Confidence.UNKNOWN
        if not is_known or any(not 0 <= point <= 100 for point in points):  # noqa: PLR2004
            said = Text("คะแนนของคำตอบต้องอยู่ระหว่าง 0–100", "answer points must be 0 to 100")
            yield Fault(("scales", position, "options"), "points_out_of_range", said)


def _instrument(framework: Framework, part: Instrument, path: Keys) -> Iterator[Fault]:
    count = None if part.items is None else len(part.items)
    if count is not None and part.item_count is not None and count != part.item_count:
        said = Text(
            f"{part.code} บอกว่ามี {part.item_count} ข้อ แต่ในแฟ้มมี {count} ข้อ",
            f"{part.code} says {part.item_count} items, its file has {count}",
        )
        yield Fault((*path, "item_count"), "item_count_differs", said)
    for place, scale in enumerate(part.answer_scales):
        if scale not in framework.scale_of:
            said = Text(
                f"{part.code} ใช้มาตรวัด {scale} ที่ไม่มี",
                f"{part.code} uses scale {scale}, which does not exist",
            )
            yield Fault((*path, "answer_scales", place), "scale_unknown", said)
    used = {item.sub_indicator for item in part.items or ()}
    for place, indicator in enumerate(part.indicators if part.items else ()):
        for position, sub in enumerate(indicator.sub_indicators or ()):
            if sub.code not in used:
                said = Text(f"ตัวชี้วัดย่อย {sub.code} ไม่มีข้อ", f"sub-indicator {sub.code} has no item")
                at = (*path, "indicators", place, "sub_indicators", position)
                yield Fault(at, "sub_indicator_empty", said)


def _items(framework: Framework, part: Instrument) -> Iterator[Fault]:
    """Every fault of the items, each item's in the order an officer corrects them."""
    known = {indicator.code for indicator in part.indicators}
    subs = {
        sub.code: indicator.code
        for indicator in part.indicators
        for sub in indicator.sub_indicators or ()
    }
    seen: set[str] = set()
    for position, item in enumerate(part.items or ()):
        found = (
            *_faults_of_code(part, item, position),
            *_faults_of_place(item, known, subs),
            *_faults_of_answers(part, item, set(framework.scale_of)),
        )
        for code, message, key in found:
            yield Fault(("items", position, key) if key else ("items", position), code, message)
        if item.code in seen:
            said = Text(f"รหัส {item.code} ซ้ำ", f"code {item.code} stands twice")
            yield Fault(("items", position, "code"), "code_twice", said)
        seen.add(item.code)


def _sources(folder: Path) -> _Found:
    """Every cited source is listed; a page of 0 is a promise still to keep."""
    listed = part_of(folder, "sources", Sources).sources
    ids = {source.id for source in listed}
    for name in _CITING:
        for path, cited in _citations(read_document(folder, name), ()):
            if cited not in ids:
                said = Text(
                    f"แหล่งอ้างอิง {cited} ไม่อยู่ใน sources.yaml",
                    f"source {cited} is not in sources.yaml",
                )
                yield name, Fault(path, "source_not_listed", said)
    for position, source in enumerate(listed):
        if source.page == 0:
            said = Text("ยังไม่ได้ใส่เลขหน้าของคู่มือ", "the manual's page is not given yet")
            yield "sources", Fault(("sources", position), "page_not_given", said)


def _elements(framework: Framework, folder: Path) -> Iterator[Fault]:
    for code in part_of(folder, "elements", Elements).elements:
        if code not in framework.items:
            said = Text(
                f"องค์ประกอบของ {code} ซึ่งไม่มีในปีนี้", f"elements of {code}, which this year has not"
            )
            yield Fault(("elements", code), "element_of_no_item", said)


_ItemFault = tuple[str, Text, str | None]


def _faults_of_code(part: Instrument, item: Item, position: int) -> Iterator[_ItemFault]:
    letter = part.code[0].lower()
    if level_of(item.code) is not Level.ITEM or item.code[0] != letter:
        said = Text(
            f"รหัส {item.code} ไม่ใช่รหัสของ {part.code}", f"{item.code} is no code of {part.code}"
        )
        yield "code_wrong", said, "code"
    elif item.code != f"{letter}{position + 1}":
        said = Text(
            f"ลำดับที่ {position + 1} เป็น {item.code}", f"number {position + 1} is {item.code}"
        )
        yield "codes_have_gaps", said, "code"
    if not item.lineage:
        said = Text(f"{item.code} ไม่มี lineage", f"{item.code} has no lineage")
        yield "lineage_missing", said, None


def _faults_of_place(item: Item, known: set[str], subs: dict[str, str]) -> Iterator[_ItemFault]:
    if item.indicator is not None and item.indicator not in known:
        said = Text(
            f"{item.code} อ้างตัวชี้วัด {item.indicator} ที่ไม่มี",
            f"{item.code} names indicator {item.indicator}, which does not exist",
        )
        yield "indicator_unknown", said, "indicator"
    if item.sub_indicator is not None and subs.get(item.sub_indicator) != item.indicator:
        said = Text(
            f"{item.code} อ้างตัวชี้วัดย่อย {item.sub_indicator} ที่ไม่อยู่ในตัวชี้วัด {item.indicator}",
            f"{item.code} names sub-indicator {item.sub_indicator}, which is no part of"
            f" indicator {item.indicator}",
        )
        yield "sub_indicator_unknown", said, "sub_indicator"
    if item.indicator is not None and subs and item.sub_indicator is None:
        said = Text(f"{item.code} ไม่บอกตัวชี้วัดย่อย", f"{item.code} has no sub-indicator")
        yield "sub_indicator_missing", said, None


def _faults_of_answers(part: Instrument, item: Item, scales: set[str]) -> Iterator[_ItemFault]:
    if item.scale not in scales:
        said = Text(
            f"{item.code} ใช้มาตรวัด {item.scale} ที่ไม่มี",
            f"{item.code} uses scale {item.scale}, which does not exist",
        )
        yield "scale_unknown", said, "scale"
    if part.code != "OIT" and item.polarity not in _POLARITIES:
        said = Text(f"{item.code} ต้องบอกทิศทางคำถาม", f"{item.code} must say its polarity")
        yield "polarity_wrong", said, None
    if item.questions and item.polarity != _joint_polarity(item):
        said = Text(
            f"ทิศทางของ {item.code} ไม่ตรงกับข้อย่อย",
            f"the polarity of {item.code} is not that of its sub-questions",
        )
        yield "polarity_differs", said, "polarity"


def _joint_polarity(item: Item) -> str:
    found = {question.polarity for question in item.questions}
    return found.pop() if len(found) == 1 else "mixed"


def _citations(
    data: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every source id cited anywhere in a document, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, str) and key.endswith("sources") and isinstance(value, list):
                yield from (((*path, key, n), str(cited)) for n, cited in enumerate(value))
            else:
                yield from _citations(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _citations(value, (*path, number))

"""Whether a year's data is sound: weights, codes, sources, lineage; every fault has a line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from prongsai.core.errors import BrokenFramework, Finding, Findings, Place
from prongsai.core.framework.documents import FIX, read_document
from prongsai.core.framework.load import line_of, load_framework
from prongsai.core.framework.model import Confidence, Framework, Instrument, Item
from prongsai.core.ids import Level, level_of
from prongsai.core.text import Text

_POLARITIES = {"positive", "negative", "mixed"}
_ELEMENT_KINDS = {"required", "format", "period"}


def check_folder(folder: Path) -> tuple[Finding, ...]:
    """Every fault of one year's folder; a file that cannot be loaded is one fault."""
    try:
        framework = load_framework(folder)
        return tuple(_Check(framework, folder).run())
    except BrokenFramework as error:
        findings = Findings()
        places = (error.place,) if error.place else ()
        findings.error("framework_broken", error.message, *places, next_step=FIX)
        return tuple(findings.items)


class _Check:
    """The checks of one year, each fault with its file and line."""

    def __init__(self, framework: Framework, folder: Path) -> None:
        self.framework = framework
        self.folder = folder
        self.findings = Findings()

    def run(self) -> list[Finding]:
        self._year()
        self._weights()
        self._rating()
        self._scales()
        for position, part in enumerate(self.framework.instruments):
            self._instrument(part, ("instruments", position))
        self._unique()
        self._sources()
        self._elements()
        return self.findings.items

    def fault(self, code: str, message: Text, file: str, *path: str | int) -> None:
        at = self.folder / f"{file}.yaml"
        place = Place(str(at), line=line_of(at, path), quote=".".join(map(str, path)) or None)
        self.findings.error(code, message, place, next_step=FIX)

    def _year(self) -> None:
        named = self.folder.name
        if named.isdigit() and int(named) != self.framework.fiscal_year:
            self.fault(
                "year_mismatch",
                Text(
                    f"โฟลเดอร์ชื่อ {named} แต่ในแฟ้มเป็นปี {self.framework.fiscal_year}",
                    f"the folder is {named}, the file says {self.framework.fiscal_year}",
                ),
                "framework", "fiscal_year",
            )  # fmt: skip

    def _weights(self) -> None:
        weights = [part.weight for part in self.framework.instruments]
        known = [weight for weight in weights if weight is not None]
        if len(known) == len(weights) and sum(known, Fraction(0)) != 1:
            self.fault(
                "weights_do_not_sum",
                Text(
                    f"น้ำหนักแบบวัดรวมได้ {float(sum(known)):g} ไม่ใช่ 1",
                    f"the instrument weights add up to {float(sum(known)):g}, not 1",
                ),
                "framework", "instruments", 0, "weight",
            )  # fmt: skip
        if 0 < len(known) < len(weights):
            self.fault(
                "weights_incomplete",
                Text(
                    "น้ำหนักต้องทราบครบทุกแบบวัด หรือเป็น null ทั้งหมด",
                    "weights must all be known, or all be null",
                ),
                "framework", "instruments", weights.index(None), "weight",
            )  # fmt: skip

    def _rating(self) -> None:
        levels = self.framework.rating.levels
        if levels is None:
            if self.framework.rating.confidence is not Confidence.UNKNOWN:
                self.fault("unknown_not_said", _UNKNOWN, "framework", "rating", "levels")
            return
        minima = [level.minimum for level in levels]
        if minima != sorted(minima, reverse=True) or minima[-1] != 0:
            self.fault(
                "levels_out_of_order",
                Text(
                    "ระดับต้องเรียงจากสูงไปต่ำและจบที่ 0",
                    "levels must run from the highest down and end at 0",
                ),
                "framework", "rating", "levels",
            )  # fmt: skip
        for position, level in enumerate(levels):
            if not level.code.isascii():
                self.fault("code_not_ascii", _ASCII, "framework", "rating", "levels", position)

    def _scales(self) -> None:
        for position, scale in enumerate(self.framework.scales):
            points = [p for _, *pair in scale.options for p in pair if p is not None]
            is_known = bool(points) or scale.confidence is Confidence.UNKNOWN
            if not is_known or any(not 0 <= point <= 100 for point in points):  # noqa: PLR2004
                self.fault(
                    "points_out_of_range",
                    Text("คะแนนของคำตอบต้องอยู่ระหว่าง 0–100", "answer points must be 0 to 100"),
                    "framework", "scales", position, "options",
                )  # fmt: skip

    def _instrument(self, part: Instrument, path: tuple[str | int, ...]) -> None:
        count = None if part.items is None else len(part.items)
        if count is not None and part.item_count is not None and count != part.item_count:
            self.fault(
                "item_count_differs",
                Text(
                    f"{part.code} บอกว่ามี {part.item_count} ข้อ แต่ในแฟ้มมี {count} ข้อ",
                    f"{part.code} says {part.item_count} items, its file has {count}",
                ),
                "framework", *path, "item_count",
            )  # fmt: skip
        for place, scale in enumerate(part.answer_scales):
            if scale not in self.framework.scale_of:
                self.fault(
                    "scale_unknown",
                    Text(
                        f"{part.code} ใช้มาตรวัด {scale} ที่ไม่มี",
                        f"{part.code} uses scale {scale}, which does not exist",
                    ),
                    "framework", *path, "answer_scales", place,
                )  # fmt: skip
        known = {indicator.code for indicator in part.indicators}
        subs = {
            sub.code: indicator.code
            for indicator in part.indicators
            for sub in indicator.sub_indicators or ()
        }
        for position, item in enumerate(part.items or ()):
            self._item(part, item, position, known, subs)
        if part.items:
            self._empty_sub_indicators(part, path)

    def _empty_sub_indicators(self, part: Instrument, path: tuple[str | int, ...]) -> None:
        used = {item.sub_indicator for item in part.items or ()}
        for place, indicator in enumerate(part.indicators):
            for position, sub in enumerate(indicator.sub_indicators or ()):
                if sub.code not in used:
                    self.fault(
                        "sub_indicator_empty",
                        Text(f"ตัวชี้วัดย่อย {sub.code} ไม่มีข้อ", f"sub-indicator {sub.code} has no item"),
                        "framework", *path, "indicators", place, "sub_indicators", position,
                    )  # fmt: skip

    def _item(
        self, part: Instrument, item: Item, position: int, known: set[str], subs: dict[str, str]
    ) -> None:
        """Every fault of one item, in the order an officer corrects them."""
        found = (
            *_faults_of_code(part, item, position),
            *_faults_of_place(item, known, subs),
            *_faults_of_answers(part, item, set(self.framework.scale_of)),
        )
        for code, message, key in found:
            at = ("items", position, key) if key else ("items", position)
            self.fault(code, message, part.code.lower(), *at)

    def _unique(self) -> None:
        for part in self.framework.instruments:
            seen: set[str] = set()
            for position, item in enumerate(part.items or ()):
                if item.code in seen:
                    self.fault(
                        "code_twice",
                        Text(f"รหัส {item.code} ซ้ำ", f"code {item.code} stands twice"),
                        part.code.lower(), "items", position, "code",
                    )  # fmt: skip
                seen.add(item.code)

    def _sources(self) -> None:
        """Every cited source is listed; a page of 0 is a promise still to keep."""
        listed = read_document(self.folder, "sources").get("sources") or []
        if not isinstance(listed, list):
            self.fault("sources_wrong", _NO_LIST, "sources", "sources")
            return
        ids = [source.get("id") for source in listed if isinstance(source, dict)]
        for name in ("framework", "iit", "eit", "oit", "elements", "context"):
            for path, cited in _citations(read_document(self.folder, name), ()):
                if cited not in ids:
                    self.fault(
                        "source_not_listed",
                        Text(
                            f"แหล่งอ้างอิง {cited} ไม่อยู่ใน sources.yaml",
                            f"source {cited} is not in sources.yaml",
                        ),
                        name,
                        *path,
                    )
        for position, source in enumerate(listed):
            if isinstance(source, dict) and source.get("page") == 0:
                self.fault(
                    "page_not_given",
                    Text("ยังไม่ได้ใส่เลขหน้าของคู่มือ", "the manual's page is not given yet"),
                    "sources",
                    "sources",
                    position,
                )

    def _elements(self) -> None:
        elements = read_document(self.folder, "elements").get("elements") or {}
        if not isinstance(elements, dict):
            self.fault("elements_wrong", _NO_MAPPING, "elements", "elements")
            return
        for code, rows in elements.items():
            if code not in self.framework.items:
                self.fault(
                    "element_of_no_item",
                    Text(
                        f"องค์ประกอบของ {code} ซึ่งไม่มีในปีนี้",
                        f"elements of {code}, which this year has not",
                    ),
                    "elements", "elements", code,
                )  # fmt: skip
            if not isinstance(rows or [], list):
                self.fault("elements_wrong", _NO_LIST, "elements", "elements", code)
                continue
            for position, row in enumerate(rows or []):
                if not isinstance(row, dict) or row.get("kind") not in _ELEMENT_KINDS:
                    self.fault(
                        "element_kind_unknown",
                        Text("ชนิดขององค์ประกอบไม่รู้จัก", "the element's kind is not known"),
                        "elements", "elements", code, position,
                    )  # fmt: skip


_NO_LIST = Text("ต้องเป็นรายการ", "must be a list")
_NO_MAPPING = Text("ต้องเป็นรายการตามรหัสข้อ", "must be a mapping of item codes")
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


_UNKNOWN = Text("ค่าที่ไม่ทราบต้องบอกว่า unknown", "what is not known must say unknown")
_ASCII = Text("รหัสระดับต้องเป็น ASCII", "level codes must be ASCII")


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

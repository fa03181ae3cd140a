"""Whether a year's data is sound: weights, codes, sources, lineage; every fault has a line."""

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
from prongsai.core.framework.periods import absolute_years, texts_in
from prongsai.core.ids import Level, level_of
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.declared import Path as Keys

_POLARITIES = {"positive", "negative", "mixed"}
_CITING = ("framework", "iit", "eit", "oit", "elements", "context")
# A fault with the file, by its name without ending, in which it stands.
_Found = Iterator[tuple[str, Fault]]


def check_folder(folder: Path) -> tuple[Finding, ...]:
    """Every fault of one year's folder; of one that cannot be loaded only what stops that."""
    findings: list[Finding] = []
    try:
        findings += type_faults(folder)
        faults = tuple(_faults(load_framework(folder), folder))
        lines = {name: read_lines(folder, name) for name in {name for name, _ in faults}}
    except BrokenFramework as error:
        if not any(finding.severity is Severity.ERROR for finding in findings):
            places = (error.place,) if error.place else ()
            findings.append(Finding("framework_broken", Severity.ERROR, error.message, places, FIX))
        return tuple(findings)
    findings += (
        finding for name, fault in faults for finding in lines[name].findings([fault], fix=FIX)
    )
    return tuple(findings)


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
        yield fault_at("framework/year_mismatch", ("fiscal_year",), named=named, year=year)


def _weights(framework: Framework) -> Iterator[Fault]:
    weights = [part.weight for part in framework.instruments]
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights) and sum(known, Fraction(0)) != 1:
        yield fault_at(
            "framework/weights_do_not_sum", ("instruments", 0, "weight"), total=float(sum(known))
        )
    if 0 < len(known) < len(weights):
        at = weights.index(None)
        yield fault_at("framework/weights_incomplete", ("instruments", at, "weight"))


def _rating(framework: Framework) -> Iterator[Fault]:
    levels = framework.rating.levels
    if levels is None:
        if framework.rating.confidence is not Confidence.UNKNOWN:
            yield fault_at("framework/unknown_not_said", ("rating", "levels"))
        return
    minima = [level.minimum for level in levels]
    if minima != sorted(minima, reverse=True) or minima[-1] != 0:
        yield fault_at("framework/levels_out_of_order", ("rating", "levels"))
    for position, level in enumerate(levels):
        if not level.code.isascii():
            yield fault_at("framework/code_not_ascii", ("rating", "levels", position))


def _scales(framework: Framework) -> Iterator[Fault]:
    for position, scale in enumerate(framework.scales):
        points = scale.all_points
        is_known = bool(points) or scale.confidence is Confidence.UNKNOWN
        if not is_known or any(not 0 <= point <= 100 for point in points):  # noqa: PLR2004
            yield fault_at("framework/points_out_of_range", ("scales", position, "options"))


def _instrument(framework: Framework, part: Instrument, path: Keys) -> Iterator[Fault]:
    count = None if part.items is None else len(part.items)
    if count is not None and part.item_count is not None and count != part.item_count:
        yield fault_at(
            "framework/item_count_differs",
            (*path, "item_count"),
            code=part.code,
            item_count=part.item_count,
            count=count,
        )
    for place, scale in enumerate(part.answer_scales):
        if scale not in framework.scale_of:
            yield fault_at(
                "framework/scale_unknown",
                (*path, "answer_scales", place),
                code=part.code,
                scale=scale,
            )
    used = {item.sub_indicator for item in part.items or ()}
    for place, indicator in enumerate(part.indicators if part.items else ()):
        for position, sub in enumerate(indicator.sub_indicators or ()):
            if sub.code not in used:
                at = (*path, "indicators", place, "sub_indicators", position)
                yield fault_at("framework/sub_indicator_empty", at, code=sub.code)


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
        path: Keys = ("items", position)
        yield from _faults_of_code(part, item, position)
        yield from _faults_of_place(item, path, known, subs)
        yield from _faults_of_answers(part, item, path, set(framework.scale_of))
        if item.code in seen:
            yield fault_at("framework/code_twice", ("items", position, "code"), code=item.code)
        seen.add(item.code)


def _sources(folder: Path) -> _Found:
    """Every cited source is listed; a page of 0 is a promise still to keep."""
    listed = part_of(folder, "sources", Sources).sources
    ids = {source.id for source in listed}
    for name in _CITING:
        for path, cited in _citations(read_document(folder, name), ()):
            if cited not in ids:
                yield name, fault_at("framework/source_not_listed", path, cited=cited)
    for position, source in enumerate(listed):
        if source.page == 0:
            yield "sources", fault_at("framework/page_not_given", ("sources", position))


def _elements(framework: Framework, folder: Path) -> Iterator[Fault]:
    for code in part_of(folder, "elements", Elements).elements:
        if code not in framework.items:
            yield fault_at("framework/element_of_no_item", ("elements", code), code=code)
    for (code, place), text in texts_in(read_lines(folder, "elements").data.get("elements")):
        for language, words in text.items():
            at: Keys = ("elements", code, place, "text", language)
            for year in absolute_years(words):
                yield fault_at("framework/element_with_absolute_year", at, code=code, year=year)


def _faults_of_code(part: Instrument, item: Item, position: int) -> Iterator[Fault]:
    path: Keys = ("items", position)
    letter = part.code[0].lower()
    if level_of(item.code) is not Level.ITEM or item.code[0] != letter:
        yield fault_at("framework/code_wrong", (*path, "code"), code=item.code, part_code=part.code)
    elif item.code != f"{letter}{position + 1}":
        yield fault_at(
            "framework/codes_have_gaps", (*path, "code"), number=position + 1, code=item.code
        )
    if not item.lineage:
        yield fault_at("framework/lineage_missing", path, code=item.code)


def _faults_of_place(
    item: Item, path: Keys, known: set[str], subs: dict[str, str]
) -> Iterator[Fault]:
    if item.indicator is not None and item.indicator not in known:
        yield fault_at(
            "framework/indicator_unknown",
            (*path, "indicator"),
            code=item.code,
            indicator=item.indicator,
        )
    if item.sub_indicator is not None and subs.get(item.sub_indicator) != item.indicator:
        yield fault_at(
            "framework/sub_indicator_unknown",
            (*path, "sub_indicator"),
            code=item.code,
            sub_indicator=item.sub_indicator,
            indicator=item.indicator,
        )
    if item.indicator is not None and subs and item.sub_indicator is None:
        yield fault_at("framework/sub_indicator_missing", path, code=item.code)


def _faults_of_answers(
    part: Instrument, item: Item, path: Keys, scales: set[str]
) -> Iterator[Fault]:
    if item.scale not in scales:
        yield fault_at(
            "framework/scale_unknown", (*path, "scale"), code=item.code, scale=item.scale
        )
    if part.code != "OIT" and item.polarity not in _POLARITIES:
        yield fault_at("framework/polarity_wrong", path, code=item.code)
    if item.questions and item.polarity != _joint_polarity(item):
        yield fault_at("framework/polarity_differs", (*path, "polarity"), code=item.code)


def _joint_polarity(item: Item) -> str:
    polarities = {question.polarity for question in item.questions}
    return polarities.pop() if len(polarities) == 1 else "mixed"


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

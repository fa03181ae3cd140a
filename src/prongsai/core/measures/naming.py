"""Which items a measure names by their code or name, where no column tells them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, instrument_of_item, item_code_at, sort_key
from prongsai.core.measures.model import Measure
from prongsai.core.text import Text
from prongsai.core.thai import skeleton

# Where a code may stand: first, after the word "ข้อ", or in brackets.
_BEFORE_CODE = re.compile(
    r"^\s*(?:(?P<word>ข้อ)(?:คำถาม)?(?:ที่)?\s*)?|ข้อ(?:คำถาม)?(?:ที่)?\s*|[(\[]\s*"
)
# "08.30", "(02-123-4567)" and "๐๓/๒๕๖๗" go on behind what reads as a code.
_ALONE = re.compile(r"\s*(?:$|[)\]]|(?<=\s)\D)")
_ZEROS = "0๐"
_FEWEST_DIGITS = 3  # as manuals print them: ๐๔๒
_SHORTEST = 12


class Named(Struct, frozen=True):
    """The items that a measure names, by their codes in order.

    Shape:  `certain` by a code that means the same item in every year that the plan may mean, or
            by the whole name; `candidates` by a code that does not, or by a part of a name.
    """

    certain: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


class Candidate(Struct, frozen=True):
    """An item that a measure may answer, until a person confirms it; `value` names both."""

    measure: Measure
    code: str
    name: Text

    @property
    def value(self) -> str:
        return f"{self.code} {self.measure.key}"


def named_items(measure: Measure, years: Sequence[Framework]) -> Named:
    """The items of the first of some years that stand in a measure's number or title.

    Shape:  `years` are those whose codes the plan may use, that of its scores first. Nothing where
            its own column tells the items.
    """
    if measure.items or not years:
        return Named()
    whole, part = _by_name(measure, years[0])
    sure = set(whole)
    unsure = set(part)
    for code, is_own in _codes(measure):
        if code in years[0].items:
            means_one = len({year.items[code].lineage for year in years if code in year.items}) == 1
            (sure if is_own and (means_one or code in part) else unsure).add(code)
    return Named(*(tuple(sorted(codes, key=sort_key)) for codes in (sure, unsure - sure)))


def with_items(
    measures: Iterable[Measure], years: Sequence[Framework], *, is_of_other_year: bool = False
) -> tuple[tuple[Measure, ...], tuple[Candidate, ...]]:
    """Measures with the items that they name for certain, and those that they may name.

    Shape:  of another year no code is certain, not even in a column of its own.
    """
    named = [(measure, named_items(measure, years)) for measure in measures]
    if is_of_other_year:
        every = [(m, (*m.items, *items.certain, *items.candidates)) for m, items in named]
        named = [(replace(measure, items=()), Named((), codes)) for measure, codes in every]
    return tuple(
        replace(measure, items=(*measure.items, *items.certain)) for measure, items in named
    ), tuple(
        Candidate(measure, code, years[0].items[code].name)
        for measure, items in named
        for code in items.candidates
        if years and code in years[0].items
    )


def _codes(measure: Measure) -> Iterator[tuple[str, bool]]:
    """The codes that number and title name, each with whether it is certainly the measure's own.

    Shape:  certain at the beginning or alone in brackets; elsewhere it may be the number of
            another thing, or be denied. A nought for the letter o ("๐๔๒") is certain after the word
            "ข้อ" at the beginning alone, and of fewer than three digits it is a running number.
    """
    for text in (measure.number, measure.title):
        for before in _BEFORE_CODE.finditer(text):
            typed = item_code_at(text, before.end())
            if typed is None or not _ALONE.match(text, typed[1]):
                continue
            is_number = text[before.end()] in _ZEROS
            if is_number and "ข้อ" not in before[0]:
                continue
            is_first = before.start() == 0
            is_short = is_number and typed[1] - before.end() < _FEWEST_DIGITS
            is_own = is_first or before[0].strip() in ("(", "[")
            yield typed[0], is_own and not is_short and (not is_number or bool(before["word"]))


def _by_name(measure: Measure, year: Framework) -> tuple[list[str], list[str]]:
    """The items whose name is the whole title, and those whose name is a part of it or has it."""
    title = skeleton(measure.title)
    names = {code: skeleton(item.name.th) for code, item in year.items.items()}
    if measure.group in INSTRUMENTS:
        names = {c: name for c, name in names.items() if instrument_of_item(c) == measure.group}
    whole = [code for code, name in names.items() if name == title]
    if len(whole) == 1 or len(title) < _SHORTEST:
        return (whole, []) if len(whole) == 1 else ([], whole)
    near = [
        code for code, name in names.items()
        if (len(name) >= _SHORTEST and name in title) or title in name
    ]  # fmt: skip
    # "…ตามมาตรการส่งเสริมคุณธรรม" holds the name of the measures' own item too.
    longer = [names[code] for code in near]
    return [], [code for code in near if not _is_inside(names[code], longer)]


def _is_inside(name: str, others: Sequence[str]) -> bool:
    return any(name != other and name in other for other in others)

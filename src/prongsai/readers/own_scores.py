"""Our own JSON of scores, checked entry by entry: people edit these files."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from prongsai.core.errors import Place, Severity, UnreadableInput
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.ids import INSTRUMENTS, level_of
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Claim, Figure, ScoreSheet, Statement
from prongsai.core.yaml_data.declared import Path, dotted, read

_SCORE = compiled(r"[0-9]{1,3}(?:\.[0-9]{1,30})?")
_FULL_SCORE = 100
_LARGEST = 10**9
_PARTS = frozenset(INSTRUMENTS)
_FORMER = (
    *("items_below_target", "items_at_zero", "indicators_risen", "indicators_fallen"),
    *("instruments_risen", "instruments_fallen", "not_risen", "not_fallen", "same", "rose_most"),
    *("fell_most", "higher", "lower", "rank", "rank_from_below"),
)


def sheet_of(document: Mapping[str, Any], name: str) -> ScoreSheet:
    """The sheet that a document of our own format holds.

    Errors: UnreadableInput, which names the entry and the field that is wrong.
    """
    if not isinstance(document.get("figures"), list):
        raise _unusable(("figures",), name)
    document = _without_former(document)
    try:
        sheet = msgspec.convert(document, ScoreSheet)
    except msgspec.ValidationError as error:
        reading = read(document, ScoreSheet, tidy=str, unknown=Severity.WARNING)
        if reading.sound is None:
            step = read_words("readers/correct_value")
            message = reading.errors[0].message
            raise UnreadableInput(message, place=Place(name), next_step=step) from error
        sheet = reading.sound
    wrong = next(_wrong_values(sheet), None)
    if wrong is not None:
        raise _unusable(wrong, name)
    return sheet


def _without_former(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without the kinds of sentences that only version 0.2 compared."""
    kept = dict(document)
    for group, field in (("claims", "counted"), ("statements", "said")):
        if isinstance(entries := document.get(group), list):
            kept[group] = [
                entry
                for entry in entries
                if not isinstance(entry, dict) or entry.get(field) not in _FORMER
            ]
    return kept


def _wrong_values(sheet: ScoreSheet) -> Iterator[Path]:
    """The paths of values that no sheet can have, whatever their type."""
    if not _is_year(sheet.fiscal_year):
        yield ("fiscal_year",)
    for group in ("figures", "ratings", "remarks", "claims", "statements"):
        for number, entry in enumerate(getattr(sheet, group)):
            for field in _wrong_fields(entry):
                yield (group, number, field)


def _wrong_fields(entry: Any) -> Iterator[str]:
    for field in ("year", "since"):
        if not _is_year(getattr(entry, field, None)):
            yield field
    for field in ("mark", "amount"):
        amount: Decimal | None = getattr(entry, field, None)
        if amount is not None and not amount.is_finite():
            yield field
    if not 0 <= (getattr(entry, "number", None) or 0) <= _LARGEST:
        yield "number"
    if not isinstance(entry, Statement) and getattr(entry, "instrument", None) not in {
        None,
        *_PARTS,
    }:
        yield "instrument"
    if isinstance(entry, (Figure, Statement)) and level_of(entry.code) is None:
        yield "code"
    if isinstance(entry, Claim) and not _PARTS.issuperset(entry.perhaps):
        yield "perhaps"
    if isinstance(entry, Figure) and (
        not _SCORE.fullmatch(str(entry.value)) or entry.value > _FULL_SCORE
    ):
        yield "value"


def _is_year(year: int | None) -> bool:
    return year is None or FIRST_YEAR <= year <= LAST_YEAR


def _unusable(path: Path, name: str) -> UnreadableInput:
    return UnreadableInput("readers/value_unusable", place=Place(name), at=dotted(path))

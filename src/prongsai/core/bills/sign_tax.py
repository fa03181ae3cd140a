"""The sign tax of one filing, reckoned from size and kind; what is not known is not reckoned.

Source: data/sign_tax.yaml, with how sure its rates are.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.announcements.model import Confidence
from prongsai.core.messages import read_message, read_words
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import read_shipped, read_text

SHIPPED = Path(__file__).parents[2] / "data" / "sign_tax.yaml"
_QUARTERS, _MONTHS_OF_QUARTER = 4, 3
_NO_SIGN, _CHANGED, _NEW = "removed", "changed", "new"


class SignKind(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on a sign; baht for each area, of a still and of a changing text."""

    key: str
    title: Text
    still: int
    changing: int


class Quarters(Struct, frozen=True, forbid_unknown_fields=True):
    """Where it was read that a new sign pays from its quarter on."""

    citation: str
    source: str
    confidence: Confidence


class Rates(Struct, frozen=True, forbid_unknown_fields=True):
    """The rates, from when they hold and where they were read; areas in square centimetres."""

    citation: str
    source: str
    confidence: Confidence
    since: date
    area: int
    least: int
    quarters: Quarters
    kinds: tuple[SignKind, ...]


class Reckoned(Struct, frozen=True):
    """What is paid for the signs of a filing and how it came; or why nothing was reckoned.

    Shape:  `amount` is None where nothing was reckoned, and then `how` says why.
    Units:  baht.
    """

    how: Text
    amount: Decimal | None = None


@lru_cache(maxsize=1)
def rates() -> Rates:
    return read_shipped(SHIPPED, partial(read_text, kind=Rates, prefix="rates"))


def reckon(filing: Mapping[str, Any], on: date) -> Reckoned:
    """The tax of the signs that a filing of a day tells of.

    Shape:  `filing` as the fields of data/desk/sign-tax hold it: `what`, `width`, `length`,
            `sides`, `alike`, `letters`, `changing`, `put_up_on`; what is not told is missing.
    """
    known = rates()
    kind = {kind.key: kind for kind in known.kinds}.get(filing.get("letters", ""))
    width, length = (int(filing.get(name) or 0) for name in ("width", "length"))
    if on < known.since or kind is None or not width or not length:
        key = "before" if on < known.since else "incomplete"
        return _not_reckoned(key)
    if reason := _beyond(filing):
        return _not_reckoned(reason)
    rate = kind.changing if filing.get("changing") else kind.still
    whole, rest = divmod(width * length, known.area)
    areas = whole + (rest * 2 > known.area)
    each, count = max(areas * rate, known.least), int(filing.get("alike") or 1)
    values = {
        "width": width, "length": length, "square": f"{width * length:,}", "areas": f"{areas:,}",
        "area": known.area, "rate": rate, "kind": kind.title, "each": f"{each:,}", "count": count,
    }  # fmt: skip
    is_least = areas * rate < known.least
    how = (
        read_message("bills/sign_tax_least", **values)
        if is_least
        else read_message("bills/sign_tax", **values)
    ).text
    left = _quarters_of(filing, on)
    if left == _QUARTERS:
        return Reckoned(how, Decimal(each * count))
    part = Decimal(areas * rate * left) / _QUARTERS
    if part < known.least:
        return _not_reckoned("least_of_quarters")
    quarters = {"left": left, "part": f"{part:,.2f}", "citation": known.quarters.citation}
    of_quarters = read_words("bills/sign_tax_quarters", told=how, **quarters)
    return Reckoned(of_quarters, part * count)


def _quarters_of(filing: Mapping[str, Any], on: date) -> int:
    """For how many quarters of the year a filing pays: of a new sign from the one it went up in."""
    put_up: date | None = filing.get("put_up_on")
    if filing.get("what") != _NEW or put_up is None or put_up.year != on.year:
        return _QUARTERS
    return _QUARTERS - (put_up.month - 1) // _MONTHS_OF_QUARTER


def _beyond(filing: Mapping[str, Any]) -> str:
    """Why the rule that is known does not reach this filing; "" where it does."""
    what = filing.get("what")
    if what in (_NO_SIGN, _CHANGED):
        return str(what)
    if int(filing.get("sides") or 1) > 1:
        return "sides"
    return "put_up_unknown" if what == _NEW and filing.get("put_up_on") is None else ""


def _not_reckoned(reason: str) -> Reckoned:
    return Reckoned(read_words(f"bills/sign_tax_not_reckoned.{reason}"))

"""A year as its files: read whole, copied to a new year, written back."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from prongsai.core.errors import Misuse, Place, UnreadableInput
from prongsai.core.framework.documents import FILES, copy_data, read_document
from prongsai.core.framework.model import Item
from prongsai.core.framework.periods import in_year, texts_in
from prongsai.core.text import Text

# The method of 2562 is the one the frameworks describe.
OLDEST_YEAR = 2562
NEWEST_YEAR = 2699
_LEADS = {
    "framework": "The framework of fiscal year {year}. Unknown stays null.",
    "iit": "IIT items of fiscal year {year}; lineage is the subject that survives renumbering.",
    "eit": "EIT items of fiscal year {year}; lineage is the subject that survives renumbering.",
    "oit": "OIT items of fiscal year {year}; lineage is the subject that survives renumbering.",
    "elements": "What each OIT item of fiscal year {year} must disclose; lists may be incomplete.",
    "context": "Around the scoring of fiscal year {year}: who answers, calendar, results, judging.",
    "sources": "Where the facts of fiscal year {year} come from.",
}


def documents(folder: Path) -> dict[str, Any]:
    """Every file of a year as plain data; absent ones are empty."""
    return {name: read_document(folder, name) for name in FILES}


def details(folder: Path) -> dict[str, Any]:
    """What surrounds the scoring: elements, sampling, calendar, national results, sources."""
    context = read_document(folder, "context")
    elements = read_document(folder, "elements").get("elements") or {}
    year = read_document(folder, "framework")["fiscal_year"]
    for _place, text in texts_in(elements):
        text |= {language: in_year(words, year) for language, words in text.items()}
    return {
        "elements": elements,
        **{key: context.get(key) for key in ("sampling", "calendar", "national_results")},
        "sources": read_document(folder, "sources").get("sources") or [],
    }


def files(year_documents: Mapping[str, Any]) -> dict[str, str]:
    """The files of a year as YAML text; empty ones are left out."""
    from prongsai.core.framework.workbook import dump  # noqa: PLC0415 - YAML is slow to load

    year = year_documents["framework"]["fiscal_year"]
    return {
        name: dump(document, _LEADS[name].format(year=year))
        for name, document in year_documents.items()
        if document
    }


def copied(year_documents: Mapping[str, Any], source: int, year: int) -> dict[str, Any]:
    """A new draft year from another: its own year, and nothing of it confirmed yet."""
    new = copy_data(dict(year_documents))
    framework = new["framework"]
    framework["fiscal_year"] = year
    framework["status"] = "draft"
    framework["completeness"] = (
        f"copied from {source}; nothing checked against the manual of {year}"
    )
    for language in ("th", "en"):
        framework["title"][language] = framework["title"][language].replace(str(source), str(year))
    context = new.get("context") or {}
    for key in ("calendar", "national_results", "published_examples"):
        context.pop(key, None)
    return {name: _unconfirmed(document) for name, document in new.items()}


def _unconfirmed(data: Any) -> Any:
    """The same data with "confirmed" lowered to "likely"."""
    if isinstance(data, dict):
        return {
            key: "likely"
            if value == "confirmed" and str(key).endswith("confidence")
            else _unconfirmed(value)
            for key, value in data.items()
        }
    return [_unconfirmed(value) for value in data] if isinstance(data, list) else data


def check_new(year: int) -> None:
    """Refuse a year that no framework can have.

    Errors: Misuse, with the years that are possible.
    """
    if not OLDEST_YEAR <= year <= NEWEST_YEAR:
        raise Misuse(
            "framework/year_out_of_range",
            year=year,
            oldest_year=OLDEST_YEAR,
            newest_year=NEWEST_YEAR,
        )


def year_of(rows: Sequence[Mapping[str, str]], file: str) -> int:
    """The fiscal year a workbook's first sheet names.

    Errors: UnreadableInput where it names none.
    """
    value = next((row["value"] for row in rows if row["key"] == "fiscal_year"), "")
    if not re.fullmatch(r"2[5-6]\d\d", value.strip()):
        raise UnreadableInput("framework/year_sheet_invalid", place=Place(file, sheet="ปี"))
    return int(value)


FOLDER = Path(__file__).parents[2] / "data"
NAME = "short_names"


def short_name(item: Item) -> str:
    """Our short name in Thai where the official one is a question, else the official one."""
    return short_title(item).th


def short_title(item: Item) -> Text:
    """The same in both languages."""
    own = (_names().get(lineage) for lineage in item.lineage)
    return next(filter(None, own), item.name)


@lru_cache(maxsize=1)
def _names() -> dict[str, Text]:
    names = read_document(FOLDER, NAME)
    return {lineage: Text(name["th"], name["en"]) for lineage, name in names.items()}

"""A public table: its columns with what stands in each, its rows, and the files it is given as."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.documents.table_files import csv_table, xlsx_table
from prongsai.web.platform.language import in_language

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class Column(Struct, frozen=True):
    """One column: its name for programs, what people call it, and what stands in it."""

    name: str
    title: Text
    about: Text


class PublicTable(Struct, frozen=True):
    """A table that everybody may have.

    Shape:  `key` names it in addresses; `page` is where people read the same, "" where nobody does;
            `year` the fiscal year it is about, None for none; `version` of the page it is a part
            of, None for what follows the site; `published_at` when it last became other, None for
            not known; every row has a cell for each column.
    """

    key: str
    title: Text
    about: Text
    agency: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    page: str = ""
    year: int | None = None
    version: int | None = None
    published_at: datetime | None = None


def table_file(table: PublicTable, form: str) -> bytes:
    """A table in a form of `MEDIA_TYPES`."""
    return _FORMS[form](table)


def fields_file(table: PublicTable) -> bytes:
    """The data dictionary of a table, as CSV."""
    headings = ("name", "title_th", "title_en", "about_th", "about_en")
    rows = [
        [one.name, one.title.th, one.title.en, one.about.th, one.about.en] for one in table.columns
    ]
    return csv_table(headings, rows)


def _csv(table: PublicTable) -> bytes:
    return csv_table([in_language(one.title) for one in table.columns], table.rows)


def _xlsx(table: PublicTable) -> bytes:
    headings = [in_language(one.title) for one in table.columns]
    title = f"{in_language(table.title)} {table.agency}"
    return xlsx_table(title, headings, table.rows, sheet="data")


def _json(table: PublicTable) -> bytes:
    names = [one.name for one in table.columns]
    told: dict[str, Any] = {
        "title": table.title.th,
        "agency": table.agency,
        "year": table.year,
        "version": table.version,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "fields": [
            {"name": one.name, "title": _both(one.title), "about": _both(one.about)}
            for one in table.columns
        ],
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _both(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}


_FORMS: Mapping[str, Callable[[PublicTable], bytes]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}

"""Public tables and their catalogue for programs: DCAT as JSON-LD, packages as CKAN takes them.

Sources: W3C, "Data Catalog Vocabulary (DCAT) - Version 3"; CKAN's API guide, `package_create`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from prongsai.core import fiscal
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.web.agency.models import Agency
from prongsai.web.platform.language import in_language
from prongsai.web.platform.serving import CSV

MEDIA_TYPES = {
    "csv": CSV,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class PublicColumn(Struct, frozen=True):
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
    columns: tuple[PublicColumn, ...]
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
        [column.name, column.title.th, column.title.en, column.about.th, column.about.en]
        for column in table.columns
    ]
    return csv_table(headings, rows)


def _csv(table: PublicTable) -> bytes:
    return csv_table([in_language(column.title) for column in table.columns], table.rows)


def _xlsx(table: PublicTable) -> bytes:
    headings = [in_language(column.title) for column in table.columns]
    title = f"{in_language(table.title)} {table.agency}"
    return xlsx_table(title, headings, table.rows, sheet="data")


def _json(table: PublicTable) -> bytes:
    names = [column.name for column in table.columns]
    document: dict[str, Any] = {
        "title": table.title.th,
        "agency": table.agency,
        "year": table.year,
        "version": table.version,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "fields": [
            {"name": column.name, "title": _both(column.title), "about": _both(column.about)}
            for column in table.columns
        ],
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _both(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}


_FORMS: Mapping[str, Callable[[PublicTable], bytes]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}


_FILE = Path(__file__).parents[3] / "data" / "public_tables.yaml"
_DATA = load(_FILE.read_bytes())
COLUMNS = convert(_DATA, dict[str, tuple[PublicColumn, ...]])


_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"


class Addresses(Struct, frozen=True):
    """Whole addresses of the catalogue's page and of a table's files.

    Shape:  `file` is asked with a table's key and a form, `fields` with a key.
    """

    page: str
    home: str
    file: Callable[[str, str], str]
    fields: Callable[[str], str]


def dcat(agency: Agency, tables: Sequence[PublicTable], at: Addresses) -> dict[str, Any]:
    """The catalogue as JSON-LD; the licence is left out, because no agency has told any."""
    return {
        "@context": _CONTEXT,
        "@id": at.page,
        "@type": "dcat:Catalog",
        "dct:title": _texts(read_words("public_site/open_data_of", name=agency.name)),
        "dct:language": [{"@id": f"{_LANGUAGES}{language}"} for language in ("th", "en")],
        "dct:publisher": {"@id": at.home, "@type": "foaf:Agent", "foaf:name": agency.name},
        "foaf:homepage": {"@id": at.home},
        "dcat:dataset": [_dataset(table, at) for table in tables],
    }


def ckan_package(agency: Agency, table: PublicTable, at: Addresses) -> dict[str, Any]:
    """A table as CKAN's `package_create` takes it; `owner_org` is for who sends it to fill in."""
    extras = {"fiscal_year": table.year, "version": table.version}
    return {
        "name": f"{table.key}-{agency.pk.hex[:12]}",
        "title": f"{table.title.th} {table.agency}",
        "notes": table.about.th,
        "url": table.page,
        "author": table.agency,
        "maintainer": table.agency,
        "maintainer_email": agency.email,
        "license_id": "notspecified",
        "tags": [{"name": tag} for tag in ("ITA", "OIT")],
        "extras": [
            {"key": key, "value": str(value)} for key, value in extras.items() if value is not None
        ],
        "resources": [
            *(
                {
                    "name": f"{table.key}.{form}",
                    "url": at.file(table.key, form),
                    "format": form.upper(),
                    "mimetype": _bare(media_type),
                }
                for form, media_type in MEDIA_TYPES.items()
            ),
            {
                "name": "fields.csv",
                "description": "พจนานุกรมข้อมูล",
                "url": at.fields(table.key),
                "format": "CSV",
                "mimetype": "text/csv",
            },
        ],
    }


def _dataset(table: PublicTable, at: Addresses) -> dict[str, Any]:
    dataset: dict[str, Any] = {
        "@id": f"{at.page}#{table.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": table.key,
        "dct:title": _texts(table.title),
        "dct:description": _texts(table.about),
        "dct:publisher": {"@id": at.home},
        "dcat:landingPage": {"@id": table.page},
        "dcat:distribution": [
            {
                "@id": at.file(table.key, form),
                "@type": "dcat:Distribution",
                "dct:title": f"{table.key}.{form}",
                "dcat:accessURL": {"@id": at.file(table.key, form)},
                "dcat:downloadURL": {"@id": at.file(table.key, form)},
                "dcat:mediaType": {"@id": f"{_TYPES}{_bare(media_type)}"},
                "dct:conformsTo": {"@id": at.fields(table.key)},
            }
            for form, media_type in MEDIA_TYPES.items()
        ],
    }
    if table.published_at is not None:
        dataset["dct:modified"] = _typed(table.published_at.isoformat(), "dateTime")
    if table.year is not None:
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(fiscal.start(table.year).isoformat(), "date"),
            "dcat:endDate": _typed(fiscal.end(table.year).isoformat(), "date"),
        }
    return dataset


def _texts(text: Text) -> list[dict[str, str]]:
    return [
        {"@language": "th", "@value": text.th},
        {"@language": "en", "@value": text.en},
    ]


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}


def _bare(media_type: str) -> str:
    """A media type without its letters' code."""
    return media_type.partition(";")[0]

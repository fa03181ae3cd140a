"""The catalogue of public tables for programs: DCAT as JSON-LD, and packages as CKAN takes them.

Sources: W3C, "Data Catalog Vocabulary (DCAT) - Version 3"; CKAN's API guide, `package_create`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.tables import MEDIA_TYPES, PublicTable

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
        "dct:title": _texts(Text(f"ข้อมูลเปิดของ{agency.name}", f"Open data of {agency.name}")),
        "dct:language": [{"@id": f"{_LANGUAGES}{one}"} for one in ("th", "en")],
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
        "tags": [{"name": one} for one in ("ITA", "OIT")],
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
    told: dict[str, Any] = {
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
        told["dct:modified"] = _typed(table.published_at.isoformat(), "dateTime")
    if table.year is not None:
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(fiscal.start(table.year).isoformat(), "date"),
            "dcat:endDate": _typed(fiscal.end(table.year).isoformat(), "date"),
        }
    return told


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

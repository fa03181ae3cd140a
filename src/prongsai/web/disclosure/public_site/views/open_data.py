"""The public tables: a page for people, files, and the catalogue for programs."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.catalogue import Addresses, ckan_package, dcat
from prongsai.web.disclosure.public_site.queries import public as queries
from prongsai.web.disclosure.public_site.queries.tables import tables_of, tables_of_year
from prongsai.web.disclosure.public_site.tables import (
    MEDIA_TYPES,
    PublicTable,
    fields_file,
    table_file,
)
from prongsai.web.disclosure.public_site.views.public import drawn, gone, missing
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.views import KEPT, public_agency

_JSON = "application/json; charset=utf-8"
_JSON_LD = "application/ld+json; charset=utf-8"


@require_safe
def open_data(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Every public table with its forms and what its columns are."""
    agency = public_agency(agency_id)
    context = {"tables": tables_of(agency, today()), "forms": tuple(MEDIA_TYPES)}
    return drawn(request, agency, "public_site/open_data.html", context)


@require_safe
def table(request: HttpRequest, agency_id: UUID, key: str, form: str) -> HttpResponseBase:
    """One table as a file."""
    agency = public_agency(agency_id)
    found = _table(agency, key)
    if found is None or form not in MEDIA_TYPES:
        return missing(request, agency)
    return _sent(table_file(found, form), MEDIA_TYPES[form], f"{key}.{form}")


@require_safe
def year_table(request: HttpRequest, agency_id: UUID, year: int, form: str) -> HttpResponseBase:
    """The items of a year as a file; a page that was taken back says so."""
    agency = public_agency(agency_id)
    shown = queries.ita_of(agency, year, today())
    if shown is None or form not in MEDIA_TYPES:
        return missing(request, agency)
    if not shown.is_current:
        return gone(request, agency, shown)
    items = next(iter(tables_of_year(agency, shown)))
    return _sent(table_file(items, form), MEDIA_TYPES[form], f"ita-{year}.{form}")


@require_safe
def fields(request: HttpRequest, agency_id: UUID, key: str) -> HttpResponseBase:
    """What the columns of a table are."""
    agency = public_agency(agency_id)
    found = _table(agency, key)
    if found is None:
        return missing(request, agency)
    return _sent(fields_file(found), MEDIA_TYPES["csv"], f"{key}-fields.csv")


@require_safe
def package(request: HttpRequest, agency_id: UUID, key: str) -> HttpResponseBase:
    """A table as a package of CKAN."""
    agency = public_agency(agency_id)
    found = _table(agency, key)
    if found is None:
        return missing(request, agency)
    return _as_json(ckan_package(agency, found, _addresses(agency)), _JSON, f"{key}-ckan.json")


@require_safe
def catalogue(_request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """All tables as DCAT."""
    agency = public_agency(agency_id)
    told = dcat(agency, tables_of(agency, today()), _addresses(agency))
    return _as_json(told, _JSON_LD, "catalogue.jsonld")


def _table(agency: Agency, key: str) -> PublicTable | None:
    return next((one for one in tables_of(agency, today()) if one.key == key), None)


def _addresses(agency: Agency) -> Addresses:
    def whole(name: str, *more: str) -> str:
        return f"{site_address()}{reverse(f'public_site:{name}', args=[agency.pk, *more])}"

    return Addresses(
        page=whole("open-data"),
        home=whole("home"),
        file=lambda key, form: whole("table", key, form),
        fields=lambda key: whole("fields", key),
    )


def _as_json(told: dict[str, Any], media_type: str, name: str) -> HttpResponse:
    return _sent(json.dumps(told, ensure_ascii=False, indent=1).encode(), media_type, name)


def _sent(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = KEPT
    return response

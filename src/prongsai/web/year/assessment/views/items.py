"""Items: read, and taken over from another year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Item
from prongsai.core.framework.years import documents as documents_in
from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.text import Text, same
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.assessment.framework.editing import CopyItems
from prongsai.web.year.assessment.framework.items import elements_of, find_item
from prongsai.web.year.assessment.framework.texts import ITEM_FILES, Documents
from prongsai.web.year.assessment.models import ItemNote
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.queries.notes import notes_of
from prongsai.web.year.assessment.queries.pages import Year, where_of
from prongsai.web.year.assessment.views.common import (
    edited,
    framework_url,
    not_open,
    year_of_request,
)


@require_GET
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One item with its elements, sources, notes and what it was last year."""
    data = year_of_request(request, year)
    row = found(find_item(data.documents, code))
    agency = person_of(request).agency
    context = {
        "year": year,
        "item": row,
        "instrument": instrument_of_item(code),
        "where": where_of(row),
        "elements": [(one, where_of(one)) for one in elements_of(data.documents, code)],
        "former": [
            one
            for one in _last_year(catalogue_of(agency), year, instrument_of_item(code))
            if set(one.lineage) & set(row["lineage"])
        ],
        "scale": _scale_name(data.documents, row["scale"]),
        "notes": _notes(row["lineage"], {one.lineage: one for one in notes_of(agency, year)}),
    }
    return render(request, "assessment/item.html", context)


def _notes(
    lineage: Sequence[str], held: Mapping[str, ItemNote]
) -> list[tuple[str, ItemNote | None]]:
    """The notes on an item's subjects; the first subject where there are none yet."""
    found = [(one, held[one]) for one in lineage if one in held]
    return [*found] or [(lineage[0], None)]


def _scale_name(documents: Documents, code: str) -> Text:
    scales = documents["framework"].get("scales") or []
    name = next((one["name"] for one in scales if one["code"] == code), None)
    return Text(name["th"], name["en"]) if name else same(code)


def _last_year(catalogue: Catalogue, year: int, instrument: str) -> tuple[Item, ...]:
    if year - 1 not in catalogue.years():
        return ()
    items = catalogue.get(year - 1, draft=True).items.values()
    return tuple(one for one in items if instrument_of_item(one.code) == instrument)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def copy(request: HttpRequest, year: int, instrument: str) -> HttpResponse:
    """Take an instrument's items over from the newest other year that knows them."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    if instrument not in INSTRUMENTS or data.documents[ITEM_FILES[instrument]].get("items"):
        raise Http404
    source = found(_source_of_items(catalogue_of(person_of(request).agency), data, instrument))
    form = SeenForm(request.POST if request.method == "POST" else None,
                    initial={"seen": data.number})  # fmt: skip
    return edited(
        request,
        data,
        form=form,
        edit=lambda: CopyItems(instrument, source),
        template="assessment/items_copy.html",
        back=framework_url(year, instrument),
        context={
            "instrument": instrument,
            "source": source["framework"]["fiscal_year"],
            "items": source[ITEM_FILES[instrument]]["items"],
        },
    )


def _source_of_items(catalogue: Catalogue, data: Year, instrument: str) -> Documents | None:
    for year in reversed(catalogue.years()):
        documents = documents_in(catalogue.folder(year))
        if year != data.fiscal_year and documents[ITEM_FILES[instrument]].get("items"):
            return documents
    return None

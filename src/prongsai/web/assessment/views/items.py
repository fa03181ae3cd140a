"""Items: read, corrected, added, dropped, and taken over from another year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Item
from prongsai.core.framework.years import documents as documents_in
from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.text import Text, same
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.assessment.forms.items import (
    ElementForm,
    ItemForm,
    QuestionForm,
    blank_proof,
    element_initials,
    forms_of,
    item_initial,
)
from prongsai.web.assessment.framework.editing import CopyItems, DropItem, PutItem
from prongsai.web.assessment.framework.items import elements_of, find_item
from prongsai.web.assessment.framework.subjects import suggestions
from prongsai.web.assessment.framework.texts import ITEM_FILES, Documents
from prongsai.web.assessment.models import ItemNote
from prongsai.web.assessment.queries import catalogue_of
from prongsai.web.assessment.queries.notes import notes_of
from prongsai.web.assessment.queries.pages import Year, where_of
from prongsai.web.assessment.views.common import (
    edited,
    framework_url,
    may_edit,
    not_open,
    year_of_request,
)
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.shortcuts import found

# Every year names the scale of its disclosure items so.
_DISCLOSED = "disclosed"


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
        "may_edit": may_edit(request) and data.assessment is not None,
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


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def edit(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Correct an item with its elements or sub-questions."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    row = find_item(data.documents, code)
    if row is None:
        raise Http404
    return _item_page(request, data, instrument_of_item(code), row)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def add(request: HttpRequest, year: int, instrument: str) -> HttpResponse:
    """Add an item at its place."""
    data = year_of_request(request, year)
    if instrument not in INSTRUMENTS:
        raise Http404
    if data.assessment is None:
        return not_open(request, year)
    return _item_page(request, data, instrument, None)


def _item_page(
    request: HttpRequest, data: Year, instrument: str, row: Mapping[str, Any] | None
) -> HttpResponse:
    catalogue = catalogue_of(person_of(request).agency)
    posted = request.POST if request.method == "POST" else None
    suggested = _suggested(catalogue, data, instrument, row, posted)
    form = ItemForm(
        posted,
        documents=data.documents,
        instrument=instrument,
        scales=list(_scales(catalogue, data, instrument)),
        suggested=suggested,
        is_new=row is None,
        initial={**_initial(data, instrument, row, suggested), "seen": data.number},
    )
    rows = _rows(instrument, data, row, posted)
    code = row["code"] if row else ""

    def change() -> PutItem:
        return PutItem(code, form.values(*_row_values(instrument, rows)))

    back = (
        reverse("assessment:item", args=[data.fiscal_year, code])
        if code
        else framework_url(data.fiscal_year, instrument)
    )
    context = {"item": row, "instrument": instrument, "rows": rows, "forms": [form, *rows]}
    return edited(
        request,
        data,
        forms=[form, *rows],
        edit=change,
        template="assessment/item_edit.html",
        back=framework_url(data.fiscal_year, instrument) if not code else back,
        context=context,
    )


def _initial(
    data: Year, instrument: str, row: Mapping[str, Any] | None, suggested: list[Item]
) -> dict[str, Any]:
    if row is not None:
        return item_initial(row, suggested)
    held = data.documents[ITEM_FILES[instrument]].get("items") or []
    return {**blank_proof(), "code": f"{instrument[0].lower()}{len(held) + 1}"}


def _rows(instrument: str, data: Year, row: Mapping[str, Any] | None, posted: Any) -> list[Any]:
    """The forms below an item: elements of a disclosure item, sub-questions of a survey item."""
    if instrument == "OIT":
        initials = element_initials(data.documents, row["code"]) if row else []
        rows = forms_of(ElementForm, initials, posted, "element", documents=data.documents)
        for one in rows[len(initials) :]:
            one.initial = {"kind": "required", **blank_proof()}
        return rows
    questions = (row or {}).get("questions") or []
    return forms_of(QuestionForm, questions, posted, "question")


def _row_values(instrument: str, rows: list[Any]) -> tuple[Any, tuple[Any, ...]]:
    if instrument == "OIT":
        return tuple(one.element() for one in rows if not one.is_nothing()), ()
    typed = [one.cleaned_data for one in rows if one.cleaned_data["th"]]
    return None, tuple((one["th"], one["en"], one["polarity"]) for one in typed)


def _last_year(catalogue: Catalogue, year: int, instrument: str) -> tuple[Item, ...]:
    if year - 1 not in catalogue.years():
        return ()
    items = catalogue.get(year - 1, draft=True).items.values()
    return tuple(one for one in items if instrument_of_item(one.code) == instrument)


def _suggested(
    catalogue: Catalogue, data: Year, instrument: str, row: Mapping[str, Any] | None, posted: Any
) -> list[Item]:
    """What an item may continue: what it does already, then names like its own."""
    last = data.fiscal_year - 1
    if last not in catalogue.years():
        return []
    name = (posted or {}).get("name_th") or (row["name"]["th"] if row else "")
    chosen = set(posted.getlist("continues")) if posted is not None else set()
    lineage = set(row["lineage"]) if row else set()
    former = _last_year(catalogue, data.fiscal_year, instrument)
    held = [one for one in former if set(one.lineage) & lineage or one.code in chosen]
    alike = suggestions(name, instrument, catalogue.get(last, draft=True)) if name else former
    return [*held, *(one for one in alike if one not in held)]


def _scales(
    catalogue: Catalogue, data: Year, instrument: str
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The scales of the year; where it has none for the instrument, the newest there are."""
    years = [year for year in reversed(catalogue.years()) if year != data.fiscal_year]
    later = (documents_in(catalogue.folder(year)) for year in years)  # read only when needed
    for documents in chain([data.documents], later):
        scales = documents["framework"].get("scales") or []
        fitting = [one for one in scales if (one["code"] == _DISCLOSED) == (instrument == "OIT")]
        if fitting:
            yield from ((one["code"], one["name"]["th"], one) for one in fitting)
            return


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def drop(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Take an item out, after asking."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    row = found(find_item(data.documents, code))
    form = SeenForm(request.POST if request.method == "POST" else None,
                    initial={"seen": data.number})  # fmt: skip
    return edited(
        request,
        data,
        forms=[form],
        edit=lambda: DropItem(code),
        template="assessment/item_drop.html",
        back=framework_url(year, instrument_of_item(code)),
        context={"item": row, "elements": elements_of(data.documents, code),
                 "last_of_sub": _is_last_of_sub(data.documents, row)},
    )  # fmt: skip


def _is_last_of_sub(documents: Documents, row: Mapping[str, Any]) -> bool:
    """Whether its sub-indicator goes with it."""
    sub = row.get("sub_indicator")
    items = documents[ITEM_FILES[instrument_of_item(row["code"])]].get("items") or []
    return bool(sub) and sum(1 for one in items if one.get("sub_indicator") == sub) == 1


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
        forms=[form],
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

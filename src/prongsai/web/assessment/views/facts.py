"""Names, weights, levels, rules, calendar and sources: one page each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from prongsai.core.dates import read_calendar_text
from prongsai.core.ids import INSTRUMENTS
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.assessment.forms.common import NamesForm, ProofForm, names_initial, proof_initial
from prongsai.web.assessment.forms.facts import (
    InstrumentForm,
    LevelForm,
    LevelsForm,
    PhaseForm,
    RulesForm,
    SourceForm,
    WeightsForm,
)
from prongsai.web.assessment.forms.items import forms_of
from prongsai.web.assessment.framework.facts import (
    PutInstrument,
    PutLevels,
    PutName,
    PutPhase,
    PutRules,
    PutSource,
    PutWeights,
    find_code,
)
from prongsai.web.assessment.queries.pages import Year, percent, shown_number
from prongsai.web.assessment.views.common import edited, framework_url, not_open, year_of_request
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.shortcuts import found


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def indicator(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The name of an indicator or a sub-indicator."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    part = find_code(data.documents, code)
    if part is None or code in INSTRUMENTS:
        raise Http404
    form = NamesForm(
        _posted(request),
        documents=data.documents,
        initial={**names_initial(part), "seen": data.number},
    )
    return edited(
        request,
        data,
        forms=[form],
        edit=lambda: PutName(
            code, form.cleaned_data["name_th"], form.cleaned_data["name_en"], form.proof()
        ),
        template="assessment/name_edit.html",
        back=framework_url(year),
        context={"part": part},
    )


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def instrument(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The name of an instrument and how many items it has."""
    data = year_of_request(request, year)
    if code not in INSTRUMENTS:
        raise Http404
    if data.assessment is None:
        return not_open(request, year)
    part = found(find_code(data.documents, code))
    known = len(data.documents[code.lower()].get("items") or [])
    count = part.get("item_count")
    form = InstrumentForm(
        _posted(request),
        documents=data.documents,
        known=known,
        initial={
            **names_initial(part, "item_count_"),
            "item_count": shown_number(count),
            "seen": data.number,
        },
    )

    def change() -> PutInstrument:
        values = form.cleaned_data
        typed = values.get("item_count")
        count = int(typed) if typed else None
        return PutInstrument(code, values["name_th"], values["name_en"], count, form.proof())

    return edited(
        request,
        data,
        forms=[form],
        edit=change,
        template="assessment/name_edit.html",
        back=framework_url(year, code),
        context={"part": part, "known": known},
    )


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def weights(request: HttpRequest, year: int) -> HttpResponse:
    """The weights of the three instruments."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    parts = data.documents["framework"]["instruments"]
    form = WeightsForm(
        _posted(request),
        documents=data.documents,
        initial={
            **{part["code"].lower(): percent(part.get("weight")) for part in parts},
            **proof_initial(parts[0]),
            "seen": data.number,
        },
    )
    return edited(
        request,
        data,
        forms=[form],
        edit=lambda: PutWeights(form.weights(), form.proof()),
        template="assessment/weights_edit.html",
        back=framework_url(year),
    )


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def levels(request: HttpRequest, year: int) -> HttpResponse:
    """The result levels."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    rating = data.documents["framework"]["rating"]
    form = LevelsForm(
        _posted(request),
        documents=data.documents,
        initial={**proof_initial(rating), "seen": data.number},
    )
    initials = [_level_initial(level) for level in rating.get("levels") or []]
    rows: list[LevelForm] = forms_of(LevelForm, initials, _posted(request), "level")

    def change() -> PutLevels:
        typed = tuple(row.level() for row in rows if not row.is_nothing())
        return PutLevels(typed, form.proof())

    return edited(
        request,
        data,
        forms=[form, *rows],
        edit=change,
        template="assessment/levels_edit.html",
        back=framework_url(year),
        context={"rows": rows, "forms": [form, *rows]},
    )


def _level_initial(level: Mapping[str, Any]) -> dict[str, Any]:
    label = level["label"]
    return {
        "code": level["code"],
        "label_th": label["th"],
        "label_en": "" if label.get("en") == label["th"] else label.get("en", ""),
        "minimum": shown_number(level["minimum"]),
        "each": shown_number(level.get("each_instrument")),
    }


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def rules(request: HttpRequest, year: int) -> HttpResponse:
    """Title and status, target score, scoring rule."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    framework, posted = data.documents["framework"], _posted(request)
    target, scoring = framework["target"], framework["scoring"]
    form = RulesForm(posted, initial={**_rules_initial(framework), "seen": data.number})
    target_form, scoring_form = (
        ProofForm(posted, documents=data.documents, prefix=name, initial=proof_initial(part))
        for name, part in (("target", target), ("scoring", scoring))
    )

    def change() -> PutRules:
        values = form.cleaned_data
        return PutRules(
            title_th=values["title_th"],
            title_en=values["title_en"],
            status=values["status"],
            target=values["target"],
            target_proof=target_form.proof(),
            scoring_note=values["scoring_note"],
            scoring_proof=scoring_form.proof(),
        )

    return edited(
        request,
        data,
        forms=[form, target_form, scoring_form],
        edit=change,
        template="assessment/rules_edit.html",
        back=framework_url(year),
        context={
            "target_form": target_form,
            "scoring_form": scoring_form,
            "forms": [form, target_form, scoring_form],
        },
    )


def _rules_initial(framework: Mapping[str, Any]) -> dict[str, Any]:
    title = framework["title"]
    return {
        "title_th": title["th"],
        "title_en": title.get("en", ""),
        "status": framework["status"],
        "target": shown_number(framework["target"].get("score")),
        "scoring_note": framework["scoring"].get("note") or "",
    }


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def phase(request: HttpRequest, year: int, place: int | None = None) -> HttpResponse:
    """One entry of the calendar: added, corrected or taken out."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    held = data.documents["context"].get("calendar") or []
    if place is not None and place >= len(held):
        raise Http404
    entry = held[place] if place is not None else {}
    posted = _posted(request)
    is_drop = bool(posted) and "drop" in posted and place is not None
    initial = _phase_initial(entry, data)
    form = PhaseForm(posted, documents=data.documents, initial=initial)
    # What goes is not read any more: only which revision was seen matters.
    asked: Form = SeenForm(posted) if is_drop else form

    return edited(
        request,
        data,
        forms=[asked],
        edit=lambda: PutPhase(place, None if is_drop else form.phase()),
        template="assessment/phase_edit.html",
        back=framework_url(year, "calendar"),
        context={"entry": entry, "place": place, "form": form},
    )


def _phase_initial(entry: Mapping[str, Any], data: Year) -> dict[str, Any]:
    name = entry.get("phase") or {"th": "", "en": ""}
    proof = proof_initial(entry)
    return {
        "seen": data.number,
        "phase_th": name["th"],
        "phase_en": "" if name.get("en") == name["th"] else name.get("en", ""),
        "first": read_calendar_text(entry.get("from")),
        "last": read_calendar_text(entry.get("to")),
        "is_month": entry.get("precision") == "month",
        "source": proof["source"],
        "page": proof["page"],
    }


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def source(request: HttpRequest, year: int, source_id: str = "") -> HttpResponse:
    """One source: added or corrected."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    held = {one["id"]: one for one in data.documents["sources"].get("sources") or []}
    if source_id and source_id not in held:
        raise Http404
    entry = held.get(source_id, {})
    form: Form = SourceForm(
        _posted(request),
        initial={
            "seen": data.number,
            "proves": entry.get("proves", ""),
            "address": entry.get("address", ""),
        },
    )
    return edited(
        request,
        data,
        forms=[form],
        edit=lambda: PutSource(
            source_id, form.cleaned_data["address"], form.cleaned_data["proves"]
        ),
        template="assessment/source_edit.html",
        back=framework_url(year, "sources"),
        context={"source_id": source_id},
    )

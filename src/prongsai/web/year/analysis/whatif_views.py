"""What-if: the live page, and the scenarios that were kept of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.year.analysis import services
from prongsai.web.year.analysis.comparing import compare_page
from prongsai.web.year.analysis.forms import CompareForm, NameForm, WhatIfForm
from prongsai.web.year.analysis.scenario_queries import scenario_of, scenarios
from prongsai.web.year.analysis.views import check_opened, no_scores
from prongsai.web.year.analysis.whatif_queries import answer
from prongsai.web.year.scoring.queries import CurrentScores, current_scores


@require_safe
@needs(Right.SEE)
def whatif(request: HttpRequest, year: int) -> HttpResponse:
    """Ask, and see the answer; the whole question stands in the address."""
    person = person_of(request)
    check_opened(person.agency, year)
    found = current_scores(person.agency, year - 1)
    if found is None:
        return no_scores(request, year)
    form = WhatIfForm(request.GET, card=found.card)
    return _page(request, person, found, form, NameForm(auto_id="keep_%s"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SCENARIOS)
def keep(request: HttpRequest, year: int) -> HttpResponse:
    """Keep a question under a name; opened like a page, it leads to the form it belongs to."""
    person = person_of(request)
    check_opened(person.agency, year)
    if request.method != "POST":
        address = reverse("analysis:whatif", args=[year])
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
    found = current_scores(person.agency, year - 1)
    if found is None:
        return done(request, reverse("analysis:whatif", args=[year]))
    form = WhatIfForm(request.POST, card=found.card)
    named = NameForm(request.POST, auto_id="keep_%s")
    question = form.question()
    if named.is_valid() and question is not None:
        found_answer = answer(found.card, question)

        def act() -> str:
            services.keep_scenario(
                person.agency,
                by=person,
                found=found,
                name=named.cleaned_data["name"],
                asked=form.asked,
                answer=found_answer,
            )
            return reverse("analysis:scenarios", args=[year])

        try:
            return done(request, answered(request, act))
        except ProngsaiError as error:
            named.add_error("name", words_of(error))
    return _page(request, person, found, form, named)


@require_safe
@needs(Right.SEE)
def scenario_list(request: HttpRequest, year: int) -> HttpResponse:
    """The kept scenarios; after a deleting, the way to take it back."""
    person = person_of(request)
    check_opened(person.agency, year)
    return _list(request, person, year, compare=None)


@require_safe
@needs(Right.SEE)
def open_scenario(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """To the what-if page with the question of a scenario."""
    agency = person_of(request).agency
    check_opened(agency, year)
    found = scenario_of(agency, year - 1, scenario_id)
    if found is None:
        raise Http404
    address = reverse("analysis:whatif", args=[year])
    return HttpResponseRedirect(f"{address}?{urlencode(found.asked)}")


@require_safe
@needs(Right.SEE)
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Two scenarios side by side, beside the present scores."""
    person = person_of(request)
    check_opened(person.agency, year)
    found = current_scores(person.agency, year - 1)
    if found is None:
        return no_scores(request, year)
    rows = scenarios(person.agency, year - 1, found.revision.number)
    form = CompareForm(request.GET, rows=rows)
    if not form.is_valid():
        return _list(request, person, year, compare=form)
    chosen = [
        scenario_of(person.agency, year - 1, UUID(form.cleaned_data[name]))
        for name in ("first", "second")
    ]
    first, second = chosen
    if first is None or second is None:
        raise Http404
    content = compare_page(found, year, (first, second))
    return render(request, "analysis/compare.html", {"page": content, "year": year})


@require_POST
@needs(Right.KEEP_SCENARIOS)
def delete(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """Delete a scenario; the list then offers to take it back."""
    person = person_of(request)
    gone = services.delete_scenario(
        person.agency, by=person, score_year=year - 1, scenario_id=scenario_id
    )
    if gone is None:
        raise Http404
    address = reverse("analysis:scenarios", args=[year])
    return done(request, f"{address}?deleted={gone.pk}")


@require_POST
@needs(Right.KEEP_SCENARIOS)
def restore(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """Take a deleting back."""
    person = person_of(request)
    try:
        back = services.restore_scenario(
            person.agency, by=person, score_year=year - 1, scenario_id=scenario_id
        )
    except ProngsaiError as error:
        return _list(request, person, year, compare=None, trouble=words_of(error))
    if back is None:
        raise Http404
    return done(request, reverse("analysis:scenarios", args=[year]))


def _page(
    request: HttpRequest, person: Actor, found: CurrentScores, form: WhatIfForm, named: NameForm
) -> HttpResponse:
    question = form.question()
    card = found.card
    context: dict[str, Any] = {
        "year": card.fiscal_year + 1,
        "score_year": card.fiscal_year,
        "form": form,
        "named": named,
        "answer": answer(card, question) if question else None,
        "may_keep": may(person, Right.KEEP_SCENARIOS),
    }
    bad = form.errors or named.errors
    return render(request, "analysis/whatif.html", context, status=UNPROCESSABLE if bad else None)


def _list(
    request: HttpRequest,
    person: Actor,
    year: int,
    *,
    compare: CompareForm | None,
    trouble: str = "",
) -> HttpResponse:
    found = current_scores(person.agency, year - 1)
    rows = scenarios(person.agency, year - 1, found.revision.number if found else None)
    context = {
        "year": year,
        "score_year": year - 1,
        "rows": rows,
        "form": compare or CompareForm(rows=rows),
        "may_keep": may(person, Right.KEEP_SCENARIOS),
        "deleted": _deleted(request, person, year),
        "trouble": trouble,
    }
    status = UNPROCESSABLE if trouble or (compare and compare.errors) else None
    return render(request, "analysis/scenarios.html", context, status=status)


def _deleted(request: HttpRequest, person: Actor, year: int) -> Any:
    """The scenario that was deleted just now, where the address names one."""
    try:
        scenario_id = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    return scenario_of(person.agency, year - 1, scenario_id, deleted=True)

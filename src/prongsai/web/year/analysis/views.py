"""The year: dashboard, analysis, one item, one indicator, why a score is what it is."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.missing import missing_for
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done, page
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import perform, tell_removed
from prongsai.web.platform.serving import CSV, XLSX, download
from prongsai.web.platform.shortcuts import NotYet, found, shown
from prongsai.web.year.analysis import detail_queries, exports, queries, services
from prongsai.web.year.analysis.forms import CompareForm, NameForm, WhatIfForm
from prongsai.web.year.analysis.whatif_queries import answer, compare_page, scenario_of, scenarios
from prongsai.web.year.assessment.queries import catalogue_of, years
from prongsai.web.year.assessment.services.years import check_year
from prongsai.web.year.assessment.views.framework import not_open
from prongsai.web.year.scoring.queries import CurrentScores, current_scores

_TYPES = {"csv": CSV, "xlsx": XLSX}


@require_safe
@needs(Right.SEE)
def dashboard(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
    content = queries.dashboard(
        person.agency, year, today(), may_import=may(person, Right.IMPORT_SCORES)
    )
    if content.scores:
        return page(request, "analysis/dashboard.html", content)
    # The scores are a step of their own there.
    lacking = [
        need
        for need in missing_for(person, today())
        if not need.is_optional and need.right is not Right.IMPORT_SCORES
    ]
    may_set_up = may(person, Right.EDIT_AGENCY)
    template = "analysis/first_steps.html"
    return page(request, template, content, lacking=lacking, may_set_up=may_set_up)


def _year_page(
    request: HttpRequest, year: int, template: str, ask: Callable[[Agency, int], object]
) -> HttpResponse:
    """A page of a year's scores, or what to do where there are none."""
    agency = person_in(request, year).agency
    content = ask(agency, year)
    return no_scores(request, year) if content is None else page(request, template, content)


@require_safe
@needs(Right.SEE)
def analysis(request: HttpRequest, year: int) -> HttpResponse:
    return _year_page(request, year, "analysis/analysis.html", queries.analysis)


@require_safe
@needs(Right.SEE)
def analysis_print(request: HttpRequest, year: int) -> HttpResponse:
    return _year_page(request, year, "analysis/analysis_print.html", queries.analysis)


@require_safe
@needs(Right.SEE)
def why(request: HttpRequest, year: int) -> HttpResponse:
    return _year_page(request, year, "analysis/why.html", detail_queries.why_page)


@require_safe
@needs(Right.SEE)
def analysis_export(request: HttpRequest, year: int, key: str, form: str) -> HttpResponse:
    """One list as CSV; all lists as a workbook under the key "all"."""
    agency = person_in(request, year).agency
    content = queries.analysis(agency, year)
    if content is None or form not in _TYPES:
        raise Http404
    sheets = exports.analysis_sheets(content)
    if key == "all" and form == "xlsx":
        name = f"{_('วิเคราะห์คะแนน')}-{year - 1}.xlsx"
        return download(exports.to_xlsx(sheets.values()), XLSX, name)
    if key not in sheets:
        raise Http404
    sheet = sheets[key]
    data = exports.to_csv(sheet) if form == "csv" else exports.to_xlsx([sheet])
    return download(data, _TYPES[form], f"{sheet.name}-{year - 1}.{form}")


@require_safe
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    agency = person_in(request, year).agency
    content = found(detail_queries.item_page(agency, year, code))
    return page(request, "analysis/item.html", content)


@require_safe
@needs(Right.SEE)
def indicator(request: HttpRequest, year: int, code: str) -> HttpResponse:
    agency = person_in(request, year).agency
    content = found(detail_queries.indicator_page(agency, year, code))
    return page(request, "analysis/indicator.html", content)


@require_safe
@needs(Right.SEE)
def why_export(request: HttpRequest, year: int) -> HttpResponse:
    agency = person_in(request, year).agency
    sheet = exports.why_sheet(found(detail_queries.why_page(agency, year)))
    return download(exports.to_csv(sheet), CSV, f"{sheet.name}-{year - 1}.csv")


def check_opened(agency: Agency, year: int) -> None:
    """Refuse a year that the agency has not opened; of one that it can open, say who does."""
    if year in years(agency):
        return
    try:
        check_year(year, catalogue_of(agency).years())
    except Misuse:
        raise Http404 from None
    raise NotYet(partial(not_open, year=year))


def person_in(request: HttpRequest, year: int) -> Actor:
    person = person_of(request)
    check_opened(person.agency, year)
    return person


def no_scores(request: HttpRequest, year: int) -> HttpResponse:
    """What to do where a page needs scores and there are none."""
    context = {
        "year": year,
        "score_year": year - 1,
        "may_import": may(person_of(request), Right.IMPORT_SCORES),
    }
    return render(request, "analysis/no_scores.html", context)


@require_safe
@needs(Right.SEE)
def whatif(request: HttpRequest, year: int) -> HttpResponse:
    """Ask, and see the answer; the whole question stands in the address."""
    person = person_in(request, year)
    scores = current_scores(person.agency, year - 1)
    if scores is None:
        return no_scores(request, year)
    form = WhatIfForm(request.GET, card=scores.card)
    return _page(request, person, scores, form, NameForm(auto_id="keep_%s"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SCENARIOS)
def save_question(request: HttpRequest, year: int) -> HttpResponse:
    """Keep a question under a name; opened like a page, it leads to the form it belongs to."""
    person = person_in(request, year)
    if request.method != "POST":
        address = reverse("analysis:whatif", args=[year])
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}")
    scores = current_scores(person.agency, year - 1)
    if scores is None:
        return done(request, reverse("analysis:whatif", args=[year]))
    form = WhatIfForm(request.POST, card=scores.card)
    named = NameForm(request.POST, auto_id="keep_%s")
    question = form.question()
    if named.is_valid() and question is not None:
        given_answer = answer(scores.card, question)

        def save_scenario() -> str:
            services.save_scenario(
                person.agency,
                by=person,
                scores=scores,
                name=named.cleaned_data["name"],
                asked=form.asked,
                answer=given_answer,
            )
            return reverse("analysis:scenarios", args=[year])

        try:
            return done(request, answer_once(request, save_scenario))
        except ProngsaiError as error:
            named.add_error("name", words_of(error))
    return _page(request, person, scores, form, named)


@require_safe
@needs(Right.SEE)
def scenario_list(request: HttpRequest, year: int) -> HttpResponse:
    """The kept scenarios; after a deleting, the way to take it back."""
    person = person_in(request, year)
    return _list(request, person, year, compare=None)


@require_safe
@needs(Right.SEE)
def open_scenario(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """To the what-if page with the question of a scenario."""
    agency = person_in(request, year).agency
    scenario = found(scenario_of(agency, year - 1, scenario_id))
    address = reverse("analysis:whatif", args=[year])
    return HttpResponseRedirect(f"{address}?{urlencode(scenario.asked)}")


@require_safe
@needs(Right.SEE)
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """Two scenarios side by side, beside the present scores."""
    person = person_in(request, year)
    scores = current_scores(person.agency, year - 1)
    if scores is None:
        return no_scores(request, year)
    rows = scenarios(person.agency, year - 1, scores.revision.number)
    form = CompareForm(request.GET, rows=rows)
    if not form.is_valid():
        return _list(request, person, year, compare=form)
    chosen = [
        found(scenario_of(person.agency, year - 1, UUID(form.cleaned_data[name])))
        for name in ("first", "second")
    ]
    questions = {row: WhatIfForm(row.asked, card=scores.card).question() for row in chosen}
    content = compare_page(scores.card, questions)
    return render(request, "analysis/compare.html", {"page": content, "year": year})


@require_POST
@needs(Right.KEEP_SCENARIOS)
def delete(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """Delete a scenario; the list then offers to take it back."""
    person = person_of(request)
    gone = found(
        services.delete_scenario(
            person.agency, by=person, score_year=year - 1, scenario_id=scenario_id
        )
    )
    back = reverse("analysis:restore", args=[year, gone.pk])
    tell_removed(request, _("ลบแบบจำลอง “%(name)s” แล้ว") % {"name": gone.name}, back)
    return done(request, reverse("analysis:scenarios", args=[year]))


@require_POST
@needs(Right.KEEP_SCENARIOS)
def restore(request: HttpRequest, year: int, scenario_id: UUID) -> HttpResponse:
    """Take a deleting back."""
    person = person_of(request)

    def take_back() -> None:
        found(
            services.delete_scenario(
                person.agency, by=person, score_year=year - 1, scenario_id=scenario_id,
                is_back=True,
            )
        )  # fmt: skip

    address = reverse("analysis:scenarios", args=[year])
    return perform(request, take_back, address, _("นำแบบจำลองกลับมาแล้ว"))


def _page(
    request: HttpRequest, person: Actor, scores: CurrentScores, form: WhatIfForm, named: NameForm
) -> HttpResponse:
    question = form.question()
    card = scores.card
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
    request: HttpRequest, person: Actor, year: int, *, compare: CompareForm | None
) -> HttpResponse:
    scores = current_scores(person.agency, year - 1)
    rows = scenarios(person.agency, year - 1, scores.revision.number if scores else None)
    context = {
        "year": year,
        "score_year": year - 1,
        "rows": rows,
        "may_keep": may(person, Right.KEEP_SCENARIOS),
    }
    return shown(request, "analysis/scenarios.html", compare or CompareForm(rows=rows), context)

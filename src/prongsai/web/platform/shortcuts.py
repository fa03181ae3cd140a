"""What views say again and again: there is no such page, here is the form, or a part of a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar, Unpack

from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from prongsai.web.platform.htmx import UNPROCESSABLE, is_htmx
from prongsai.web.platform.models import Job

T = TypeVar("T")
_REFRESH_SECONDS = "3"
ROWS_A_PAGE = 50  # of a plan or a report: few agencies have more, and those read in parts


class NotYet(Http404):
    """There is no such page yet; what it is raised with answers the request, and says why."""


def found(row: T | None) -> T:
    """A row, or the page that says there is none: also for what belongs to another agency."""
    if row is None:
        raise Http404
    return row


def shown(
    request: HttpRequest, template: str, form: BaseForm, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """A page with a form; its status says whether what was typed can be processed."""
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)


class FormWords(TypedDict, total=False):
    """What a page says around its one form.

    Shape: `above` is the title of the page that `back` opens; `name` is the page's name where its
           heading asks; `kind` "no" marks what cannot be undone; `remove` is an address.
    """

    above: str
    name: str
    sub: str
    note: str
    save: str
    stay: str
    kind: str
    remove: str
    remove_text: str


def form_page(
    request: HttpRequest, form: BaseForm, heading: str, back: str, **words: Unpack[FormWords]
) -> HttpResponse:
    """A page that is one form; it needs no template of its own."""
    return shown(request, "ui/one_form.html", form, {"heading": heading, "back": back, **words})


def shown_forms(
    request: HttpRequest,
    template: str,
    forms: Iterable[BaseForm | None],
    context: Mapping[str, Any],
) -> HttpResponse:
    """A page with several forms; `wrong` is the first that was refused."""
    wrong = next((form for form in forms if form is not None and form.errors), None)
    status = UNPROCESSABLE if wrong else 200
    return render(request, template, {**context, "wrong": wrong}, status=status)


def progress(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any], *, is_open: bool
) -> HttpResponse:
    """A page about a running job, which HTMX asks for its part again and again.

    Without HTMX a link asks once with `again=1`; from then on the browser loads the page by itself
    until the job is over.
    """
    if is_htmx(request):
        return render(request, part, context)
    return until_done(request, render(request, template, context), is_open=is_open)


def job_page(request: HttpRequest, job: Job, **context: Any) -> HttpResponse:
    """The page of a job that makes files; `platform/job.html` says what it shows of `context`."""
    content = {"job": job, "words": job.words, **context}
    page, part = "platform/job.html", "platform/_job.html"
    return progress(request, page, part, content, is_open=job.is_open)


def until_done(request: HttpRequest, page: HttpResponse, *, is_open: bool) -> HttpResponse:
    """A page that asks for itself again while the worker is at what it shows."""
    if is_open and "again" in request.GET:
        page["Refresh"] = _REFRESH_SECONDS
    return page


def rows_page(rows: Sequence[T], number: str = "", row: str = "") -> Page[T]:
    """One page of rows that have an `id`.

    Shape:  `number` is the page asked for, one that makes no sense the first or last; `row` the id
            of a row whose page is wanted instead; where there is no such row, `number` counts.
    """
    ids = [str(getattr(listed, "id", "")) for listed in rows]
    wanted = ids.index(row) // ROWS_A_PAGE + 1 if row and row in ids else number
    return Paginator(rows, ROWS_A_PAGE).get_page(wanted)

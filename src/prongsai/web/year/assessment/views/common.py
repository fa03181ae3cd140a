"""What the pages of this app share, above all: saving an edit so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.errors import Finding, ProngsaiError
from prongsai.web.agency.access import person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.assessment.framework.editing import Edit
from prongsai.web.year.assessment.framework.flat import differing
from prongsai.web.year.assessment.queries.pages import Year, year_data
from prongsai.web.year.assessment.services.editing import ChangedMeanwhile, save
from prongsai.web.year.assessment.services.revisions import Unsound


def year_of_request(request: HttpRequest, year: int) -> Year:
    """The framework that a page is about.

    Errors: Http404 where the agency knows no such year.
    """
    return found(year_data(person_of(request).agency, year))


def may_edit(request: HttpRequest) -> bool:
    """Whether the person may correct frameworks."""
    return may(person_of(request), Right.EDIT_FRAMEWORK)


def framework_url(year: int, anchor: str = "") -> str:
    """The page of a framework, at a place of it."""
    address = reverse("assessment:framework", args=[year])
    return f"{address}#{anchor}" if anchor else address


def open_url(year: int) -> str:
    """Where a year is opened."""
    return f"{reverse('assessment:open')}?fiscal_year={year}"


def not_open(request: HttpRequest, year: int) -> HttpResponse:
    """Nothing is edited in a year that is not open: lead to where it is opened."""
    messages.warning(request, _("เปิดปี %(year)s ก่อน แล้วจึงแก้กรอบการประเมินได้") % {"year": year})
    return done(request, open_url(year))


def edited(
    request: HttpRequest,
    year: Year,
    *,
    form: SeenForm,
    edit: Callable[[], Edit],
    template: str,
    back: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page with a form that makes one edit.

    Shape:  `edit` is asked for once the form is sound.
    """
    given = {"year": year.fiscal_year, "form": form, "back": back, **(context or {})}
    if request.method != "POST":
        return render(request, template, given)
    if form.is_valid():
        try:
            return done(request, answered(request, lambda: _saved(request, year, form, edit, back)))
        except ChangedMeanwhile as change:
            given["meanwhile"] = meanwhile(change)
            _see(form, change.number)
        except Unsound as refusal:
            for finding in refusal.findings:
                form.add_error(None, _finding_words(finding))
        except ProngsaiError as refusal:
            form.add_error(None, words_of(refusal))
    return render(request, template, given, status=UNPROCESSABLE)


def _saved(
    request: HttpRequest,
    year: Year,
    form: SeenForm,
    edit: Callable[[], Edit],
    back: str,
) -> str:
    person = person_of(request)
    revision = save(
        person.agency,
        by=person,
        fiscal_year=year.fiscal_year,
        seen=form.revision,
        edit=edit(),
    )
    if revision is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        messages.success(request, _("บันทึกแล้ว เป็นฉบับที่ %(number)s") % {"number": revision.number})
    return back


def _see(form: SeenForm, number: int) -> None:
    """The form now knows the revision that stands: sent again, it is saved."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("seen")] = str(number)
    form.data = data


def meanwhile(change: ChangedMeanwhile) -> dict[str, Any]:
    """Both sides of a change that somebody else made meanwhile, for the page."""
    return {
        "message": change.message,
        "next_step": change.next_step,
        "by": change.by,
        "is_gone": change.now is None,
        "rows": differing(change.then, change.now),
    }


def _finding_words(finding: Finding) -> str:
    words = in_language(finding.message)
    step = finding.next_step
    if step is not None and "prongsai " not in step.en:
        words = f"{words} {in_language(step)}"
    return words

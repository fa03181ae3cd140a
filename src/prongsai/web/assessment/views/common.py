"""What the pages of this app share, above all: saving an edit so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.errors import Finding, ProngsaiError
from prongsai.web.agency.access import person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.assessment.framework.editing import Edit
from prongsai.web.assessment.framework.flat import differing
from prongsai.web.assessment.queries.pages import Year, year_data
from prongsai.web.assessment.services.editing import ChangedMeanwhile, save
from prongsai.web.assessment.services.revisions import Unsound
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found

T = TypeVar("T")
# At which field of a form a fault of the framework belongs.
_FIELDS = {
    "code_wrong": "code",
    "code_twice": "code",
    "lineage_missing": "other_subjects",
    "indicator_unknown": "place",
    "sub_indicator_unknown": "place",
    "sub_indicator_missing": "place",
    "sub_indicator_empty": "place",
    "scale_unknown": "scale",
    "polarity_wrong": "polarity",
    "levels_out_of_order": "minimum",
    "confirmed_without_page": "page",
    "released_too_soon": "status",
}


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
    forms: Sequence[BaseForm],
    edit: Callable[[], Edit],
    template: str,
    back: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page with forms that make one edit; the first form holds `seen`.

    Shape:  `edit` is asked for once all forms are sound.
    """
    given = {"year": year.fiscal_year, "form": forms[0], "back": back, **(context or {})}
    if request.method != "POST":
        return render(request, template, given)
    valid = [form.is_valid() for form in forms]  # each, so that all errors show at once
    if all(valid):
        try:
            return done(
                request, answered(request, lambda: _saved(request, year, forms, edit, back))
            )
        except ChangedMeanwhile as change:
            given["meanwhile"] = meanwhile(change)
            _see(forms[0], change.number)
        except Unsound as refusal:
            for finding in refusal.findings:
                add_finding(forms[0], finding)
        except ProngsaiError as refusal:
            forms[0].add_error(None, words_of(refusal))
    given["wrong"] = any(form.errors for form in forms)
    return render(request, template, given, status=UNPROCESSABLE)


def _saved(
    request: HttpRequest,
    year: Year,
    forms: Sequence[BaseForm],
    edit: Callable[[], Edit],
    back: str,
) -> str:
    person = person_of(request)
    revision = save(
        person.agency,
        by=person,
        fiscal_year=year.fiscal_year,
        seen=cast("SeenForm", forms[0]).revision,
        edit=edit(),
    )
    if revision is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        messages.success(request, _("บันทึกแล้ว เป็นฉบับที่ %(number)s") % {"number": revision.number})
    return back


def _see(form: BaseForm, number: int) -> None:
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


def add_finding(form: BaseForm, finding: Finding) -> None:
    """A fault of the framework, at the field it belongs to."""
    words = in_language(finding.message)
    step = finding.next_step
    if step is not None and "prongsai " not in step.en:
        words = f"{words} {in_language(step)}"
    field = _FIELDS.get(finding.code, "")
    form.add_error(field if field in form.fields else None, words)

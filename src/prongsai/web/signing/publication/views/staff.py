"""What was published, for the staff: the list, publishing by hand, a new edition, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import Finding, ProngsaiError, Severity, UnreadableInput
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sandbox import read_personal
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.platform.uploads import checked, keep
from prongsai.web.signing.publication import exports, queries, services
from prongsai.web.signing.publication.forms import EditionForm, PublishForm, WithdrawForm, mark_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_IN_WORDS = Text(
    "มี{what} {quote} ในชื่อเรื่องหรือเลขที่", "there is a {what} {quote} in the title or the number"
)


@require_safe
@needs(Right.SEE)
def published(request: HttpRequest, year: int) -> HttpResponse:
    """Everything that was published in a year."""
    person = person_of(request)
    content = queries.published_page(person.agency, _known(year), request.GET.get("kind", ""))
    public = request.build_absolute_uri(reverse("publication:public", args=[person.agency.pk]))
    context = {"page": content, "public": public, "may_publish": may(person, Right.PUBLISH)}
    return render(request, "publication/published.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The list as a file."""
    if form not in _TYPES:
        raise Http404
    person = person_of(request)
    content = queries.published_page(person.agency, _known(year), request.GET.get("kind", ""))
    made = exports.list_file(person.agency.name, content, form, request.build_absolute_uri)
    response = HttpResponse(made, content_type=_TYPES[form])
    name = f"{_('เผยแพร่แล้ว')}-{year}.{form}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@require_safe
@needs(Right.SEE)
def edition(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """One edition: its public address, its file, its other editions."""
    person = person_of(request)
    content = queries.edition_page(person.agency, publication_id)
    if content is None:
        raise Http404
    address = reverse("publication:paper", args=[person.agency.pk, publication_id])
    context = {
        "page": content,
        "address": request.build_absolute_uri(address),
        "may_publish": may(person, Right.PUBLISH),
        "others": [
            (other, reverse("publication:edition", args=[other.id])) for other in content.others
        ],
    }
    return render(request, "publication/edition.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def add(request: HttpRequest, year: int) -> HttpResponse:
    """Publish a file by hand."""
    form = PublishForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"year": _known(year)}
    if request.method == "POST":
        found = _published(request, form, year=year, subject=None)
        if found is not None:
            return found
    return _shown(request, "publication/add.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def renew(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Publish another file in the place of what stands."""
    person = person_of(request)
    content = queries.edition_page(person.agency, publication_id)
    if content is None:
        raise Http404
    newest = content.newest
    initial = {
        "title": newest.title,
        "number": newest.number,
        "day": newest.day,
        "items": ", ".join(newest.items),
    }
    form = EditionForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST":
        found = _published(request, form, year=newest.year, subject=content)
        if found is not None:
            return found
    return _shown(request, "publication/renew.html", form, {"page": content})


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def withdraw(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Ask for the reason, then take it back."""
    person = person_of(request)
    row = queries.publication_row(person.agency, publication_id)
    content = queries.edition_page(person.agency, publication_id)
    if row is None or content is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            count = services.withdraw(row, by=person, reason=form.cleaned_data["reason"])
            said = ngettext("ถอนแล้ว %(count)s ฉบับ", "ถอนแล้ว %(count)s ฉบับ", count)
            messages.success(request, said % {"count": count})
            return reverse("publication:edition", args=[publication_id])

        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return _shown(request, "publication/withdraw.html", form, {"page": content})


def _published(
    request: HttpRequest, form: EditionForm, *, year: int, subject: queries.EditionPage | None
) -> HttpResponse | None:
    """Publish what a form holds; None with the reasons in the form where it cannot be."""
    person = person_of(request)
    if not form.is_valid():
        return None
    given: dict[str, Any] = form.cleaned_data

    def act() -> str:
        row = services.publish(
            person.agency,
            by=person,
            kind=subject.own.kind if subject else given["kind"],
            subject=subject.subject if subject else uuid4(),
            title=given["title"],
            year=year,
            file=keep(person.agency, person, file),
            number=given["number"],
            day=given["day"],
            items=given["items"],
            anyway=form.reason if found else "",
        )
        messages.success(request, _("เผยแพร่แล้ว คัดลอกที่อยู่สาธารณะไปวางในเว็บของหน่วยงานได้"))
        return reverse("publication:edition", args=[row.pk])

    try:
        file = checked(given["file"], only_pdf=True)
        found = _of_persons(request, given, file)
        if found and not form.is_for(found):
            form.ask_reason(found)
            # Sent once more, what is told now was read.
            sent = request.POST.copy()
            sent["told"] = mark_of(found)
            form.data = sent
            return None
        return done(request, answered(request, act))
    except UnreadableInput as error:
        error.field = "file"  # type: ignore[attr-defined]
        refuse(form, error)
    except ProngsaiError as refusal:
        refuse(form, refusal)
    return None


def _of_persons(
    request: HttpRequest, given: Mapping[str, Any], file: Checked
) -> tuple[Finding, ...]:
    """What was found of persons in the file, and in the words that its page says of it."""
    agency = person_of(request).agency
    own = [one for one in (agency.telephone, agency.email) if one]
    hits = personal_data(f"{given['title']}\n{given['number']}", own)
    said = (_IN_WORDS.format(what=hit.kind.label, quote=hit.masked) for hit in hits)
    found = tuple(Finding("personal_data", Severity.WARNING, one) for one in said)
    try:
        return (*found, *read_personal(file.data, file.name, own))
    except UnreadableInput as unread:
        why = words_of(unread)
        messages.warning(request, _("ไม่ได้ตรวจข้อมูลส่วนบุคคลในแฟ้ม เพราะ%(why)s") % {"why": why})
        return found


def _shown(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, template, context | {"form": form}, status=status)


def _known(year: int) -> int:
    """A year that a fiscal year can be."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year

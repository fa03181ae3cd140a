"""Pages of years: open one, carry last year's work, notes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.errors import Misuse
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import posted, tell_change
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.assessment.forms import NoteForm, OpenYearForm
from prongsai.web.year.assessment.queries.pages import note_lines, note_of, years_page
from prongsai.web.year.assessment.services.years import (
    CARRIERS,
    NoteChanged,
    Opened,
    carry_forward,
    counts,
    joined_years,
    newest_year,
    open_year,
    write_note,
)
from prongsai.web.year.assessment.views.framework import (
    framework_url,
    may_edit,
    not_open,
    tell_made,
    year_of_request,
)


@require_GET
@needs(Right.SEE)
def years(request: HttpRequest) -> HttpResponse:
    """The opened years with the state of their frameworks."""
    person = person_of(request)
    context = {
        "page": years_page(person.agency),
        "may_open": may(person, Right.OPEN_YEAR),
        "may_edit": may_edit(request),
    }
    return render(request, "assessment/years.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.OPEN_YEAR)
def open_(request: HttpRequest) -> HttpResponse:
    """Open a year; the one that one lives in is suggested."""
    person = person_of(request)
    page = years_page(person.agency)
    asked = whole_number(request.GET.get("fiscal_year", ""))
    suggested = asked or page["suggested"] or newest_year()
    form = OpenYearForm(posted(request), initial={"fiscal_year": suggested})
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["fiscal_year"]

        def open_asked_year() -> str:
            opened = open_year(person.agency, by=person, fiscal_year=year)
            messages.success(request, _words(opened))
            return framework_url(year)

        try:
            return done(request, answer_once(request, open_asked_year))
        except Misuse as refusal:
            form.add_error("fiscal_year", words_of(refusal))
    context = {"page": page, "newest": newest_year(), "may_open": True}
    return shown(request, "assessment/open.html", form, context)


def _words(opened: Opened) -> str:
    year = {"year": opened.assessment.fiscal_year, "source": opened.copied_from}
    if not opened.is_new:
        return _("ปี %(year)s เปิดอยู่แล้ว ไม่มีอะไรเปลี่ยน") % year
    if opened.copied_from:
        return _("เปิดปี %(year)s แล้ว กรอบคัดลอกจากปี %(source)s และยังไม่ยืนยัน") % year
    return _("เปิดปี %(year)s แล้ว") % year


@require_http_methods(["GET", "POST"])
@needs(Right.OPEN_YEAR)
def carry(request: HttpRequest, year: int) -> HttpResponse:
    """What goes on from last year, and carrying the work of it."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    person = person_of(request)
    if request.method == "POST":

        def carry_notes() -> str:
            carried = carry_forward(person.agency, by=person, to_year=year)
            total = sum(count.carried for count in carried.values())
            words = _("ยกมาแล้ว %(count)s รายการ")
            tell_change(request, total, words, _("ไม่มีอะไรต้องยกมาเพิ่ม"))
            return reverse("assessment:carry", args=[year])

        return done(request, answer_once(request, carry_notes))
    joined = joined_years(person.agency, year)
    by_carrier = counts(person.agency, joined.mapping) if joined else {}
    context = {
        "year": year,
        "last_year": year - 1,
        "joined": joined,
        "works": [(CARRIERS[name].label, count) for name, count in by_carrier.items()],
        "carried": sum(count.carried for count in by_carrier.values()),
        "back": framework_url(year),
    }
    return render(request, "assessment/carry.html", context)


@require_GET
@needs(Right.SEE)
def notes(request: HttpRequest, year: int) -> HttpResponse:
    context = {"year": year, "notes": note_lines(person_of(request).agency, year)}
    return render(request, "assessment/notes.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def note(request: HttpRequest, year: int, lineage: str) -> HttpResponse:
    """The note on a subject; who may correct frameworks writes it."""
    person = person_of(request)
    line = found(note_of(person.agency, year, lineage))
    is_posted = request.method == "POST"
    if is_posted and not may(person, Right.EDIT_FRAMEWORK):
        raise PermissionDenied
    number = line.note.number if line.note else 0
    text = line.note.text if line.note else ""
    form = NoteForm(request.POST if is_posted else None, initial={"seen": number, "text": text})
    changed = None
    if is_posted and form.is_valid():
        try:
            return done(request, answer_once(request, lambda: _note(request, year, lineage, form)))
        except NoteChanged as change:
            changed = change
            form.see(change.note.number)
    context = {
        "year": year, "line": line, "form": form, "changed": changed,
        "may_edit": may_edit(request), "back": reverse("assessment:notes", args=[year]),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors or changed else 200
    return render(request, "assessment/note.html", context, status=status)


def _note(request: HttpRequest, year: int, lineage: str, form: NoteForm) -> str:
    person = person_of(request)
    new = write_note(
        person.agency,
        by=person,
        fiscal_year=year,
        lineage=lineage,
        text=form.cleaned_data["text"],
        seen=form.revision,
    )
    tell_made(request, new, _("บันทึกหมายเหตุแล้ว"))
    return reverse("assessment:note", args=[year, lineage])

"""The small editor of news and pages: write, look, save; see what another saved first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.public_site.content import shown_table
from prongsai.web.disclosure.public_site.forms import WriteForm
from prongsai.web.disclosure.public_site.markdown import rendered
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries import staff as queries
from prongsai.web.disclosure.public_site.queries.register_tables import choices, table_now
from prongsai.web.disclosure.public_site.queries.table_files import for_staff
from prongsai.web.disclosure.public_site.services import writing
from prongsai.web.disclosure.public_site.views.staff import acted, staff_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found

_LOOK = "look"
_HEADINGS = {
    PageKind.NEWS: gettext_lazy("เขียนข่าว"),
    PageKind.PAGE: gettext_lazy("เขียนหน้าเว็บ"),
    PageKind.FAQ: gettext_lazy("เขียนคำถามที่พบบ่อย"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Write news, a page, or a frequent question."""
    if kind not in _HEADINGS:
        raise Http404
    person = person_of(request)
    initial = {"seen": 0, "table": request.GET.get("table", "")}
    form = WriteForm(request.POST if request.method == "POST" else None, initial=initial)
    _fitted(form, PageKind(kind), choices(person.agency, None))
    context = {
        "back": reverse("public_site:pages"),
        "heading": _HEADINGS[PageKind(kind)],
    }

    def act() -> str:
        row = writing.begin(
            person.agency, by=person, kind=PageKind(kind), shown=form.shown,
            table=form.wanted_table,
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ตรวจ แล้วเสนอผู้บริหาร"))
        return staff_address(row)

    if form.is_bound and form.is_valid() and not _is_look(request):
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return _page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
def edit(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Change the text; what is published stays until the new version is."""
    person = person_of(request)
    row = found(queries.page_row(person.agency, page_id))
    newest = found(queries.newest_edition(row))
    if row.kind == PageKind.ITA:
        raise Http404
    form = WriteForm(request.POST if request.method == "POST" else None, initial=_initial(newest))
    _fitted(form, PageKind(row.kind), choices(person.agency, shown_table(newest.content)))
    context: dict[str, Any] = {
        "back": staff_address(row),
        "heading": _("แก้ “%(title)s”") % {"title": newest.title},
    }

    def act() -> str:
        if writing.write(
            row, by=person, shown=form.shown, seen=form.revision, table=form.wanted_table
        ):
            messages.success(request, _("บันทึกเป็นฉบับใหม่แล้ว เสนอผู้บริหารก่อนเผยแพร่"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return staff_address(row)

    if form.is_bound and form.is_valid() and not _is_look(request):
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
            context["other"] = newest
            # Saved once more, it has seen what the other wrote.
            given = request.POST.copy()
            given["seen"] = str(newest.number)
            form.data = given
    return _page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
def discard(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Ask once more, then delete a draft that nobody read or was asked to agree to."""
    person = person_of(request)
    row = found(queries.page_row(person.agency, page_id))
    content = found(queries.staff_page(row, today()))
    if request.method == "POST":

        def act() -> str:
            writing.discard(row, by=person)
            messages.success(request, _("ลบร่างแล้ว"))
            return reverse("public_site:pages")

        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            messages.error(request, words_of(refusal))
            return done(request, staff_address(row))
    if not content.may_discard:
        return done(request, staff_address(row))
    context = {"edition": content.edition, "back": staff_address(row)}
    return render(request, "public_site/discard.html", context)


@require_POST
@needs(Right.PUBLISH)
def renew(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The rows that the register has now, in a new version."""
    person = person_of(request)
    row = found(queries.page_row(person.agency, page_id))

    def act() -> str:
        if writing.renew(row, by=person):
            messages.success(request, _("ทำฉบับใหม่ด้วยแถวของวันนี้แล้ว ตรวจ แล้วเสนอผู้บริหาร"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return staff_address(row)

    return acted(request, act, staff_address(row))


@require_safe
@needs(Right.SEE)
def version(request: HttpRequest, page_id: UUID, number: int) -> HttpResponse:
    """One version of news or a page, as it would be read."""
    row = found(queries.page_row(person_of(request).agency, page_id))
    edition = found(SiteEdition.objects.filter(page=row, number=number).first())
    context = {
        "edition": edition,
        "html": rendered(edition.text),
        "table": for_staff(row.agency, shown_table(edition.content)),
        "back": staff_address(row),
        "is_ita": row.kind == PageKind.ITA,
    }
    return render(request, "public_site/version.html", context)


def _fitted(form: WriteForm, kind: PageKind, tables: Iterable[tuple[str, str]]) -> None:
    """A frequent question has words of its own, and shows no register's table."""
    if kind == PageKind.FAQ:
        form.fields["title"].label, form.fields["text"].label = _("คำถาม"), _("คำตอบ")
        tables = ()
    form.offer(tables)


def _initial(edition: SiteEdition) -> dict[str, object]:
    table = shown_table(edition.content)
    return {
        "seen": edition.number, "title": edition.title, "text": edition.text,
        "expires_on": edition.expires_on, "table": table.key if table else "",
    }  # fmt: skip


def _is_look(request: HttpRequest) -> bool:
    return request.POST.get("act") == _LOOK


def _page(request: HttpRequest, form: WriteForm, context: Mapping[str, object]) -> HttpResponse:
    shown = form.cleaned_data.get("text") if form.is_bound and _is_look(request) else None
    told = {"form": form, "html": rendered(shown) if shown else "", **context}
    if shown and form.wanted_table:
        agency = person_of(request).agency
        told["table"] = for_staff(agency, table_now(agency, form.wanted_table))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "public_site/write.html", told, status=status)

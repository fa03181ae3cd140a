"""The pages of the site for its staff: prepare, submit, publish, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.views.made import prepared
from prongsai.web.disclosure.public_site.content import shown_table
from prongsai.web.disclosure.public_site.forms import PublishForm, WithdrawForm, WriteForm
from prongsai.web.disclosure.public_site.markdown import rendered
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries import staff as queries
from prongsai.web.disclosure.public_site.queries.staff import gate_of, mark_of
from prongsai.web.disclosure.public_site.queries.table_files import choices, for_staff, table_now
from prongsai.web.disclosure.public_site.services import examining, publishing
from prongsai.web.platform.clock import today
from prongsai.web.platform.sending import (
    perform,
    pressed,
    remove_or_restore,
    sent,
    tell_change,
    tried,
)
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.year.assessment.queries import years


@require_safe
@needs(Right.SEE)
def pages(request: HttpRequest) -> HttpResponse:
    """Every page of the site, and the years of which an ITA page can be prepared."""
    person = person_of(request)
    rows = queries.listed(person.agency, today())
    made = {row.page.fiscal_year for row in rows}
    context = {
        "rows": rows,
        "years": [year for year in years(person.agency) if year not in made],
        "public": request.build_absolute_uri(reverse("public_site:home", args=[person.agency.pk])),
        "may_publish": may(person, Right.PUBLISH),
    }
    return render(request, "public_site/pages.html", context)


@require_safe
@needs(Right.SEE)
def page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """One page: its newest version, what is to be done next, and what is known against it."""
    person = person_of(request)
    content = found(queries.staff_page(_row(request, page_id), today()))
    content["gate"] = gate_of(content["edition"], today(), content["look"])
    context = {
        "page": content,
        "public": request.build_absolute_uri(content["page"].get_absolute_url()),
        "html": rendered(content["edition"].text),
        "may_publish": may(person, Right.PUBLISH),
    }
    return render(request, "public_site/page.html", context)


@require_POST
@needs(Right.PUBLISH)
def prepare(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze the ITA page of a year from the board."""
    return pressed(request, lambda: prepared(request, year), reverse("public_site:pages"))


@require_POST
@needs(Right.PUBLISH)
def send(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Submit the newest version to the executive."""
    message = _("เสนอแล้ว เมื่อผู้บริหารเห็นชอบ ให้กลับมากดเผยแพร่")
    return _perform(request, page_id, publishing.send, message)


@require_POST
@needs(Right.PUBLISH)
@fresh
def send_to_publish(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Submit the newest version, to be published as soon as it is approved."""
    message = _("เสนอแล้ว เมื่อผู้บริหารเห็นชอบ ระบบเผยแพร่ทันทีถ้าไม่มีข้อขัดข้อง")
    return _perform(request, page_id, partial(publishing.send, publishes_itself=True), message)


@require_POST
@needs(Right.PUBLISH)
def mask(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Hide what was found in the words, in a new version."""
    message = _("ปิดข้อมูลส่วนบุคคลในข้อความแล้ว เป็นฉบับใหม่ที่ต้องเสนอ")
    return _perform(request, page_id, publishing.mask, message)


def _perform(
    request: HttpRequest, page_id: UUID, act: Callable[..., object], message: str
) -> HttpResponse:
    """Do what a button asks with the newest version of a page, and say so."""
    row, edition = _newest(request, page_id)
    action = partial(act, edition, by=person_of(request))
    return perform(request, action, staff_address(row), message)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Show what is known against the newest version, then publish it."""
    row, edition = _newest(request, page_id)
    known = gate_of(edition, today())
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, asks_reason=bool(known.red))

    def publish_edition() -> str:
        given = form.cleaned_data
        publishing.publish(
            edition, by=person_of(request), anyway=given.get("anyway", ""), mark=given["told"]
        )
        messages.success(request, _("เผยแพร่แล้ว ประชาชนเปิดอ่านได้"))
        return staff_address(row)

    if form.is_valid():
        if answer := tried(request, form, publish_edition):
            return answer
        examining.ask_to_look(edition, by=person_of(request))
    content = found(queries.staff_page(row, today()))
    content["gate"] = gate_of(edition, today(), content["look"])
    mark = mark_of(content["gate"], content["look"])
    if form.is_bound:
        # Sent once more, the list above it was read.
        form.data = {**request.POST.dict(), "told": mark}
    else:
        form.initial["told"] = mark
    context = {"page": content, "back": staff_address(row)}
    return shown(request, "public_site/publish.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
@fresh
def withdraw(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Ask why, then take the page back."""
    row, edition = _newest(request, page_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def withdraw_page() -> str:
        publishing.withdraw(row, by=person_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("ถอนแล้ว ที่อยู่เดิมบอกเหตุผลไว้"))
        return staff_address(row)

    sub = _("ที่อยู่เดิมยังเปิดได้ และบอกว่าถอนแล้วพร้อมเหตุผล จะเผยแพร่อีกต้องทำฉบับใหม่แล้วเสนอ")
    return sent(request, form, withdraw_page) or form_page(
        request, form, _("ถอนหน้านี้จากเว็บหรือไม่"), staff_address(row), name=_("ถอนการเผยแพร่"),
        above=edition.title, sub=sub, save=_("ถอน"), kind="no",
    )  # fmt: skip


def staff_address(row: SitePage) -> str:
    """Where the staff see to a page."""
    return reverse("public_site:page", args=[row.pk])


def _row(request: HttpRequest, page_id: UUID) -> SitePage:
    rows = SitePage.objects.select_related("agency").filter(agency=person_of(request).agency)
    return found(rows.filter(pk=page_id).first())


def _newest(request: HttpRequest, page_id: UUID) -> tuple[SitePage, SiteEdition]:
    row = _row(request, page_id)
    return row, found(queries.newest_edition(row))


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

    def begin_page() -> str:
        row = publishing.begin(
            person.agency, by=person, kind=PageKind(kind), shown=form.content,
            table=form.wanted_table,
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ตรวจ แล้วเสนอผู้บริหาร"))
        return staff_address(row)

    is_saved = form.is_valid() and not _is_look(request)
    answer = tried(request, form, begin_page) if is_saved else None
    return answer or _page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.PUBLISH)
def edit(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Change the text; what is published stays until the new version is."""
    person = person_of(request)
    row = _row(request, page_id)
    newest = found(queries.newest_edition(row))
    if row.kind == PageKind.ITA:
        raise Http404
    table = shown_table(newest.content)
    initial = {
        "seen": newest.number, "title": newest.title, "text": newest.text,
        "expires_on": newest.expires_on, "table": table.key if table else "",
    }  # fmt: skip
    form = WriteForm(request.POST if request.method == "POST" else None, initial=initial)
    _fitted(form, PageKind(row.kind), choices(person.agency, table))
    context: dict[str, Any] = {
        "back": staff_address(row),
        "heading": _("แก้ “%(title)s”") % {"title": newest.title},
    }

    def save_page() -> str:
        is_changed = publishing.write(
            row, by=person, shown=form.content, seen=form.revision, table=form.wanted_table
        )
        tell_change(request, is_changed, _("บันทึกเป็นฉบับใหม่แล้ว เสนอผู้บริหารก่อนเผยแพร่"))
        return staff_address(row)

    if form.is_valid() and not _is_look(request):
        if answer := tried(request, form, save_page):
            return answer
        context["other"] = newest
        form.see(newest.number)
    return _page(request, form, context)


@require_POST
@needs(Right.PUBLISH)
def discard(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Delete a draft that nobody read or was asked to agree to, or bring it back."""
    person = person_of(request)
    rows = SitePage.with_removed.select_related("agency").filter(agency=person.agency)
    row = found(rows.filter(pk=page_id).first())
    change = partial(publishing.discard, row, by=person)
    return remove_or_restore(request, change, reverse("public_site:pages"), _("ลบร่างแล้ว"))


@require_POST
@needs(Right.PUBLISH)
def renew(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The rows that the register has now, in a new version."""
    person = person_of(request)
    row = _row(request, page_id)
    return perform(
        request,
        lambda: publishing.renew(row, by=person),
        staff_address(row),
        _("ทำฉบับใหม่ด้วยแถวของวันนี้แล้ว ตรวจ แล้วเสนอผู้บริหาร"),
        otherwise=_("ไม่มีอะไรเปลี่ยน"),
    )


@require_safe
@needs(Right.SEE)
def version(request: HttpRequest, page_id: UUID, number: int) -> HttpResponse:
    """One version of news or a page, as it would be read."""
    row = _row(request, page_id)
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


def _is_look(request: HttpRequest) -> bool:
    return request.POST.get("act") == _LOOK


def _page(request: HttpRequest, form: WriteForm, context: Mapping[str, object]) -> HttpResponse:
    text = form.cleaned_data.get("text") if form.is_bound and _is_look(request) else None
    values = {"html": rendered(text) if text else "", **context}
    if text and form.wanted_table:
        agency = person_of(request).agency
        values["table"] = for_staff(agency, table_now(agency, form.wanted_table))
    return shown(request, "public_site/write.html", form, values)

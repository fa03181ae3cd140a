"""Pages of the agency: first run, settings, emblem, rights, sign-in rules, people, journal."""

import csv
import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core import fiscal
from prongsai.core.errors import Misuse
from prongsai.core.roles import role_of
from prongsai.web.agency import first_run
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.forms.agency import (
    AgencyForm,
    EmblemForm,
    KeyForm,
    SecondFactorForm,
    StartPersonForm,
    StartSiteForm,
    accepted_address,
)
from prongsai.web.agency.forms.people import JournalForm, UnitForm
from prongsai.web.agency.freshness import P, View
from prongsai.web.agency.missing import keeps_address, missing_for
from prongsai.web.agency.models import Agency, AgencyKind
from prongsai.web.agency.permissions import Right, may, rights_of
from prongsai.web.agency.queries import journal as journal_queries
from prongsai.web.agency.queries import people
from prongsai.web.agency.queries.people import rights_page
from prongsai.web.agency.refusals import Refused, refusals_at
from prongsai.web.agency.roles import offered_at_start
from prongsai.web.agency.services import agency as services
from prongsai.web.agency.services.agency import FirstPerson, NewAgency, start
from prongsai.web.agency.signing_in import BACKEND
from prongsai.web.platform import address, files
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done, page
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import posted, remove_or_restore, tell_removed
from prongsai.web.platform.serving import CSV
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.versions import mark_of


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_AGENCY)
def settings(request: HttpRequest) -> HttpResponse:
    """What pages and papers say of the agency."""
    person = person_of(request)
    agency = person.agency
    start = {name: getattr(agency, name) for name in services.SETTINGS}
    known = accepted_address(address.address_for_others())
    start |= {"revision": agency.revision, services.ADDRESS: known}
    keeps = keeps_address(agency)
    form = AgencyForm(request.POST or None, initial=start, keeps_address=keeps)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.edit_agency(
                agency=agency,
                by=person,
                revision=form.cleaned_data["revision"],
                values=form.values(),
            )
        except Refused as refusal:
            # The page is current now: whoever saves again has seen it.
            data = request.POST.copy()
            data["revision"] = str(agency.revision)
            form = AgencyForm(data, keeps_address=keeps)
            refuse(form, refusal)
        else:
            messages.success(request, _("บันทึกแล้ว") if changed else _("ไม่มีอะไรเปลี่ยน"))
            return done(request, reverse("agency:settings"))
    context = {
        "agency": agency,
        "may_manage": may(person, Right.MANAGE_PEOPLE),
        "missing": missing_for(person, today()),
        "told_address": "" if keeps else address.site_address(),
    }
    return shown(request, "agency/settings.html", form, context)


@require_GET
@needs(Right.EDIT_AGENCY)
def missing(request: HttpRequest) -> HttpResponse:
    """What is still missing before the agency can do its work: where the set-up ends."""
    context = {"missing": missing_for(person_of(request), today())}
    return render(request, "agency/missing.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_AGENCY)
@fresh
def emblem(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = EmblemForm(posted(request), request.FILES or None)
    if form.is_valid():
        file: Any = form.cleaned_data["emblem"]
        with refusals_at(form, file="emblem"):
            findings = services.set_emblem(
                agency=person.agency, by=person, name=file.name, data=file.read()
            )
            messages.success(request, _("เก็บตราแล้ว เอกสารที่ทำต่อจากนี้ใช้ตรานี้"))
            for finding in findings.items:
                messages.warning(request, in_language(finding.message))
            return done(request, reverse("agency:emblem"))
    return shown(request, "agency/emblem.html", form, {"agency": person.agency})


@require_POST
@needs(Right.EDIT_AGENCY)
@fresh
def emblem_remove(request: HttpRequest) -> HttpResponse:
    """Papers go without an emblem, or with the removed one again."""
    person = person_of(request)
    change = partial(services.remove_emblem, agency=person.agency, by=person)
    words = _("นำตราออกแล้ว เอกสารที่ทำไว้ก่อนไม่เปลี่ยน")
    return remove_or_restore(request, change, reverse("agency:emblem"), words)


@require_GET
@needs(Right.SEE)
def emblem_picture(request: HttpRequest) -> HttpResponse:
    """The emblem itself: drawn anew or of plain shapes, and shut in all the same."""
    file = found(person_of(request).agency.emblem)
    response = HttpResponse(files.read(file), content_type=file.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Content-Disposition"] = "inline"
    return response


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def second_factor_rules(request: HttpRequest) -> HttpResponse:
    """Which positions must have a second factor."""
    person = person_of(request)
    mark = mark_of(*person.agency.second_factor)
    form = SecondFactorForm(
        person.agency,
        request.POST if request.method == "POST" else None,
        initial={"kinds": person.agency.second_factor, "seen": mark},
    )
    if request.method == "POST" and form.is_valid():
        roles, seen = map(role_of, form.cleaned_data["kinds"]), form.cleaned_data["seen"]
        form.see(mark)
        with refusals_at(form):
            services.set_second_factor(agency=person.agency, by=person, roles=roles, seen=seen)
            messages.success(request, _("บันทึกแล้ว มีผลเมื่อแต่ละคนเปิดหน้าถัดไป"))
            return done(request, reverse("agency:rights"))
    sub = _("แนะนำอย่างน้อย ผู้ดูแลระบบ และเจ้าหน้าที่รับเรื่องร้องเรียน")
    return form_page(request, form, _("ใครต้องยืนยันตัวสองขั้น"), reverse("agency:rights"), sub=sub)


@require_GET
@needs(Right.SEE)
def rights(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    content = rights_page(person.agency, person.roles)
    return page(request, "agency/rights.html", content)


_DRAFT, _HAS_KEY = "start", "has-first-run-key"


def empty_site(view: View[P]) -> View[P]:
    """A page that is there only while the site has no agency."""

    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if Agency.objects.exists():
            raise Http404
        if not request.session.get(_HAS_KEY):
            # Only who reads what the server prints may set it up.
            typed = request.POST.get("key") or request.GET.get("key", "")
            form = KeyForm({"key": typed} if typed or request.method == "POST" else None)
            if form.is_bound and form.is_valid():
                request.session.cycle_key()
                request.session[_HAS_KEY] = True
                return done(request, reverse("agency:start"))
            return shown(request, "agency/start_key.html", form, {"steps": _steps(), "now": 1})
        return view(request, *args, **kwargs)

    return inner


@require_http_methods(["GET", "POST"])
@empty_site
def agency(request: HttpRequest) -> HttpResponse:
    draft = request.session.get(_DRAFT)
    here = request.build_absolute_uri("/").rstrip("/")
    usual = {"fiscal_year": fiscal.year_of(today()), "address": accepted_address(here)}
    form = StartSiteForm(request.POST or None, initial=draft or usual)
    if request.method == "POST" and form.is_valid():
        request.session[_DRAFT] = form.cleaned_data
        return done(request, reverse("agency:start_person"))
    return shown(request, "agency/start.html", form, {"steps": _steps(), "now": 1})


@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
@empty_site
def person(request: HttpRequest) -> HttpResponse:
    """The first person; then the dashboard, signed in."""
    draft = request.session.get(_DRAFT)
    if draft is None:
        return done(request, reverse("agency:start"))
    form = StartPersonForm(
        AgencyKind(draft["kind"]), request.POST or None, initial={"kinds": _usual()}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        roles = frozenset(map(role_of, typed["kinds"]))
        first = FirstPerson(typed["login"], typed["password"], typed["display_name"], roles)
        try:
            by = start(new=_agency_of(draft), person=first)
        except Misuse as refusal:
            refuse(form, refusal)
        else:
            request.session.pop(_DRAFT)
            request.session.pop(_HAS_KEY)
            first_run.forget()
            if draft.get("address"):
                address.write_address(draft["address"])
            login(request, by.user, backend=BACKEND)
            record_authentication(request, by.user, "password", username=by.user.login)
            messages.success(request, _("ตั้งค่าเสร็จแล้ว ขั้นต่อไป: ทำทีละเรื่องตามรายการนี้"))
            return done(request, reverse("agency:missing"))
    context = {"steps": _steps(), "now": 2, "draft": draft}
    return shown(request, "agency/start_person.html", form, context)


def _steps() -> list[str]:
    return [_("หน่วยงาน"), _("ผู้ใช้คนแรก"), _("สิ่งที่ยังขาด")]


def _usual() -> list[str]:
    """Those that neither sign nor confirm papers, nor ask for a second factor at once."""
    return [
        role.key
        for role in offered_at_start()
        if not role.second_factor and Right.CONFIRM_PAPER not in rights_of(role)
    ]


def _agency_of(draft: dict[str, Any]) -> NewAgency:
    values = {name: value for name, value in draft.items() if name != "address"}
    return NewAgency(**values | {"kind": AgencyKind(draft["kind"])})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def units(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_at(form):
            unit = services.add_unit(agency=person.agency, by=person, **form.cleaned_data)
            messages.success(request, _("เพิ่ม “%(name)s” แล้ว") % {"name": unit.name})
            return done(request, reverse("agency:units"))
    return shown(request, "agency/units.html", form, {"units": people.units(person.agency)})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """One unit: its name, and closing it."""
    person = person_of(request)
    row = found(people.unit_of(person.agency, unit_id))
    form = UnitForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        with refusals_at(form):
            services.rename_unit(unit=row, by=person, name=form.cleaned_data["name"])
            messages.success(request, _("บันทึกแล้ว"))
            return done(request, reverse("agency:units"))
    return shown(request, "agency/unit.html", form, {"unit": row})


@require_POST
@needs(Right.MANAGE_PEOPLE)
def unit_state(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Close a unit, or open it again."""
    person = person_of(request)
    row = found(people.unit_of(person.agency, unit_id))
    if request.POST.get("state") == "closed":
        services.close_unit(unit=row, by=person)
        words = _("ปิด “%(name)s” แล้ว ประวัติยังอยู่ครบ") % {"name": row.name}
        tell_removed(request, words, request.path)
    else:
        services.close_unit(unit=row, by=person, is_open=True)
        messages.success(request, _("เปิด “%(name)s” อีกครั้งแล้ว") % {"name": row.name})
    return done(request, reverse("agency:units"))


# What an office program would take for a formula.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_FILTERS = ("person", "verb", "day")


@require_GET
@needs(Right.READ_JOURNAL)
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what when, newest first."""
    agency = person_of(request).agency
    form, wanted = _wanted(request, agency)
    content = journal_queries.journal_page(agency, wanted, request.GET.get("page", 1))
    chosen = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    context = {"page": content, "query": urlencode(chosen)}
    return shown(request, "agency/journal.html", form, context)


@require_GET
@needs(Right.READ_JOURNAL)
def journal_csv(request: HttpRequest) -> HttpResponse:
    """The wanted entries, oldest first, for an office program."""
    agency = person_of(request).agency
    _form, wanted = _wanted(request, agency)
    response: HttpResponseBase = StreamingHttpResponse(
        _lines(journal_queries.entries(agency, wanted)), content_type=CSV
    )
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response  # type: ignore[return-value]  # a stream is as good as a page to Django


def _wanted(request: HttpRequest, agency: Agency) -> tuple[JournalForm, journal_queries.Wanted]:
    asked = any(request.GET.get(name) for name in _FILTERS)
    form = JournalForm(journal_queries.journal_people(agency), request.GET if asked else None)
    if not asked or not form.is_valid():
        return form, journal_queries.Wanted()
    values: dict[str, Any] = form.cleaned_data
    person = values["person"]
    return form, journal_queries.Wanted(
        person.pk if person else None, values["verb"], values["day"]
    )


def _lines(rows: Iterator[journal_queries.Told]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Without the mark at its head office programs take UTF-8 for something else.
    yield "\ufeff" + writer.writerow([_("ลำดับ"), _("เวลา"), _("ตำแหน่ง"), _("ผู้ใช้"), _("เรื่อง")])
    for row, sentence in rows:
        at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        login = row.by.login if row.by else ""
        cells = [str(row.number), at, row.by_words, login, in_language(sentence)]
        yield writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text

"""People: the list, one person, and passwords that are handed over."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core.roles import role_of
from prongsai.web.agency import pending_forms, signing_in
from prongsai.web.agency.access import fresh, needs, person_of, signed_in
from prongsai.web.agency.forms.people import (
    EndForm,
    HoldForm,
    PersonEditForm,
    PersonForm,
    PositionForm,
    RosterForm,
    TitleForm,
)
from prongsai.web.agency.models import AgencyKind, Notification, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries import people as queries
from prongsai.web.agency.queries.hands import alike
from prongsai.web.agency.queries.journal import door_user, is_open_to
from prongsai.web.agency.queries.people import roster_of, roster_page
from prongsai.web.agency.refusals import Refused, refusals_at
from prongsai.web.agency.roster.reading import RosterColumn, template
from prongsai.web.agency.services import notifying
from prongsai.web.agency.services import people as people_services
from prongsai.web.agency.services import positions as positions_services
from prongsai.web.agency.services.roster import plan_for, read_file, take_over
from prongsai.web.agency.signing_in import BACKEND
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.sending import asked, perform, posted
from prongsai.web.platform.serving import XLSX, download
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.versions import mark_of


@require_GET
@needs(Right.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, a page at a time."""
    search = request.GET.get("q", "")
    agency, page = person_of(request).agency, request.GET.get("page", 1)
    content = queries.people(agency, on=today(), search=search, page=page)
    query = urlencode({"q": search}) if search else ""
    return render(request, "agency/people.html", {"page": content, "query": query})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def person_add(request: HttpRequest) -> HttpResponse:
    """A new person; their password is shown once."""
    by = person_of(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        same = User.objects.filter(pk__in=alike(by.agency, User(**form.cleaned_data)))
        question = _("มีผู้ใช้ที่ชื่อหรืออีเมลตรงกันแล้ว: %(logins)s เพิ่มอีกคน?")
        logins = ", ".join(same.order_by("login").values_list("login", flat=True))
        back, yes = reverse("agency:people"), _("เพิ่มอีกคน")
        page = asked(request, question % {"logins": logins}, back, yes=yes) if logins else None
        if page is not None:
            return page
        with refusals_at(form):
            handed = people_services.add_person(agency=by.agency, by=by, **form.cleaned_data)
            return _handed_over(request, [handed])
    sub = _("ระบบออกรหัสผ่านครั้งเดียวให้ท่านส่งต่อแก่เจ้าตัว จากนั้นเลือกตำแหน่งให้ดำรง")
    save = _("เพิ่มและออกรหัสผ่าน")
    return form_page(request, form, _("เพิ่มคน"), reverse("agency:people"), sub=sub, save=save)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One person: how they are shown, what they hold, how they sign in."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    mark = mark_of(user.display_name, user.email)
    start = {"display_name": user.display_name, "email": user.email, "seen": mark}
    form = PersonEditForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        form.see(mark)
        with refusals_at(form):
            people_services.edit_person(user=user, by=by, **form.cleaned_data)
            messages.success(request, _("บันทึกแล้ว"))
            return done(request, reverse("agency:person", args=[user.pk]))
    context = {
        "user_shown": user,
        "appointments": queries.terms_of(user),
        "has_second_factor": signing_in.is_set_up(user),
        "is_me": user.pk == by.user.pk,
    }
    return shown(request, "agency/person.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_deactivate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then sign a person out for good."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        action = partial(people_services.deactivate_person, user=user, by=by)
        words = _("ปิดบัญชี %(login)s แล้ว") % {"login": user.login}
        return perform(request, action, reverse("agency:person", args=[user.pk]), words)
    context = {"user_shown": user, "appointments": queries.terms_of(user)}
    return render(request, "agency/person_deactivate.html", context)


@require_POST
@needs(Right.MANAGE_PEOPLE)
def person_activate(request: HttpRequest, user_id: UUID) -> HttpResponse:
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    people_services.activate_person(user=user, by=by)
    messages.success(request, _("เปิดบัญชี %(login)s อีกครั้งแล้ว") % {"login": user.login})
    return done(request, reverse("agency:person", args=[user.pk]))


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then make a one-time password and show it once."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        return _handed_over(request, [people_services.hand_over_password(user=user, by=by)])
    return render(request, "agency/person_password.html", {"user_shown": user})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
@fresh
def person_factor(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask, then forget the second factor of somebody who lost it."""
    by = person_of(request)
    user = found(queries.user_of(by.agency, user_id))
    if request.method == "POST":
        people_services.remove_second_factor(user=user, by=by)
        messages.success(request, _("ล้างการยืนยันสองขั้นแล้ว เจ้าตัวตั้งใหม่ได้เมื่อเข้าสู่ระบบ"))
        return done(request, reverse("agency:person", args=[user.pk]))
    return render(request, "agency/person_factor.html", {"user_shown": user})


@require_POST
@needs(Right.MANAGE_PEOPLE)
@fresh
def passwords_missing(request: HttpRequest) -> HttpResponse:
    """One-time passwords for those who came from a file, some at a time; `again` for lost ones."""
    by, again = person_of(request), "again" in request.POST
    handed = people_services.hand_over_missing(agency=by.agency, by=by, again=again)
    if not handed:
        messages.info(request, _("ทุกคนมีรหัสผ่านแล้ว"))
        return done(request, reverse("agency:people"))
    return _handed_over(request, handed)


def _handed_over(
    request: HttpRequest, handed: Sequence[people_services.HandedOver]
) -> HttpResponse:
    """The only page that ever shows these passwords."""
    left = User.objects.without_password(person_of(request).agency).count()
    context = {"handed": handed, "left": left, "until": handed[0].user.one_time_until}
    return render(request, "agency/handed_over.html", context)


@require_GET
@needs(Right.MANAGE_PEOPLE)
def positions(request: HttpRequest) -> HttpResponse:
    """All positions with today's holders, gaps and overlaps."""
    rows = queries.positions(person_of(request).agency, today())
    context = {
        "rows": rows,
        "noticed": sum(bool(row.noticed) for row in rows),
        "misnamed": sum(row.misnamed is not None for row in rows),
    }
    return shown(request, "agency/positions.html", PositionForm(person_of(request).agency), context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position_add(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = PositionForm(person.agency, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with refusals_at(form):
            made = positions_services.make_position(
                agency=person.agency,
                by=person,
                role=role_of(values["kind"]),
                unit=values["unit"],
                title=values["title"],
            )
            messages.success(request, _("เพิ่มตำแหน่งแล้ว ต่อไปเลือกผู้ดำรงตำแหน่ง"))
            return done(request, reverse("agency:position", args=[made.pk]))
    sub = _("ตำแหน่งชนิดเดียวกันมีได้ส่วนราชการละหนึ่งตำแหน่ง")
    heading, back = _("เพิ่มตำแหน่ง"), reverse("agency:positions")
    return form_page(request, form, heading, back, sub=sub, save=heading)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position(request: HttpRequest, position_id: UUID) -> HttpResponse:
    """One position: who held it when, and who holds it from now on."""
    person = person_of(request)
    row = found(queries.position_of(person.agency, position_id))
    form = HoldForm(person.agency, request.POST or None, initial={"first_day": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_at(form):
            positions_services.hold(position=row, by=person, **form.cleaned_data)
            messages.success(request, _("บันทึกแล้ว สิทธิ์มีผลตามวันที่กำหนด"))
            return done(request, reverse("agency:position", args=[row.pk]))
    context = {
        "position": row,
        "row": queries.position_row(person.agency, position_id, today()),
        "appointments": queries.terms_of(row),
    }
    return shown(request, "agency/position.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def position_title(request: HttpRequest, position_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.position_of(person.agency, position_id))
    form = TitleForm(request.POST or None, initial={"title": row.title})
    if request.method == "POST" and form.is_valid():
        with refusals_at(form):
            positions_services.rename_position(position=row, by=person, **form.cleaned_data)
            messages.success(request, _("บันทึกแล้ว"))
            return done(request, reverse("agency:position", args=[row.pk]))
    sub = _("สิทธิ์ไม่เปลี่ยน เอกสารที่ทำต่อจากนี้ใช้ชื่อใหม่")
    back = reverse("agency:position", args=[row.pk])
    return form_page(request, form, _("เขียนชื่อตำแหน่งใหม่"), back, sub=sub)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.appointment_of(person.agency, appointment_id))
    form = EndForm(request.POST or None, initial={"last_day": row.last_day or today()})
    if request.method == "POST" and form.is_valid():
        with refusals_at(form):
            positions_services.end_appointment(appointment=row, by=person, **form.cleaned_data)
            messages.success(request, _("บันทึกวันสิ้นสุดแล้ว"))
            return done(request, reverse("agency:position", args=[row.position_id]))
    context = {"appointment": row, "has_begun": row.first_day <= today()}
    return shown(request, "agency/appointment.html", form, context)


@require_POST
@needs(Right.MANAGE_PEOPLE)
def appointment_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Take back an appointment that has not begun."""
    person = person_of(request)
    row = found(queries.appointment_of(person.agency, appointment_id))
    address = reverse("agency:position", args=[row.position_id])
    question = _("ยกเลิกรายการของ %(name)s ที่ยังไม่เริ่ม?") % {"name": row.user}
    if answer := asked(request, question, address, yes=_("ยกเลิกรายการนี้")):
        return answer
    action = partial(positions_services.cancel_appointment, appointment=row, by=person)
    return perform(request, action, address, _("ยกเลิกรายการที่ยังไม่เริ่มแล้ว"))


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_PEOPLE)
def roster_upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what is in it is shown before anything happens."""
    person = person_of(request)
    form = RosterForm(posted(request), request.FILES or None)
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        with refusals_at(form, file="file"):
            roster = read_file(agency=person.agency, by=person, name=file.name, data=file.read())
            return done(request, reverse("agency:roster", args=[roster.pk]))
    return shown(request, "agency/roster_upload.html", form, {"columns": list(RosterColumn)})


@require_GET
@needs(Right.MANAGE_PEOPLE)
def roster(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """What the file would do, or every fault in it."""
    person = person_of(request)
    row = found(roster_of(person.agency, roster_id))
    content = roster_page(row, plan_for(row, person))
    return render(request, "agency/roster.html", {"page": content})


@require_POST
@needs(Right.MANAGE_PEOPLE)
def roster_take(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Take it over: all of it or nothing."""
    person = person_of(request)
    row = found(roster_of(person.agency, roster_id))
    try:
        taken = take_over(roster=row, by=person)
    except Refused as refusal:
        row.refresh_from_db()
        page = roster_page(row, plan_for(row, person))
        context = {"page": page, "refusal": refusal.words(request.LANGUAGE_CODE)}
        return render(request, "agency/roster.html", context, status=UNPROCESSABLE)
    words = _("นำเข้าแล้ว: คน %(people)s ตำแหน่ง %(positions)s ส่วนราชการ %(units)s")
    messages.success(request, words % taken)
    return done(request, reverse("agency:people"))


@require_GET
@needs(Right.MANAGE_PEOPLE)
def roster_template(request: HttpRequest) -> HttpResponse:
    agency = person_of(request).agency
    return download(template(AgencyKind(agency.kind)), XLSX, "prongsai-people.xlsx")


@require_http_methods(["GET"])
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a position needs a second factor, and the two ways to one."""
    user: Any = request.user
    person: Any = getattr(request, "person", None)
    if signing_in.is_set_up(user) or not signing_in.is_demanded(person or None, user):
        return done(request, _next(request))
    demanding = signing_in.demanding(person or None)
    titles = [held.words for held in person.positions if held.role in demanding] if person else []
    request.session["after_second_factor"] = _next(request)
    return render(request, "agency/second_factor.html", {"titles": titles})


# What a page sends beside what a person wrote.
_SEEN = {"seen", "seen_number", "seen_digest", "seen_place"}
_NOT_TYPED = frozenset({"act", "once", "verdict"} | _SEEN)


@require_http_methods(["GET", "POST"])
@signed_in
def show_pending_form(request: HttpRequest) -> HttpResponse:
    """What was typed before the session ended: open the form filled, send it, or drop it."""
    form = pending_forms.pending_form_of(request)
    if request.method == "POST":
        pending_forms.discard(request)
        return done(request, "/")
    if form is None:
        return done(request, "/")
    fields = [(name, value) for name, values in form.fields.items() for value in values]
    context = {
        "fields": fields,
        "typed": [value for name, value in fields if value and name not in _NOT_TYPED],
        "address": form.address,
        "filled": pending_forms.filled_address(form.page),
        "page": form.page,
        "is_gone": pending_forms.GONE in request.GET,
    }
    return render(request, "agency/pending_form.html", context)


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in by a position, without a password: in a demo data folder and nowhere else."""
    position = request.POST.get("position", "")
    user = found(door_user(position, today()) if is_open_to(request) else None)
    login(request, user, backend=BACKEND)
    return done(request, _next(request))


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, if that is ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if wanted and is_ours else "/"


def _notification(person: Actor, notification_id: UUID) -> Notification | None:
    rows = Notification.objects.filter(agency=person.agency, user=person.user)
    return rows.filter(pk=notification_id).first()


def _is_theirs(person: Actor, notification_id: UUID) -> bool:
    return _notification(person, notification_id) is not None


@require_http_methods(["GET", "POST"])
@needs(Right.SEE, also=_is_theirs)
def notification(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Read it, then say so; only whom it is for sees it."""
    person = person_of(request)
    row = found(_notification(person, notification_id))
    if request.method == "POST":
        notifying.note(row.pk, by=person)
        messages.success(request, _("รับทราบแล้ว"))
        return done(request, row.url or "/work/")
    return render(request, "agency/notification.html", {"notification": row})

"""Tasks of resolutions: the page that follows them up, and one task."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.meetings.forms import DoneForm, PutOffForm
from prongsai.web.office.meetings.models import Task
from prongsai.web.office.meetings.queries.tasks import may_finish, mine_of, row_of, tasks_page
from prongsai.web.office.meetings.services import tasks as services
from prongsai.web.office.meetings.views.common import meeting_or_404, task_or_404
from prongsai.web.office.meetings.views.meetings import meeting_shown, task_form
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.year.analysis.views import check_opened


@require_safe
@needs(Right.SEE)
def tasks(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks of a year, the late first."""
    person = person_of(request)
    check_opened(person.agency, year)
    context = {
        "page": tasks_page(person, year, today(), request.GET.get("owner", "")),
        "year": year,
        "may_hold": may(person, Right.HOLD_MEETINGS),
    }
    return render(request, "meetings/tasks.html", context)


@require_POST
@needs(Right.HOLD_MEETINGS)
def remind(request: HttpRequest, year: int) -> HttpResponse:
    """Remind of everything that is late, with one button."""
    person = person_of(request)
    check_opened(person.agency, year)

    def act() -> str:
        count, people = services.remind(person.agency, by=person, year=year)
        told = _("เตือน %(count)s เรื่อง ถึง %(people)s คน") % {"count": count, "people": people}
        messages.success(request, told)
        return reverse("meetings:tasks", args=[year])

    try:
        return done(request, answered(request, act))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("meetings:tasks", args=[year]))


@require_POST
@needs(Right.HOLD_MEETINGS)
def give(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Give a task that a meeting resolved."""
    person = person_of(request)
    found = meeting_or_404(person.agency, year, meeting_id)
    form = task_form(person.agency, tuple(found.items.all()), request.POST)
    if form.is_valid():
        owner, typed = form.chosen, form.cleaned_data

        def act() -> str:
            made = services.give(
                found,
                by=person,
                text=typed["text"],
                due=typed["due"],
                item=typed["item"],
                unit=owner if isinstance(owner, Unit) else None,
                position=None if isinstance(owner, Unit) else owner,
            )
            messages.success(request, _("มอบ “%(text)s” แล้ว") % {"text": made.text})
            if made.event is None:
                messages.info(request, _("ปฏิทินเต็มหรือวันอยู่ไกล งานนี้จึงไม่อยู่ในปฏิทิน"))
            return reverse("meetings:meeting", args=[year, found.pk]) + "#tasks"

        try:
            return done(request, answered(request, act))
        except Refused as refusal:
            refuse(form, refusal)
    return meeting_shown(request, found, task_form=form)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def task(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """One task; who has to do it says here what came of it."""
    person = person_of(request)
    found = task_or_404(person, year, task_id)
    is_mine = may_finish(person, found, today())
    form = DoneForm(request.POST or None)
    if request.method == "POST":
        if not is_mine or found.removed_at is not None:
            raise PermissionDenied
        if request.POST.get("state") == "open":
            services.reopen(found, by=person)
            messages.success(request, _("บันทึกว่ายังไม่เสร็จ"))
            return done(request, reverse("meetings:task", args=[year, task_id]))
        if form.is_valid():
            note = form.cleaned_data["note"]

            def act() -> str:
                services.finish(found, by=person, note=note)
                messages.success(request, _("บันทึกว่าเสร็จแล้ว"))
                return reverse("meetings:task", args=[year, task_id])

            return done(request, answered(request, act))
    return _task(request, found, done_form=form if request.method == "POST" else None)


@require_POST
@needs(Right.HOLD_MEETINGS)
def put_off(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """Another day for a task, with the reason."""
    person = person_of(request)
    found = task_or_404(person, year, task_id)
    form = PutOffForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data

        def act() -> str:
            services.put_off(
                found, by=person, seen=typed["seen_due"], due=typed["due"], reason=typed["reason"]
            )
            messages.success(request, _("เลื่อนแล้ว ปฏิทินและการเตือนตามวันใหม่"))
            return reverse("meetings:task", args=[year, task_id])

        try:
            return done(request, answered(request, act))
        except Refused as refusal:
            refuse(form, refusal)
            found = task_or_404(person, year, task_id)
            # What was typed comes back, and counts against the day that is shown now.
            again = request.POST.copy()
            again["seen_due"] = str(found.due)
            form.data = again
    return _task(request, found, day_form=form)


@require_POST
@needs(Right.HOLD_MEETINGS)
def presence(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """Take a task out, or bring it back."""
    person = person_of(request)
    found = task_or_404(person, year, task_id)
    is_back = request.POST.get("presence") == "back"
    services.remove(found, by=person, is_back=is_back)
    told = _("นำกลับมาแล้ว") if is_back else _("เอาออกแล้ว นำกลับได้ที่หน้านี้")
    messages.success(request, told)
    return done(request, reverse("meetings:task", args=[year, task_id]))


def _task(
    request: HttpRequest,
    found: Task,
    *,
    done_form: DoneForm | None = None,
    day_form: PutOffForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    typed = done_form or day_form
    wrong = typed if typed is not None and typed.errors else None
    context = {
        "row": row_of(found, mine_of(person, today()), today()),
        "wrong": wrong,
        "form": done_form or DoneForm(),
        "day_form": day_form or PutOffForm(initial={"due": found.due, "seen_due": found.due}),
        "year": found.fiscal_year,
        "is_mine": may_finish(person, found, today()),
        "may_hold": may(person, Right.HOLD_MEETINGS),
    }
    status = UNPROCESSABLE if wrong else 200
    return render(request, "meetings/task.html", context, status=status)

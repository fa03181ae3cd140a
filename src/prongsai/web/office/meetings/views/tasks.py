"""Tasks of resolutions: the page that follows them up, and one task."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec.structs import asdict

from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import members_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.meetings import series
from prongsai.web.office.meetings.forms import (
    ROLES_LIST,
    DoneForm,
    GroupForm,
    ParticipantForm,
    PutOffForm,
)
from prongsai.web.office.meetings.models import Group, Task
from prongsai.web.office.meetings.queries.groups import (
    group_page,
    groups_of,
    may_finish,
    mine_of,
    participants_of,
    positions_of,
    positions_of_group,
    responsible_unit,
    seen_on,
    tasks_page,
    together_with,
    unit_that_gives_on,
)
from prongsai.web.office.meetings.queries.papers import papers_part
from prongsai.web.office.meetings.services import groups
from prongsai.web.office.meetings.services import tasks as tasks_services
from prongsai.web.office.meetings.views.meetings import (
    group_in,
    meeting_in,
    meeting_shown,
    sent_over,
    task_form,
    task_in,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.rows import MORE, Rows
from prongsai.web.platform.sending import pressed, remove_or_restore, sent, tell_done, tried
from prongsai.web.platform.shortcuts import shown, shown_forms
from prongsai.web.signing.approval.queries import ApprovalState, state_of
from prongsai.web.signing.publication.views import publish_pressed
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.ownership.forms import WithinForm
from prongsai.web.year.ownership.owners import titles_of


@require_safe
@needs(Right.SEE)
def group(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    """One working group with its versions and order."""
    person, row = group_in(request, year, group_id)
    approval = state_of(person.agency, groups.KIND, row.pk)
    context = {
        "page": group_page(row),
        "papers": papers_part(person.agency, row.pk, row.revision, ("order",)),
        "approval": approval,
        "year": year,
        "may_hold": may(person, Right.HOLD_MEETINGS),
        "may_submit": may(person, Right.SUBMIT) and _is_to_be_submitted(row, approval),
        "circulate_url": _circulate_url(person, row),
        "may_publish": may(person, Right.PUBLISH) and groups.is_unpublished(row),
    }
    return render(request, "meetings/group.html", context)


def _is_to_be_submitted(group: Group, approval: ApprovalState | None) -> bool:
    """Whether the order of a group that works was never submitted, or not as it is now."""
    if group.closed_at is not None:
        return False
    return approval is None or approval.is_changed or not (approval.is_open or approval.is_signed)


def _circulate_url(person: Actor, group: Group) -> str:
    """Where something is sent round to the group's posts; "" where there are none to ask."""
    posts = [("position", str(participant.pk)) for participant in positions_of_group(group)]
    if not posts or group.closed_at is not None or not may(person, Right.CIRCULATE):
        return ""
    return f"{reverse('circulation:start', args=[group.fiscal_year])}?{urlencode(posts)}"


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def add(request: HttpRequest, year: int) -> HttpResponse:
    """A new working group, begun with what is usual for its kind."""
    person = person_in(request, year)
    keys = [key for key, _name in series.group_kinds()]
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in keys else keys[0]
    draft = series.draft_of(person.agency, year, kind)

    def make_group(form: GroupForm, participants: tuple[series.Participant, ...]) -> str:
        made = groups.make(
            person.agency, by=person, year=year, kind=kind, draft=form.draft(participants)
        )
        return tell_done(request, _("ตั้ง “%(name)s” แล้ว") % {"name": made.name}, made.url)

    kinds = [(key, name or _("คณะอื่น")) for key, name in series.group_kinds()]
    context = {"year": year, "kind": kind, "kinds": kinds, "group": None}
    return _form(request, draft, 0, make_group, context)


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def edit(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    person, row = group_in(request, year, group_id)
    draft = groups.written(row, participants_of(row))

    def change_group(form: GroupForm, participants: tuple[series.Participant, ...]) -> str:
        groups.edit(row, by=person, seen=form.revision, draft=form.draft(participants))
        return tell_done(request, _("บันทึกแล้ว ฉบับเดิมยังดูได้ในประวัติ"), row.url)

    context = {"year": year, "kind": row.kind, "kinds": (), "group": row}
    return _form(request, draft, row.revision, change_group, context)


@require_POST
@needs(Right.HOLD_MEETINGS)
def copy(request: HttpRequest, year: int) -> HttpResponse:
    """Last year's working groups once more; those whose name the year has already stay away."""
    person = person_in(request, year)

    def copy_groups() -> str:
        taken = {group.name for group in groups_of(person.agency, year)}
        made: list[Group] = []
        for source in groups_of(person.agency, year - 1):
            try:
                made.append(groups.copy_from(person.agency, by=person, source=source, year=year))
            except Refused as refusal:
                if source.name not in taken:
                    messages.error(request, words_of(refusal))
        if made:
            message = _("ยกมา %(count)s คณะ ตรวจตำแหน่งและหน้าที่ก่อนเสนอลงนาม") % {"count": len(made)}
            messages.success(request, message)
        if len(made) == 1:
            return made[0].url
        return reverse("meetings:meetings", args=[year])

    return done(request, answer_once(request, copy_groups))


@require_POST
@needs(Right.HOLD_MEETINGS)
def state(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    """Close a working group, or open it again."""
    person, row = group_in(request, year, group_id)
    is_open = request.POST.get("state") == "open"
    groups.close(row, by=person, is_open=is_open)
    message = _("เปิดอีกครั้งแล้ว") if is_open else _("ปิดแล้ว เปิดอีกครั้งได้ที่หน้านี้")
    messages.success(request, message)
    return done(request, row.url)


@require_POST
@needs(Right.SUBMIT)
def submit(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    person, row = group_in(request, year, group_id)

    def submit_order() -> str:
        made = groups.submit(row, by=person)
        messages.success(request, _("เสนอลงนามแล้ว"))
        return reverse("approval:submission", args=[made.pk])

    return pressed(request, submit_order, row.url)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    """Publish the signed order by hand, where it was not published by itself."""
    person, row = group_in(request, year, group_id)
    return publish_pressed(request, partial(groups.publish_order, row, by=person), row.url)


def _form(
    request: HttpRequest,
    draft: series.Draft,
    revision: int,
    act: Callable[[GroupForm, tuple[series.Participant, ...]], str],
    context: dict[str, Any],
) -> HttpResponse:
    """The form of a group with its rows; what is refused comes back as typed."""
    person = person_of(request)
    given = {"positions": positions_of(person.agency)}
    if request.method == "POST":
        form = GroupForm(request.POST)
        rows = Rows(ParticipantForm, "seat", data=request.POST, given=given)
        if MORE in request.POST:
            form = GroupForm(initial=request.POST.dict())
            return _group_form(request, form, rows.with_more(request.POST), context)
        is_valid = rows.is_valid()
        rows.tell(form)
        if form.is_valid() and is_valid:
            participants = tuple(row.cleaned_data["participant"] for row in rows.filled())
            group: Group | None = context["group"]

            def acted() -> str:
                return act(form, participants)

            answer = (
                sent_over(request, group, form, acted) if group else tried(request, form, acted)
            )
            if answer is not None:
                return answer
        return _group_form(request, form, rows, context)
    rows = Rows(ParticipantForm, "seat", initial=_participants_as_typed(draft), given=given)
    form = GroupForm(initial=asdict(draft) | {"seen": revision, "duties": "\n".join(draft.duties)})
    return _group_form(request, form, rows, context)


def _participants_as_typed(draft: series.Draft) -> list[dict[str, Any]]:
    return [
        {
            "position": participant.position.pk if participant.position else "",
            "title": "" if participant.position else participant.title,
            "role": participant.role,
        }
        for participant in draft.participants
    ]


def _group_form(
    request: HttpRequest, form: GroupForm, rows: Rows, context: dict[str, Any]
) -> HttpResponse:
    more = {"rows": rows, "roles": series.roles(), "roles_list": ROLES_LIST}
    return shown(request, "meetings/group_form.html", form, context | more)


@require_safe
@needs(Right.SEE)
def tasks(request: HttpRequest, year: int) -> HttpResponse:
    """The tasks of a year, the late first."""
    person = person_in(request, year)
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
    person = person_in(request, year)

    def remind_owners() -> str:
        count, people = tasks_services.remind(person.agency, by=person, year=year)
        message = _("เตือน %(count)s เรื่อง ถึง %(people)s คน") % {"count": count, "people": people}
        return tell_done(request, message, reverse("meetings:tasks", args=[year]))

    return pressed(request, remind_owners, reverse("meetings:tasks", args=[year]))


@require_POST
@needs(Right.HOLD_MEETINGS)
def give(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    person, row = meeting_in(request, year, meeting_id)
    form = task_form(person.agency, tuple(row.items.all()), request.POST)

    def give_task() -> str:
        typed = form.cleaned_data
        made = tasks_services.give_each(
            row, form.owners, by=person, text=typed["text"], due=typed["due"], item=typed["item"]
        )
        messages.success(request, _("มอบหมาย “%(text)s” แล้ว") % {"text": typed["text"]})
        if any(task.event is None for task in made):
            messages.info(request, _("ปฏิทินเต็มหรือวันอยู่ไกล งานนี้จึงไม่อยู่ในปฏิทิน"))
        return row.url + "#tasks"

    return sent(request, form, give_task) or meeting_shown(request, row, task_form=form)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def task(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """One task; who has to do it says here what came of it."""
    person, row = task_in(request, year, task_id)
    is_mine = may_finish(person, row, today())
    form = DoneForm(request.POST or None)
    if request.method == "POST":
        if not is_mine or row.removed_at is not None:
            raise PermissionDenied
        if request.POST.get("state") == "open":
            tasks_services.reopen(row, by=person)
            messages.success(request, _("บันทึกว่ายังไม่เสร็จ"))
            return done(request, row.url)
        if form.is_valid():

            def finish_task() -> str:
                tasks_services.finish(row, by=person, note=form.cleaned_data["note"])
                return tell_done(request, _("บันทึกว่าเสร็จแล้ว"), row.url)

            return done(request, answer_once(request, finish_task))
    return _task(request, row, done_form=form if request.method == "POST" else None)


@require_POST
@needs(Right.SEE)
def give_on(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """Give a task of the own unit to a person of it."""
    person, row = task_in(request, year, task_id)
    if unit_that_gives_on(person, row, today()) is None:
        raise PermissionDenied
    form = _within_form(person, row, request.POST)

    def give_task_on() -> str:
        tasks_services.give_on(row, by=person, user=form.cleaned_data["user"])
        return tell_done(request, _("มอบหมายแล้ว"), row.url)

    return sent(request, form, give_task_on) or _task(request, row, within_form=form)


def _within_form(person: Actor, row: Task, typed: QueryDict | None = None) -> WithinForm:
    unit, on = responsible_unit(row), today()
    people = members_of(person.agency, [unit], on) if unit else ()
    return WithinForm((), people, titles_of(person.agency, on), typed)


@require_POST
@needs(Right.HOLD_MEETINGS)
def put_off(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """Another day for a task, with the reason."""
    person, row = task_in(request, year, task_id)
    form = PutOffForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data

        def put_task_off() -> str:
            tasks_services.put_off(
                row, by=person, seen=typed["seen_due"], due=typed["due"], reason=typed["reason"]
            )
            return tell_done(request, _("เลื่อนแล้ว ปฏิทินและการเตือนตามวันใหม่"), row.url)

        if answer := tried(request, form, put_task_off):
            return answer
        _person, row = task_in(request, year, task_id)
        # What was typed comes back, and counts against the day that is shown now.
        again = request.POST.copy()
        again["seen_due"] = str(row.due)
        form.data = again
    return _task(request, row, day_form=form)


@require_POST
@needs(Right.HOLD_MEETINGS)
def presence(request: HttpRequest, year: int, task_id: UUID) -> HttpResponse:
    """Take a task out, or bring it back."""
    person, row = task_in(request, year, task_id)
    change = partial(tasks_services.remove, row, by=person)
    return remove_or_restore(request, change, row.url, _("นำออกแล้ว"))


def _task(
    request: HttpRequest,
    row: Task,
    *,
    done_form: DoneForm | None = None,
    day_form: PutOffForm | None = None,
    within_form: WithinForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    gives_on = row.is_open and unit_that_gives_on(person, row, today()) is not None
    shares = seen_on(together_with(row), mine_of(person, today()), today())
    context = {
        "row": next(share for share in shares if share.pk == row.pk),
        "shares": shares if len(shares) > 1 else (),
        "form": done_form or DoneForm(),
        "day_form": day_form or PutOffForm(initial={"due": row.due, "seen_due": row.due}),
        "within_form": within_form or (_within_form(person, row) if gives_on else None),
        "year": row.fiscal_year,
        "is_mine": may_finish(person, row, today()),
        "may_hold": may(person, Right.HOLD_MEETINGS),
    }
    forms = (done_form, day_form, within_form)
    return shown_forms(request, "meetings/task.html", forms, context)

"""The meetings of a year: list, plan, one meeting, change and cancel it, tell its members."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core import fiscal
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import paper_agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import active_users, open_units
from prongsai.web.office.circulation.queries import circulation_of
from prongsai.web.office.meetings import series
from prongsai.web.office.meetings.forms import (
    DayForm,
    MeetingForm,
    PlanForm,
    ReasonForm,
    SendForm,
    TaskForm,
)
from prongsai.web.office.meetings.hooks import EVIDENCE
from prongsai.web.office.meetings.models import Group, GroupKind, Meeting, MeetingState, Task
from prongsai.web.office.meetings.queries import meetings as meetings_queries
from prongsai.web.office.meetings.queries import papers
from prongsai.web.office.meetings.queries.groups import groups_of, participants_of, positions_of
from prongsai.web.office.meetings.queries.meetings import meeting_of
from prongsai.web.office.meetings.queries.papers import kinds_of, papers_part
from prongsai.web.office.meetings.series import days_of, is_weekend
from prongsai.web.office.meetings.services import planning, recording
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.sending import pressed, tell_change, tell_done, tried
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import form_page, found, job_page, shown, shown_forms
from prongsai.web.platform.templatetags.ui import thai_date
from prongsai.web.signing.evidence.queries import evidence_of
from prongsai.web.signing.publication.gate import gate_ahead
from prongsai.web.signing.publication.models import CURRENT, HELD
from prongsai.web.signing.publication.queries import published_of
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.assessment.queries import codes_of
from prongsai.web.year.ownership.owners import titles_of


def group_in(request: HttpRequest, year: int, group_id: UUID) -> tuple[Actor, Group]:
    person = person_in(request, year)
    rows = Group.objects.filter(agency=person.agency, fiscal_year=year, pk=group_id)
    return person, found(rows.select_related("agency").first())


def meeting_in(request: HttpRequest, year: int, meeting_id: UUID) -> tuple[Actor, Meeting]:
    person = person_in(request, year)
    return person, found(meeting_of(person.agency, year, meeting_id))


def task_in(request: HttpRequest, year: int, task_id: UUID) -> tuple[Actor, Task]:
    """One task of the reader's agency, also one that was removed."""
    person = person_in(request, year)
    rows = Task.objects.filter(agency=person.agency, fiscal_year=year, pk=task_id)
    rows = rows.select_related("meeting", "unit", "position__unit", "item", "agency", "user")
    return person, found(rows.first())


_TITLES = {
    GroupKind.GROUP: "ประชุมคณะทำงาน",
    GroupKind.MONTHLY: "ประชุมประจำเดือน",
    GroupKind.EXCHANGE: "แลกเปลี่ยนความคิดเห็นภายในหน่วยงาน",
}


@require_safe
@needs(Right.SEE)
def meetings(request: HttpRequest, year: int) -> HttpResponse:
    """The groups and meetings of a year with what is missing."""
    return _list(request, year, "meetings/meetings.html")


@require_safe
@needs(Right.SEE)
def paper(request: HttpRequest, year: int) -> HttpResponse:
    return _list(request, year, "meetings/print.html")


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """Plan one meeting, or a monthly series: its days are shown before any is made."""
    person = person_in(request, year)
    kind = request.GET.get("kind", "")
    if kind not in GroupKind.values:
        kind = GroupKind.GROUP.value
    groups = groups_of(person.agency, year)
    form = PlanForm(
        kind, groups, request.POST or None, initial=_usual(person.agency, year, kind, groups)
    )
    context: dict[str, Any] = {"year": year, "kind": kind, "groups": groups, "form": form}
    if request.method != "POST" or not form.is_valid():
        return shown(request, "meetings/plan.html", form, context)
    rule = form.rule
    if rule is not None and "days" not in request.POST:
        last = fiscal.end(year)
        first = max(fiscal.start(year), today()) if today() <= last else fiscal.start(year)
        offered = days_of(year, rule, first, last)
        held = meetings_queries.days_held(person.agency, year, kind)
        context["offered"] = [(day, is_weekend(day), day in held) for day in offered]
        return render(request, "meetings/plan_days.html", context)
    days = _days(request) if rule is not None else [form.cleaned_data["day"]]

    def hold_on_days() -> str:
        made = planning.plan(person.agency, by=person, year=year, wanted=form.plan(), days=days)
        message = _("นัดแล้ว %(count)s ครั้ง และใส่ในปฏิทินแล้ว") % {"count": len(made)}
        messages.success(request, message)
        if len(made) == 1:
            return made[0].url
        return reverse("meetings:meetings", args=[year])

    return tried(request, form, hold_on_days) or shown(request, "meetings/plan.html", form, context)


@require_safe
@needs(Right.SEE)
def meeting(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """One meeting with everything that belongs to it."""
    _person, row = meeting_in(request, year, meeting_id)
    return meeting_shown(request, row)


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def edit(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Change day, time, place and participants of a meeting."""
    person, row = meeting_in(request, year, meeting_id)
    form = MeetingForm(row, request.POST or None)

    def change_meeting() -> str:
        planning.edit(
            row,
            by=person,
            seen=form.revision,
            wanted=form.plan(),
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
        )
        return tell_done(request, _("บันทึกแล้ว"), row.url)

    context = {"year": year, "meeting": row}
    return sent_over(request, row, form, change_meeting) or shown(
        request, "meetings/meeting_form.html", form, context
    )


@require_http_methods(["GET", "POST"])
@needs(Right.HOLD_MEETINGS)
def cancel(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Cancel a meeting, with the reason; the page asks first."""
    person, row = meeting_in(request, year, meeting_id)
    form = ReasonForm(request.POST or None, initial={"seen": row.revision})

    def cancel_meeting() -> str:
        planning.cancel(row, by=person, seen=form.revision, reason=form.cleaned_data["reason"])
        return tell_done(request, _("งดประชุมแล้ว นัดอีกครั้งได้ที่หน้านี้"), row.url)

    return sent_over(request, row, form, cancel_meeting) or form_page(
        request, form, _("งดประชุมวันที่ %(day)s") % {"day": thai_date(row.day)},
        reverse("meetings:meeting", args=[year, row.pk]), name=_("งดประชุม"), above=row.title,
        sub=_("วันนี้จะออกจากปฏิทิน สิ่งที่เขียนไว้ไม่หาย นัดอีกครั้งได้"), save=_("งดประชุม"),
        stay=_("ไม่งด"), kind="no",
    )  # fmt: skip


@require_POST
@needs(Right.HOLD_MEETINGS)
def again(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    person, row = meeting_in(request, year, meeting_id)
    planning.call_again(row, by=person)
    messages.success(request, _("นัดอีกครั้งแล้ว"))
    return done(request, row.url)


@require_POST
@needs(Right.HOLD_MEETINGS)
def tell(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    person, row = meeting_in(request, year, meeting_id)

    def tell_participants() -> str:
        count = planning.tell(row, by=person)
        tell_change(request, count, _("แจ้งนัดแล้ว %(count)s คน"), _("วันนี้แจ้งทุกคนแล้ว"))
        return row.url

    return pressed(request, tell_participants, row.url)


def meeting_shown(request: HttpRequest, row: Meeting, **forms: Any) -> HttpResponse:
    """The page of a meeting, with forms that were refused as they were typed."""
    person = person_of(request)
    may_hold = may(person, Right.HOLD_MEETINGS)
    content = meetings_queries.meeting_page(person, row, today())
    part = papers_part(person.agency, row.pk, row.revision, kinds_of(row))
    # The minutes are certified by the next meeting.
    following = content.following
    day = following.day if following and following.day <= today() else None
    context: dict[str, Any] = {
        "page": content,
        "papers": part,
        "circulation": circulation_of(person.agency, f"meeting-{row.paper_kind}", row.pk),
        "may_circulate": may(person, Right.CIRCULATE),
        "photos": evidence_of(person.agency, EVIDENCE, [row.pk]).get(row.pk, ()),
        "evidence_kind": EVIDENCE,
        "year": row.fiscal_year,
        "may_hold": may_hold,
        "task_form": task_form(person.agency, content.items) if may_hold else None,
        "send_form": SendForm(),
        "day_form": DayForm(row, day=day),
    }
    context |= _publishing(person, row) | forms
    return shown_forms(request, "meetings/meeting.html", forms.values(), context)


def _publishing(person: Actor, row: Meeting) -> dict[str, Any]:
    """The edition of its minutes, whether one may publish them, which items they may prove."""
    agency = person.agency
    edition = published_of(agency, papers.MINUTES, row.pk)
    if edition is not None and edition.state not in (CURRENT, HELD):
        edition = None
    paper = papers.final_file(row)
    is_newest = bool(edition and paper and paper.file_id == edition.file_id)
    subjects = series.provable(papers.MINUTES, row.words) if edition else ()
    is_prepared = row.state == MeetingState.HELD and not is_newest
    may_prepare = may(person, Right.HOLD_MEETINGS) or may(person, Right.PUBLISH)
    return {
        "gate": gate_ahead(agency, [row.words]) if is_prepared and may_prepare else None,
        "edition": edition,
        "may_publish": may(person, Right.PUBLISH) and row.is_final and not is_newest,
        "codes": codes_of(agency, row.fiscal_year, tuple(subjects)),
    }


def task_form(agency: Agency, items: Sequence[Any], data: Any = None) -> TaskForm:
    return TaskForm(
        items, open_units(agency), positions_of(agency), active_users(agency),
        titles_of(agency, today()), data, auto_id="task_%s",
    )  # fmt: skip


def sent_over(
    request: HttpRequest, row: Meeting | Group, form: SeenOrNewForm, act: Callable[[], str]
) -> HttpResponse | None:
    """Act on a valid form; None where the page must show the form again.

    What was refused counts against the row as it is now: saving again is the writer's own wish.
    """
    if not form.is_valid():
        return None
    answer = tried(request, form, act)
    if answer is None:
        row.refresh_from_db(fields=["revision"])
        form.see(row.revision)
    return answer


def _list(request: HttpRequest, year: int, template: str) -> HttpResponse:
    person = person_in(request, year)
    context = {
        "page": meetings_queries.meetings_page(person.agency, year, today()),
        "year": year,
        "today": today(),
        "may_hold": may(person, Right.HOLD_MEETINGS),
    }
    return render(request, template, context)


def _usual(agency: Agency, year: int, kind: str, groups: QuerySet[Group]) -> dict[str, Any]:
    positions = paper_agency(agency).positions
    initial: dict[str, Any] = {
        "title": _TITLES[GroupKind(kind)],
        "begins": "09.30",
        "place": "ห้องประชุม",
        "chair": positions.chief_executive,
        "recorder": positions.officer,
        "audience": "ผู้บริหารและพนักงานทุกคน",
        "agenda": "\n".join(series.agenda_of(agency, year, kind)),
        "nth": 1,
        "weekday": 0,
        "of_month": "5",
    }
    if kind == GroupKind.GROUP and groups:
        participants = participants_of(groups[0])
        initial |= {"group": groups[0].pk, "title": f"ประชุม{groups[0].name}"}
        if participants:
            initial["chair"] = participants[0].title
        secretary = next(
            (participant.title for participant in participants if "เลขานุการ" in participant.role),
            "",
        )
        initial["recorder"] = secretary or initial["recorder"]
    return initial


def _days(request: HttpRequest) -> list[date]:
    days = set()
    for text in request.POST.getlist("days"):
        try:
            days.add(date.fromisoformat(text))
        except ValueError:
            continue
    return sorted(days)


@require_POST
@needs(Right.HOLD_MEETINGS)
def ask_for_meeting(request: HttpRequest, year: int, meeting_id: UUID) -> HttpResponse:
    """Ask for papers of a meeting, all that it can have where none is named."""
    person, row = meeting_in(request, year, meeting_id)
    allowed = papers.kinds_of(row)
    chosen = [kind for kind in request.POST.getlist("kind") if kind in allowed] or list(allowed)

    def ask_for_papers() -> str:
        made = recording.ask(row, by=person, kinds=chosen)
        return reverse("meetings:job", args=[made.pk])

    return done(request, answer_once(request, ask_for_papers))


@require_POST
@needs(Right.HOLD_MEETINGS)
def ask_for_group(request: HttpRequest, year: int, group_id: UUID) -> HttpResponse:
    """Ask for the order of a group, unsigned."""
    person, row = group_in(request, year, group_id)

    def ask_for_order() -> str:
        made = recording.ask(row, by=person, kinds=("order",))
        return reverse("meetings:job", args=[made.pk])

    return done(request, answer_once(request, ask_for_order))


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, meeting_job_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(jobs.of_agency(person.agency, meeting_job_id, papers.JOB))
    year, is_group = row.arguments["year"], row.arguments.get("is_group")
    name, subject = "group" if is_group else "meeting", [year, row.arguments["subject"]]
    may_ask = may(person, Right.HOLD_MEETINGS)
    return job_page(
        request,
        row,
        title=_("ทำเอกสาร"),
        lead=_("ปีงบประมาณ %(year)s") % {"year": year},
        sub=_("สั่งแล้ว ทำงานอื่นต่อได้ ไฟล์จะรออยู่ในหน้าเดิม"),
        files=[(reverse("meetings:file", args=[made.pk]), made) for made in papers.files_of(row)],
        again=reverse(f"meetings:{name}-papers", args=subject) if may_ask else "",
        back=reverse(f"meetings:{name}", args=subject),
        back_words=_("กลับไปหน้าคณะทำงาน") if is_group else _("กลับไปหน้าการประชุม"),
    )


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, meeting_paper_id: UUID) -> HttpResponse:
    """One made file; PDFs open in the browser, all else is saved."""
    row = found(papers.paper_of(person_of(request).agency, meeting_paper_id))
    return file_answer(row.file, saves="save" in request.GET)

"""The desk of officials: the list, a case, and cases that come by telephone or at the counter."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.desk.model import CaseKind, Channel, Outcome, State, Unfit
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.text import same
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import open_units, unit_of, user_of
from prongsai.web.agency.reach import headed_units, units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import queries
from prongsai.web.citizens.desk.forms import (
    AnswerForm,
    AssignForm,
    FollowUpForm,
    ForwardForm,
    GiveForm,
    HandForm,
    JoinForm,
    MainForm,
    StepForm,
    TakeForm,
    TextForm,
    UnfitForm,
    with_canned,
)
from prongsai.web.citizens.desk.guarding import new_receipt, told_in
from prongsai.web.citizens.desk.hooks import beside_for
from prongsai.web.citizens.desk.models import CannedAnswer, Case
from prongsai.web.citizens.desk.pictures import CASE_WIDTH, PHOTOS, for_official, map_of, redrawn
from prongsai.web.citizens.desk.rights import (
    is_assignee,
    is_for_few,
    is_new_today,
    is_shut_to_assignee,
    kind_in,
    kinds_of,
    may_give,
    offered,
    seen_by,
    sees_kind,
    waiting_for_word,
)
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.citizens.desk.services.case_entries import delete_photo, traces_of
from prongsai.web.citizens.desk.services.keeping import may_become_faq
from prongsai.web.citizens.desk.services.news import telling_of, ways_of
from prongsai.web.citizens.desk.views.public import follow_address, photo_answer, receipt_words
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenForm, refuse
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.platform.sending import perform, posted, sent, tried
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.uploads import content_of

# What a tick of the list sends: the case, the version that was seen, the number.
_TICK = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,9}) (\d{1,9}/\d{4})")
_INSERT = "insert"  # a canned answer into the form, which is shown again


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the person sees, the most overdue first; those ticked are given to one."""
    person = person_of(request)
    sent_ticks = request.POST.getlist("case")
    ticks = [tick for tick in map(_TICK.fullmatch, sent_ticks) if tick][: queries.ON_A_PAGE]
    form = _give_form(request, person)
    if form.is_valid() and not ticks:
        form.add_error(None, _("ยังไม่ได้เลือกเรื่องใด เลือกเรื่องในรายการก่อน"))
    if answer := sent(request, form, lambda: _give(request, person, form, ticks)):
        return answer
    kinds = kinds_of(person.agency.pk)
    titles = {kind.key: kind.title for kind in kinds}
    asked = queries.CaseFilter.read(request.GET.dict(), kinds)
    query = request.GET.copy()
    query.pop("page", None)
    page = queries.listed(person, asked, request.GET.get("page", "1"), today())
    rows = [(row, titles.get(row.kind) or same(row.kind), _tick(row, person)) for row in page]
    context = {
        "rows": rows, "gives": any(tick for *_row, tick in rows), "ticked": sent_ticks,
        "standings": queries.STANDINGS.items(), "page_obj": page, "asked": asked, "kinds": kinds,
        "counts": queries.waiting_counts(person, today()),
        "on_map": queries.open_on_map(person, asked, today()),
        "takes": _takes(person) if may(person, Right.KEEP_DESK) else (),
        "query": query.urlencode(), "may_keep": may(person, Right.KEEP_DESK),
        "year": year_of(today()), "waits": queries.waiting_numbers(person, today()),
        "reads_restricted": may(person, Right.READ_RESTRICTED),
    }  # fmt: skip
    return shown(request, "desk/cases.html", form, context)


def _tick(row: Case, person: Actor) -> str:
    """What the tick of a case sends; "" where the person gives it to nobody."""
    return f"{row.pk} {row.version} {row.printed_number}" if may_give(person, row, today()) else ""


def _give_form(request: HttpRequest, person: Actor) -> GiveForm:
    """The people of all open units, or of those that the person heads, with unit and person."""
    keeps, headed = may(person, Right.KEEP_DESK), headed_units(person, today())
    units = open_units(person.agency) if keeps else units_of(person, today())
    people = [
        (name, [(f"{unit.pk} {user}", words) for user, words in own])
        for unit in units if keeps or unit.pk in headed
        for name, own in queries.people_of(person.agency, [unit], today())
    ]  # fmt: skip
    form = GiveForm(posted(request))
    form.fields["to"].choices = [("", _("เลือกผู้รับผิดชอบ")), *people]  # type: ignore[attr-defined]
    return form


def _give(request: HttpRequest, person: Actor, form: GiveForm, ticks: list[re.Match[str]]) -> str:
    """Give each of the ticked cases as on its page; what cannot be is left and told."""
    unit_id, user_id = map(UUID, form.cleaned_data["to"].split(" "))
    unit, user = found(unit_of(person.agency, unit_id)), user_of(person.agency, user_id)
    rows = seen_by(person, today()).in_bulk([UUID(tick[1]) for tick in ticks])
    left: dict[str, list[str]] = {}
    for tick in ticks:
        row, seen = rows.get(UUID(tick[1])), whole_number(tick[2]) or 0
        try:
            if row is None or not may_give(person, row, today()):
                raise Refused("desk/case_of_other_unit")
            if may(person, Right.KEEP_DESK):
                working.assign(row, by=person, unit=unit, class_key=row.class_key, seen=seen,
                               assignee=user)  # fmt: skip
            else:
                working.hand(row, by=person, assignee=user, seen=seen)
        except ProngsaiError as why:
            left.setdefault(in_language(why.message), []).append(tick[3])
    if count := len(ticks) - sum(map(len, left.values())):
        words = ngettext("มอบหมาย %(count)s เรื่องแล้ว", "มอบหมาย %(count)s เรื่องแล้ว", count)
        messages.success(request, words % {"count": count})
    for reason, numbers in left.items():
        words = _("ยังไม่ได้มอบหมายเรื่องที่ %(numbers)s: %(reason)s เปิดดูเรื่องก่อนมอบหมายอีกครั้ง")
        messages.warning(request, words % {"numbers": ", ".join(numbers), "reason": reason})
    return request.get_full_path()


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def take(request: HttpRequest, kind: str) -> HttpResponse:
    """Write down a case for somebody; the answer shows the receipt to be handed out."""
    person = person_of(request)
    sort = found(next((each for each in _takes(person) if each.key == kind), None))
    form = TakeForm(sort, posted(request), ways_of(sort))
    if form.is_valid():
        files = [(file.name or "", content_of(file)) for file in request.FILES.getlist(PHOTOS)]
        typed = told_in(form.values, [data for _name, data in files])
        receipt = new_receipt(person.agency, request.POST.get("once", ""), typed)
        try:
            brought = receiving.Brought(
                form.values, receipt, channel=Channel(form.cleaned_data["channel"]), by=person,
                photos=[redrawn(*file) for file in files], way=form.way,
                language=reader_language(),
            )  # fmt: skip
            case = receiving.receive(person.agency, sort, brought)
        except ProngsaiError as refusal:
            refuse(form, refusal)
        else:
            if form.was_chat:
                messages.info(request, _("ตัดเวลาและชื่อผู้ส่งในแชทออกแล้ว อ่านทวนเรื่องที่รับไว้"))
            follow = follow_address(request, person.agency)
            context = {
                "agency": person.agency,
                "case": case,
                "follow": follow,
                "photos": case.photos.count(),
                "told_by": form.way.kind.label if form.way else None,
                **receipt_words(case, receipt, follow),
            }
            return render(request, "desk/taken.html", context)
    return form_page(
        request, form, in_language(sort.title), reverse("desk:cases"),
        above=_("เรื่องจากประชาชนและเจ้าหน้าที่"),
        sub=_("บันทึกแทนผู้ที่มาด้วยตนเอง โทรศัพท์ หรือส่งหนังสือ"), note=in_language(sort.notice),
        save=_("รับเรื่อง"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case with what happened; whose it is acts on it here."""
    person = person_of(request)
    seen = queries.case_of(person, case_id, today())
    if seen is None:
        return _unseen(request, person, case_id)
    row: Case = seen
    made = _forms(person, row, request)
    act = request.POST.get("act", "")
    form = made.get(act)
    is_sent = request.method == "POST" and act != _INSERT
    if is_sent and form is None and act in _heads():
        raise PermissionDenied
    if is_sent and form is not None and form.is_valid():
        if answer := tried(request, form, lambda: _carry_out(request, person, row, act, form)):
            return answer
        row = found(queries.case_of(person, case_id, today()))
        # Pressed once more, it has seen what the other did.
        form.see(row.version)
    may_keep = may(person, Right.KEEP_DESK)
    # It stands alone, and no other agency works on it.
    may_be_joined = row.joined_to_id is None and row.state != State.OUTSIDE
    beside = _beside(row, person)
    is_worked_on = row.unit_id is not None and not beside["assignee_is"]
    context = {
        "page": queries.case_page(row, may_remove=may_keep),
        "forms": [(name, _heads()[name], each) for name, each in made.items()],
        # One form is open: the one that was sent, else what is to be done next.
        "open": "answer" if act == _INSERT else act or ("answer" if is_worked_on else "assign"),
        "form": form,
        "may_join": may_keep and row.is_open and may_be_joined,
        "may_part": may_keep and row.joined_to_id is not None,
    } | beside
    status = UNPROCESSABLE if is_sent else 200
    return render(request, "desk/case.html", context, status=status)


def _beside(row: Case, person: Actor) -> dict[str, Any]:
    """What stands beside a case: cases that it is joined with, traces, letters, the map."""
    return {
        "main": row.joined_to_id and queries.case_of(person, row.joined_to_id, today()),
        "joined": queries.joined_with(row, person, today()),
        "traces": traces_of(row),
        "sent_times": queries.again_of(row),
        "others": beside_for(person, row),
        "telling": telling_of(row),
        "forwards": row.forwards.all(),
        "map": map_of(row, CASE_WIDTH),
        "may_faq": may_become_faq(row, person),
        "assignee_is": _assignee_state(row),
    }


def _assignee_state(row: Case) -> str:
    """Why the assignee cannot open a restricted case; "" for who can.

    Shape:  `gone` from the unit, `new` there, `today` where only giving it on a later day helps.
    """
    if row.unit is None or row.assignee is None or not is_shut_to_assignee(row, today()):
        return ""
    if not is_assignee(row.unit, row.assignee, today()):
        return "gone"
    return "today" if is_new_today(row.unit, row.assignee, today()) else "new"


def _unseen(request: HttpRequest, person: Actor, case_id: UUID) -> HttpResponse:
    """Lead whoever waits for a second person's word to the list.

    Errors: Http404 for a case that does not wait for it.
    """
    if not waiting_for_word(person, today()).filter(pk=case_id).exists():
        raise Http404
    # Its number stands there, with who lets one read it; the way from one's own counter too.
    messages.warning(request, _("เรื่องนี้เปิดได้เมื่อคนที่สองยืนยัน ดูรายการที่รอในหน้านี้"))
    return redirect("desk:cases")


@require_safe
@needs(Right.SEE)
def photo(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """A photo of a case, for whoever sees the case; nothing on its way keeps it."""
    row = found(queries.case_of(person_of(request), case_id, today()))
    kept = found(row.photos.filter(number=number, unfit="").first())
    return photo_answer(kept, is_small="small" in request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def remove_photo(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Take a photo out that nobody should see, saying why."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    photo = found(row.photos.filter(number=number, unfit="").defer("data").first())
    form = UnfitForm(posted(request), initial={"seen": row.version})

    def take_photo_out() -> str:
        unfit = Unfit(form.cleaned_data["unfit"])
        delete_photo(photo, by=person, unfit=unfit, seen=form.revision)
        messages.success(request, _("นำภาพออกแล้ว"))
        return reverse("desk:case", args=[row.pk])

    context = {
        "case": row, "photo": for_official(row, photo, may_remove=False),
        "is_for_few": is_for_few(row.agency_id, row.kind),
    }  # fmt: skip
    return sent(request, form, take_photo_out) or shown(request, "desk/photo.html", form, context)


def _takes(person: Actor) -> tuple[CaseKind, ...]:
    """The kinds that a person writes down for others: those whose cases stay in sight."""
    kinds = offered(person.agency, today())
    return tuple(kind for kind in kinds if sees_kind(person, kind))


def _photos(request: HttpRequest) -> list[bytes]:
    files = request.FILES.getlist(PHOTOS)
    return [redrawn(file.name or "", content_of(file)) for file in files]


def _forms(person: Actor, row: Case, request: HttpRequest) -> dict[str, SeenForm]:
    """The forms that the person may send of a case as it stands, by their act."""
    act = request.POST.get("act", "")
    first = {"seen": row.version}

    def data(name: str) -> QueryDict | None:
        return posted(request) if act == name else None

    kind = kind_in(row.agency_id, row.kind)
    may_act = row.is_open and row.joined_to_id is None
    made: dict[str, SeenForm] = {}
    first_assignee = {**first, "assignee": str(row.assignee_id or "")}
    gives = may_give(person, row, today())
    if gives and kind is not None and may(person, Right.KEEP_DESK):
        standing = {**first_assignee, "unit": str(row.unit_id or ""), "class_key": row.class_key}
        units = open_units(person.agency)
        people = queries.people_of(person.agency, units, today())
        made["assign"] = AssignForm(kind, units, people, data("assign"), initial=standing)
    elif gives and row.unit is not None:
        people = queries.people_of(person.agency, [row.unit], today())
        made["hand"] = HandForm(people, data("hand"), initial=first_assignee)
    if may_act:
        canned = CannedAnswer.objects.filter(agency=person.agency, kind=row.kind).in_bulk()
        made["answer"] = (
            with_canned(request.POST.dict(), canned, row.version)
            if act == _INSERT
            else AnswerForm(canned, data("answer"), initial=first)
        )
        if kind is not None and kind.offered_steps and row.state != State.ASKED:
            made["step"] = StepForm(kind, data("step"), initial=first)
        made["ask"] = TextForm(data("ask"), initial=first)
        made["forward"] = ForwardForm(data("forward"), initial={**first, "sent_on": today()})
        if row.state == State.OUTSIDE:
            made["follow"] = FollowUpForm(data("follow"), initial=first)
    if row.state == State.ANSWERED and row.joined_to_id is None:
        made["correct"] = _correction(row, data("correct"))
    made["note"] = TextForm(data("note"), initial=first)
    for name, form in made.items():
        # They stand on one page: each label leads to its own field.
        form.auto_id = f"{name}-%s"
    return made


def _correction(row: Case, data: QueryDict | None) -> AnswerForm:
    """The answer that stands, to be changed; what went to another agency stays forwarded."""
    last = working.last_answer(row)
    standing = {"seen": row.version, "outcome": row.outcome, "text": last.text if last else ""}
    form = AnswerForm({}, data, initial=standing)
    if row.outcome == Outcome.FORWARDED:
        del form.fields["outcome"]
    return form


def _heads() -> dict[str, str]:
    """What the buttons of a case say."""
    return {
        "answer": _("ตอบและปิดเรื่อง"), "correct": _("แก้ไขคำตอบ"),
        "assign": _("มอบหมาย"), "hand": _("มอบให้คนของส่วนราชการ"),
        "ask": _("ถามกลับผู้แจ้ง"),
        "step": _("แจ้งขั้นตอนที่ถึงแล้ว"), "note": _("บันทึกภายใน"),
        "forward": _("ส่งต่อหน่วยงานอื่น"), "follow": _("ติดตามกับหน่วยงานที่รับไป"),
    }  # fmt: skip


def _carry_out(request: HttpRequest, person: Actor, row: Case, act: str, form: SeenForm) -> str:
    """Do what a form says; the address to go to."""
    given = form.cleaned_data
    seen, text = given["seen"], given.get("text", "")
    if act == "note":
        working.note(row, by=person, text=text, seen=seen)
    elif act == "step":
        working.step(row, by=person, step_key=given["step"], seen=seen)
    elif act == "ask":
        working.ask(row, by=person, text=text, seen=seen)
    elif act == "answer":
        outcome, photos = Outcome(given["outcome"]), _photos(request)
        working.answer(row, by=person, text=text, outcome=outcome, seen=seen, photos=photos)
    elif act == "correct":
        ending = Outcome(given["outcome"]) if "outcome" in given else None
        photos = _photos(request)
        working.correct(row, by=person, text=text, outcome=ending, seen=seen, photos=photos)
    elif isinstance(form, ForwardForm):
        working.forward(row, form.forward, by=person, seen=seen)
    elif act == "follow":
        working.follow_up(row, by=person, text=text, again_on=given["again_on"], seen=seen)
    elif act == "hand":
        working.hand(row, by=person, assignee=_assignee(person, given), seen=seen)
    else:
        unit = next(each for each in open_units(person.agency) if str(each.pk) == given["unit"])
        class_key = given.get("class_key", "")
        assignee = _assignee(person, given)
        working.assign(row, by=person, unit=unit, class_key=class_key, seen=seen, assignee=assignee)
    messages.success(request, _("บันทึกแล้ว"))
    return request.path


def _assignee(person: Actor, given: Mapping[str, Any]) -> User | None:
    chosen = given["assignee"]
    return user_of(person.agency, UUID(chosen)) if chosen else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which case is the main one; then both, with what the receipt will show; then it is done."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    asking = MainForm(request.GET if "to" in request.GET else None)
    main = _main_joining(person, row, asking)
    main_seen = main.version if main else 0
    form = JoinForm(posted(request), initial={"seen": row.version, "main_seen": main_seen})

    def join_to(main: Case) -> str:
        given = form.cleaned_data
        working.join(row, main, by=person, seen=given["seen"], main_seen=given["main_seen"])
        messages.success(request, _("รวมแล้ว ผู้แจ้งจะเห็นคำตอบของเรื่องหลักด้วยใบรับของตน"))
        return reverse("desk:case", args=[row.pk])

    if main is not None and (answer := sent(request, form, lambda: join_to(main))):
        return answer
    context = {
        "page": queries.case_page(row),
        "main": queries.case_page(main) if main else None,
        "answer": working.answer_of(main) if main and main.answered_on else "",
        "offered": queries.offered(person, row, today()),
        "asking": asking,
        "form": form,
    }
    status = UNPROCESSABLE if asking.errors or form.errors else 200
    return render(request, "desk/join.html", context, status=status)


@require_POST
@needs(Right.KEEP_DESK)
def part(request: HttpRequest, case_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    address = reverse("desk:case", args=[row.pk])
    form = SeenForm(request.POST)
    return perform(
        request,
        lambda: working.part(row, by=person, seen=form.revision if form.is_valid() else 0),
        address,
        _("แยกแล้ว เรื่องนี้รอคำตอบของตนเอง"),
    )


def _main_joining(person: Actor, row: Case, asking: MainForm) -> Case | None:
    """The main case that is asked for; None where the two cannot be joined, which is told."""
    if not (asking.is_bound and asking.is_valid()):
        return None
    main = queries.numbered(person, asking.cleaned_data["to"], today())
    if main is None:
        asking.add_error("to", _("ไม่พบเรื่องเลขที่นี้ในเรื่องที่ท่านเห็น"))
        return None
    try:
        working.refuse_pair(row, main)
    except ProngsaiError as refusal:
        refuse(asking, refusal)
        return None
    return main

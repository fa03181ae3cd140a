"""What an agency keeps at its desk: kinds, ready answers, frequent questions, the map, readers."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Manager
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.dates import long_date
from prongsai.core.desk import own as own_kinds
from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.own import own_of
from prongsai.core.desk.ways import WayKind
from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.own import yaml_of
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.citizens.desk import queries
from prongsai.web.citizens.desk.forms import CannedForm, DaysOffForm, FaqForm
from prongsai.web.citizens.desk.models import CannedAnswer, DayOff, DeskMap, OwnKind
from prongsai.web.citizens.desk.pictures import PHOTOS, map_in_use, shown_map
from prongsai.web.citizens.desk.public_forms import (
    BringKindForm,
    OwnKindForm,
    fields_of,
    initial_of,
    initial_of_new,
)
from prongsai.web.citizens.desk.rights import kind_in, kinds_of, sees_kind, shut_kinds
from prongsai.web.citizens.desk.services import keeping, news, readers
from prongsai.web.citizens.desk.services.keeping import (
    LONGEST_SOURCE,
    days_mark,
    make_faq,
    may_become_faq,
    set_days_off,
    set_map,
    stop_map,
)
from prongsai.web.citizens.desk.views.public import picture_answer
from prongsai.web.disclosure.registers.views.making import said_in, sent_with_fields
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import posted, remove_or_restore, sent, tell_change, tried
from prongsai.web.platform.serving import download
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import MORE
from prongsai.web.platform.uploads import content_of, utf8_of
from prongsai.web.signing.publication.views import public_agency


class ReasonForm(forms.Form):
    reason = ThaiTextField(
        label=gettext_lazy("เหตุผล"), max_length=keeping.LONGEST_REASON,
        help_text=gettext_lazy("ทุกคนเห็น เช่น ปิดรับฟังความคิดเห็นตามประกาศแล้ว"),
    )  # fmt: skip


@require_safe
@needs(Right.KEEP_DESK)
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds that the person keeps, with those that are shut."""
    person = person_of(request)
    closed = shut_kinds(person.agency)
    own = [kind for kind in kinds_of(person.agency.pk) if sees_kind(person, kind)]
    rows = [(kind, closed.get(kind.key)) for kind in own]
    ways = [(way, news.why_not(way)) for way in WayKind]
    return shown(request, "desk/kinds.html", forms.Form(), {"rows": rows, "ways": ways})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Shut a kind with a reason, or take it in again."""
    person, sort = person_of(request), _kind(request, kind)
    row = shut_kinds(person.agency).get(sort.key)
    form = ReasonForm(posted(request) if row is None else None)

    def shut_or_open() -> str:
        if row is None:
            keeping.shut(sort, by=person, reason=form.cleaned_data["reason"])
        else:
            keeping.open_again(sort, by=person)
        messages.success(request, _("บันทึกแล้ว เรื่องที่รับไว้ดำเนินการต่อ"))
        return reverse("desk:kinds")

    is_ready = form.is_valid() if row is None else request.method == "POST"
    if is_ready and (answer := tried(request, form, shut_or_open)):
        return answer
    is_own = OwnKind.objects.filter(agency=person.agency, key=sort.key).exists()
    return shown(request, "desk/kind.html", form, {"kind": sort, "row": row, "is_own": is_own})


@require_safe
@needs(Right.KEEP_DESK)
def answers(request: HttpRequest) -> HttpResponse:
    """Every kind that the person keeps, with its answers; one query."""
    person = person_of(request)
    own = defaultdict(list)
    for row in CannedAnswer.objects.filter(agency=person.agency):
        own[row.kind].append(row)
    kept = [kind for kind in kinds_of(person.agency.pk) if sees_kind(person, kind)]
    return render(request, "desk/answers.html", {"kinds": [(each, own[each.key]) for each in kept]})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def answer_add(request: HttpRequest, kind: str) -> HttpResponse:
    sort = _kind(request, kind)
    form = CannedForm(posted(request))

    def add_answer() -> None:
        given = form.cleaned_data
        keeping.add_answer(sort, by=person_of(request), name=given["name"], text=given["text"])

    return _written(request, form, sort, add_answer, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def answer_change(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    row, sort = _row(request, answer_id)
    initial = {"name": row.name, "text": row.text, "seen": row.version}
    form = CannedForm(posted(request), initial=initial)

    def change_answer() -> None:
        given = form.cleaned_data
        keeping.change_answer(
            row, by=person_of(request), name=given["name"], text=given["text"], seen=form.revision
        )

    return _written(request, form, sort, change_answer, row)


@require_POST
@needs(Right.KEEP_DESK)
def answer_remove(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Delete a canned answer, or bring it back."""
    row, _sort = _row(request, answer_id, CannedAnswer.with_removed)
    change = partial(keeping.remove_answer, row, by=person_of(request))
    words = _("ลบแล้ว คำตอบที่ส่งไปแล้วไม่เปลี่ยน")
    return remove_or_restore(request, change, reverse("desk:answers"), words)


def _written(
    request: HttpRequest,
    form: CannedForm,
    kind: CaseKind,
    act: Callable[[], None],
    row: CannedAnswer | None,
) -> HttpResponse:
    """Do what the form says, or show it with what stands against it."""

    def saved() -> str:
        act()
        messages.success(request, _("บันทึกแล้ว เลือกได้เมื่อตอบเรื่องชนิดนี้"))
        return reverse("desk:answers")

    if form.is_valid():
        if answer := tried(request, form, saved):
            return answer
        standing = CannedAnswer.objects.filter(pk=row.pk).first() if row else None
        # Saved once more, it has seen what the other wrote.
        form.see(standing.version if standing else 0)
    return form_page(
        request, form, row.name if row else _("คำตอบสำเร็จรูปใหม่"), reverse("desk:answers"),
        above=_("คำตอบสำเร็จรูป"), name=_("คำตอบสำเร็จรูป"), sub=in_language(kind.title),
        remove=reverse("desk:answer-remove", args=[row.pk]) if row else "",
        remove_text=_("ลบคำตอบนี้"),
    )  # fmt: skip


def _kind(request: HttpRequest, key: str) -> CaseKind:
    """A kind whose cases the person keeps."""
    person = person_of(request)
    kind = kind_in(person.agency.pk, key)
    if kind is None or not sees_kind(person, kind):
        raise Http404
    return kind


def _row(
    request: HttpRequest, answer_id: UUID, among: Manager[CannedAnswer] = CannedAnswer.objects
) -> tuple[CannedAnswer, CaseKind]:
    rows = among.select_related("agency")
    row = found(rows.filter(agency=person_of(request).agency, pk=answer_id).first())
    return row, _kind(request, row.kind)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def faq(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The form, with the question and the answers of the case to be read beside it."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    if request.method != "POST" and not may_become_faq(row, person):
        raise Http404
    form = FaqForm(posted(request), initial={"seen": row.version})

    def make_draft() -> str:
        given = form.cleaned_data
        question, answer = given["question"], given["answer"]
        page = make_faq(row, by=person, question=question, answer=answer, seen=given["seen"])
        messages.success(request, _("บันทึกร่างแล้ว ผู้มีหน้าที่เผยแพร่เสนอผู้บริหาร แล้วเผยแพร่"))
        return reverse("public_site:page", args=[page.pk])

    return sent(request, form, make_draft) or shown(
        request, "desk/faq.html", form, {"page": queries.case_page(row)}
    )


class ReaderForm(forms.Form):
    """The word for a reader as the page showed them."""

    seen = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.LET_READ)
@fresh
def reader(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who is to read what came before, who put them there, and the word for it."""
    person = person_of(request)
    row = found(readers.new_readers(person).filter(pk=appointment_id).first())
    form = ReaderForm(posted(request), initial={"seen": readers.mark_of(row)})
    if form.is_valid():
        try:
            readers.let_read(row, by=person, seen=form.cleaned_data["seen"])
        except ProngsaiError as refusal:
            refuse(form, refusal)
            # The page is drawn anew: perform once more, it has been looked at.
            form.data = {"seen": readers.mark_of(row)}
        else:
            messages.success(request, _("ยืนยันแล้ว ระบบแจ้งผู้ที่เกี่ยวข้องให้ทราบ"))
            return done(request, reverse("desk:cases"))
    why = None if readers.is_second(row, person) else readers.no_second(row)
    return shown(request, "desk/reader.html", form, {"row": row, "why": why})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind_make(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form, fields = (
        _form(request, initial_of_new(), posted(request)),
        fields_of(None, posted(request)),
    )

    def make_kind() -> str:
        own = keeping.make_kind(by=person, definition=form.said(said_in(fields)))
        messages.success(request, _("สร้างชนิดเรื่องแล้ว รับเรื่องได้ทันที"))
        return reverse("desk:kind", args=[own.key])

    return _answered(request, form, fields, make_kind, {})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind_change(request: HttpRequest, kind: str) -> HttpResponse:
    """Change a kind of the agency's own; cases of before stay readable."""
    person = person_of(request)
    sort = _kind(request, kind)
    own = found(OwnKind.objects.filter(agency=person.agency, key=kind).first())
    own_kind = own_of(sort)
    form = _form(request, {**initial_of(own_kind), "seen": own.version}, posted(request))
    fields = fields_of(own_kind, posted(request))

    def change_kind() -> str:
        definition = form.said(said_in(fields))
        is_changed = keeping.change_kind(own, by=person, definition=definition, seen=form.revision)
        tell_change(request, is_changed, _("บันทึกแล้ว เรื่องที่รับไว้ยังอ่านได้ตามเดิม"))
        return reverse("desk:kind", args=[kind])

    return _answered(request, form, fields, change_kind, {"kind": sort})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind_bring(request: HttpRequest) -> HttpResponse:
    """A kind that somebody shares, as YAML."""
    person = person_of(request)
    form = BringKindForm(request.POST or None, request.FILES or None)

    def bring_kind() -> str:
        file = form.cleaned_data["file"]
        text = utf8_of(file.name, content_of(file))
        own = keeping.bring_kind(by=person, name=file.name, text=text)
        messages.success(request, _("สร้างชนิดเรื่องแล้ว รับเรื่องได้ทันที"))
        return reverse("desk:kind", args=[own.key])

    return sent(request, form, bring_kind) or form_page(
        request, form, _("ชนิดเรื่องจากไฟล์ YAML"), reverse("desk:kind-make"),
        above=_("สร้างชนิดเรื่องของหน่วยงานเอง"), sub=_("ไฟล์บอกเพียงช่องและกติกา ไม่มีเรื่องใด"),
        save=_("สร้างชนิดเรื่อง"),
    )  # fmt: skip


@require_safe
@needs(Right.KEEP_DESK)
def kind_schema(request: HttpRequest, kind: str) -> HttpResponse:
    """A kind as YAML, to read or to share; it holds no case."""
    sort = _kind(request, kind)
    content = yaml_of(own_kinds.content_of(sort)).encode()
    return download(content, "application/yaml; charset=utf-8", f"{sort.key}.yaml")


def _form(request: HttpRequest, initial: dict[str, Any], data: Any = None) -> OwnKindForm:
    units = [unit.name for unit in open_units(person_of(request).agency)]
    return OwnKindForm(units, data, initial=initial)


def _answered(
    request: HttpRequest,
    form: OwnKindForm,
    fields: Any,
    act: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """What a sound form answers, else the page with what is wrong, or with more fields."""
    if "more" in request.POST:
        again = _form(request, request.POST.dict())
        context |= {"fields": fields_of(None, request.POST, MORE)}
        return shown(request, "desk/kind_make.html", again, context)
    return sent_with_fields(request, form, fields, act) or shown(
        request, "desk/kind_make.html", form, {**context, "fields": fields}
    )


WIDE = 560


class MapForm(forms.Form):
    """A picture, and where it is from."""

    photos = forms.FileField(
        label=gettext_lazy("ภาพแผนที่ JPG หรือ PNG"),
        help_text=gettext_lazy("ภาพเดียวของทั้งเขต ทุกคนเห็น จึงต้องเป็นภาพที่หน่วยงานเผยแพร่ได้"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        error_messages={"required": gettext_lazy("เลือกภาพก่อน")},
    )  # fmt: skip
    source = ThaiTextField(
        label=gettext_lazy("ที่มาของภาพ"), max_length=LONGEST_SOURCE,
        help_text=gettext_lazy("แสดงใต้ภาพ เช่น กองช่างวาดเอง"),
    )  # fmt: skip


@require_safe
def map_picture(_request: HttpRequest, agency_id: UUID, number: int) -> HttpResponse:
    """The picture of the map in use, for everybody; no other is shown to them."""
    row = map_in_use(public_agency(agency_id))
    if row is None or row.number != number:
        raise Http404
    return picture_answer(row.data, "public, max-age=86400")


@require_safe
@needs(Right.SEE)
def map_kept(request: HttpRequest, number: int) -> HttpResponse:
    """The picture of a map on which points were told, for officials."""
    rows = DeskMap.objects.filter(agency=person_of(request).agency, number=number)
    return picture_answer(found(rows.first()).data, "private, max-age=3600")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def map_settings(request: HttpRequest) -> HttpResponse:
    """The map in use; set another, or take none any more."""
    person = person_of(request)
    is_stopped = request.POST.get("act") == "stop"
    form = MapForm(None if is_stopped else posted(request), request.FILES or None)

    def set_or_stop() -> str:
        if is_stopped:
            stop_map(by=person)
        else:
            file, source = form.cleaned_data[PHOTOS], form.cleaned_data["source"]
            set_map(by=person, name=file.name or "", data=content_of(file), source=source)
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("desk:map")

    if (is_stopped or form.is_valid()) and (answer := tried(request, form, set_or_stop)):
        return answer
    row = map_in_use(person.agency)
    context = {"map": shown_map(row, WIDE) if row else None}
    return shown(request, "desk/map.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def days_off(request: HttpRequest) -> HttpResponse:
    """The days on which the agency is closed."""
    person = person_of(request)
    rows, mark = DayOff.objects.filter(agency=person.agency), days_mark(person.agency)
    initial = {
        "days": "\n".join(f"{long_date(day_off.day)} {day_off.name}".strip() for day_off in rows),
        "seen": mark,
    }
    form = DaysOffForm(posted(request), initial=initial)

    def set_days() -> str:
        set_days_off(person, form.cleaned_data["days"], seen=form.cleaned_data["seen"])
        messages.success(request, _("บันทึกแล้ว เรื่องที่รับต่อจากนี้นับวันตามนี้"))
        return reverse("desk:cases")

    return sent(request, form, set_days, mark) or form_page(
        request, form, _("วันหยุด"), reverse("desk:cases"),
        above=_("เรื่องจากประชาชนและเจ้าหน้าที่"), sub=_("วันครบกำหนดตอบไม่นับวันเหล่านี้"),
    )  # fmt: skip

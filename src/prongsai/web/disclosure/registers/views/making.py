"""A register of the agency's own: made on a page, changed, shared as YAML, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec import to_builtins

from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.matching import Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.own import content_of as content_of_register
from prongsai.core.registers.own import own_of, yaml_of
from prongsai.core.registers.sheet import sheets_of
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.forms import ColumnsForm, ReasonForm, RowsFileForm
from prongsai.web.disclosure.registers.grid_forms import BringForm, OwnRegisterForm, fields_of
from prongsai.web.disclosure.registers.models import RowsFile
from prongsai.web.disclosure.registers.queries.catalogue import own_register, register_of
from prongsai.web.disclosure.registers.services import making
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.disclosure.registers.services.outcome import (
    columns_of,
    file_of,
    outcome_of,
    said_before,
)
from prongsai.web.disclosure.registers.views.rows import opened, register_url, writer
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import perform, posted, pressed, sent, tell_change, tell_removed
from prongsai.web.platform.serving import download
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import MORE
from prongsai.web.platform.uploads import content_of, utf8_of
from prongsai.web.year.analysis.views import person_in


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DISCLOSE)
def make(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
    typed = posted(request)
    form, fields = OwnRegisterForm(typed), fields_of(None, typed, _more(request))

    def make_register() -> str:
        own = making.make(person.agency, by=person, definition=form.said(said_in(fields)))
        messages.success(request, _("สร้างทะเบียนแล้ว เพิ่มรายการแรกได้"))
        return register_url(year, own.key)

    context = {"year": year, "bring": BringForm()}
    return _sent_or_page(request, form, fields, make_register, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DISCLOSE)
def bring(request: HttpRequest, year: int) -> HttpResponse:
    """A register that somebody shares, as YAML."""
    person = person_in(request, year)
    form = BringForm(request.POST or None, request.FILES or None)

    def bring_register() -> str:
        file = form.cleaned_data["file"]
        own = making.bring(
            person.agency, by=person, name=file.name, text=utf8_of(file.name, content_of(file))
        )
        messages.success(request, _("สร้างทะเบียนแล้ว เพิ่มรายการแรกได้"))
        return register_url(year, own.key)

    return sent(request, form, bring_register) or form_page(
        request, form, _("ทะเบียนจากไฟล์ YAML"), reverse("registers:make", args=[year]),
        above=_("สร้างทะเบียนของหน่วยงานเอง"), sub=_("ไฟล์บอกเพียงช่องและกติกา ไม่มีรายการใด"),
        save=_("สร้างทะเบียน"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DISCLOSE)
def change(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Change a register of the agency's own; rows of before stay readable."""
    person, register = opened(request, year, key)
    own = found(own_register(person.agency, key))
    before = own_of(register)
    typed = posted(request)
    form = OwnRegisterForm(typed, initial={**to_builtins(before), "seen": own.version})
    fields = fields_of(before, typed, _more(request))

    def change_register() -> str:
        wanted = form.said(said_in(fields))
        seen = form.revision
        is_changed = making.change(own, by=person, register=register, definition=wanted, seen=seen)
        tell_change(request, is_changed, _("บันทึกแล้ว"))
        return register_url(year, key)

    return _sent_or_page(
        request, form, fields, change_register, {"year": year, "register": register}
    )


@require_POST
@needs(Right.DISCLOSE)
def close(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Offer a register of the agency's own no more."""
    person, register = opened(request, year, key)
    own = found(own_register(person.agency, key))

    def close_register() -> str:
        if making.close(own, by=person, register=register):
            back = reverse("registers:open-again", args=[year, key])
            tell_removed(request, _("ปิดทะเบียนแล้ว รายการยังอยู่"), back)
        return reverse("registers:shelf", args=[year])

    return pressed(request, close_register, register_url(year, key))


@require_POST
@needs(Right.DISCLOSE)
def open_again(request: HttpRequest, year: int, key: str) -> HttpResponse:
    person = person_in(request, year)
    own = found(own_register(person.agency, key))
    back = reverse("registers:shelf", args=[year])
    return perform(request, lambda: making.open_again(own, by=person), back, _("เปิดทะเบียนแล้ว"))


@require_safe
@needs(Right.SEE)
def schema(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A register as YAML, to read or to share; it holds no row."""
    person = person_in(request, year)
    register = found(register_of(person.agency, key))
    text = yaml_of(content_of_register(register))
    return download(text.encode(), "application/yaml; charset=utf-8", f"{key}.yaml")


def _more(request: HttpRequest) -> int:
    """Count the empty fields that are asked for."""
    return MORE if "more" in request.POST else 0


def _sent_or_page(
    request: HttpRequest,
    form: OwnRegisterForm,
    fields: Any,
    act: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Answer a sound form; else show the page and say what is wrong, or more empty fields."""
    if "more" in request.POST:
        form = OwnRegisterForm(initial=request.POST.dict())
    elif answer := sent_with_fields(request, form, fields, act):
        return answer
    return shown(request, "registers/make.html", form, {**context, "fields": fields})


def sent_with_fields(
    request: HttpRequest, form: Any, fields: Any, act: Callable[[], str]
) -> HttpResponse | None:
    """Act on a sound form and its fields; None where the page shows what is wrong with them."""
    if form.is_bound and not fields.is_valid():
        form.full_clean()
        form.add_error(None, _("แก้ช่องที่แจ้งไว้ด้านล่าง"))
    elif form.is_bound and form.fits(said_in(fields)):
        return sent(request, form, act)
    return None


def said_in(fields: Any) -> list[Any]:
    return [form.said for form in fields if form.said is not None]


_PASTED = "paste.txt"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def send(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Send a file, or paste rows; nothing changes yet."""
    person, register = writer(request, year, key)
    form = RowsFileForm(request.POST or None, request.FILES or None)

    def read_sent() -> str:
        file = form.cleaned_data["file"]
        name = _PASTED if file is None else file.name or _PASTED
        data = form.cleaned_data["text"].encode() if file is None else content_of(file)
        rows_file = making.read_file(
            person.agency, by=person, register=register, year=year, name=name, data=data
        )
        return reverse("registers:take-preview", args=[year, key, rows_file.pk])

    return sent(request, form, read_sent) or shown(
        request, "registers/take.html", form, {"register": register, "year": year}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def preview(request: HttpRequest, year: int, key: str, rows_file_id: UUID) -> HttpResponse:
    """What a file would do; its columns are said and its rows taken here."""
    person, register = writer(request, year, key)
    file = found(file_of(person, register, year, rows_file_id))
    if file.taken_at is not None:
        messages.info(request, _("ไฟล์นี้นำเข้าไปแล้ว"))
        return done(request, register_url(year, key))
    refusal = ""
    if request.method == "POST":
        try:
            return done(
                request,
                answer_once(request, lambda: _take_or_assign(request, person, register, file)),
            )
        except ProngsaiError as error:
            refusal = words_of(error)
            file.refresh_from_db()
    outcome = outcome_of(person, register, file)
    alone = _alone(register, file)
    form = ColumnsForm(register, file, alone, outcome.imported.matchings)
    context = {
        "register": register, "year": year, "file": file, "refusal": refusal, "outcome": outcome,
        "reason_form": ReasonForm(initial={REASON: request.POST.get(REASON, "")}),
        "asks": making.must_say_columns(register, file),
        "said_on": said_before(person.agency, register, alone),
    }  # fmt: skip
    return shown(request, "registers/take_preview.html", form, context)


def _take_or_assign(request: HttpRequest, person: Actor, register: Register, file: RowsFile) -> str:
    """Take the rows, or keep what was said of the columns; where to go then."""
    if request.POST.get("act") == "take":
        outcome = making.take(
            file, by=person, register=register, seen=request.POST.get("seen", ""),
            reason=request.POST.get(REASON, ""),
        )  # fmt: skip
        if outcome is None:
            messages.info(request, _("ไฟล์นี้นำเข้าไปแล้ว"))
        else:
            counts = {"new": len(outcome.new), "changed": len(outcome.changed)}
            messages.success(request, _("นำเข้าแล้ว: รายการใหม่ %(new)s เปลี่ยน %(changed)s") % counts)
        return register_url(file.fiscal_year, register.key)
    alone = _alone(register, file)
    form = ColumnsForm(register, file, alone, alone, request.POST)
    if not form.is_valid():
        raise Refused("registers/assigned_column_unknown")
    if form.said_twice:
        raise Refused("registers/column_assigned_twice", heading=form.said_twice)
    making.say_columns(
        file, given=form.given, defaults=form.defaults, only_year=form.cleaned_data["only_year"]
    )
    return request.path


def _alone(register: Register, file: RowsFile) -> tuple[tuple[str, Matching], ...]:
    return columns_of(register, sheets_of(file.sheets))

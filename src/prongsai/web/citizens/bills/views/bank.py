"""Statements of the bank, and the reconciliation of a day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.bills.matching import Verdict
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.bills.forms import DayForm, StatementForm, TakeBackForm, day_of
from prongsai.web.citizens.bills.models import BankFile, BankLine
from prongsai.web.citizens.bills.papers import day_pdf
from prongsai.web.citizens.bills.queries import day_page, matches_of, paid_of
from prongsai.web.citizens.bills.services import banking
from prongsai.web.citizens.bills.views.staff import keeper, pdf, sent
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of

_MOST_FILES = 30
_MOST_TOLD = 5


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def bank(request: HttpRequest) -> HttpResponse:
    """Take in a statement; those that were taken in."""
    person = keeper(request)
    is_sent = request.method == "POST"
    form = StatementForm(request.POST, request.FILES) if is_sent else StatementForm()

    def act() -> str:
        given = form.cleaned_data["file"]
        file, told = banking.take_file(
            by=person, name=given.name or "bank.csv", data=content_of(given)
        )
        for one in told.findings[:_MOST_TOLD]:
            place = one.places[0].line if one.places else ""
            messages.warning(
                request, _("บรรทัดที่ %(line)s ไม่ได้นำเข้า: %(fault)s")
                % {"line": place, "fault": in_language(one.message)},
            )  # fmt: skip
        return reverse("bills:bank-file", args=[file.pk])

    answer = sent(request, form, act)
    if answer is not None:
        return answer
    files = BankFile.objects.filter(agency=person.agency)[:_MOST_FILES]
    return shown(request, "bills/bank.html", form, {"files": files})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def bank_file(request: HttpRequest, bank_file_id: UUID) -> HttpResponse:
    """A statement: what is certain, what is told, what a person may choose; take it back."""
    person, file = keeper(request), _file(request, bank_file_id)
    is_sent = request.method == "POST"
    form = TakeBackForm(request.POST if is_sent else None)

    def act() -> str:
        banking.take_back_file(file, by=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("เพิกถอนรายการธนาคาร “%(name)s” แล้ว") % {"name": file.name})
        return reverse("bills:bank")

    answer = sent(request, form, act)
    if answer is not None:
        return answer
    rows = matches_of(file)
    context = {
        "file": file,
        "open": "take-back" if is_sent else "",
        "may_take_back": is_sent or banking.may_take_back(file, person),
        "certain": [one for one in rows if one.verdict is Verdict.CERTAIN],
        "others": [one for one in rows if one.verdict is not Verdict.CERTAIN],
        "paid": paid_of(file),
    }
    return shown(request, "bills/bank_file.html", form, context)


@require_POST
@needs(Right.SEE)
def certain(request: HttpRequest, bank_file_id: UUID) -> HttpResponse:
    """Record what is certain."""
    person, file = keeper(request), _file(request, bank_file_id)
    address = reverse("bills:bank-file", args=[file.pk])

    def act() -> str:
        count = banking.record_certain(file, by=person)
        messages.success(request, _("บันทึกรับชำระ %(count)s รายการ") % {"count": count})
        return address

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address)


@require_POST
@needs(Right.SEE)
def choose(request: HttpRequest, bank_line_id: UUID) -> HttpResponse:
    """Record a sum for the bill that was chosen."""
    person = keeper(request)
    rows = BankLine.objects.select_related("file__agency").filter(agency=person.agency)
    line = found(rows.filter(pk=bank_line_id).first())
    address = reverse("bills:bank-file", args=[line.file_id])

    def act() -> str:
        try:
            chosen = UUID(request.POST.get("bill", ""))
        except ValueError:
            messages.info(request, _("ยังไม่ได้เลือกใบแจ้ง"))
            return address
        payment = banking.choose(line, by=person, bill_id=chosen)
        messages.success(request, _("บันทึกรับชำระใบแจ้ง %(bill)s") % {"bill": payment.bill})
        return address

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address)


@require_safe
@needs(Right.SEE)
def day(request: HttpRequest, on: str) -> HttpResponse:
    """The reconciliation of a day; another is typed into its form."""
    person = keeper(request)
    if any(name.startswith("day_") for name in request.GET):
        form = DayForm(request.GET)
        if form.is_valid():
            return redirect("bills:day", form.cleaned_data["day"].isoformat())
    else:
        form = DayForm(initial={"day": day_of(on) or today()})
    asked = day_of(on)
    if asked is None:
        raise Http404
    context = {"page": day_page(person.agency, asked), "form": form, "on": on}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "bills/day.html", context, status=status)


@require_safe
@needs(Right.SEE)
def day_paper(request: HttpRequest, on: str) -> HttpResponse:
    """The same as PDF."""
    person, asked = keeper(request), day_of(on)
    if asked is None:
        raise Http404
    return pdf(day_pdf(person, day_page(person.agency, asked)), f"reconciliation-{on}")


def _file(request: HttpRequest, key: UUID) -> BankFile:
    rows = BankFile.objects.select_related("agency").filter(agency=keeper(request).agency)
    return found(rows.filter(pk=key).first())

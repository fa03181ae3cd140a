"""Bills, payments, statements of the bank, days; and a bill for whoever has its reference."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.bills.matching import BillState, Verdict
from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.errors import ProngsaiError
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import open_units
from prongsai.web.citizens.bills import queries, services
from prongsai.web.citizens.bills.forms import (
    AccountForm,
    BillForm,
    DayForm,
    PaymentForm,
    ReasonForm,
    ReferenceForm,
    StatementForm,
    TakeBackForm,
    day_of,
)
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, PayAccount, Way
from prongsai.web.citizens.bills.papers import bill_pdf, day_pdf, payment_pdf
from prongsai.web.citizens.bills.queries import (
    bill_by_reference,
    bill_page,
    day_page,
    matches_of,
    paid_of,
)
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.citizens.bills.services import set_account
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.cases import case_of
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.publication.views import is_copy, public_agency


@require_safe
@needs(Right.SEE)
def bills(request: HttpRequest) -> HttpResponse:
    """The bills, those to be paid first asked for; who keeps none reads who does."""
    person = person_of(request)
    if not keeps_bills(person, today()):
        return render(request, "bills/others.html")
    state, words = request.GET.get("state", BillState.OPEN), request.GET.get("q", "")
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "list": queries.listed(person.agency, state, words, request.GET.get("page", "1")),
        "state": state,
        "words": words,
        "query": query.urlencode(),
        "may_set": may(person, Right.KEEP_BILLS),
        "has_account": PayAccount.objects.filter(agency=person.agency).exists(),
        "today": today().isoformat(),
    }
    return render(request, "bills/bills.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def make(request: HttpRequest) -> HttpResponse:
    """Write a bill; of a case where the address names one."""
    person = keeper(request)
    case = _case(person, request.GET.get("case", ""))
    form = BillForm(request.POST if request.method == "POST" else None, initial=_first(case))

    def act() -> str:
        given = form.cleaned_data
        bill = services.make(
            by=person, payer=given["payer"], about=given["about"], items=given["items"],
            due_on=given["due_on"], case=case,
        )  # fmt: skip
        messages.success(request, _("ออกใบแจ้งแล้ว พิมพ์หรือส่งให้ผู้ชำระ"))
        return reverse("bills:bill", args=[bill.pk])

    return sent(request, form, act) or shown(request, "bills/make.html", form, {"case": case})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """A bill with its code, what was paid, and what can be done."""
    person = keeper(request)
    row = found(queries.bill_of(person.agency, bill_id))
    page = queries.bill_page(row)
    act = request.POST.get("act", "")
    made = _forms(request, page, act)
    if request.method == "POST" and act in made:
        answer = sent(request, made[act], lambda: _acted(request, person, page, act, made[act]))
        if answer is not None:
            return answer
    is_refused = request.method == "POST"
    context = {
        "page": page,
        "forms": [(name, _heads()[name], one) for name, one in made.items()],
        "form": made.get(act),
        "open": act or "pay",
        "reference": printed_slip(row.reference),
        "picture": mark_safe(qr_inline(page.code)) if page.is_open else "",  # noqa: S308 - drawn by us
        "public": request.build_absolute_uri(reverse("bills:public", args=[person.agency.pk])),
        "account": AccountKind(row.account_kind).label,
        "case": case_of(person, row.case_id, today()) if row.case_id else None,
    }
    return render(request, "bills/bill.html", context, status=UNPROCESSABLE if is_refused else 200)


@require_safe
@needs(Right.SEE)
def paper(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """The bill as PDF."""
    row = found(queries.bill_of(keeper(request).agency, bill_id))
    return pdf(bill_pdf(queries.bill_page(row)), f"bill-{row.number}-{row.fiscal_year}")


@require_safe
@needs(Right.SEE)
def receipt(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """The slip of the payment that stands, as PDF."""
    row = found(queries.bill_of(keeper(request).agency, bill_id))
    page = queries.bill_page(row)
    payment = found(page.payment)
    name = f"payment-{payment.number}-{payment.fiscal_year}"
    return pdf(payment_pdf(page, payment), name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_BILLS)
@fresh
def account(request: HttpRequest) -> HttpResponse:
    """Where bills are paid to from now on."""
    person = person_of(request)
    row = PayAccount.objects.filter(agency=person.agency).first()
    units = open_units(person.agency)
    initial: dict[str, object] = {"seen": 0}
    if row is not None:
        unit = str(row.unit_id or "")
        initial = {"seen": row.version, "kind": row.kind, "number": row.number, "name": row.name}
        initial |= {"unit": unit}
    form = AccountForm(units, request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        set_account(
            by=person, kind=AccountKind(given["kind"]), number=given["number"],
            name=given["name"], seen=form.revision,
            unit=next((one for one in units if str(one.pk) == given["unit"]), None),
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ใบแจ้งที่ออกไปแล้วไม่เปลี่ยน"))
        return reverse("bills:bills")

    return sent(request, form, act) or shown(request, "bills/account.html", form)


def _case(person: Actor, named: str) -> Case | None:
    """The case of an address, where one is named.

    Errors: Http404 where the person sees none of that name.
    """
    if not named:
        return None
    try:
        case_id = UUID(named)
    except ValueError as error:
        raise Http404 from error
    return found(case_of(person, case_id, today()))


def _first(case: Case | None) -> dict[str, str]:
    """What a form begins with: who pays for a case, and what for, without a name."""
    kind = kind_in(case.agency_id, case.kind) if case else None
    if case is None or kind is None or not kind.bill_to:
        return {}
    about = _("%(kind)s เรื่องเลขที่ %(number)s") % {
        "kind": kind.title.th, "number": f"{case.number}/{case.fiscal_year}"
    }  # fmt: skip
    return {"payer": case.values.get(kind.bill_to, ""), "about": about}


def keeper(request: HttpRequest) -> Actor:
    """The person, where they keep bills.

    Errors: PermissionDenied.
    """
    person = person_of(request)
    if not keeps_bills(person, today()):
        raise PermissionDenied
    return person


def sent(request: HttpRequest, form: forms.Form, act: Callable[[], str]) -> HttpResponse | None:
    """The answer to a form that was sent and done; None where it is to be shown."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper that is shown and kept nowhere on its way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _forms(request: HttpRequest, page: queries.BillPage, act: str) -> dict[str, forms.Form]:
    """What can be done with a bill as it stands."""
    first = {"seen": page.bill.version}

    def data(name: str) -> QueryDict | None:
        return request.POST if request.method == "POST" and act == name else None

    if page.is_open:
        day = {"day": today(), "way": Way.CASH}
        return {
            "pay": PaymentForm(data("pay"), initial={**first, **day}),
            "cancel": ReasonForm(data("cancel"), initial=first),
        }
    if page.payment is not None:
        return {"take-back": ReasonForm(data("take-back"), initial=first)}
    return {}


def _heads() -> dict[str, str]:
    return {
        "pay": _("บันทึกรับชำระด้วยมือ"), "cancel": _("ยกเลิกใบแจ้ง"),
        "take-back": _("เพิกถอนการรับชำระ"),
    }  # fmt: skip


def _acted(
    request: HttpRequest, person: Actor, page: queries.BillPage, act: str, form: forms.Form
) -> str:
    given, row = form.cleaned_data, page.bill
    if act == "pay":
        services.record_payment(
            row, by=person, amount=given["amount"], day=given["day"], way=Way(given["way"]),
            seen=given["seen"],
        )  # fmt: skip
    elif act == "cancel":
        services.cancel(row, by=person, reason=given["reason"], seen=given["seen"])
    elif page.payment is not None:
        services.take_back(page.payment, by=person, reason=given["reason"], seen=given["seen"])
    messages.success(request, _("บันทึกแล้ว"))
    return _address(row)


def _address(row: Bill) -> str:
    return reverse("bills:bill", args=[row.pk])


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
        file, told = services.take_file(
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
        services.take_back_file(file, by=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("เพิกถอนรายการธนาคาร “%(name)s” แล้ว") % {"name": file.name})
        return reverse("bills:bank")

    answer = sent(request, form, act)
    if answer is not None:
        return answer
    rows = matches_of(file)
    context = {
        "file": file,
        "open": "take-back" if is_sent else "",
        "may_take_back": is_sent or services.may_take_back(file, person),
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
        count = services.record_certain(file, by=person)
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
        payment = services.choose(line, by=person, bill_id=chosen)
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


# No cookie tells who asks: another site has nothing to use in a reader's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def public_bill(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Ask for the reference; show its bill."""
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        row = bill_by_reference(agency, form.cleaned_data["reference"])
        if row is None:
            form.add_error("reference", gettext("ไม่พบใบแจ้งของเลขนี้ที่หน่วยงานนี้ ตรวจตัวเลขอีกครั้ง"))
        else:
            page = bill_page(row)
            context |= {
                "page": page,
                "reference": printed_slip(row.reference),
                "account": AccountKind(row.account_kind).label,
                "picture": mark_safe(qr_inline(page.code)) if page.is_open else "",  # noqa: S308 - drawn by us
            }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    response = drawn(request, agency, "bills/public.html", context, status)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response

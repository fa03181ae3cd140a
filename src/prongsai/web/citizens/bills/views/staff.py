"""Bills for those who keep them: the list, a bill, what was paid, the account."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.bills.matching import BillState
from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.errors import ProngsaiError
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import open_units
from prongsai.web.citizens.bills import queries
from prongsai.web.citizens.bills.forms import AccountForm, BillForm, PaymentForm, ReasonForm
from prongsai.web.citizens.bills.models import Bill, PayAccount, Way
from prongsai.web.citizens.bills.papers import bill_pdf, payment_pdf
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.citizens.bills.services import billing
from prongsai.web.citizens.bills.services.billing import set_account
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.cases import case_of
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found, shown


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
        bill = billing.make(
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
        billing.record_payment(
            row, by=person, amount=given["amount"], day=given["day"], way=Way(given["way"]),
            seen=given["seen"],
        )  # fmt: skip
    elif act == "cancel":
        billing.cancel(row, by=person, reason=given["reason"], seen=given["seen"])
    elif page.payment is not None:
        billing.take_back(page.payment, by=person, reason=given["reason"], seen=given["seen"])
    messages.success(request, _("บันทึกแล้ว"))
    return _address(row)


def _address(row: Bill) -> str:
    return reverse("bills:bill", args=[row.pk])

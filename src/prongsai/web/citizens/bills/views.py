"""Bills, payments, statements of the bank, days; and a bill for whoever has its reference."""

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
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.bills.matching import BillState, SumVerdict
from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.bills.sign_tax import Reckoned, rates
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
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, PayAccount, PaymentWay
from prongsai.web.citizens.bills.papers import bill_pdf, day_pdf, notice_pdf
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries import case_of
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.address import printed_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import pdf, posted, pressed, sent, unkept
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import row_key
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
        "page_obj": queries.listed(person.agency, state, words, request.GET.get("page", "1")),
        "open_count": queries.open_count(person.agency),
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
    named = request.GET.get("case", "")
    case = found(case_of(person, found(row_key(named)), today())) if named else None
    reckoned = queries.reckoned_of(case) if case else None
    is_reckoned = reckoned is not None and reckoned.amount is not None
    form = BillForm(posted(request), initial=_first(case, reckoned), is_reckoned=is_reckoned)

    def make_bill() -> str:
        given = form.cleaned_data
        bill = services.make(
            by=person, payer=given["payer"], about=given["about"], items=given["items"],
            due_on=given["due_on"], case=case, reason=given.get("reason", ""),
        )  # fmt: skip
        messages.success(request, _("ออกใบแจ้งแล้ว พิมพ์หรือส่งให้ผู้ชำระ"))
        return reverse("bills:bill", args=[bill.pk])

    context = {"case": case, "reckoned": reckoned, "rates": rates()}
    return sent(request, form, make_bill) or shown(request, "bills/make.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """A bill with its code, what was paid, and what can be done."""
    person = keeper(request)
    row = found(queries.bill_of(person.agency, bill_id))
    act = request.POST.get("act", "")
    made = _forms(request, row, act)
    form = made.get(act)
    if form and (answer := sent(request, form, lambda: _carry_out(request, row, act, form))):
        return answer
    heads = {
        "pay": _("บันทึกรับชำระด้วยมือ"), "cancel": _("ยกเลิกใบแจ้ง"),
        "take-back": _("เพิกถอนการรับชำระ"),
    }  # fmt: skip
    context = {
        "bill": row,
        "forms": [(name, heads[name], each) for name, each in made.items()],
        "form": form,
        "open": act or "pay",
        "public": printed_address(reverse("bills:public", args=[person.agency.pk])),
        "case": case_of(person, row.case_id, today()) if row.case_id else None,
        **_printed(row),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "bills/bill.html", context, status=status)


@require_safe
@needs(Right.SEE)
def paper(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    row = found(queries.bill_of(keeper(request).agency, bill_id))
    return pdf(bill_pdf(row), f"bill-{row.number}-{row.fiscal_year}")


@require_safe
@needs(Right.SEE)
def notice(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """The notice of assessment of a tax, for an official to sign by hand."""
    row = found(queries.bill_of(keeper(request).agency, bill_id))
    found(row.assessed)
    return pdf(notice_pdf(row), f"assessment-{row.number}-{row.fiscal_year}")


@require_safe
@needs(Right.SEE)
def receipt(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """The slip of the payment that stands, as PDF."""
    row = found(queries.bill_of(keeper(request).agency, bill_id))
    payment = found(row.payment)
    return pdf(bill_pdf(row, payment), f"payment-{payment.number}-{payment.fiscal_year}")


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
        initial = {"seen": row.version, "kind": row.kind, "number": row.number, "name": row.name}
        initial |= {"unit": str(row.unit_id or ""), "by_officers": row.by_officers}
    form = AccountForm(units, posted(request), initial=initial)

    def set_account() -> str:
        given = form.cleaned_data
        services.set_account(
            by=person, kind=AccountKind(given["kind"]), number=given["number"],
            name=given["name"], seen=form.revision, by_officers=given["by_officers"],
            unit=next((unit for unit in units if str(unit.pk) == given["unit"]), None),
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ใบแจ้งที่ออกไปแล้วไม่เปลี่ยน"))
        return reverse("bills:bills")

    sub = _("ใบแจ้งที่ออกหลังจากนี้ใช้บัญชีนี้ การเปลี่ยนแจ้งผู้บริหารและผู้ตรวจสอบ")
    return sent(request, form, set_account) or form_page(
        request, form, _("บัญชีรับชำระ"), reverse("bills:bills"), above=_("ใบแจ้งชำระ"), sub=sub
    )


def _first(case: Case | None, reckoned: Reckoned | None) -> dict[str, str]:
    """What a form begins with: who pays for a case, what for, without a name, and how much."""
    kind = kind_in(case.agency_id, case.kind) if case else None
    if case is None or kind is None or not kind.bill_to:
        return {}
    about = _("%(kind)s เรื่องเลขที่ %(number)s") % {
        "kind": kind.title.th, "number": f"{case.number}/{case.fiscal_year}"
    }  # fmt: skip
    first = {"payer": case.values.get(kind.bill_to, ""), "about": about}
    if reckoned is not None and reckoned.amount is not None:
        first["items"] = f"{kind.title.th} {reckoned.amount:,.2f}"
    return first


def keeper(request: HttpRequest) -> Actor:
    person = person_of(request)
    if not keeps_bills(person, today()):
        raise PermissionDenied
    return person


def _forms(request: HttpRequest, row: Bill, act: str) -> dict[str, forms.Form]:
    """What can be done with a bill as it stands."""
    first = {"seen": row.version}

    def data(name: str) -> QueryDict | None:
        return posted(request) if act == name else None

    if row.is_open:
        begun = {**first, "day": today(), "way": PaymentWay.CASH}
        return {
            "pay": PaymentForm(data("pay"), initial=begun),
            "cancel": ReasonForm(data("cancel"), initial=first),
        }
    if row.payment is not None:
        return {"take-back": ReasonForm(data("take-back"), initial=first)}
    return {}


def _carry_out(request: HttpRequest, row: Bill, act: str, form: forms.Form) -> str:
    given, by = form.cleaned_data, person_of(request)
    if act == "pay":
        services.record_payment(
            row, by=by, amount=given["amount"], day=given["day"], way=PaymentWay(given["way"]),
            seen=given["seen"],
        )  # fmt: skip
    elif act == "cancel":
        services.cancel(row, by=by, reason=given["reason"], seen=given["seen"])
    elif row.payment is not None:
        services.take_back(row.payment, by=by, reason=given["reason"], seen=given["seen"])
    messages.success(request, _("บันทึกแล้ว"))
    return reverse("bills:bill", args=[row.pk])


def _printed(row: Bill) -> dict[str, str]:
    """Its reference as people read it, and its code while it is to be paid."""
    picture = mark_safe(qr_inline(row.code)) if row.is_open else ""  # noqa: S308 - drawn by us
    return {"reference": printed_slip(row.reference), "picture": picture}


_MOST_FILES = 30
_MOST_TOLD = 5


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def bank(request: HttpRequest) -> HttpResponse:
    """Take in a statement; those that were taken in."""
    person = keeper(request)
    is_sent = request.method == "POST"
    form = StatementForm(request.POST, request.FILES) if is_sent else StatementForm()

    def take_file() -> str:
        given = form.cleaned_data["file"]
        file, statement = services.take_file(
            by=person, name=given.name or "bank.csv", data=content_of(given)
        )
        for finding in statement.findings[:_MOST_TOLD]:
            place = finding.places[0].line if finding.places else ""
            messages.warning(
                request, _("บรรทัดที่ %(line)s ไม่ได้นำเข้า: %(fault)s")
                % {"line": place, "fault": in_language(finding.message)},
            )  # fmt: skip
        return reverse("bills:bank-file", args=[file.pk])

    if answer := sent(request, form, take_file):
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

    def take_back() -> str:
        services.take_back_file(file, by=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("เพิกถอนรายการธนาคาร “%(name)s” แล้ว") % {"name": file.name})
        return reverse("bills:bank")

    if answer := sent(request, form, take_back):
        return answer
    rows = queries.matches_of(file)
    context = {
        "file": file,
        "open": "take-back" if is_sent else "",
        "may_take_back": is_sent or services.may_take_back(file, person),
        "certain": [match for match in rows if match.verdict is SumVerdict.CERTAIN],
        "others": [match for match in rows if match.verdict is not SumVerdict.CERTAIN],
        "paid": queries.paid_of(file),
    }
    return shown(request, "bills/bank_file.html", form, context)


@require_POST
@needs(Right.SEE)
def certain(request: HttpRequest, bank_file_id: UUID) -> HttpResponse:
    person, file = keeper(request), _file(request, bank_file_id)
    address = reverse("bills:bank-file", args=[file.pk])

    def record_certain() -> str:
        count = services.record_certain(file, by=person)
        messages.success(request, _("บันทึกรับชำระ %(count)s รายการ") % {"count": count})
        return address

    return pressed(request, record_certain, address)


@require_POST
@needs(Right.SEE)
def choose(request: HttpRequest, bank_line_id: UUID) -> HttpResponse:
    """Record a sum for the bill that was chosen."""
    person = keeper(request)
    rows = BankLine.objects.select_related("file__agency").filter(agency=person.agency)
    line = found(rows.filter(pk=bank_line_id).first())
    address = reverse("bills:bank-file", args=[line.file_id])

    def choose_bill() -> str:
        chosen = row_key(request.POST.get("bill", ""))
        if chosen is None:
            messages.info(request, _("ยังไม่ได้เลือกใบแจ้ง"))
            return address
        payment = services.choose(line, by=person, bill_id=chosen)
        messages.success(request, _("บันทึกรับชำระใบแจ้ง %(bill)s") % {"bill": payment.bill})
        return address

    return pressed(request, choose_bill, address)


@require_safe
@needs(Right.SEE)
def day(request: HttpRequest, on: str) -> HttpResponse:
    """The reconciliation of a day; another is typed into its form."""
    person, asked = keeper(request), day_of(on)
    form = DayForm(initial={"day": asked or today()})
    if "day" in request.GET:
        form = DayForm(request.GET)
        if form.is_valid():
            return redirect("bills:day", form.cleaned_data["day"].isoformat())
    page = queries.day_page(person.agency, found(asked))
    return shown(request, "bills/day.html", form, {"page": page, "on": on})


@require_safe
@needs(Right.SEE)
def day_paper(request: HttpRequest, on: str) -> HttpResponse:
    person = keeper(request)
    page = queries.day_page(person.agency, found(day_of(on)))
    return pdf(day_pdf(person, page), f"reconciliation-{on}")


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
    form = ReferenceForm(posted(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        bills = Bill.objects.select_related("agency").filter(agency=agency)
        row = bills.filter(reference=form.cleaned_data["reference"]).first()
        if row is None:
            form.add_error("reference", _("ไม่พบใบแจ้งของเลขนี้ที่หน่วยงานนี้ ตรวจตัวเลขอีกครั้ง"))
        else:
            context |= {"bill": row, **_printed(row)}
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return unkept(drawn(request, agency, "bills/public.html", context, status))

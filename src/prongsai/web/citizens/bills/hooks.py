"""A case's bill beside the case: for who keeps bills, and for whoever holds the case's receipt."""

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.messages import read_words
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.bills.models import Bill
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.citizens.desk.hooks import Beside, for_citizens, for_officials
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import asked_alone, in_language


@for_officials
def bill_beside(person: Actor, case: Case) -> tuple[Beside, ...]:
    """The newest bill of a case; the way to make one where none stands."""
    if not _is_billed(case):
        return ()
    bill = Bill.objects.filter(case=case).first()
    keeps = keeps_bills(person, today())
    beside = []
    if bill is not None:
        url = reverse("bills:bill", args=[bill.pk]) if keeps else ""
        beside.append(
            Beside(_head(bill), _about(bill), bill.tag, url, _("เปิดใบแจ้ง") if url else "")
        )
    if keeps and (bill is None or bill.is_cancelled):
        url = f"{reverse('bills:make')}?case={case.pk}"
        why = in_language(read_words("bills/no_rates"))
        beside.append(Beside(_("ใบแจ้งชำระ"), why, None, url, _("ออกใบแจ้งชำระ")))
    return tuple(beside)


@for_citizens
def own_bill(case: Case) -> tuple[Beside, ...]:
    """The newest bill of a case, opened by its reference, which no address holds."""
    bill = Bill.objects.filter(case=case).first() if _is_billed(case) else None
    if bill is None:
        return ()
    url = f"{reverse('bills:public', args=[case.agency_id])}{asked_alone()}"
    sends = {"reference": bill.reference}
    return (Beside(_head(bill), _about(bill), bill.tag, url, _("ดูใบแจ้งและคิวอาร์"), sends),)


def _is_billed(case: Case) -> bool:
    kind = kind_in(case.agency_id, case.kind)
    return kind is not None and kind.bill_to is not None


def _head(bill: Bill) -> str:
    return _("ใบแจ้งชำระเลขที่ %(number)s") % {"number": bill}


def _about(bill: Bill) -> str:
    return _("%(about)s %(amount)s บาท") % {
        "about": bill.about, "amount": f"{bill.amount:,.2f}"
    }  # fmt: skip

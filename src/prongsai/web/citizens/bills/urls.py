"""Addresses of bills, for everybody and for those who keep them."""

from __future__ import annotations

from django.urls import path

from prongsai.web.citizens.bills.views import bank, public, staff

app_name = "bills"
_BILL = "bills/<uuid:bill_id>/"
urlpatterns = [
    path("site/<uuid:agency_id>/pay/", public.bill, name="public"),
    path("bills/", staff.bills, name="bills"),
    path("bills/new/", staff.make, name="make"),
    path("bills/account/", staff.account, name="account"),
    path("bills/bank/", bank.bank, name="bank"),
    path("bills/bank/<uuid:bank_file_id>/", bank.bank_file, name="bank-file"),
    path("bills/bank/<uuid:bank_file_id>/certain/", bank.certain, name="certain"),
    path("bills/bank/line/<uuid:bank_line_id>/", bank.choose, name="choose"),
    path("bills/day/<slug:on>/", bank.day, name="day"),
    path("bills/day/<slug:on>.pdf", bank.day_paper, name="day-paper"),
    path(_BILL, staff.bill, name="bill"),
    path(f"{_BILL}bill.pdf", staff.paper, name="paper"),
    path(f"{_BILL}payment.pdf", staff.receipt, name="receipt"),
]

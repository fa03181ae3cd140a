"""Addresses of bills, for everybody and for those who keep them."""

from django.urls import path

from prongsai.web.citizens.bills import views

app_name = "bills"
_BILL = "bills/<uuid:bill_id>/"
urlpatterns = [
    path("site/<uuid:agency_id>/pay/", views.public_bill, name="public"),
    path("bills/", views.bills, name="bills"),
    path("bills/new/", views.make, name="make"),
    path("bills/account/", views.account, name="account"),
    path("bills/bank/", views.bank, name="bank"),
    path("bills/bank/<uuid:bank_file_id>/", views.bank_file, name="bank-file"),
    path("bills/bank/<uuid:bank_file_id>/certain/", views.certain, name="certain"),
    path("bills/bank/line/<uuid:bank_line_id>/", views.choose, name="choose"),
    path("bills/day/<slug:on>/", views.day, name="day"),
    path("bills/day/<slug:on>.pdf", views.day_paper, name="day-paper"),
    path(_BILL, views.bill, name="bill"),
    path(f"{_BILL}bill.pdf", views.paper, name="paper"),
    path(f"{_BILL}assessment.pdf", views.notice, name="notice"),
    path(f"{_BILL}payment.pdf", views.receipt, name="receipt"),
]

"""Addresses of the registers; "?series=memo&year=2569&unit=…" says which one."""

from django.urls import path

from prongsai.web.signing.numbering import views

app_name = "numbering"
urlpatterns = [
    path("numbers/", views.register, name="register"),
    path("numbers/print/", views.printed, name="print"),
    path("numbers/export/", views.export, name="export"),
    path("numbers/issue/", views.issue, name="issue"),
    path("numbers/keep/", views.reserve, name="keep"),
    path("numbers/begin/", views.begin, name="begin"),
    path("numbers/unit/", views.unit_register, name="unit"),
    path("numbers/<uuid:number_id>/void/", views.void, name="void"),
    path("numbers/<uuid:number_id>/describe/", views.describe, name="describe"),
]

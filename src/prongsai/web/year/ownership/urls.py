"""Addresses of owners and of one's own work."""

from django.urls import path

from prongsai.web.year.ownership import views

app_name = "ownership"
_O = "<int:year>/owners/"
_S = f"{_O}<slug:kind>/<slug:subject>/"
urlpatterns = [
    path("work/", views.work, name="work"),
    path("work/count/", views.count, name="count"),
    path(_O, views.owners, name="owners"),
    path(f"{_O}assign/", views.assign, name="assign"),
    path(f"{_O}as-planned/", views.as_planned, name="as-planned"),
    path(f"{_O}print/", views.printed, name="print"),
    path(f"{_O}owners.xlsx", views.export, {"form": "xlsx"}, name="export"),
    path(f"{_O}owners.csv", views.export, {"form": "csv"}, name="export-csv"),
    path(_S, views.subject, name="subject"),
    path(f"{_S}assign/", views.subject_assign, name="subject-assign"),
    path(f"{_S}end/", views.end, name="subject-end"),
    path(f"{_S}within/", views.assign_within, name="assign-within"),
]

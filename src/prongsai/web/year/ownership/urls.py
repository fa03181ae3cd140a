"""Addresses of owners and of one's own work."""

from __future__ import annotations

from django.urls import path

from prongsai.web.year.ownership.views import owners, subject, work

app_name = "ownership"
_O = "<int:year>/owners/"
_S = f"{_O}<slug:kind>/<slug:subject>/"
urlpatterns = [
    path("work/", work.work, name="work"),
    path(_O, owners.owners, name="owners"),
    path(f"{_O}assign/", owners.assign, name="assign"),
    path(f"{_O}as-planned/", owners.as_planned, name="as-planned"),
    path(f"{_O}print/", owners.printed, name="print"),
    path(f"{_O}owners.xlsx", owners.export, {"form": "xlsx"}, name="export"),
    path(f"{_O}owners.csv", owners.export, {"form": "csv"}, name="export-csv"),
    path(f"{_O}proposal/<uuid:proposal_id>/", subject.decide, name="decide"),
    path(_S, subject.subject, name="subject"),
    path(f"{_S}assign/", subject.assign, name="subject-assign"),
    path(f"{_S}end/", subject.end, name="subject-end"),
    path(f"{_S}propose/", subject.propose, name="propose"),
]

"""Addresses of the reports at six and twelve months, and of results."""

from __future__ import annotations

from django.urls import path

from prongsai.web.year.reports.views import actions, drafts, reports, rows

app_name = "reports"
_R = "<int:year>/reports/<slug:kind>/"
urlpatterns = [
    path("<int:year>/reports/", reports.reports, name="reports"),
    path("<int:year>/reports/effect/", reports.effect, name="effect"),
    path(_R, reports.report, name="report"),
    path(f"{_R}rows/<uuid:measure_id>/", rows.row, name="row"),
    path(f"{_R}remind/", actions.remind, name="remind"),
    path(f"{_R}nothing/", actions.nothing, name="nothing"),
    path(f"{_R}layout/", actions.layout, name="layout"),
    path(f"{_R}submit/", actions.submit, name="submit"),
    path(f"{_R}publish/", actions.publish, name="publish"),
    path(f"{_R}draft/", drafts.ask, name="draft"),
    path("reports/job/<uuid:job_id>/", drafts.job, name="job"),
    path("reports/file/<uuid:draft_id>/", drafts.file, name="file"),
]

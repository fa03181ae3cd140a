"""Addresses of the reports at six and twelve months, and of results."""

from django.urls import path

from prongsai.web.year.reports import views

app_name = "reports"
_R = "<int:year>/reports/<slug:kind>/"
urlpatterns = [
    path("<int:year>/reports/", views.reports, name="reports"),
    path("<int:year>/reports/effect/", views.effect, name="effect"),
    path(_R, views.report, name="report"),
    path(f"{_R}rows/<uuid:measure_id>/", views.row, name="row"),
    path(f"{_R}remind/", views.remind, name="remind"),
    path(f"{_R}nothing/", views.nothing, name="nothing"),
    path(f"{_R}layout/", views.layout, name="layout"),
    path(f"{_R}submit/", views.submit, name="submit"),
    path(f"{_R}publish/", views.publish, name="publish"),
    path(f"{_R}draft/", views.ask, name="draft"),
    path("reports/job/<uuid:job_id>/", views.job, name="job"),
    path("reports/file/<uuid:draft_id>/", views.file, name="file"),
]

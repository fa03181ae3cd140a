"""Addresses of the papers."""

from __future__ import annotations

from django.urls import path

from prongsai.web.papers import views

app_name = "papers"
urlpatterns = [
    path("<int:year>/papers/", views.papers, name="papers"),
    path("<int:year>/papers/ask/", views.ask, name="ask"),
    path("papers/job/<uuid:job_id>/", views.job, name="job"),
    path("papers/file/<uuid:file_id>/", views.file, name="file"),
]

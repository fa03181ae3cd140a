"""Addresses of the figures."""

from django.urls import path

from prongsai.web.disclosure.statistics import views

app_name = "statistics"
_S = "public-site/statistics/"
_Q = f"{_S}quarter/"
urlpatterns = [
    path(_S, views.statistics, name="statistics"),
    path(f"{_S}<slug:name>.csv", views.export, name="export"),
    path(f"{_Q}<slug:key>/", views.quarter, name="quarter"),
    path(f"{_Q}<slug:key>/make/", views.make, name="quarter-make"),
    path(f"{_Q}paper/<uuid:paper_id>/send/", views.send, name="quarter-send"),
    path(f"{_Q}paper/<uuid:paper_id>.<slug:form>", views.file, name="quarter-file"),
]

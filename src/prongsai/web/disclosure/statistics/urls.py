"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from prongsai.web.disclosure.statistics.views import figures, quarters

app_name = "statistics"
_S = "public-site/statistics/"
_Q = f"{_S}quarter/"
urlpatterns = [
    path(_S, figures.statistics, name="statistics"),
    path(f"{_S}<slug:name>.csv", figures.export, name="export"),
    path(f"{_Q}<slug:key>/", quarters.quarter, name="quarter"),
    path(f"{_Q}<slug:key>/make/", quarters.make, name="quarter-make"),
    path(f"{_Q}paper/<uuid:paper_id>/send/", quarters.send, name="quarter-send"),
    path(f"{_Q}paper/<uuid:paper_id>.<slug:form>", quarters.file, name="quarter-file"),
]

"""Addresses of the reports at six and twelve months, and of results."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []

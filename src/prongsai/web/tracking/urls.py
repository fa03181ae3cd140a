"""Addresses of what was done for each measure, and where it stands."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "tracking"
urlpatterns: list[URLPattern] = []

"""Addresses of working groups, meetings, resolutions."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "meetings"
urlpatterns: list[URLPattern] = []

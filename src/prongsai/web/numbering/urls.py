"""Addresses of the registers of document numbers."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "numbering"
urlpatterns: list[URLPattern] = []

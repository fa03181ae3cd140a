"""Addresses of what the agency has published, for everybody."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "publication"
urlpatterns: list[URLPattern] = []

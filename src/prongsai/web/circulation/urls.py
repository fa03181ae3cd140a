"""Addresses of papers sent to units and staff, and who has read them."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "circulation"
urlpatterns: list[URLPattern] = []

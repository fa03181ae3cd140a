"""Addresses of routes, steps, decisions, the exact paper that was approved."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "approval"
urlpatterns: list[URLPattern] = []

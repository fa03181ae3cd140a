"""Addresses of announcements from draft to acknowledgement."""

from __future__ import annotations

from django.urls.resolvers import URLPattern

app_name = "announcements"
urlpatterns: list[URLPattern] = []

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "prongsai.web.disclosure.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

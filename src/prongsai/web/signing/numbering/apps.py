"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "prongsai.web.signing.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"

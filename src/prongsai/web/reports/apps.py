"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports."""

    name = "prongsai.web.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

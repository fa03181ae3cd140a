"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "prongsai.web.year.analysis"
    label = "analysis"
    default_auto_field = "django.db.models.BigAutoField"

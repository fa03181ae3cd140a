"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "prongsai.web.year.scoring"
    label = "scoring"
    default_auto_field = "django.db.models.BigAutoField"

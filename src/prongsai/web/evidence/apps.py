"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence."""

    name = "prongsai.web.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Tracking."""

    name = "prongsai.web.tracking"
    label = "tracking"
    default_auto_field = "django.db.models.BigAutoField"

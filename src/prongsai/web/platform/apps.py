"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Platform."""

    name = "prongsai.web.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"

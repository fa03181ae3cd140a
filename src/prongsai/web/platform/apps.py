"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from prongsai.web.platform.django_words import speak_thai


class PlatformConfig(AppConfig):
    name = "prongsai.web.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Django's own words are said in Thai where it has none."""
        speak_thai()

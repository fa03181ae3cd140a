"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "prongsai.web.disclosure.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal and the upkeep must know this app; no earlier."""
        from prongsai.web.disclosure.surveys import periodic, tiles  # noqa: F401, PLC0415

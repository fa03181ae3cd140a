"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "prongsai.web.disclosure.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Journal, dashboard and my work must know this app; no earlier."""
        from prongsai.web.disclosure.disclosure import tiles, waiting  # noqa: F401, PLC0415
        from prongsai.web.disclosure.disclosure.services import carrying  # noqa: F401, PLC0415

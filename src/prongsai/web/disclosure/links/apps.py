"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "prongsai.web.disclosure.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know this app; no earlier."""
        from prongsai.web.disclosure.links import journal_messages  # noqa: F401, PLC0415

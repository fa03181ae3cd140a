"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The case desk."""

    name = "prongsai.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal, the upkeep and "my work" must know this app; no earlier."""
        from prongsai.web.desk import journal_messages, periodic, waiting  # noqa: F401, PLC0415

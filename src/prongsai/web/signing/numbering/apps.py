"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "prongsai.web.signing.numbering"
    label = "numbering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know the app's sentences."""
        from prongsai.web.signing.numbering import journal_messages  # noqa: F401, PLC0415

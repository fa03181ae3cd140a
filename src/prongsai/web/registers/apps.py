"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers."""

    name = "prongsai.web.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know this app's sentences; no earlier."""
        from prongsai.web.registers import journal_messages  # noqa: F401, PLC0415

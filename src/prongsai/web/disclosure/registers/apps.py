"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "prongsai.web.disclosure.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal and "my work" must know this app; no earlier."""
        from prongsai.web.disclosure.registers import waiting  # noqa: F401, PLC0415

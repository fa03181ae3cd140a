"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class BillsConfig(AppConfig):
    name = "prongsai.web.citizens.bills"
    label = "bills"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal and the desk must know this app; no earlier."""
        from prongsai.web.citizens.bills import beside  # noqa: F401, PLC0415

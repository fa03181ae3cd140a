"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class OwnershipConfig(AppConfig):
    name = "prongsai.web.year.ownership"
    label = "ownership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Dashboard, journal and the carrying forward must know this app; no earlier."""
        from prongsai.web.year.ownership import tiles  # noqa: F401, PLC0415
        from prongsai.web.year.ownership.services import carrying  # noqa: F401, PLC0415

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "prongsai.web.agency"
    label = "agency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of what allauth does; tell the journal's sentences."""
        from prongsai.web.agency import inbox  # noqa: F401, PLC0415
        from prongsai.web.agency.listening import listen  # noqa: PLC0415 - models must be there

        listen()

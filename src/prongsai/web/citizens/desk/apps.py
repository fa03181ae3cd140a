"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "prongsai.web.citizens.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal, the upkeep, the OIT's items and "my work" must know this app; no earlier."""
        from prongsai.web.citizens.desk import (  # noqa: PLC0415
            own_pages,  # noqa: F401
            periodic,  # noqa: F401
            waiting,  # noqa: F401
        )

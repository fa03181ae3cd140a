"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "prongsai.web.office.circulation"
    label = "circulation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know the sentences, my work what waits; no earlier."""
        from prongsai.web.office.circulation import waiting  # noqa: F401, PLC0415

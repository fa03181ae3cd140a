"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "prongsai.web.year.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The dashboard must know the tile, the journal the sentences, we the units' names."""
        from prongsai.web.year.measures import listening, tiles  # noqa: F401, PLC0415

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "prongsai.web.office.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Others must know the tile, the sentences and the kinds of papers; no earlier."""
        from prongsai.web.office.papers import handlers, tiles  # noqa: F401, PLC0415

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers."""

    name = "prongsai.web.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The dashboard must know the tile; Django is not ready before."""
        from prongsai.web.papers import tiles  # noqa: F401, PLC0415

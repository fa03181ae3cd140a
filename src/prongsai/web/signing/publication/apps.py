"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "prongsai.web.signing.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know the sentences; Django is not ready before."""
        from prongsai.web.signing.publication import checking  # noqa: F401, PLC0415

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "prongsai.web.disclosure.public_site"
    label = "public_site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Approval, journal, my work and the worker must know this app; no earlier."""
        from prongsai.web.disclosure.public_site import (  # noqa: PLC0415
            handlers,  # noqa: F401
            listening,  # noqa: F401
            own_pages,  # noqa: F401
            tiles,  # noqa: F401
            waiting,  # noqa: F401
        )

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "prongsai.web.citizens.counter"
    label = "counter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal, the upkeep and the public search must know this app; no earlier."""
        from prongsai.web.citizens.counter import periodic  # noqa: F401, PLC0415
        from prongsai.web.citizens.counter.services import finding  # noqa: F401, PLC0415

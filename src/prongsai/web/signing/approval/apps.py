"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "prongsai.web.signing.approval"
    label = "approval"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guards, the sentences of the journal, what waits for people; no earlier."""
        from prongsai.web.signing.approval import guards, waiting  # noqa: F401, PLC0415

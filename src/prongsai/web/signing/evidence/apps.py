"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "prongsai.web.signing.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The journal must know the sentences, and uploads the files of unsaved forms."""
        from prongsai.web.signing.evidence import drafts  # noqa: F401, PLC0415

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "prongsai.web.year.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A new agency's first year opens with it; the journal must know the sentences."""
        from prongsai.web.agency.signals import agency_started  # noqa: PLC0415 - apps are loaded
        from prongsai.web.year.assessment.services.years import on_agency_started  # noqa: PLC0415

        agency_started.connect(on_agency_started, dispatch_uid="assessment")

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings."""

    name = "prongsai.web.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """Announcements."""

    name = "prongsai.web.announcements"
    label = "announcements"
    default_auto_field = "django.db.models.BigAutoField"

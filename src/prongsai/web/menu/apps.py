"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MenuConfig(AppConfig):
    """Menu and search."""

    name = "prongsai.web.menu"
    label = "menu"

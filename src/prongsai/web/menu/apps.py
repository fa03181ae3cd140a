"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class MenuConfig(AppConfig):
    name = "prongsai.web.menu"
    label = "menu"

"""The address of the search."""

from __future__ import annotations

from django.urls import path

from prongsai.web.menu import views

app_name = "menu"
urlpatterns = [path("search/", views.search, name="search")]

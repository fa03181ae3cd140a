"""Addresses that belong to no app."""

from django.urls import path
from django.views.i18n import set_language

from prongsai.web.platform import views

app_name = "platform"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("year/", views.year, name="year"),
    path("health/", views.health, name="health"),
    path("kit/", views.kit, name="kit"),
]

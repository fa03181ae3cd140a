"""The peer of the site: one Django page with one sentence, served as `prongsai serve` serves."""

from __future__ import annotations

from secrets import token_hex

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY=token_hex(), MIDDLEWARE=[]
)


def page(_: HttpRequest) -> HttpResponse:
    """Nothing but an answer: no middleware, no template, no database."""
    return HttpResponse("<!doctype html><title>bare</title><p>bare")


urlpatterns = [path("", page)]
application = get_wsgi_application()

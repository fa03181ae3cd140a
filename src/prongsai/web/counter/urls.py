"""Addresses of the counter, for everybody and for those who keep it."""

from __future__ import annotations

from django.urls import path

from prongsai.web.counter.views import public, queues

app_name = "counter"
_A = "site/<uuid:agency_id>/queue/"
_POINT = "counter/points/<uuid:counter_point_id>/"
urlpatterns = [
    path(f"{_A}ticket/<slug:ticket_code>/", public.ticket, name="ticket"),
    path(f"{_A}ticket/<slug:ticket_code>.pdf", public.paper, name="ticket-paper"),
    path(f"{_A}<slug:queue_code>/", public.take, name="take"),
    path(f"{_A}<slug:queue_code>/screen/", public.screen, name="screen"),
    path("counter/", queues.counter, name="counter"),
    path("counter/points/new/", queues.make, name="make"),
    path(_POINT, queues.point, name="point"),
    path(f"{_POINT}change/", queues.change, name="change"),
    path(f"{_POINT}day/", queues.day, name="day"),
    path(f"{_POINT}give/", queues.give, name="give"),
    path(f"{_POINT}poster.pdf", queues.poster, name="poster"),
    path(f"{_POINT}waits/", queues.waits, name="waits"),
    path(f"{_POINT}window/<uuid:window_id>/", queues.window, name="window"),
]

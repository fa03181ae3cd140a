"""Addresses of the calendar and the inbox."""

from __future__ import annotations

from django.urls import path

from prongsai.web.year.calendar.views import dates, inbox

app_name = "calendar"
_C = "<int:year>/calendar/"
urlpatterns = [
    path(_C, dates.year_list, name="calendar"),
    path(f"{_C}month/<int:month>/", dates.month, name="month"),
    path(f"{_C}print/", dates.paper, name="print"),
    path(f"{_C}add/", dates.add, name="add"),
    path(f"{_C}event/<uuid:event_id>/", dates.event, name="event"),
    path(f"{_C}event/<uuid:event_id>/move/", dates.move, name="move"),
    path(f"{_C}event/<uuid:event_id>/state/", dates.state, name="state"),
    path(f"{_C}event/<uuid:event_id>/presence/", dates.presence, name="presence"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read, name="read"),
    path("inbox/wishes/", inbox.preferences, name="preferences"),
    path("inbox/feed/renew/", inbox.renew, name="renew"),
    path("calendar/feed/<str:token>.ics", inbox.feed, name="feed"),
]

"""Addresses of the calendar and the inbox."""

from django.urls import path

from prongsai.web.year.calendar import views

app_name = "calendar"
_C = "<int:year>/calendar/"
urlpatterns = [
    path(_C, views.year_list, name="calendar"),
    path(f"{_C}month/<int:month>/", views.month, name="month"),
    path(f"{_C}print/", views.paper, name="print"),
    path(f"{_C}add/", views.add, name="add"),
    path(f"{_C}event/<uuid:event_id>/", views.event, name="event"),
    path(f"{_C}event/<uuid:event_id>/move/", views.move, name="move"),
    path(f"{_C}event/<uuid:event_id>/state/", views.state, name="state"),
    path(f"{_C}event/<uuid:event_id>/presence/", views.presence, name="presence"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read"),
    path("inbox/wishes/", views.preferences, name="preferences"),
    path("inbox/feed/renew/", views.renew, name="renew"),
    path("calendar/feed/<str:token>.ics", views.feed, name="feed"),
]

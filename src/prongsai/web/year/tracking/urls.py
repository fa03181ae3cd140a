"""Addresses of what was done for each measure, and where it stands."""

from django.urls import path

from prongsai.web.year.tracking import views

app_name = "tracking"
_T = "<int:year>/tracking/"
_N = f"{_T}note/<uuid:note_id>/"
urlpatterns = [
    path(_T, views.board, name="board"),
    path(f"{_T}tracking.xlsx", views.export, name="export"),
    path(f"{_T}print/", views.printed, name="print"),
    path(f"{_T}photos/", views.photos, name="photos"),
    path(f"{_T}<uuid:measure_id>/", views.measure, name="measure"),
    path(_N, views.note, name="note"),
    path(f"{_N}withdraw/", views.withdraw, name="note-withdraw"),
    path(f"{_N}back/", views.back, name="note-back"),
]

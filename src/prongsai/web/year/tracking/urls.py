"""Addresses of what was done for each measure, and where it stands."""

from __future__ import annotations

from django.urls import path

from prongsai.web.year.tracking.views import board, measure, note

app_name = "tracking"
_T = "<int:year>/tracking/"
_N = f"{_T}note/<uuid:note_id>/"
urlpatterns = [
    path(_T, board.board, name="board"),
    path(f"{_T}tracking.xlsx", board.export, name="export"),
    path(f"{_T}print/", board.printed, name="print"),
    path(f"{_T}photos/", board.photos, name="photos"),
    path(f"{_T}<uuid:measure_id>/", measure.measure, name="measure"),
    path(_N, note.note, name="note"),
    path(f"{_N}withdraw/", note.withdraw, name="note-withdraw"),
    path(f"{_N}back/", note.back, name="note-back"),
]

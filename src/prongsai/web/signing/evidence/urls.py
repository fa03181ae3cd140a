"""Addresses of files and photos that show what was done."""

from __future__ import annotations

from django.urls import path

from prongsai.web.signing.evidence.views import adding, changing, hiding, showing

app_name = "evidence"
_E = "evidence/<uuid:evidence_id>/"
urlpatterns = [
    path("evidence/<slug:kind>/<uuid:subject>/add/", adding.add, name="add"),
    path("evidence/pieces/<slug:key>/", adding.piece, name="piece"),
    path(_E, changing.evidence_file, name="one"),
    path(f"{_E}file/", showing.file, name="file"),
    path(f"{_E}small/", showing.small, name="small"),
    path(f"{_E}move/", changing.move, name="move"),
    path(f"{_E}turn/", changing.turn, name="turn"),
    path(f"{_E}hide/", hiding.hide, name="hide"),
    path(f"{_E}remove/", changing.remove, name="remove"),
    path(f"{_E}back/", changing.back, name="back"),
]

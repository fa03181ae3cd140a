"""Addresses of files and photos that show what was done."""

from django.urls import path

from prongsai.web.signing.evidence import views

app_name = "evidence"
_E = "evidence/<uuid:evidence_id>/"
urlpatterns = [
    path("evidence/<slug:kind>/<uuid:subject>/add/", views.add, name="add"),
    path("evidence/pieces/<slug:key>/", views.piece, name="piece"),
    path(_E, views.evidence_file, name="one"),
    path(f"{_E}file/", views.file, name="file"),
    path(f"{_E}small/", views.small, name="small"),
    path(f"{_E}move/", views.move, name="move"),
    path(f"{_E}turn/", views.turn, name="turn"),
    path(f"{_E}hide/", views.hide, name="hide"),
    path(f"{_E}remove/", views.remove, name="remove"),
    path(f"{_E}back/", views.back, name="back"),
]

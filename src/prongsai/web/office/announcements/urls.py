"""Addresses of announcements from draft to acknowledgement."""

from django.urls import path

from prongsai.web.office.announcements import views

app_name = "announcements"
_N = "<int:year>/notices/"
_K = f"{_N}kinds/<slug:announcement_kind>/"
_O = f"{_N}<uuid:announcement_id>/"
urlpatterns = [
    path(_N, views.register, name="register"),
    path(_K, views.kind, name="kind"),
    path(f"{_K}draft/", views.draft, name="draft"),
    path(_O, views.announcement, name="announcement"),
    path(f"{_O}edit/", views.edit, name="edit"),
    path(f"{_O}version/<int:number>/", views.version, name="version"),
    path(f"{_O}version/<int:number>/restore/", views.restore, name="restore"),
    path(f"{_O}preview/", views.preview, name="preview"),
    path(f"{_O}poster.pdf", views.poster, name="poster"),
    path(f"{_O}files/", views.ask, name="ask"),
    path(f"{_O}drawing/", views.drawing, name="drawing"),
    path(f"{_O}file/<slug:form>/", views.file, name="file"),
    path(f"{_O}send/", views.send, name="send"),
    path(f"{_O}revise/", views.revise, name="revise"),
    path(f"{_O}discard/", views.discard, name="discard"),
    path(f"{_O}end/", views.end, name="end"),
    path(f"{_O}publish/", views.publish, name="publish"),
    path(f"{_O}circulate/", views.circulate, name="circulate"),
]

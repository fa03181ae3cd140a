"""Addresses of announcements from draft to acknowledgement."""

from __future__ import annotations

from django.urls import path

from prongsai.web.office.announcements.views import announcement, editing, files, register

app_name = "announcements"
_N = "<int:year>/notices/"
_K = f"{_N}kinds/<slug:announcement_kind>/"
_O = f"{_N}<uuid:announcement_id>/"
urlpatterns = [
    path(_N, register.register, name="register"),
    path(_K, register.kind, name="kind"),
    path(f"{_K}draft/", register.draft, name="draft"),
    path(_O, announcement.announcement, name="announcement"),
    path(f"{_O}edit/", editing.edit, name="edit"),
    path(f"{_O}version/<int:number>/", editing.version, name="version"),
    path(f"{_O}version/<int:number>/restore/", editing.restore, name="restore"),
    path(f"{_O}preview/", files.preview, name="preview"),
    path(f"{_O}files/", files.ask, name="ask"),
    path(f"{_O}drawing/", files.drawing, name="drawing"),
    path(f"{_O}file/<slug:form>/", files.file, name="file"),
    path(f"{_O}send/", announcement.send, name="send"),
    path(f"{_O}revise/", announcement.revise, name="revise"),
    path(f"{_O}discard/", announcement.discard, name="discard"),
    path(f"{_O}end/", announcement.end, name="end"),
    path(f"{_O}publish/", announcement.publish, name="publish"),
    path(f"{_O}circulate/", announcement.circulate, name="circulate"),
]

"""Addresses of papers sent to units and staff, and who has read them."""

from __future__ import annotations

from django.urls import path

from prongsai.web.office.circulation.views import reading, state

app_name = "circulation"
_L = "<int:year>/circulation/"
_C = "circulation/<uuid:circulation_id>/"
_R = f"{_C}recipient/<uuid:recipient_id>/"
urlpatterns = [
    path(_L, reading.circulations, name="list"),
    path(f"{_L}start/", reading.start, name="start"),
    path(_C, reading.read, name="read"),
    path(f"{_C}file/", reading.file, name="file"),
    path(f"{_C}acknowledge/", reading.acknowledge, name="acknowledge"),
    path(f"{_C}not-mine/", reading.disown, name="disown"),
    path(f"{_C}own-scan/", reading.own_scan, name="own-scan"),
    path(f"{_C}state/", state.state, name="state"),
    path(f"{_C}remind/", state.remind, name="remind"),
    path(f"{_C}add/", state.add, name="add"),
    path(f"{_C}without-account/", state.without_account, name="without-account"),
    path(f"{_C}on-paper/", state.on_paper, name="on-paper"),
    path(f"{_C}close/", state.close, name="close"),
    path(f"{_R}unsign/", state.unsign, name="unsign"),
    path(f"{_R}scan/", state.scan, name="scan"),
    path(f"{_C}report/", state.printed, name="report"),
    path(f"{_C}sheet/", state.sheet, name="sheet"),
    path(f"{_C}report.xlsx", state.export, name="export"),
    path(f"{_C}report/ask/", state.ask, name="ask-report"),
    path(f"{_C}report/files/", state.drawing, name="drawing"),
    path(f"{_C}report/files/<slug:form>/", state.file, name="report-file"),
]

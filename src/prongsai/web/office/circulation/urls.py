"""Addresses of papers sent to units and staff, and who has read them."""

from django.urls import path

from prongsai.web.office.circulation import views

app_name = "circulation"
_L = "<int:year>/circulation/"
_C = "circulation/<uuid:circulation_id>/"
_R = f"{_C}recipient/<uuid:recipient_id>/"
urlpatterns = [
    path(_L, views.circulations, name="list"),
    path(f"{_L}start/", views.start, name="start"),
    path(_C, views.read, name="read"),
    path(f"{_C}file/", views.file, name="file"),
    path(f"{_C}acknowledge/", views.acknowledge, name="acknowledge"),
    path(f"{_C}not-mine/", views.disown, name="disown"),
    path(f"{_C}own-scan/", views.own_scan, name="own-scan"),
    path(f"{_C}state/", views.state, name="state"),
    path(f"{_C}remind/", views.remind, name="remind"),
    path(f"{_C}add/", views.add, name="add"),
    path(f"{_C}without-account/", views.without_account, name="without-account"),
    path(f"{_C}on-paper/", views.on_paper, name="on-paper"),
    path(f"{_C}close/", views.close, name="close"),
    path(f"{_R}unsign/", views.unsign, name="unsign"),
    path(f"{_R}scan/", views.scan, name="scan"),
    path(f"{_C}report/", views.printed, name="report"),
    path(f"{_C}sheet/", views.sheet, name="sheet"),
    path(f"{_C}report.xlsx", views.export, name="export"),
    path(f"{_C}report/ask/", views.ask, name="ask-report"),
    path(f"{_C}report/files/", views.drawing, name="drawing"),
    path(f"{_C}report/files/<slug:form>/", views.report_file, name="report-file"),
]

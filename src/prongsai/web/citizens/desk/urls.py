"""Addresses of the desk, for everybody and for officials."""

from __future__ import annotations

from django.urls import path

from prongsai.web.citizens.desk.views import answers, cases, counts, making, maps, public, reports

app_name = "desk"
_A = "site/<uuid:agency_id>/desk/"
_CASE = "desk/<uuid:case_id>/"
_PAPER = "desk/papers/<int:year>/<slug:paper>/"
urlpatterns = [
    path(_A, public.desk, name="public"),
    path(f"{_A}follow/", public.follow, name="follow"),
    path(f"{_A}news/<uuid:key>/", public.told_of_news, name="news"),
    path(f"{_A}new/<slug:kind>/", public.bring, name="bring"),
    path(f"{_A}photo/<str:token>/", public.told_photo, name="told-photo"),
    path(f"{_A}map/<int:number>.jpg", maps.picture, name="map-picture"),
    path("desk/", cases.cases, name="cases"),
    path("desk/days-off/", cases.days_off, name="days-off"),
    path("desk/box/", reports.box, name="box"),
    path("desk/box/<uuid:opening_id>/", reports.opening, name="opening"),
    path("desk/kinds/", answers.kinds, name="kinds"),
    path("desk/kinds/new/", making.make, name="kind-make"),
    path("desk/kinds/bring/", making.bring, name="kind-bring"),
    path("desk/kinds/<slug:kind>/", answers.kind, name="kind"),
    path("desk/kinds/<slug:kind>/change/", making.change, name="kind-change"),
    path("desk/kinds/<slug:kind>/kind.yaml", making.schema, name="kind-schema"),
    path("desk/map/", maps.settings, name="map"),
    path("desk/map/<int:number>.jpg", maps.kept, name="map-kept"),
    path("desk/answers/", answers.answers, name="answers"),
    path("desk/answers/new/<slug:kind>/", answers.add, name="answer-add"),
    path("desk/answers/<uuid:answer_id>/", answers.change, name="answer"),
    path("desk/answers/<uuid:answer_id>/remove/", answers.remove, name="answer-remove"),
    path("desk/statistics/<int:year>/", counts.statistics, name="statistics"),
    path("desk/statistics/<int:year>.csv", counts.table, name="table"),
    path("desk/corruption/<int:year>/", reports.corruption, name="corruption"),
    path(
        "desk/corruption/<int:year>/<int:month>/", reports.corruption_month, name="corruption-month"
    ),
    path(_PAPER, reports.report, name="report"),
    path(f"{_PAPER}<uuid:desk_report_id>.<slug:form>", reports.file, name="report-file"),
    path(f"{_PAPER}<uuid:desk_report_id>/evidence/", reports.evidence, name="evidence"),
    path("desk/readers/<uuid:appointment_id>/", answers.reader, name="reader"),
    path("desk/take/<slug:kind>/", cases.take, name="take"),
    path(_CASE, cases.case, name="case"),
    path(f"{_CASE}photo/<int:number>/", cases.photo, name="photo"),
    path(f"{_CASE}photo/<int:number>/remove/", cases.remove_photo, name="photo-remove"),
    path(f"{_CASE}join/", cases.join, name="join"),
    path(f"{_CASE}part/", cases.part, name="part"),
    path(f"{_CASE}faq/", answers.write, name="faq"),
]

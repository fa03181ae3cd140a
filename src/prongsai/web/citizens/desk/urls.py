"""Addresses of the desk, for everybody and for officials."""

from django.urls import path

from prongsai.web.citizens.desk.views import cases, keeping, public, reports

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
    path(f"{_A}map/<int:number>.jpg", keeping.map_picture, name="map-picture"),
    path("t/<slug:agency_key>/", public.short, name="short"),
    path("desk/", cases.cases, name="cases"),
    path("desk/days-off/", keeping.days_off, name="days-off"),
    path("desk/box/", reports.box, name="box"),
    path("desk/box/<uuid:opening_id>/", reports.opening, name="opening"),
    path("desk/kinds/", keeping.kinds, name="kinds"),
    path("desk/kinds/new/", keeping.kind_make, name="kind-make"),
    path("desk/kinds/bring/", keeping.kind_bring, name="kind-bring"),
    path("desk/kinds/<slug:kind>/", keeping.kind, name="kind"),
    path("desk/kinds/<slug:kind>/change/", keeping.kind_change, name="kind-change"),
    path("desk/kinds/<slug:kind>/kind.yaml", keeping.kind_schema, name="kind-schema"),
    path("desk/map/", keeping.map_settings, name="map"),
    path("desk/map/<int:number>.jpg", keeping.map_kept, name="map-kept"),
    path("desk/answers/", keeping.answers, name="answers"),
    path("desk/answers/new/<slug:kind>/", keeping.answer_add, name="answer-add"),
    path("desk/answers/<uuid:answer_id>/", keeping.answer_change, name="answer"),
    path("desk/answers/<uuid:answer_id>/remove/", keeping.answer_remove, name="answer-remove"),
    path("desk/statistics/<int:year>/", reports.statistics, name="statistics"),
    path("desk/statistics/<int:year>.csv", reports.table, name="table"),
    path("desk/corruption/<int:year>/", reports.corruption, name="corruption"),
    path(
        "desk/corruption/<int:year>/<int:month>/", reports.corruption_month, name="corruption-month"
    ),
    path(_PAPER, reports.report, name="report"),
    path(f"{_PAPER}<uuid:desk_report_id>.<slug:form>", reports.file, name="report-file"),
    path(f"{_PAPER}<uuid:desk_report_id>/evidence/", reports.evidence, name="evidence"),
    path("desk/readers/<uuid:appointment_id>/", keeping.reader, name="reader"),
    path("desk/take/<slug:kind>/", cases.take, name="take"),
    path(_CASE, cases.case, name="case"),
    path(f"{_CASE}photo/<int:number>/", cases.photo, name="photo"),
    path(f"{_CASE}photo/<int:number>/remove/", cases.remove_photo, name="photo-remove"),
    path(f"{_CASE}join/", cases.join, name="join"),
    path(f"{_CASE}part/", cases.part, name="part"),
    path(f"{_CASE}faq/", keeping.faq, name="faq"),
]

"""Addresses of surveys: short ones for everybody, those of officials."""

from django.urls import path

from prongsai.web.disclosure.surveys.views import keeping, public

app_name = "surveys"
_SURVEY = "surveys/<uuid:survey_id>/"
urlpatterns = [
    path("s/<slug:point_code>/", public.answer, name="answer"),
    path("surveys/", keeping.surveys, name="surveys"),
    path("surveys/new/", keeping.begin, name="begin"),
    path("surveys/elsewhere/", public.bring, name="elsewhere"),
    path("surveys/own/", public.begin, name="begin-own"),
    path(f"{_SURVEY}next/", public.begin_next, name="next"),
    path(_SURVEY, keeping.survey, name="survey"),
    path(f"{_SURVEY}away/", public.take_away, name="away"),
    path(f"{_SURVEY}close/", keeping.close, name="close"),
    path(f"{_SURVEY}rows/", keeping.dissolve, name="dissolve"),
    path(f"{_SURVEY}results/", keeping.results, name="results"),
    path(f"{_SURVEY}plan/<int:year>/", keeping.carry, name="carry"),
    path(f"{_SURVEY}results.csv", keeping.table, name="table"),
    path(f"{_SURVEY}report/", keeping.report, name="report"),
    path(f"{_SURVEY}report/<uuid:survey_report_id>.<slug:form>", keeping.file, name="report-file"),
    path(f"{_SURVEY}report/<uuid:survey_report_id>/bring/", keeping.bring, name="bring"),
    path(f"{_SURVEY}report/<uuid:survey_report_id>/publish/", keeping.publish, name="publish"),
    path(f"{_SURVEY}report/<uuid:survey_report_id>/evidence/", keeping.evidence, name="evidence"),
    path(f"{_SURVEY}keyed/<uuid:survey_point_id>/", keeping.key_in, name="key-in"),
    path(f"{_SURVEY}cards.pdf", keeping.cards, name="cards"),
    path(f"{_SURVEY}form/<uuid:survey_point_id>.pdf", keeping.form, name="form"),
    path(f"{_SURVEY}poster/<uuid:survey_point_id>/<slug:size>.pdf", keeping.poster, name="poster"),
    path(f"{_SURVEY}official/<slug:size>.pdf", keeping.official_poster, name="official-poster"),
]

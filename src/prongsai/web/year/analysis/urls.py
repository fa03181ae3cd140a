"""Addresses of the analysis."""

from django.urls import path

from prongsai.web.year.analysis import views

app_name = "analysis"
urlpatterns = [
    path("<int:year>/", views.dashboard, name="dashboard"),
    path("<int:year>/analysis/", views.analysis, name="analysis"),
    path("<int:year>/analysis/print/", views.analysis_print, name="print"),
    path("<int:year>/analysis/<slug:key>.<slug:form>", views.analysis_export, name="export"),
    path("<int:year>/item/<slug:code>/", views.item, name="item"),
    path("<int:year>/indicator/<slug:code>/", views.indicator, name="indicator"),
    path("<int:year>/why/", views.why, name="why"),
    path("<int:year>/why/verification.csv", views.why_export, name="why_export"),
    path("<int:year>/whatif/", views.whatif, name="whatif"),
    path("<int:year>/scenarios/", views.scenario_list, name="scenarios"),
    path("<int:year>/scenarios/keep/", views.save_question, name="keep"),
    path("<int:year>/scenarios/compare/", views.compare, name="compare"),
    path("<int:year>/scenarios/<uuid:scenario_id>/", views.open_scenario, name="scenario"),
    path("<int:year>/scenarios/<uuid:scenario_id>/delete/", views.delete, name="delete"),
    path("<int:year>/scenarios/<uuid:scenario_id>/restore/", views.restore, name="restore"),
]

"""Addresses of years and frameworks."""

from django.urls import path

from prongsai.web.year.assessment.views import framework, years

app_name = "assessment"
_F = "<int:year>/framework/"
urlpatterns = [
    path("years/", years.years, name="years"),
    path("years/open/", years.open_, name="open"),
    path(_F, framework.framework, name="framework"),
    path(f"{_F}export/", framework.export, name="export"),
    path(f"{_F}import/", framework.import_, name="import"),
    path(f"{_F}import/<uuid:preview_id>/", framework.preview, name="preview"),
    path(f"{_F}official/", framework.official, name="official"),
    path(f"{_F}revisions/", framework.revisions, name="revisions"),
    path(f"{_F}revisions/<int:number>/", framework.revision, name="revision"),
    path(f"{_F}item/<slug:code>/", framework.item, name="item"),
    path(f"{_F}instrument/<slug:instrument>/copy/", framework.copy, name="items-copy"),
    path(f"{_F}sources/add/", framework.source, name="source-add"),
    path(f"{_F}sources/<str:source_id>/", framework.source, name="source"),
    path("<int:year>/unknown/", framework.unknown, name="unknown"),
    path("<int:year>/carry/", years.carry, name="carry"),
    path("<int:year>/notes/", years.notes, name="notes"),
    path("<int:year>/notes/<slug:lineage>/", years.note, name="note"),
]

"""Addresses of the plan, under the fiscal year one lives in."""

from django.urls import path

from prongsai.web.year.measures.views import measures, plan, versions

app_name = "measures"
_MEASURE = "<int:year>/plan/measure/<uuid:measure_id>/"
_POINT = "<int:year>/plan/point/<uuid:point_id>/"
urlpatterns = [
    path("<int:year>/plan/", plan.plan, name="plan"),
    path("<int:year>/plan/draft/", plan.draft, name="draft"),
    path("<int:year>/plan/empty/", plan.empty, name="empty"),
    path("<int:year>/plan/head/", plan.head, name="head"),
    path("<int:year>/plan/narratives/", plan.narratives, name="narratives"),
    path("<int:year>/plan/library/", plan.library, name="library"),
    path("<int:year>/plan/changes/", plan.changes, name="changes"),
    path("<int:year>/plan/print/", plan.printed, name="print"),
    path("<int:year>/plan/layout/", plan.layout, name="layout"),
    path("<int:year>/plan/export/", plan.export, name="export"),
    path("<int:year>/plan/number/", measures.renumber, name="renumber"),
    path("<int:year>/plan/reading/", measures.reading, name="reading"),
    path("<int:year>/plan/add/", measures.add, name="add"),
    path("<int:year>/plan/import/", plan.upload, name="import"),
    path("<int:year>/plan/import/<uuid:plan_preview_id>/", plan.preview, name="preview"),
    path(_MEASURE, measures.measure, name="measure"),
    path(f"{_MEASURE}move/", measures.move, name="move"),
    path(f"{_MEASURE}move-group/", measures.move_group, name="move-group"),
    path(f"{_MEASURE}remove/", measures.remove, name="remove"),
    path(f"{_MEASURE}back/", measures.bring_back, name="back"),
    path(f"{_MEASURE}versions/", versions.versions, name="versions"),
    path(
        f"{_MEASURE}versions/<uuid:measure_version_id>/",
        versions.version,
        name="version",
    ),
    path(f"{_MEASURE}choose/<uuid:refused_measure_id>/", versions.choice, name="choose"),
    path(_POINT, measures.point, name="point"),
    path(f"{_POINT}versions/", versions.versions, name="point-versions"),
    path(
        f"{_POINT}versions/<uuid:point_version_id>/",
        versions.version,
        name="point-version",
    ),
    path(f"{_POINT}choose/<uuid:refused_point_id>/", versions.choice, name="point-choose"),
]

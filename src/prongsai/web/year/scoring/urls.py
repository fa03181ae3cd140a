"""Addresses of scores and remarks, under the fiscal year one lives in."""

from django.urls import path

from prongsai.web.year.scoring.views import remarks, scores

app_name = "scoring"
urlpatterns = [
    path("<int:year>/scores/", scores.scores, name="scores"),
    path("<int:year>/scores/upload/", scores.upload, name="upload"),
    path("<int:year>/scores/preview/<uuid:draft_id>/", scores.preview, name="preview"),
    path("<int:year>/scores/preview/<uuid:draft_id>/<int:number>/", scores.picture, name="picture"),
    path("<int:year>/scores/type/", scores.type_in, name="type"),
    path("<int:year>/scores/template/", scores.template, name="template"),
    path("<int:year>/scores/export/<str:form>/", scores.export, name="export"),
    path("<int:year>/scores/<int:number>/", scores.revision, name="revision"),
    path("<int:year>/scores/<int:number>/restore/", scores.restore, name="restore"),
    path("<int:year>/remarks/", remarks.remarks, name="remarks"),
    path("<int:year>/remarks/add/", remarks.add, name="remark-add"),
    path("<int:year>/remarks/from-file/", remarks.from_file, name="remarks-from-file"),
    path("<int:year>/remarks/export/<str:form>/", remarks.export, name="remarks-export"),
    path("<int:year>/remarks/<uuid:remark_id>/", remarks.edit, name="remark"),
    path("<int:year>/remarks/<uuid:remark_id>/move/", remarks.move, name="remark-move"),
    path("<int:year>/remarks/<uuid:remark_id>/remove/", remarks.remove, name="remark-remove"),
    path("<int:year>/remarks/<uuid:remark_id>/back/", remarks.bring_back, name="remark-back"),
]

"""Addresses of the papers and of their wording."""

from django.urls import path

from prongsai.web.office.papers.views import memos, wording

app_name = "papers"
_MEMO = "<int:year>/papers/memo/<uuid:memo_id>/"
_WORDING = "agency/wording/<slug:paper>/<str:key>/"
urlpatterns = [
    path("<int:year>/papers/", memos.papers, name="papers"),
    path("<int:year>/papers/ask/", memos.ask, name="ask"),
    path("papers/job/<uuid:job_id>/", memos.job, name="job"),
    path("papers/file/<uuid:file_id>/", memos.file, name="file"),
    path("<int:year>/papers/plan/", memos.plan, name="plan"),
    path("<int:year>/papers/plan/preview/", memos.plan_preview, name="plan-preview"),
    path("<int:year>/papers/plan/submit/", memos.plan_submit, name="plan-submit"),
    path("<int:year>/papers/plan/number/", memos.plan_number, name="plan-number"),
    path("<int:year>/papers/plan/publish/", memos.plan_publish, name="plan-publish"),
    path("<int:year>/papers/memo/", memos.write, name="memo-write"),
    path("<int:year>/papers/letter/", memos.write, {"is_letter": True}, name="letter-write"),
    path(_MEMO, memos.memo, name="memo"),
    path(f"{_MEMO}edit/", memos.edit, name="memo-edit"),
    path(f"{_MEMO}preview/", memos.preview, name="memo-preview"),
    path(f"{_MEMO}versions/", memos.versions, name="memo-versions"),
    path(f"{_MEMO}enclose/", memos.enclose, name="memo-enclose"),
    path(f"{_MEMO}remove/", memos.remove, name="memo-remove"),
    path(f"{_MEMO}submit/", memos.submit, name="memo-submit"),
    path(f"{_MEMO}number/", memos.number, name="memo-number"),
    path(f"{_MEMO}publish/", memos.publish, name="memo-publish"),
    path("papers/enclosure/<uuid:enclosure_id>/", memos.enclosure, name="enclosure"),
    path("papers/enclosure/<uuid:enclosure_id>/remove/", memos.take_out, name="take-out"),
    path("agency/wording/", wording.paper, name="wording"),
    path("agency/wording/<slug:paper>/", wording.paper, name="wording-paper"),
    path(_WORDING, wording.sentence, name="sentence"),
    path(f"{_WORDING}preview/", wording.preview, name="sentence-preview"),
    path(f"{_WORDING}reset/", wording.reset, name="sentence-reset"),
    path(f"{_WORDING}restore/<uuid:wording_id>/", wording.restore, name="sentence-restore"),
    path("circulation/<uuid:circulation_id>/report/memo/", memos.circulated, name="circulated"),
]

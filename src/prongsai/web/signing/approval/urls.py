"""Addresses of routes, steps, decisions, the exact paper that was approved."""

from django.urls import path

from prongsai.web.signing.approval.views import actions, checking, choosing, reading

app_name = "approval"
urlpatterns = [
    path("signing/", reading.inbox, name="inbox"),
    path("signing/named/", reading.named, name="named"),
    path("signing/kinds/", reading.kinds, name="kinds"),
    path("signing/<uuid:submission_id>/", reading.submission, name="submission"),
    path("signing/<uuid:submission_id>/decide/", actions.decide, name="decide"),
    path("signing/<uuid:submission_id>/skip/", actions.skip, name="skip"),
    path("signing/<uuid:submission_id>/paper/", actions.enter_paper_result, name="paper"),
    path(
        "signing/<uuid:submission_id>/paper/<uuid:result_id>/confirm/",
        actions.confirm,
        name="confirm",
    ),
    path(
        "signing/<uuid:submission_id>/paper/<uuid:result_id>/reject/",
        actions.reject,
        name="reject",
    ),
    path(
        "signing/<uuid:submission_id>/paper/<uuid:result_id>/scan/",
        reading.entered_scan,
        name="entered_scan",
    ),
    path("signing/<uuid:submission_id>/annul/", actions.annul, name="annul"),
    path("signing/<uuid:submission_id>/final/", actions.upload_final_copy, name="final"),
    path("signing/<uuid:submission_id>/resubmit/", actions.resubmit, name="resubmit"),
    path("signing/<uuid:submission_id>/number/", actions.number, name="number"),
    path("signing/<uuid:submission_id>/redraw/", actions.redraw, name="redraw"),
    path("signing/<uuid:submission_id>/withdraw/", actions.withdraw, name="withdraw"),
    path("signing/<uuid:submission_id>/scan/<uuid:decision_id>/", reading.scan, name="scan"),
    path("signing/<uuid:submission_id>/<int:number>/page/", reading.paper_page, name="page"),
    path("signing/<uuid:submission_id>/<int:number>/together/", reading.together, name="together"),
    path(
        "signing/<uuid:submission_id>/<int:number>/enclosure/<int:place>/",
        reading.enclosure,
        name="enclosure",
    ),
    path("signing/<uuid:submission_id>/<int:number>/<slug:form>/", reading.file, name="file"),
    path(
        "signing/<uuid:submission_id>/<int:number>/<slug:form>/<int:place>/",
        reading.sheet,
        name="sheet",
    ),
    path("agency/routes/", choosing.routes, name="routes"),
    path("agency/routes/add/", choosing.add, name="route-add"),
    path("agency/routes/<uuid:route_id>/", choosing.edit, name="route"),
    path("agency/routes/<uuid:route_id>/remove/", choosing.remove, name="route-remove"),
    path("check/", checking.start, name="check-start"),
    path("check/<slug:code>/", checking.check, name="check"),
]

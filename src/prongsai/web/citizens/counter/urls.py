"""Addresses of the counter, for everybody and for those who keep it."""

from django.urls import path

from prongsai.web.citizens.counter.views import charts, queues

app_name = "counter"
_A = "site/<uuid:agency_id>/queue/"
_S = "site/<uuid:agency_id>/services/"
_FORM = f"{_S}forms/<uuid:request_form_id>/"
_CHART = "counter/charts/edition/<uuid:service_chart_id>/"
_EDITION = "counter/forms/edition/<uuid:form_edition_id>/"
_PAPER = "counter/papers/<int:year>/<slug:months>/"
_POINT = "counter/points/<uuid:counter_point_id>/"
urlpatterns = [
    path("q/<slug:queue_code>/", queues.short, name="short"),
    path(f"{_A}ticket/<slug:ticket_code>/", queues.ticket, name="ticket"),
    path(f"{_A}ticket/<slug:ticket_code>.pdf", queues.paper, name="ticket-paper"),
    path(f"{_A}<slug:queue_code>/", queues.take, name="take"),
    path(f"{_A}<slug:queue_code>/screen/", queues.screen, name="screen"),
    path(_S, charts.services, name="services"),
    path(f"{_S}<uuid:service_id>/", charts.service, name="service"),
    path(f"{_S}<uuid:service_id>/chart.pdf", charts.service_chart, name="service-chart"),
    path(_FORM, charts.form, name="form"),
    path(f"{_FORM}<slug:part>/", charts.form_file, name="form-file"),
    path("counter/", queues.counter, name="counter"),
    path("counter/points/new/", queues.make, name="make"),
    path(_POINT, queues.point, name="point"),
    path(f"{_POINT}change/", queues.make, name="change"),
    path(f"{_POINT}day/", queues.day, name="day"),
    path(f"{_POINT}give/", queues.give, name="give"),
    path(f"{_POINT}poster.pdf", queues.poster, name="poster"),
    path(f"{_POINT}waits/", queues.waits, name="waits"),
    path(f"{_POINT}window/<uuid:window_id>/", queues.window, name="window"),
    path(_PAPER, queues.report, name="report"),
    path(f"{_PAPER}<uuid:queue_report_id>.<slug:form>", queues.report_file, name="report-file"),
    path(
        f"{_PAPER}<uuid:queue_report_id>/evidence/", queues.report_evidence, name="report-evidence"
    ),
    path("counter/charts/", charts.charts, name="charts"),
    path("counter/charts/new/", charts.chart_write, name="chart-write"),
    path("counter/charts/<uuid:service_id>/", charts.chart, name="chart"),
    path("counter/charts/<uuid:service_id>/write/", charts.chart_write, name="chart-rewrite"),
    path(f"{_CHART}poster-<slug:size>.pdf", charts.chart_poster, name="chart-poster"),
    path(f"{_CHART}publish/", charts.chart_publish, name="chart-publish"),
    path(f"{_CHART}evidence/", charts.chart_evidence, name="chart-evidence"),
    path("counter/forms/", charts.offers, name="offers"),
    path("counter/forms/new/", charts.offer_add, name="offer-add"),
    path("counter/forms/<uuid:request_form_id>/", charts.offer, name="offer"),
    path("counter/forms/<uuid:request_form_id>/renew/", charts.offer_add, name="offer-renew"),
    path("counter/forms/<uuid:request_form_id>/retire/", charts.offer_retire, name="offer-retire"),
    path(f"{_EDITION}publish/", charts.offer_publish, name="offer-publish"),
    path(f"{_EDITION}<slug:part>/", charts.offer_file, name="offer-file"),
]

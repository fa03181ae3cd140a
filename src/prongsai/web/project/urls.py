"""All addresses, one line for each app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    # What everybody asks for is looked for first. The public site comes last of these: it answers
    # all other addresses below an agency's.
    path("", include("prongsai.web.bills.urls")),
    path("", include("prongsai.web.counter.urls")),
    path("", include("prongsai.web.desk.urls")),
    path("", include("prongsai.web.surveys.urls")),
    path("", include("prongsai.web.public_site.urls")),
    path("", include("prongsai.web.statistics.urls")),
    path("", include("prongsai.web.platform.urls")),
    path("", include("prongsai.web.agency.urls")),
    path("", include("prongsai.web.assessment.urls")),
    path("", include("prongsai.web.scoring.urls")),
    path("", include("prongsai.web.analysis.urls")),
    path("", include("prongsai.web.measures.urls")),
    path("", include("prongsai.web.calendar.urls")),
    path("", include("prongsai.web.ownership.urls")),
    path("", include("prongsai.web.disclosure.urls")),
    path("", include("prongsai.web.registers.urls")),
    path("", include("prongsai.web.papers.urls")),
    path("", include("prongsai.web.evidence.urls")),
    path("", include("prongsai.web.numbering.urls")),
    path("", include("prongsai.web.approval.urls")),
    path("", include("prongsai.web.publication.urls")),
    path("", include("prongsai.web.circulation.urls")),
    path("", include("prongsai.web.tracking.urls")),
    path("", include("prongsai.web.meetings.urls")),
    path("", include("prongsai.web.announcements.urls")),
    path("", include("prongsai.web.reports.urls")),
    path("", include("prongsai.web.menu.urls")),
    path("demo-web/", include("prongsai.web.project.demo_web")),
    path("account/", include("prongsai.web.agency.account_urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
handler404 = "prongsai.web.platform.faults.page_not_found"
handler500 = "prongsai.web.platform.faults.server_error"

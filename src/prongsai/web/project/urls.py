"""All addresses, one line for each app."""

from allauth.account import views
from django.urls import include, path

# Of allauth's addresses those that are used: nobody signs up, and no password comes by mail.
_ACCOUNT = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
]

urlpatterns = [
    # What everybody asks for is looked for first. The public site comes last of these: it answers
    # all other addresses below an agency's.
    path("", include("prongsai.web.citizens.bills.urls")),
    path("", include("prongsai.web.citizens.counter.urls")),
    path("", include("prongsai.web.citizens.desk.urls")),
    path("", include("prongsai.web.disclosure.surveys.urls")),
    path("", include("prongsai.web.disclosure.public_site.urls")),
    path("", include("prongsai.web.disclosure.statistics.urls")),
    path("", include("prongsai.web.platform.urls")),
    path("", include("prongsai.web.agency.urls")),
    path("", include("prongsai.web.year.assessment.urls")),
    path("", include("prongsai.web.year.scoring.urls")),
    path("", include("prongsai.web.year.analysis.urls")),
    path("", include("prongsai.web.year.measures.urls")),
    path("", include("prongsai.web.year.calendar.urls")),
    path("", include("prongsai.web.year.ownership.urls")),
    path("", include("prongsai.web.disclosure.disclosure.urls")),
    path("", include("prongsai.web.disclosure.registers.urls")),
    path("", include("prongsai.web.office.papers.urls")),
    path("", include("prongsai.web.signing.evidence.urls")),
    path("", include("prongsai.web.signing.numbering.urls")),
    path("", include("prongsai.web.signing.approval.urls")),
    path("", include("prongsai.web.signing.publication.urls")),
    path("", include("prongsai.web.office.circulation.urls")),
    path("", include("prongsai.web.year.tracking.urls")),
    path("", include("prongsai.web.office.meetings.urls")),
    path("", include("prongsai.web.office.announcements.urls")),
    path("", include("prongsai.web.year.reports.urls")),
    path("", include("prongsai.web.menu.urls")),
    path("demo-web/", include("prongsai.web.project.demo_web")),
    path("account/", include(_ACCOUNT)),
    path("account/2fa/", include("allauth.mfa.urls")),
]
handler404 = "prongsai.web.platform.faults.page_not_found"
handler500 = "prongsai.web.platform.faults.server_error"

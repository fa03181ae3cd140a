"""Addresses of the agency and of signing in."""

from __future__ import annotations

from django.urls import path

from prongsai.web.agency.views import (
    agency,
    entry,
    journal,
    notifications,
    people,
    positions,
    roster,
    start,
    units,
)

app_name = "agency"
urlpatterns = [
    path("start/", start.agency, name="start"),
    path("start/person/", start.person, name="start_person"),
    path("account/second-factor/", entry.second_factor, name="second_factor"),
    path("account/kept/", entry.show_pending_form, name="pending_form"),
    path("account/demo/", entry.demo, name="demo"),
    path(
        "account/notifications/<uuid:notification_id>/",
        notifications.notification,
        name="notification",
    ),
    path("agency/", agency.settings, name="settings"),
    path("agency/emblem/", agency.emblem, name="emblem"),
    path("agency/emblem/remove/", agency.emblem_remove, name="emblem_remove"),
    path("agency/emblem/picture/", agency.emblem_picture, name="emblem_picture"),
    path("agency/rights/", agency.rights, name="rights"),
    path("agency/second-factor/", agency.second_factor_rules, name="second_factor_rules"),
    path("agency/units/", units.units, name="units"),
    path("agency/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("agency/units/<uuid:unit_id>/state/", units.unit_state, name="unit_state"),
    path("agency/positions/", positions.positions, name="positions"),
    path("agency/positions/add/", positions.position_add, name="position_add"),
    path("agency/positions/<uuid:position_id>/", positions.position, name="position"),
    path(
        "agency/positions/<uuid:position_id>/title/",
        positions.position_title,
        name="position_title",
    ),
    path("agency/holdings/<uuid:appointment_id>/", positions.appointment, name="appointment"),
    path(
        "agency/holdings/<uuid:appointment_id>/cancel/",
        positions.appointment_cancel,
        name="appointment_cancel",
    ),
    path("agency/people/", people.people, name="people"),
    path("agency/people/add/", people.person_add, name="person_add"),
    path("agency/people/passwords/", people.passwords_missing, name="passwords_missing"),
    path("agency/people/import/", roster.roster_upload, name="roster_upload"),
    path("agency/people/import/template/", roster.roster_template, name="roster_template"),
    path("agency/people/import/<uuid:roster_id>/", roster.roster, name="roster"),
    path("agency/people/import/<uuid:roster_id>/take/", roster.roster_take, name="roster_take"),
    path("agency/people/<uuid:user_id>/", people.person, name="person"),
    path(
        "agency/people/<uuid:user_id>/deactivate/",
        people.person_deactivate,
        name="person_deactivate",
    ),
    path("agency/people/<uuid:user_id>/activate/", people.person_activate, name="person_activate"),
    path("agency/people/<uuid:user_id>/password/", people.person_password, name="person_password"),
    path("agency/people/<uuid:user_id>/factor/", people.person_factor, name="person_factor"),
    path("agency/journal/", journal.journal, name="journal"),
    path("agency/journal/csv/", journal.journal_csv, name="journal_csv"),
]

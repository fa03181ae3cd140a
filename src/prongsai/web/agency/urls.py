"""Addresses of the agency and of signing in."""

from django.urls import path

from prongsai.web.agency.views import agency, people

app_name = "agency"
urlpatterns = [
    path("start/", agency.agency, name="start"),
    path("start/person/", agency.person, name="start_person"),
    path("account/second-factor/", people.second_factor, name="second_factor"),
    path("account/kept/", people.show_pending_form, name="pending_form"),
    path("account/demo/", people.demo, name="demo"),
    path(
        "account/notifications/<uuid:notification_id>/",
        people.notification,
        name="notification",
    ),
    path("agency/", agency.settings, name="settings"),
    path("agency/missing/", agency.missing, name="missing"),
    path("agency/emblem/", agency.emblem, name="emblem"),
    path("agency/emblem/remove/", agency.emblem_remove, name="emblem_remove"),
    path("agency/emblem/picture/", agency.emblem_picture, name="emblem_picture"),
    path("agency/rights/", agency.rights, name="rights"),
    path("agency/second-factor/", agency.second_factor_rules, name="second_factor_rules"),
    path("agency/units/", agency.units, name="units"),
    path("agency/units/<uuid:unit_id>/", agency.unit, name="unit"),
    path("agency/units/<uuid:unit_id>/state/", agency.unit_state, name="unit_state"),
    path("agency/positions/", people.positions, name="positions"),
    path("agency/positions/add/", people.position_add, name="position_add"),
    path("agency/positions/<uuid:position_id>/", people.position, name="position"),
    path(
        "agency/positions/<uuid:position_id>/title/",
        people.position_title,
        name="position_title",
    ),
    path("agency/holdings/<uuid:appointment_id>/", people.appointment, name="appointment"),
    path(
        "agency/holdings/<uuid:appointment_id>/cancel/",
        people.appointment_cancel,
        name="appointment_cancel",
    ),
    path("agency/people/", people.people, name="people"),
    path("agency/people/add/", people.person_add, name="person_add"),
    path("agency/people/passwords/", people.passwords_missing, name="passwords_missing"),
    path("agency/people/import/", people.roster_upload, name="roster_upload"),
    path("agency/people/import/template/", people.roster_template, name="roster_template"),
    path("agency/people/import/<uuid:roster_id>/", people.roster, name="roster"),
    path("agency/people/import/<uuid:roster_id>/take/", people.roster_take, name="roster_take"),
    path("agency/people/<uuid:user_id>/", people.person, name="person"),
    path(
        "agency/people/<uuid:user_id>/deactivate/",
        people.person_deactivate,
        name="person_deactivate",
    ),
    path("agency/people/<uuid:user_id>/activate/", people.person_activate, name="person_activate"),
    path("agency/people/<uuid:user_id>/password/", people.person_password, name="person_password"),
    path("agency/people/<uuid:user_id>/factor/", people.person_factor, name="person_factor"),
    path("agency/journal/", agency.journal, name="journal"),
    path("agency/journal/csv/", agency.journal_csv, name="journal_csv"),
]

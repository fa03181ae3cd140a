"""Addresses of the agency and of signing in."""

from django.urls import path

from prongsai.web.agency.views import agency, people

app_name = "agency"
_UNIT = "agency/units/<uuid:unit_id>/"
_POSITION = "agency/positions/<uuid:position_id>/"
_TERM = "agency/holdings/<uuid:appointment_id>/"
_NOTICE = "account/notifications/<uuid:notification_id>/"
_PERSON = "agency/people/<uuid:user_id>/"
_ROSTER = "agency/people/import/<uuid:roster_id>/"
urlpatterns = [
    path("start/", agency.agency, name="start"),
    path("start/person/", agency.person, name="start_person"),
    path("account/second-factor/", people.second_factor, name="second_factor"),
    path("account/kept/", people.show_pending_form, name="pending_form"),
    path("account/demo/", people.demo, name="demo"),
    path(_NOTICE, people.notification, name="notification"),
    path("agency/", agency.settings, name="settings"),
    path("agency/missing/", agency.missing, name="missing"),
    path("agency/emblem/", agency.emblem, name="emblem"),
    path("agency/emblem/remove/", agency.emblem_remove, name="emblem_remove"),
    path("agency/emblem/picture/", agency.emblem_picture, name="emblem_picture"),
    path("agency/rights/", agency.rights, name="rights"),
    path("agency/second-factor/", agency.second_factor_rules, name="second_factor_rules"),
    path("agency/units/", agency.units, name="units"),
    path(_UNIT, agency.unit, name="unit"),
    path(f"{_UNIT}state/", agency.unit_state, name="unit_state"),
    path("agency/positions/", people.positions, name="positions"),
    path("agency/positions/add/", people.position_add, name="position_add"),
    path(_POSITION, people.position, name="position"),
    path(f"{_POSITION}title/", people.position_title, name="position_title"),
    path(_TERM, people.appointment, name="appointment"),
    path(f"{_TERM}cancel/", people.appointment_cancel, name="appointment_cancel"),
    path("agency/people/", people.people, name="people"),
    path("agency/people/add/", people.person_add, name="person_add"),
    path("agency/people/passwords/", people.passwords_missing, name="passwords_missing"),
    path("agency/people/import/", people.roster_upload, name="roster_upload"),
    path("agency/people/import/template/", people.roster_template, name="roster_template"),
    path(_ROSTER, people.roster, name="roster"),
    path(f"{_ROSTER}take/", people.roster_take, name="roster_take"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}deactivate/", people.person_deactivate, name="person_deactivate"),
    path(f"{_PERSON}activate/", people.person_activate, name="person_activate"),
    path(f"{_PERSON}password/", people.person_password, name="person_password"),
    path(f"{_PERSON}factor/", people.person_factor, name="person_factor"),
    path("agency/journal/", agency.journal, name="journal"),
    path("agency/journal/csv/", agency.journal_csv, name="journal_csv"),
]

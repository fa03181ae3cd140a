"""Every form that asks who answers for something, and whom it takes."""

from importlib import import_module

from django import forms
from django.conf import settings
from django.urls import get_resolver

from prongsai.web.year.ownership.forms import PersonField

# Of a case one person of a unit: whoever brought it is promised who reads it. Of a meeting each
# owner has a task. The status table names units in words, several or all.
# What is only narrowed gives nothing to anybody.
WHOM = {
    "calendar.OwnEventForm": {"units", "user"},
    "desk.AssignForm": {"unit", "assignee"},
    "desk.GiveForm": set(),
    "desk.HandForm": {"assignee"},
    "disclosure.StatusForm": set(),
    "meetings.TaskForm": {"units", "position", "user"},
    "ownership.AssignForm": {"unit", "user", "every_unit"},
    "ownership.NarrowForm": {"unit", "user"},
    "ownership.WithinForm": {"user"},
}
_NAMES = {"unit", "units", "position", "user", "every_unit", "assignee"}


def every_form(kind=forms.Form):
    for made in kind.__subclasses__():
        yield made
        yield from every_form(made)


def asks_for_an_owner(form):
    return any(
        isinstance(field, PersonField) or "ผู้รับผิดชอบ" in str(field.label)
        for field in form.base_fields.values()
    )


def test_whoever_asks_for_an_owner_takes_whom_the_table_says():
    assert import_module(settings.ROOT_URLCONF)
    assert get_resolver().url_patterns  # reading the addresses imports all forms
    asked = {
        f"{form.__module__.split('.')[-2]}.{form.__name__}": set(form.base_fields) & _NAMES
        for form in every_form()
        if form.__module__.startswith("prongsai.") and asks_for_an_owner(form)
    }
    assert asked == WHOM

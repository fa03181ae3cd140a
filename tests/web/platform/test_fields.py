"""Numbers that are typed or sent: none is larger than the database holds."""

import importlib
import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils import translation

from prongsai.core.announcements.content import RowKind, TextRow
from prongsai.web.office.announcements.forms import arranged
from prongsai.web.platform.fields import (
    MOST,
    NumberField,
    ThaiDateField,
    WholeNumberField,
)


def below(kind):
    """Every class that is made of a class."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def numbers():
    """Every number of every form of the site."""
    importlib.import_module(get_resolver().urlconf_name)
    assert get_resolver().url_patterns
    # In one order: the parallel runs of the tests must name the same.
    for form in sorted(
        set(below(forms.BaseForm)), key=lambda one: (one.__module__, one.__qualname__)
    ):
        if form.__module__.startswith("prongsai."):
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, (forms.IntegerField, forms.DecimalField)):
                    yield pytest.param(field, id=f"{form.__qualname__}.{name}")


NUMBERS = list(numbers())


def test_there_are_some():
    assert len(NUMBERS) >= 15


@pytest.mark.parametrize("field", NUMBERS)
def test_every_number_of_a_form_fits_into_the_database(field):
    assert field.max_value <= MOST
    assert field.min_value >= 0
    for typed in (2**31, 2**63, -1, "9" * 5_000):
        with pytest.raises(ValidationError):
            field.clean(str(typed))
    assert field.clean("7") == 7


def test_the_largest_is_taken():
    assert WholeNumberField().clean(str(MOST)) == MOST


@pytest.mark.parametrize(
    "typed", ["101", "0" * 12 + "9" * 30, "9" * 5_000, "0" * 5_000, "-1", "²", "1e1", "٣", "5.5"]
)
def test_a_count_is_not_larger_than_it_may_be(typed):
    field = NumberField(most=100, whole=True, error_messages={"number": "wrong", "range": "wrong"})
    with pytest.raises(ValidationError, match="wrong"):
        field.clean(typed)
    assert field.clean("0" * 12 + "๑๐๐") == 100


def test_a_row_that_is_no_number_is_none():
    rows = (TextRow(RowKind.ITEM, "ก"), TextRow(RowKind.ITEM, "ข"))
    assert arranged(rows, "drop-²") == (rows, 0)
    assert arranged(rows, "drop-1")[0] == rows[:1]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("th", ["ยาวได้ไม่เกิน 3 ตัวอักษร ที่พิมพ์มี 5", "มีอักขระที่เก็บไม่ได้"]),
        ("en", ["At most 3 characters; there are 5", "cannot be stored"]),
    ],
)
def test_what_django_has_no_thai_for_is_told_in_the_readers_language(language, told):
    with translation.override(language):
        for typed, words in zip(("กขคงจ", "\0"), told, strict=True):
            with pytest.raises(forms.ValidationError) as refused:
                forms.CharField(max_length=3, strip=False).clean(typed)
            assert words in str(refused.value.messages)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_example_of_a_day_lies_in_the_present_fiscal_year(settings, language):
    """The site is used for years: a day of 2566 is a wrong example in 2573."""
    settings.FROZEN_NOW = datetime(2030, 2, 1, tzinfo=UTC)
    days = [
        (form, field)
        for form in below(forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, ThaiDateField)
    ]
    assert len(days) > 20
    years = set()
    with translation.override(language):
        for form, field in days:
            said = " ".join(map(str, (field.help_text, *field.error_messages.values())))
            found = set(re.findall(r"(?:(?:ต|พ|ธ)\.(?:ค|ย)\.|/11/)?\s?\b(25[0-9]{2})\b", said))
            assert found <= {"2573", "2572"}, (form, said)
            years |= found
    assert years == {"2573", "2572"}

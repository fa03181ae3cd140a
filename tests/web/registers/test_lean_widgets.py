"""Boxes that are drawn without a template are the boxes that Django draws."""

import pytest
from django import forms
from selectolax.lexbor import LexborHTMLParser

from prongsai.web.disclosure.registers.grid_forms import (
    LeanInput,
    LeanSelect,
    LeanText,
    lean_hidden,
)

CHOICES = [("", "เลือก"), ("ก", "ก & ข"), ('"><script>', "<b>")]
HOSTILE = '"><script>alert(1)</script>'


def read(html):
    """Every element with its attributes and its own words; those of a select are blanks."""
    return [
        (one.tag, dict(one.attributes), "" if one.tag == "select" else one.text(deep=False))
        for one in LexborHTMLParser(html).body.traverse()
        if one.tag != "body"
    ]


@pytest.mark.parametrize("value", [None, "", "0", "ก", HOSTILE, "a\nb", "\nก"])
@pytest.mark.parametrize(
    ("lean", "plain", "given"),
    [
        (LeanInput, forms.TextInput, {"attrs": {"inputmode": "decimal", "list": "x"}}),
        (LeanText, forms.Textarea, {"attrs": {"rows": 2}}),
        (LeanSelect, forms.Select, {"choices": CHOICES}),
    ],
)
def test_they_are_those_of_django(lean, plain, given, value):
    attrs = {"id": "id_a", "class": "govuk-input", "aria-describedby": "id_a_error"}
    told = lean(**given).render("line0-a", value, attrs)
    assert read(told) == read(plain(**given).render("line0-a", value, attrs))
    assert "<script" not in told


def test_hidden_boxes_are_escaped():
    assert read(lean_hidden([("a", '"><b>'), ("b", 1)])) == [
        ("input", {"type": "hidden", "name": "a", "value": '"><b>'}, ""),
        ("input", {"type": "hidden", "name": "b", "value": "1"}, ""),
    ]

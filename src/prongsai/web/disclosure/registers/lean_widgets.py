"""Boxes that are drawn without a template: a grid has a thousand of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LeanInput(forms.TextInput):
    """A line of text."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """As Django draws it."""
        del renderer
        told = _attributes(self, name, attrs) | ({"value": str(value)} if value else {})
        return format_html("<input{}>", flatatt({"type": "text", **told}))


class LeanText(forms.Textarea):
    """Several lines of text."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """As Django draws it: the first line break is the browser's."""
        del renderer
        told = flatatt(_attributes(self, name, attrs))
        return format_html("<textarea{}>\n{}</textarea>", told, value or "")


class LeanSelect(forms.Select):
    """One of some words."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """As Django draws it, without groups."""
        del renderer
        told = flatatt(_attributes(self, name, attrs))
        chosen = str(value or "")
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", words)
                for key, words in self.choices
            ),
        )  # fmt: skip
        return format_html("<select{}>{}</select>", told, options)


def _attributes(widget: forms.Widget, name: str, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"name": name, **widget.attrs, **(attrs or {})}


def lean_label(field: BoundField, row: str, optional: str) -> SafeString:
    """What a box is called: its field, the row for who does not see it; `optional` in words."""
    told = format_html(' <span class="ps-optional">{}</span>', optional) if optional else ""
    return format_html(
        '<label class="label" for="{}">{} <span class="vh">{}</span>{}</label>',
        field.id_for_label, field.label, row, told,
    )  # fmt: skip


def lean_hidden(marks: Iterable[tuple[str, object]]) -> SafeString:
    """Hidden boxes, by name and value."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', marks)

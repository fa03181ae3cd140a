"""A form field drawn with the design's classes and tied to its hint and errors."""

from __future__ import annotations

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from prongsai.web.platform.fields import ThaiDateBoxes

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    # Django derives the ticks from the radios: they come first.
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)


def is_group(field: BoundField) -> bool:
    """Whether a field is several controls that share a legend."""
    return isinstance(field.field.widget, _GROUPS)


def is_tick(field: BoundField) -> bool:
    """Whether a field is one box to tick."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def described(field: BoundField) -> str:
    """The ids of a field's hint and errors."""
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


def first_id(field: BoundField) -> str:
    """The id of the first control: where a link of the error summary goes."""
    return f"{field.auto_id}_0" if is_group(field) else field.id_for_label or field.html_name


def control(field: BoundField) -> SafeString:
    """The field's control or controls, without label, hint and errors."""
    widget = field.field.widget
    if isinstance(widget, ThaiDateBoxes):
        return _drawn("ui/date_boxes.html", field, boxes=_boxes(field, widget))
    if isinstance(widget, forms.RadioSelect):
        kind = "checkboxes" if isinstance(widget, forms.CheckboxSelectMultiple) else "radios"
        widget.attrs["class"] = _class_of(field)
        return _drawn("ui/choices.html", field, kind=kind)
    attributes: dict[str, str | bool] = {"class": _class_of(field)}
    if ids := described(field):
        attributes["aria-describedby"] = ids
    return field.as_widget(attrs=attributes)


def _drawn(template: str, field: BoundField, **context: object) -> SafeString:
    return SafeString(render_to_string(template, {"field": field, **context}))


def _boxes(field: BoundField, widget: ThaiDateBoxes) -> list[dict[str, object]]:
    value = field.value()
    typed = value if isinstance(value, list | tuple) else widget.decompress(value)
    names = [f"{field.html_name}_{place}" for place in range(len(widget.widgets))]
    return [
        {
            "name": name,
            "id": f"{field.auto_id}_{place}",
            "label": label,
            "value": part or "",
            "width": 4 if place in (1, len(names) - 1) else 2,
            "is_number": place != 1,
        }
        for place, (name, label, part) in enumerate(zip(names, widget.labels, typed, strict=False))
    ]


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    own = str(widget.attrs.get("class", "")).split()
    for kind, name in _CLASSES:
        if isinstance(widget, kind):
            own += [name] if name not in own else []
            if field.errors and name in {"govuk-input", "govuk-select", "govuk-textarea"}:
                own.append(f"{name}--error")
            break
    return " ".join(dict.fromkeys(own))

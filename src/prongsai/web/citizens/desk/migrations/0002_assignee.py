"""A restricted case is seen by its assignee: of those that units were given their heads."""

from __future__ import annotations

from datetime import date
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from prongsai.core.desk.reading import read_kind, shipped
from prongsai.web.platform.clock import today


def name_assignees(apps: Any, _editor: Any) -> None:
    """Whoever heads a unit today goes on with its restricted cases; where nobody does, nobody."""
    cases = apps.get_model("desk", "Case").objects.exclude(unit=None)
    open_kinds = {kind.key for kind in shipped() if not kind.restricted}
    for own in apps.get_model("desk", "OwnKind").objects.all():
        kind, _findings = read_kind(own.key, own.text, own.key)
        if kind is not None and not kind.restricted:
            cases = cases.exclude(agency=own.agency_id, kind=own.key)
    restricted = cases.exclude(kind__in=open_kinds)
    for unit in set(restricted.order_by().values_list("unit", flat=True)):
        restricted.filter(unit=unit).update(assignee=_head_of(apps, unit, today()))


def _head_of(apps: Any, unit: Any, on: date) -> Any:
    is_over = Q(last_day__isnull=False, last_day__lt=on)
    terms = apps.get_model("agency", "Appointment").objects.exclude(is_over)
    terms = terms.filter(position__unit=unit, first_day__lte=on, user__is_active=True)
    heads = terms.filter(position__kind__in=("unit-head", "office-head", "head"))
    return heads.order_by("is_acting", "first_day").values_list("user", flat=True).first()


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0004_reach"),
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="assignee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_assignees, migrations.RunPython.noop, elidable=True),
    ]

"""Posts that sign nothing may be many in a unit; the head of the central office belongs to it."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_OFFICE_HEAD = ("office-head", "head")


def seat_office_heads(apps: Any, _editor: Any) -> None:
    """Put the post into the office; it headed that unit before without belonging to it."""
    positions = apps.get_model("agency", "Position").objects.filter(kind__in=_OFFICE_HEAD)
    for unit in apps.get_model("agency", "Unit").objects.filter(is_office=True):
        own = positions.filter(agency=unit.agency_id)
        if not own.filter(unit=unit).exists():
            own.filter(unit=None).update(unit=unit)


class Migration(migrations.Migration):
    dependencies = [("agency", "0003_readers")]

    operations = [
        migrations.RemoveConstraint(model_name="position", name="position_once"),
        migrations.RemoveConstraint(model_name="position", name="position_once_without_unit"),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                fields=("agency", "kind", "unit", "title"), name="position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit__isnull", True)),
                fields=("agency", "kind", "title"),
                name="position_once_without_unit",
            ),
        ),
        migrations.RunPython(seat_office_heads, migrations.RunPython.noop, elidable=True),
    ]

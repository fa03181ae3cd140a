"""A date may have several owners: what was a unit's is assigned to it, and parts can be done."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def give_to_units(apps: Any, _editor: Any) -> None:
    """Assign each date to its unit, also one that was taken out and may come back."""
    assignments = apps.get_model("ownership", "Assignment").objects
    for row in apps.get_model("calendar", "OwnEvent").objects.exclude(unit=None):
        assignments.create(
            agency_id=row.agency_id, fiscal_year=row.fiscal_year, kind="date", subject=str(row.pk),
            unit_id=row.unit_id, begun_at=row.made_at, begun_by_id=row.made_by_id,
            begun_by_words=row.by_words,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0001_initial"),
        ("ownership", "0004_dates"),
    ]

    operations = [
        migrations.AddField("eventdone", "part", models.UUIDField(null=True)),
        migrations.RemoveConstraint("eventdone", "event_done_once"),
        migrations.AddConstraint(
            "eventdone",
            models.UniqueConstraint(
                fields=["agency", "event"], condition=Q(part=None), name="event_done_once"
            ),
        ),
        migrations.AddConstraint(
            "eventdone",
            models.UniqueConstraint(
                fields=["agency", "event", "part"], name="event_part_done_once"
            ),
        ),
        migrations.RunPython(give_to_units, migrations.RunPython.noop, elidable=True),
    ]

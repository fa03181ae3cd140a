"""What a person of a unit has done is kept under both: who works in two units has two parts."""

from typing import Any
from uuid import uuid4, uuid5

from django.db import migrations


def move_marks(apps: Any, _editor: Any) -> None:
    """From the key of the unit or the person, unless that is another owner's own part."""
    standing = apps.get_model("ownership", "Assignment").objects.filter(kind="date", ended_at=None)
    marks = apps.get_model("calendar", "EventDone").objects
    moved = []
    for row in standing.exclude(unit=None).exclude(user=None):
        owners = standing.filter(agency_id=row.agency_id, subject=row.subject)
        others = {
            *owners.filter(user=None).values_list("unit_id", flat=True),
            *owners.filter(unit=None).values_list("user_id", flat=True),
        }
        keys = {row.unit_id, row.user_id} - others
        held = list(marks.filter(agency_id=row.agency_id, event=row.subject, part__in=keys))
        moved += [mark.pk for mark in held]
        for mark in held[:1]:
            mark.pk, mark.part = uuid4(), uuid5(row.unit_id, str(row.user_id))
            mark.save(force_insert=True)
    marks.filter(pk__in=moved).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0003_remove_ownevent_unit"),
        ("ownership", "0004_dates"),
    ]

    operations = [migrations.RunPython(move_marks, migrations.RunPython.noop, elidable=True)]

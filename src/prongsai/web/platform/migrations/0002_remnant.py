"""What the database's files may still hold of what was deleted, and that of older versions."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import migrations, models

_TABLES = (
    "desk_casephoto",
    "surveys_answer",
    "surveys_card",
    "surveys_choice",
    "surveys_point",
    "surveys_received",
    "surveys_remark",
)


def owe_all(apps: Any, _editor: Any) -> None:
    """Older versions did not ask whether it was removed."""
    apps.get_model("platform", "Remnant").objects.create(subject="before", tables=list(_TABLES))


class Migration(migrations.Migration):
    """After the first."""

    dependencies = [("platform", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Remnant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("tables", models.JSONField(default=list)),
                ("why", models.CharField(default="untried", max_length=8)),
            ],
        ),
        migrations.RunPython(owe_all, migrations.RunPython.noop, elidable=True),
    ]

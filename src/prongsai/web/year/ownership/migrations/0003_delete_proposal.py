"""The table of proposals goes; a step of its own, after its rows were read and others written."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def forget_type(apps: Any, _editor: Any) -> None:
    """Remove what Django notes of a model, and its permissions with it."""
    types = apps.get_model("contenttypes", "ContentType").objects
    types.filter(app_label="ownership", model="proposal").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("ownership", "0002_no_proposals"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.DeleteModel("Proposal"),
        migrations.RunPython(forget_type, migrations.RunPython.noop, elidable=True),
    ]

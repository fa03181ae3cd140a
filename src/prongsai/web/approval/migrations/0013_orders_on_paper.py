"""Of who acted on paper: the own post and the order."""

import django.db.models.deletion
from django.db import migrations, models

from prongsai.web.approval.guards import DECISIONS


def guard(apps, schema_editor):
    DECISIONS.guard(schema_editor.connection)


def unguard(apps, schema_editor):
    DECISIONS.unguard(schema_editor.connection)


def post():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="agency.position",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0006_sign_outs"),
        ("approval", "0012_objections_of_people"),
    ]

    operations = [
        # The table is rebuilt: its guard is lifted, and put up again with the new column.
        migrations.RunPython(unguard, guard),
        migrations.AddField(model_name="decision", name="own_position", field=post()),
        migrations.AddField(model_name="paperresult", name="own_position", field=post()),
        migrations.AddField(
            model_name="paperresult",
            name="authority",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.RunPython(guard, unguard),
    ]

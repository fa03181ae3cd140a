from django.db import migrations, models
from django.db.models import F


def find(apps, schema_editor):
    """The clerk's office is the unit that bears its name today."""
    units = apps.get_model("agency", "Unit").objects
    units.filter(name=F("agency__office")).update(is_office=True)


class Migration(migrations.Migration):
    dependencies = [("agency", "0004_names")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="is_office",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_office", True)),
                fields=("agency",),
                name="unit_office_once",
            ),
        ),
    ]

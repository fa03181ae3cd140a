from django.db import migrations


def place_in_first_state(apps, schema_editor):
    """Rows from before the register had states stand in its first."""
    rows = apps.get_model("registers", "RegisterRow").objects
    rows.filter(register="non-compliance", state="").update(state="found")


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0003_keep_writers"),
    ]

    operations = [
        migrations.RunPython(place_in_first_state, migrations.RunPython.noop, elidable=True),
    ]

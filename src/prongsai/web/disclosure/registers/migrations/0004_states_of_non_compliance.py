from django.db import migrations


def place_in_first_state(apps, schema_editor):
    """Rows from before the register had states stand in its first."""
    rows = apps.get_model("registers", "RegisterRow").objects
    rows.filter(register="non-compliance", state="").update(state="found")


def count_whole_days(apps, schema_editor):
    """Rows of screening from before there were shifts counted a whole day: so they stay the same
    rows when their file is brought again."""
    rows = apps.get_model("registers", "RegisterRow").objects
    for row in rows.filter(register="screening-log"):
        if row.key and "shift" not in row.values:
            row.values["shift"] = "whole-day"
            row.key = f"{row.key} · whole-day"[:200]
            row.save(update_fields=["values", "key"])


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0003_keep_writers"),
    ]

    operations = [
        migrations.RunPython(place_in_first_state, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(count_whole_days, migrations.RunPython.noop, elidable=True),
    ]

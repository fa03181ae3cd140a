from django.db import migrations
from django.utils import timezone

# What became the duty of one unit with this version; each unit wrote its own rows before.
OF_ONE_UNIT = (
    "budget-lines",
    "law-library",
    "personnel-actions",
    "procurement-notices",
    "procurement-plan",
    "procurement-winners",
    "spending",
)


def keep_writers(apps, schema_editor):
    """Where rows were written, nobody gains or loses: the agency chooses otherwise on the page."""
    rows = apps.get_model("registers", "RegisterRow").objects.order_by()
    written = rows.filter(register__in=OF_ONE_UNIT).values_list("agency", "register").distinct()
    chosen = apps.get_model("registers", "ChosenWriters").objects
    for agency, register in written:
        chosen.create(agency_id=agency, register=register, own_unit=True, changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0002_chosen_writers"),
    ]

    operations = [
        migrations.RunPython(keep_writers, migrations.RunPython.noop),
    ]

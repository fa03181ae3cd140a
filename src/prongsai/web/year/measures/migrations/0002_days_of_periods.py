"""The days of measures that name them in their period alone, as imported plans do."""

from django.db import migrations, models

from prongsai.core.measures.model import Measure

MANY = 500


def read_periods(apps, _editor):
    """Fill days that are empty where no start or due day is written beside the period."""
    rows = apps.get_model("measures", "MeasureRow").objects
    changed = []
    without = models.Q(starts_on=None) | models.Q(ends_on=None)
    for row in rows.exclude(period="").filter(without).iterator(MANY):
        told = Measure("", "", row.title, period=row.period, start=row.start, due=row.due)
        days = (told.starts and told.starts.first, told.ends and told.ends.last)
        if days != (row.starts_on, row.ends_on):
            row.starts_on, row.ends_on = days
            changed.append(row)
    rows.bulk_update(changed, ["starts_on", "ends_on"], batch_size=MANY)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]
    operations = [migrations.RunPython(read_periods, migrations.RunPython.noop)]

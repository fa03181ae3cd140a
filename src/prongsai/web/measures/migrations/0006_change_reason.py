"""Why a version was made is its change reason."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A column's name only; no row changes."""

    dependencies: ClassVar = [("measures", "0005_day_of_standing_approval")]

    operations: ClassVar = [
        migrations.RenameField("MeasureRevision", "deed", "change_reason"),
        migrations.RenameField("PointRevision", "deed", "change_reason"),
    ]

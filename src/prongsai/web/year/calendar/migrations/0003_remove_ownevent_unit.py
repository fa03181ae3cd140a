"""The unit of a date goes; a step of its own, after it was read and others were written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calendar", "0002_owners")]

    operations = [migrations.RemoveField("ownevent", "unit")]

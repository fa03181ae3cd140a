from django.db import migrations


class Migration(migrations.Migration):
    """The guard of the decisions stood here once; 0013 puts it up, with the columns of today."""

    dependencies = [("approval", "0001_initial")]

    operations = []

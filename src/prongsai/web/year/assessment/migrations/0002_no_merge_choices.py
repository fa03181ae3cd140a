"""What was chosen row by row in a merge goes with merging.

The copy as it came of it, its revisions and the official files of each stay.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="assessment",
            name="merge_choices",
        ),
    ]

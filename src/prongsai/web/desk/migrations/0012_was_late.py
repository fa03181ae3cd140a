"""A case says whether an answer before it was brought again was late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0011_box_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="was_late",
            field=models.BooleanField(default=False),
        ),
    ]

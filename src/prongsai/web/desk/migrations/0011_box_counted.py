"""An opening of the box says when it was written down, and how often a count differed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0010_told_forwarded_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="boxopening",
            name="made_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="boxopening",
            name="misses",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]

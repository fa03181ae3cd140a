import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0003_readers"),
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChosenWriters",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("own_unit", models.BooleanField(default=False)),
                ("units", models.JSONField(default=list)),
                ("posts", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
            ],
            options={
                "ordering": ["register"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "register"), name="register_writers_once"
                    )
                ],
            },
        ),
    ]

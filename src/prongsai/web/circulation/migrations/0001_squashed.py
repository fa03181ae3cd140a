import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # A database that has seen all of these has seen this one.
    replaces = [
        ("circulation", "0001_initial"),
        ("circulation", "0002_positions"),
        ("circulation", "0003_opened"),
        ("circulation", "0004_disowned"),
    ]

    initial = True

    dependencies = [
        ("agency", "0002_squashed"),
        ("agency", "__first__"),
        ("platform", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circulation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField(null=True)),
                ("title", models.CharField(max_length=500)),
                ("text", models.TextField(blank=True)),
                ("is_for_all", models.BooleanField()),
                ("due", models.DateField(null=True)),
                ("started_at", models.DateTimeField()),
                ("by_words", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_words", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                ("positions", models.ManyToManyField(related_name="+", to="agency.position")),
                ("units", models.ManyToManyField(related_name="+", to="agency.unit")),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(
                        fields=["agency", "fiscal_year"], name="circulation_agency__40fec5_idx"
                    ),
                    models.Index(
                        fields=["agency", "kind", "subject"], name="circulation_agency__1c8243_idx"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.CharField(max_length=200)),
                ("unit_name", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("paper_day", models.DateField(null=True)),
                ("noted_by_words", models.CharField(blank=True, max_length=200)),
                ("disowned_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "circulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="circulation.circulation",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["unit_name", "position", "added_at"],
                "indexes": [
                    models.Index(
                        fields=["agency", "user", "acknowledged_at"],
                        name="circulation_agency__f34dc9_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("circulation", "user"), name="recipient_once")
                ],
            },
        ),
    ]

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_initial"),
        ("agency", "__first__"),
        ("platform", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField()),
                ("edition", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=500)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("day", models.DateField()),
                ("items", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                ("pages", models.PositiveIntegerField(null=True)),
                ("check_code", models.CharField(blank=True, max_length=20)),
                ("published_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(blank=True, max_length=200)),
                ("replaced_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_by_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-day", "-published_at"],
                "indexes": [
                    models.Index(
                        fields=["agency", "fiscal_year", "kind"],
                        name="publication_agency__6da71e_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "subject", "edition"),
                        name="publication_edition_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("agency", "kind", "subject"),
                        name="publication_one_newest",
                    ),
                ],
            },
        ),
    ]

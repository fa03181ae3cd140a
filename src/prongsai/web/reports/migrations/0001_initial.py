import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_squashed"),
        ("agency", "__first__"),
        ("measures", "0001_squashed"),
        ("platform", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                (
                    "layout",
                    models.CharField(
                        choices=[
                            ("eight", "แปดคอลัมน์ แนวนอน"),
                            ("three-with-photos", "สามคอลัมน์ มีภาพ"),
                        ],
                        default="eight",
                        max_length=20,
                    ),
                ),
                ("values", models.JSONField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("reminded_by_words", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="agency.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "kind"), name="report_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form", models.CharField(max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("by_words", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="platform.job",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "form"), name="report_draft_once_in_a_job"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RowVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("summary", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True)),
                ("problem", models.TextField(blank=True)),
                ("proposal", models.TextField(blank=True)),
                ("photos", models.JSONField(default=list)),
                ("based_on", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("by_words", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="measures.measurerow",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "measure", "number"), name="report_row_version_once"
                    )
                ],
            },
        ),
    ]

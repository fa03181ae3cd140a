import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0002_initial"),
        ("agency", "__first__"),
        ("disclosure", "0001_initial"),
        ("platform", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                (
                    "instrument",
                    models.CharField(
                        blank=True, choices=[("IIT", "IIT"), ("EIT", "EIT")], max_length=3
                    ),
                ),
                ("questions", models.JSONField(null=True)),
                (
                    "former",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("people", models.PositiveIntegerField(null=True)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("official_url", models.URLField(blank=True, max_length=500)),
                ("cards", models.PositiveIntegerField(default=0)),
                ("keyed", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0)),
                ("told_on", models.DateField(null=True)),
                ("mixed", models.PositiveIntegerField(default=0)),
                ("elsewhere", models.JSONField(null=True)),
                ("term", models.CharField(default="asked", max_length=8)),
                ("kept", models.JSONField(null=True)),
                ("kept_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["-opens_on", "name"],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="surveys.survey",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=8, unique=True)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("keyed", models.PositiveIntegerField(default=0)),
                ("sitting", models.UUIDField(null=True)),
                ("began", models.DateTimeField(null=True)),
                ("last", models.DateTimeField(null=True)),
                ("in_sitting", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "name"), name="survey_point_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("survey", models.UUIDField(db_index=True)),
                ("point", models.UUIDField()),
                ("values", models.JSONField()),
                ("sitting", models.UUIDField(null=True)),
                ("again", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("survey", models.UUIDField(db_index=True)),
                ("question", models.CharField(max_length=8)),
                ("option", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("survey", models.UUIDField(db_index=True)),
                ("question", models.CharField(blank=True, max_length=8)),
                ("text", models.CharField(max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                ("key", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("survey", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="SittingRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sittings",
                        to="surveys.point",
                    ),
                ),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("minutes", models.FloatField()),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="SurveyReport",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
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
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="platform.job",
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "xlsx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="surveys.survey",
                    ),
                ),
                ("said", models.JSONField(default=dict)),
                (
                    "pieces",
                    models.ManyToManyField(related_name="survey_reports", to="disclosure.piece"),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("survey", "number"), name="survey_report_once")
                ],
            },
        ),
    ]

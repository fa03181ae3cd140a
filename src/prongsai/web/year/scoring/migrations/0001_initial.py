import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_initial"),
        ("agency", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreRevision",
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_by_words", models.CharField(blank=True, max_length=200)),
                ("score_year", models.PositiveIntegerField()),
                ("sheet", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=255)),
                ("is_typed", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-score_year", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "score_year", "number"), name="score_revision_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreDraft",
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
                        related_name="score_drafts",
                        to="agency.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("score_year", models.PositiveIntegerField()),
                ("is_typed", models.BooleanField(default=False)),
                ("sheet", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                ("typed", models.JSONField(default=dict)),
                ("source", models.CharField(blank=True, max_length=255)),
                ("saved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="scoring.scorerevision",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("is_typed", True)),
                        fields=("agency", "by", "score_year"),
                        name="typed_draft_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
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
                        related_name="remarks",
                        to="agency.agency",
                    ),
                ),
                ("score_year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("items", models.JSONField(default=list)),
                ("source", models.CharField(blank=True, max_length=255)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["score_year", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("agency", "score_year", "number"),
                        name="remark_once",
                    )
                ],
            },
        ),
    ]

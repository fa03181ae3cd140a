import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_initial"),
        ("agency", "__first__"),
        ("measures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressNote",
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
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="measures.measurerow",
                    ),
                ),
                ("thread", models.UUIDField()),
                ("on", models.DateField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("done", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True)),
                ("problem", models.TextField(blank=True)),
                ("proposal", models.TextField(blank=True)),
                ("spent", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("reached", models.PositiveIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
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
                    "replaced_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="tracking.progressnote",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by_words", models.CharField(blank=True, max_length=200)),
                ("withdrawn_why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["on", "recorded_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["agency", "measure", "on"], name="tracking_pr_agency__62ab51_idx"
                    ),
                    models.Index(fields=["thread"], name="tracking_pr_thread_ac5c2d_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_by", None)),
                        fields=("thread",),
                        name="note_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="note_percent_is_a_share"
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0002_initial"),
        ("agency", "__first__"),
        ("platform", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceRow",
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
                ("subject_kind", models.CharField(max_length=40)),
                ("subject", models.UUIDField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "small",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("photo", "ภาพ"), ("file", "แฟ้ม")], max_length=10),
                ),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("caption", models.CharField(blank=True, max_length=300)),
                ("taken_on", models.DateField(null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("faces", models.CharField(blank=True, max_length=10)),
                ("order", models.PositiveIntegerField(default=0)),
                ("upload_key", models.CharField(blank=True, max_length=64)),
                ("uploaded_at", models.DateTimeField()),
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
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["order", "uploaded_at", "id"],
                "indexes": [
                    models.Index(
                        fields=["agency", "subject_kind", "subject"],
                        name="evidence_ev_agency__d1111a_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("upload_key", ""), _negated=True),
                        fields=("by", "upload_key"),
                        name="evidence_upload_once",
                    )
                ],
            },
        ),
    ]

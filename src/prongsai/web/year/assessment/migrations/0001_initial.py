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
            name="Assessment",
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
                        related_name="assessments",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("framework", models.JSONField(default=dict)),
                ("framework_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("framework_number", models.PositiveIntegerField(default=0)),
                ("official_digest", models.CharField(blank=True, max_length=64)),
                ("merge_choices", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-fiscal_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year"), name="assessment_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameworkFile",
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
                ("digest", models.CharField(max_length=64)),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "digest"), name="framework_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameworkRevision",
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
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="assessment.assessment",
                    ),
                ),
                ("files", models.JSONField()),
                ("official", models.JSONField(default=dict)),
                (
                    "change_reason",
                    models.CharField(
                        choices=[
                            ("opened", "เปิดปีโดยคัดลอกปีก่อนหน้า"),
                            ("copied", "คัดลอกข้อมูลที่มากับโปรแกรม"),
                            ("edited", "แก้ไข"),
                            ("imported", "นำเข้าจาก XLSX"),
                            ("merged", "รวมข้อมูลทางการ"),
                            ("restored", "กลับไปใช้ฉบับเดิม"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "number"), name="framework_revision_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameworkPreview",
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
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to="assessment.assessment",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("rows", models.JSONField()),
                ("made_at", models.DateTimeField(db_index=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="ItemNote",
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
                        related_name="item_notes",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("lineage", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("number", models.PositiveIntegerField(default=1)),
                ("carried_from", models.PositiveIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["fiscal_year", "lineage"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "lineage"), name="item_note_once"
                    )
                ],
            },
        ),
    ]

import django.db.models.deletion
import uuid
from decimal import Decimal
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
            name="PlanRow",
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
                        related_name="plans",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("score_year", models.PositiveIntegerField()),
                (
                    "target",
                    models.DecimalField(decimal_places=2, default=Decimal("85"), max_digits=5),
                ),
                ("scenario", models.CharField(blank=True, max_length=120)),
                ("approved", models.TextField(blank=True)),
                ("arrangement", models.CharField(default="group", max_length=20)),
                ("columns", models.PositiveSmallIntegerField(default=8)),
                ("narratives", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("head_changed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
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
            ],
            options={
                "ordering": ["-fiscal_year"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "fiscal_year"), name="plan_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureRow",
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
                        related_name="measures",
                        to="agency.agency",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="measures.planrow",
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("place", models.PositiveIntegerField()),
                ("number", models.TextField(blank=True)),
                ("title", models.TextField()),
                ("group", models.TextField(blank=True)),
                ("steps", models.JSONField(default=list)),
                ("unit", models.TextField(blank=True)),
                ("period", models.TextField(blank=True)),
                ("start", models.TextField(blank=True)),
                ("due", models.TextField(blank=True)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("evidence", models.JSONField(default=list)),
                ("at_six_months", models.TextField(blank=True)),
                ("at_twelve_months", models.TextField(blank=True)),
                ("budget", models.TextField(blank=True)),
                ("items", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                ("other", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["place"],
                "indexes": [
                    models.Index(fields=["plan", "place"], name="measures_me_plan_id_329fb0_idx"),
                    models.Index(
                        fields=["agency", "ends_on"], name="measures_me_agency__a80c68_idx"
                    ),
                    models.Index(
                        fields=["agency", "starts_on"], name="measures_me_agency__9beeb1_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("plan", "key"),
                        name="measure_key_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponsibleUnit",
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
                        related_name="responsible",
                        to="measures.measurerow",
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "unit"], name="measures_re_agency__3a75e8_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "words"), name="responsible_unit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PointRow",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="measures.planrow",
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("item", models.CharField(blank=True, max_length=200)),
                ("remark", models.PositiveIntegerField(null=True)),
                ("name", models.TextField()),
                ("score", models.CharField(blank=True, max_length=60)),
                ("guideline", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("source", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("item", ""), _negated=True),
                        fields=("plan", "item"),
                        name="point_item_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("remark__isnull", False)),
                        fields=("plan", "remark"),
                        name="point_remark_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureRevision",
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
                ("number", models.PositiveIntegerField(null=True)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("values", models.JSONField(default=dict)),
                (
                    "change_reason",
                    models.CharField(
                        choices=[
                            ("drafted", "ร่างจากการวิเคราะห์"),
                            ("added", "เพิ่ม"),
                            ("edited", "แก้ไข"),
                            ("imported", "นำเข้าจาก XLSX"),
                            ("restored", "กลับไปใช้ฉบับเดิม"),
                            ("refused", "บันทึกชนกับผู้อื่น"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="measures.measurerow",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "number"), name="measure_revision_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PointRevision",
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
                ("number", models.PositiveIntegerField(null=True)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("values", models.JSONField(default=dict)),
                (
                    "change_reason",
                    models.CharField(
                        choices=[
                            ("drafted", "ร่างจากการวิเคราะห์"),
                            ("added", "เพิ่ม"),
                            ("edited", "แก้ไข"),
                            ("imported", "นำเข้าจาก XLSX"),
                            ("restored", "กลับไปใช้ฉบับเดิม"),
                            ("refused", "บันทึกชนกับผู้อื่น"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="measures.pointrow",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("point", "number"), name="point_revision_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPreview",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to="measures.planrow",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
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
            name="PlanInForce",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_force",
                        to="measures.planrow",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("content", models.JSONField(default=dict)),
                ("submission", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_in_force_once")
                ],
            },
        ),
    ]

import django.db.models.deletion
import prongsai.core.announcements.model
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
            name="Announcement",
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
                        related_name="announcements",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("series", models.UUIDField(default=uuid.uuid4)),
                ("edition", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "ร่าง"),
                            ("sent", "รอลงนาม"),
                            ("signed", "ลงนามแล้ว"),
                            ("published", "เผยแพร่แล้ว"),
                            ("replaced", "มีฉบับใหม่แทน"),
                            ("withdrawn", "เลิกใช้"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("subject", models.TextField()),
                ("preamble", models.JSONField(default=list)),
                ("parts", models.JSONField(default=list)),
                ("closing", models.JSONField(default=list)),
                (
                    "form",
                    models.CharField(
                        choices=[("announcement", "announcement"), ("order", "order")],
                        default=prongsai.core.announcements.model.Form["ANNOUNCEMENT"],
                        max_length=20,
                    ),
                ),
                (
                    "signer",
                    models.CharField(
                        default=prongsai.core.announcements.model.Signer["CHIEF_EXECUTIVE"],
                        max_length=20,
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[("all-staff", "all-staff"), ("units", "units"), ("none", "none")],
                        default=prongsai.core.announcements.model.Readers["NONE"],
                        max_length=20,
                    ),
                ),
                ("items", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("signed_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                ("why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["kind", "-edition"],
                "indexes": [
                    models.Index(
                        fields=["agency", "fiscal_year", "state"],
                        name="announcemen_agency__59800e_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "kind", "edition"),
                        name="announcement_edition_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "sent"])),
                        fields=("agency", "fiscal_year", "kind"),
                        name="announcement_open_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["signed", "published"])),
                        fields=("agency", "fiscal_year", "kind"),
                        name="announcement_stands_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementVersion",
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
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="announcements.announcement",
                    ),
                ),
                (
                    "change_reason",
                    models.CharField(
                        choices=[
                            ("drafted", "ร่างจากแบบ"),
                            ("copied", "คัดลอกจากปีก่อน"),
                            ("edited", "แก้ไข"),
                            ("restored", "คืนค่าฉบับเดิม"),
                        ],
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement", "number"), name="announcement_version_once"
                    )
                ],
            },
        ),
    ]

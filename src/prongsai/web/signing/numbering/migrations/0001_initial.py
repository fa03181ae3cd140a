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
            name="Register",
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
                        related_name="registers",
                        to="agency.agency",
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("memo", "บันทึกข้อความ"),
                            ("letter", "หนังสือส่งออก"),
                            ("circular", "หนังสือเวียน (ว)"),
                            ("order", "คำสั่ง"),
                            ("announcement", "ประกาศ"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="agency.unit",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=60)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-year", "series"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "series", "year", "unit"), name="register_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("agency", "series", "year"),
                        name="register_once_without_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberRow",
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
                        related_name="numbers",
                        to="agency.agency",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="numbering.register",
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("memo", "บันทึกข้อความ"),
                            ("letter", "หนังสือส่งออก"),
                            ("circular", "หนังสือเวียน (ว)"),
                            ("order", "คำสั่ง"),
                            ("announcement", "ประกาศ"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=100)),
                ("day", models.DateField(null=True)),
                ("sender", models.CharField(blank=True, max_length=200)),
                ("receiver", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("subject", models.UUIDField(null=True)),
                ("kept_for", models.CharField(blank=True, max_length=300)),
                ("issued_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(max_length=200)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                ("void_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["register", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("subject__isnull", False), ("voided_at__isnull", True)),
                        fields=("agency", "series", "subject"),
                        name="number_of_a_subject_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperRange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="numbering.register",
                    ),
                ),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["first"],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "first"), name="paper_range_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="paper_range_has_numbers",
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
import prongsai.web.agency.models
import prongsai.web.platform.db.ordering
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subdistrict-municipality", "เทศบาลตำบล"),
                            ("town-municipality", "เทศบาลเมือง"),
                            ("city-municipality", "เทศบาลนคร"),
                            ("subdistrict", "องค์การบริหารส่วนตำบล"),
                            ("province", "องค์การบริหารส่วนจังหวัด"),
                            ("other", "หน่วยงานอื่น"),
                        ],
                        max_length=40,
                    ),
                ),
                ("district", models.CharField(blank=True, max_length=100)),
                ("province", models.CharField(blank=True, max_length=100)),
                ("office", models.CharField(default="สำนักปลัด", max_length=200)),
                ("telephone", models.CharField(blank=True, max_length=60)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.CharField(blank=True, max_length=200)),
                ("social_pages", models.TextField(blank=True)),
                ("number_prefix", models.CharField(blank=True, max_length=60)),
                ("authority", models.TextField(blank=True)),
                ("prints_names", models.BooleanField(default=True)),
                (
                    "digits",
                    models.CharField(
                        choices=[
                            ("thai", "เลขไทยทั้งหมด"),
                            ("thai-in-prose", "เลขไทยในข้อความ เลขอารบิกในตาราง"),
                            ("arabic", "เลขอารบิกทั้งหมด"),
                        ],
                        default="thai-in-prose",
                        max_length=20,
                    ),
                ),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "second_factor",
                    models.JSONField(default=prongsai.web.agency.models.demanding_positions),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "sort_key",
                    prongsai.web.platform.db.ordering.SortKeyField(editable=False, max_length=300),
                ),
                ("search_text", models.CharField(editable=False, max_length=500)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                        related_name="units",
                        to="agency.agency",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("is_closed", models.BooleanField(default=False)),
                ("is_office", models.BooleanField(default=False)),
                (
                    "sort_key",
                    prongsai.web.platform.db.ordering.SortKeyField(editable=False, max_length=300),
                ),
            ],
            options={
                "ordering": ["sort_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="unit_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_office", True)),
                        fields=("agency",),
                        name="unit_office_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="agency.agency",
                    ),
                ),
                ("login", models.CharField(max_length=60, unique=True)),
                ("display_name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                ("is_host", models.BooleanField(default=False)),
                ("one_time_until", models.DateTimeField(blank=True, null=True)),
                ("sign_outs", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["login"],
            },
        ),
        migrations.CreateModel(
            name="Position",
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
                        related_name="positions",
                        to="agency.agency",
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="agency.unit",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["kind", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "unit"), name="position_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("agency", "kind"),
                        name="position_once_without_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                        related_name="appointments",
                        to="agency.agency",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="agency.position",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(blank=True, null=True)),
                ("is_acting", models.BooleanField(default=False)),
                ("authority", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-first_day"],
                "indexes": [
                    models.Index(fields=["agency", "user"], name="agency_appo_agency__4e7356_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="appointment_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_acting", False), ("last_day__isnull", False), _connector="OR"
                        ),
                        name="acting_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Roster",
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
                        related_name="rosters",
                        to="agency.agency",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("rows", models.JSONField(default=list)),
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
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="WordingRow",
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
                ("key", models.CharField(max_length=100)),
                ("text", models.TextField(blank=True)),
                ("shipped", models.TextField()),
            ],
            options={
                "ordering": ["key", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "key", "number"), name="wording_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said_th", models.CharField(max_length=600)),
                ("said_en", models.CharField(max_length=600)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(
                        fields=["agency", "user", "read_at"], name="agency_noti_agency__11c1b1_idx"
                    )
                ],
            },
        ),
    ]

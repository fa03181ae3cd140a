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
            name="OwnEvent",
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
                        related_name="own_events",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("detail", models.CharField(blank=True, max_length=500)),
                ("purpose", models.CharField(blank=True, max_length=20)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
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
                ("by_words", models.CharField(blank=True, max_length=200)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["first_day", "last_day"],
                "indexes": [
                    models.Index(
                        fields=["agency", "fiscal_year"], name="calendar_ow_agency__94ff93_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="own_event_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("removed_at", None), models.Q(("purpose", ""), _negated=True)
                        ),
                        fields=("agency", "fiscal_year", "purpose"),
                        name="own_event_purpose_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventMove",
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
                ("event", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("old_first", models.DateField()),
                ("old_last", models.DateField()),
                ("new_first", models.DateField()),
                ("new_last", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("moved_at", models.DateTimeField()),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        fields=["agency", "fiscal_year"], name="calendar_ev_agency__f0280c_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "event", "number"), name="event_move_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_last__gte", models.F("new_first"))),
                        name="event_move_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventDone",
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
                ("event", models.UUIDField()),
                ("done_at", models.DateTimeField()),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "event"), name="event_done_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QueuedEmail",
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
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอส่ง"),
                            ("sending", "กำลังส่ง"),
                            ("ending", "รอคำตอบ"),
                            ("sent", "ส่งแล้ว"),
                            ("refused", "ถูกปฏิเสธ"),
                            ("unsure", "ไม่แน่ใจว่าถึง"),
                            ("dropped", "ไม่ต้องส่งแล้ว"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_try", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(fields=["state", "next_try"], name="calendar_qu_state_12aec0_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="queued_email_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("event", models.UUIDField()),
                ("last_day", models.DateField(null=True)),
                ("rule", models.CharField(max_length=20)),
                ("name", models.JSONField()),
                ("url", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("outdated_at", models.DateTimeField(null=True)),
                (
                    "queued_email",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reminders",
                        to="calendar.queuedemail",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "last_day"],
                "indexes": [
                    models.Index(
                        fields=["agency", "user", "-made_at"], name="calendar_re_agency__022da8_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "event", "last_day", "rule"), name="reminder_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("url", ""), _negated=True),
                        fields=("user", "event", "rule"),
                        name="reminder_told_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemindedDay",
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
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "day"), name="reminded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
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
                ("gets_mail", models.BooleanField(default=True)),
                ("feed_number", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]

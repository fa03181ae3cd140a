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
            name="Link",
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
                ("address", models.CharField(max_length=2000)),
                ("digest", models.CharField(max_length=64)),
                ("verdict", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("final", models.CharField(blank=True, max_length=2000)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("checked_at", models.DateTimeField(null=True)),
                ("content", models.CharField(blank=True, max_length=64)),
                ("content_at", models.DateTimeField(null=True)),
                ("newest_content", models.CharField(blank=True, max_length=64)),
                ("broken_looks", models.PositiveIntegerField(default=0)),
                ("broken_since", models.DateTimeField(null=True)),
                ("seen_verdict", models.CharField(blank=True, max_length=20)),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "digest"), name="link_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [
                                    "",
                                    "alive",
                                    "changed",
                                    "redirected_home",
                                    "soft_404",
                                    "permission_wall",
                                    "certificate",
                                    "slow",
                                    "gone",
                                    "not_allowed",
                                    "unfit",
                                    "unknown",
                                ],
                            )
                        ),
                        name="link_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkRound",
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
                ("links", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
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
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("agency",),
                        name="link_round_one_goes_on",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
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
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="links.link",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checks",
                        to="links.linkround",
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                ("verdict", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("final", models.CharField(blank=True, max_length=2000)),
                ("status", models.PositiveIntegerField(null=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("seconds", models.FloatField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("content", models.CharField(blank=True, max_length=64)),
                ("by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-checked_at"],
                "indexes": [
                    models.Index(
                        fields=["link", "-checked_at"], name="links_linkc_link_id_30aded_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "link"), name="link_check_once_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [
                                    "alive",
                                    "changed",
                                    "redirected_home",
                                    "soft_404",
                                    "permission_wall",
                                    "certificate",
                                    "slow",
                                    "gone",
                                    "not_allowed",
                                    "unfit",
                                    "unknown",
                                ],
                            )
                        ),
                        name="link_check_verdict",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkSchedule",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agency.agency",
                    ),
                ),
                ("every_days", models.PositiveIntegerField()),
            ],
        ),
    ]

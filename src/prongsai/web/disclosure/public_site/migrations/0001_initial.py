import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from prongsai.web.disclosure.public_site.search_index import index_operation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_initial"),
        ("agency", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileLook",
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
                ("found", models.JSONField(default=list)),
                ("unread", models.JSONField(default=dict)),
                ("looked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "digest"), name="file_look_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("source", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=10)),
                ("fiscal_year", models.PositiveIntegerField(null=True)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("address", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=500)),
                ("text", models.TextField(blank=True)),
                ("folded_title", models.CharField(max_length=600)),
                ("folded", models.TextField()),
                ("grams", models.TextField()),
                ("day", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("check_code", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["-day", "id"],
                "indexes": [
                    models.Index(fields=["agency", "source"], name="public_site_agency__af3c38_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="SitePage",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("ita", "หน้า ITA"),
                            ("news", "ข่าว"),
                            ("page", "หน้าเว็บ"),
                            ("faq", "คำถามที่พบบ่อย"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_by_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(fields=["agency", "kind"], name="public_site_agency__5547bc_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "ita")),
                        fields=("agency", "fiscal_year"),
                        name="site_page_ita_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteEdition",
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
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="public_site.sitepage",
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("content", models.JSONField(default=dict)),
                ("expires_on", models.DateField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("check_code", models.CharField(blank=True, max_length=20)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "number"), name="site_edition_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="sitepage",
            name="published",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="public_site.siteedition",
            ),
        ),
        index_operation(),
    ]

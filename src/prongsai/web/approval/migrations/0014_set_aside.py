"""A disputed result is asked to be set aside, and another signer confirms it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def person():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0013_orders_on_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("objection", "statement", models.TextField(blank=True, default="")),
        migrations.AddField("objection", "stated_at", models.DateTimeField(null=True)),
        migrations.AddField("objection", "stated_by", person()),
        migrations.AddField(
            "objection", "stated_words", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField("objection", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField("objection", "settled_by", person()),
        migrations.AddField(
            "objection", "settled_words", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AlterField(
            "submission",
            "state",
            models.CharField(
                choices=[
                    ("preparing", "กำลังทำฉบับที่จะลงนาม"),
                    ("open", "รอลงนาม"),
                    ("sent-back", "ส่งกลับให้แก้"),
                    ("approved", "อนุมัติแล้ว"),
                    ("refused", "ไม่อนุมัติ"),
                    ("withdrawn", "ถอนเรื่องแล้ว"),
                    ("set-aside", "ผลถูกยกเลิก"),
                ],
                default="preparing",
                max_length=20,
            ),
        ),
    ]

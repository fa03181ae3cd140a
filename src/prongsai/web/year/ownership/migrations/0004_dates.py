"""Dates of the agency's own are assigned as everything else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ownership", "0003_delete_proposal")]

    operations = [
        migrations.AlterField(
            "assignment",
            "kind",
            models.CharField(
                choices=[
                    ("indicator", "ตัวชี้วัด"),
                    ("item", "ข้อ"),
                    ("measure", "มาตรการ"),
                    ("date", "กำหนดการ"),
                ],
                max_length=10,
            ),
        ),
    ]

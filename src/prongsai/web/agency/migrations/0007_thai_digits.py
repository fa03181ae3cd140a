from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0006_roster_unread"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="digits",
            field=models.CharField(
                choices=[
                    ("thai", "เลขไทยทั้งหมด"),
                    ("thai-in-prose", "เลขไทยในข้อความ เลขอารบิกในตาราง"),
                    ("arabic", "เลขอารบิกทั้งหมด"),
                ],
                default="thai",
                max_length=20,
            ),
        ),
    ]

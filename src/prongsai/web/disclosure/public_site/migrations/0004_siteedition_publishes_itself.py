from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("public_site", "0003_gate"),
    ]

    operations = [
        migrations.AddField(
            model_name="siteedition",
            name="publishes_itself",
            field=models.BooleanField(default=False),
        ),
    ]

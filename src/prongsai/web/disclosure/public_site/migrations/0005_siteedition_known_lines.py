from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("public_site", "0004_siteedition_publishes_itself"),
    ]

    operations = [
        migrations.AddField(
            model_name="siteedition",
            name="known_lines",
            field=models.JSONField(default=list),
        ),
    ]

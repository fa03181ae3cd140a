from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agency", "0004_versions")]

    operations = [
        migrations.AddField("agency", "social_pages", models.TextField(blank=True)),
    ]

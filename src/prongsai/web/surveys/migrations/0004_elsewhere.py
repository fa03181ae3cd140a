from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_keyed_at_points")]

    operations = [migrations.AddField("survey", "elsewhere", models.JSONField(null=True))]

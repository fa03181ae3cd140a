from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("counter", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicechart",
            name="against",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="servicechart",
            name="anyway",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]

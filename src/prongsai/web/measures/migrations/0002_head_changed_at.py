from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="planrow",
            name="head_changed_at",
            field=models.DateTimeField(null=True),
        ),
    ]

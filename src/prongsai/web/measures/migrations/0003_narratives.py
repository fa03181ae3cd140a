from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_head_changed_at")]

    operations = [
        migrations.AddField(
            model_name="planrow",
            name="narratives",
            field=models.JSONField(default=dict),
        ),
    ]

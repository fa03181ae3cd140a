from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_piece_of_item_added")]

    operations = [
        migrations.AddField(model_name="piece", name="moves", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="piece", name="moved_at", field=models.DateTimeField(null=True)
        ),
    ]

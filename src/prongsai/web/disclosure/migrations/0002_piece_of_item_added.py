from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="pieceofitem", name="added_at", field=models.DateTimeField(null=True)
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_preaudit")]

    operations = [
        migrations.AddField(
            model_name="itemwork",
            name="documents",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="itemreading",
            name="evidence",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("circulation", "0003_opened")]

    operations = [
        migrations.AddField(
            model_name="recipient",
            name="disowned_at",
            field=models.DateTimeField(null=True),
        ),
    ]

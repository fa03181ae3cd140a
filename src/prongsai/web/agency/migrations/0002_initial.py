import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0001_initial"),
        ("platform", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="emblem",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="platform.storedfile",
            ),
        ),
    ]

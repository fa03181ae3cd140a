import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # A database that has seen all of these has seen this one.
    replaces = [
        ("agency", "0001_initial"),
        ("agency", "0002_initial"),
        ("agency", "0003_appointments"),
        ("agency", "0004_names"),
        ("agency", "0005_office"),
        ("agency", "0006_sign_outs"),
        ("agency", "0007_appointment"),
    ]

    initial = True

    dependencies = [
        ("agency", "0001_squashed"),
        ("platform", "0001_squashed"),
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

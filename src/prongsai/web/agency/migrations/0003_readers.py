import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import prongsai.web.platform.clock


class Migration(migrations.Migration):
    dependencies = [
        ("agency", "0002_initial"),
    ]

    # Added without the default, so that nothing waits for those who read before.
    operations = [
        migrations.AddField(
            model_name="appointment",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="entered_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="waits_since",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="entered_on",
            field=models.DateField(null=True, default=prongsai.web.platform.clock.today),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="waits_since",
            field=models.DateField(null=True, default=prongsai.web.platform.clock.today),
        ),
    ]

"""A paper of the queues may become evidence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("counter", "0003_form_named_by_edition"),
        ("disclosure", "0008_explanation_limit"),
    ]

    operations = [
        migrations.AddField(
            model_name="queuereport",
            name="pieces",
            field=models.ManyToManyField(related_name="queue_reports", to="disclosure.piece"),
        ),
    ]

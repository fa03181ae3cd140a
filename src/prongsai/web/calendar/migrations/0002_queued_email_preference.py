"""A mail that waits is a queued email; how a person wants to be told is a preference."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE


class Migration(migrations.Migration):
    """Names only; no row changes."""

    dependencies: ClassVar = [
        ("calendar", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint("outgoing", "outgoing_once_a_day"),
        migrations.RenameModel("Outgoing", "QueuedEmail"),
        migrations.RenameField("reminder", "outgoing", "queued_email"),
        migrations.RenameIndex(
            "queuedemail",
            new_name="calendar_qu_state_12aec0_idx",
            old_name="calendar_ou_state_4edb10_idx",
        ),
        migrations.AddConstraint(
            "queuedemail",
            models.UniqueConstraint(fields=["user", "day"], name="queued_email_once_a_day"),
        ),
        migrations.RenameModel("Wish", "Preference"),
        migrations.AlterField(
            "preference",
            "user",
            models.OneToOneField(
                settings.AUTH_USER_MODEL,
                CASCADE,
                primary_key=True,
                related_name="preference",
                serialize=False,
            ),
        ),
    ]

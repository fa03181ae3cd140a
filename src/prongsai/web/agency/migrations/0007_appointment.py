"""A person in a position is an appointment: the table's, an index's and a rule's names."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, PROTECT


class Migration(migrations.Migration):
    """Renames only; no row changes."""

    dependencies: ClassVar = [("agency", "0006_sign_outs")]

    operations: ClassVar = [
        migrations.RemoveConstraint("holding", "holding_ends_after_start"),
        migrations.RenameModel("Holding", "Appointment"),
        migrations.AlterField(
            "appointment",
            "agency",
            models.ForeignKey("agency.agency", CASCADE, related_name="appointments"),
        ),
        migrations.AlterField(
            "appointment",
            "position",
            models.ForeignKey("agency.position", CASCADE, related_name="appointments"),
        ),
        migrations.AlterField(
            "appointment",
            "user",
            models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="appointments"),
        ),
        migrations.RenameIndex(
            "appointment",
            new_name="agency_appo_agency__4e7356_idx",
            old_name="agency_hold_agency__74a319_idx",
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="appointment_ends_after_start",
            ),
        ),
    ]

"""An objection is of who raised it, to the result of one step."""

from django.conf import settings
from django.db import migrations, models


def place(apps, schema_editor):
    """Which step it was raised to: that of its post, the last one where it signs twice."""
    objections = apps.get_model("approval", "Objection")
    for row in objections.objects.select_related("submission").iterator():
        places = [
            number
            for number, step in enumerate(row.submission.steps, start=1)
            if step["position"] == str(row.position_id)
        ]
        row.place = places[-1] if places else 0
        row.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0011_scan_looks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="place",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="objection", name="one_objection_of_a_post"),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("submission", "place", "by"),
                name="one_objection_of_a_person",
            ),
        ),
    ]

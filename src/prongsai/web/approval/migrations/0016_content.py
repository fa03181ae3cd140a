"""What an exact paper says as a digest, and the drafter's name as it is printed."""

from django.db import migrations, models


def name_drafters(apps, schema_editor):
    """Versions of before print the name that their drafters bear today, as they did until now."""
    versions = apps.get_model("approval", "Version").objects.filter(agency__prints_names=True)
    for row in versions.select_related("by").only("pk", "by__display_name").iterator():
        versions.filter(pk=row.pk).update(by_name=row.by.display_name[:200])


class Migration(migrations.Migration):
    dependencies = [("approval", "0015_former_files")]

    operations = [
        # "" for papers that were drawn before: their printed lines are compared instead.
        migrations.AddField(
            "version", "content", models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField(
            "version", "by_name", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.RunPython(name_drafters, migrations.RunPython.noop),
    ]

"""The one objection that a submission could bear becomes a row of its own."""

from django.db import migrations


def move(apps, schema_editor):
    submissions = apps.get_model("approval", "Submission")
    objections = apps.get_model("approval", "Objection")
    held = submissions.objects.exclude(objected_at=None).exclude(objected_for=None)
    for row in held.iterator():
        objections.objects.create(
            agency_id=row.agency_id,
            submission=row,
            position_id=row.objected_for_id,
            why=row.objection,
            by_words=row.objected_words,
            made_at=row.objected_at,
        )


class Migration(migrations.Migration):
    dependencies = [("approval", "0009_objections")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="submission", name="objected_for"),
        migrations.RemoveField(model_name="submission", name="objected_words"),
        migrations.RemoveField(model_name="submission", name="objection"),
    ]

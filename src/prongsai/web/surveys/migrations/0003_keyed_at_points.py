from django.db import migrations, models


def of_old_points(apps, editor):
    """Nobody knows at which point sheets were keyed in before: each may have them all."""
    here = editor.connection.alias  # a database that is moved is not the default one
    surveys = apps.get_model("surveys", "Survey").objects.using(here)
    survey = surveys.filter(pk=models.OuterRef("survey"))
    points = apps.get_model("surveys", "Point").objects.using(here).filter(survey__keyed__gt=0)
    points.update(keyed=models.Subquery(survey.values("keyed")[:1]))


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_own_questions")]

    operations = [
        migrations.AddField("point", "keyed", models.PositiveIntegerField(default=0)),
        migrations.RunPython(of_old_points, migrations.RunPython.noop, elidable=True),
    ]

"""Choices of questions of one's own leave the rows of grades; how long rows are kept."""

from secrets import SystemRandom, randbits

from django.db import migrations, models

_BATCH = 500
_lot = SystemRandom()


def choices_apart(apps, schema_editor):
    """Move what was chosen out of each row; keys and order are drawn by lot."""
    alias = schema_editor.connection.alias
    survey_model, answer_model, choice_model = (
        apps.get_model("surveys", name) for name in ("Survey", "Answer", "Choice")
    )
    for survey in survey_model.objects.using(alias).filter(instrument="").exclude(questions=None):
        asked = survey.questions.get("questions", [])
        codes = {f"q{n}" for n, one in enumerate(asked, start=1) if one.get("kind") == "choice"}
        if not codes:
            continue
        choices, rows = [], list(answer_model.objects.using(alias).filter(survey=survey.pk))
        for row in rows:
            for code in codes & row.values.keys():
                key, option = randbits(62) + 1, row.values.pop(code)
                choices.append(choice_model(id=key, survey=survey.pk, question=code, option=option))
        _lot.shuffle(choices)
        choice_model.objects.using(alias).bulk_create(choices, batch_size=_BATCH)
        answer_model.objects.using(alias).bulk_update(rows, ["values"], batch_size=_BATCH)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_elsewhere")]

    operations = [
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("survey", models.UUIDField(db_index=True)),
                ("question", models.CharField(max_length=8)),
                ("option", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(model_name="survey", name="kept", field=models.JSONField(null=True)),
        migrations.AddField(model_name="survey", name="kept_on", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="survey",
            name="term",
            field=models.CharField(default="asked", max_length=8),
        ),
        migrations.RunPython(choices_apart, migrations.RunPython.noop, elidable=True),
    ]

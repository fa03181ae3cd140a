from django.db import migrations, models

_KEYS = {"mayor": "chief-executive", "clerk": "chief-administrator", "head": "office-head"}
_FIELDS = {
    "{mayor}": "{chief_executive}",
    "{clerk}": "{chief_administrator}",
    "{head}": "{office_head}",
}


def _neutral(apps, schema_editor):
    """Roles and fields of sentences by neutral words: what a post is called is its title."""
    using = schema_editor.connection.alias
    positions = apps.get_model("agency", "Position").objects.using(using)
    for former, key in _KEYS.items():
        positions.filter(kind=former).update(kind=key)
    agencies = apps.get_model("agency", "Agency").objects.using(using)
    for agency in agencies.only("second_factor"):
        wanted = sorted(_KEYS.get(key, key) for key in agency.second_factor)
        if wanted != sorted(agency.second_factor):
            agencies.filter(pk=agency.pk).update(second_factor=wanted)
    sentences = apps.get_model("agency", "WordingRow").objects.using(using)
    for row in sentences.only("text", "shipped"):
        text, shipped = _in_new_fields(row.text), _in_new_fields(row.shipped)
        if (text, shipped) != (row.text, row.shipped):
            sentences.filter(pk=row.pk).update(text=text, shipped=shipped)


def _in_new_fields(sentence):
    for former, name in _FIELDS.items():
        sentence = sentence.replace(former, name)
    return sentence


class Migration(migrations.Migration):
    dependencies = [("agency", "0002_squashed")]

    operations = [
        # No table changes: a backup of rows from before can be restored, and is moved then.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="position", name="kind", field=models.CharField(max_length=30)
                ),
            ],
        ),
        migrations.RunPython(_neutral, migrations.RunPython.noop, elidable=True),
    ]

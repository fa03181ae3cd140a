import prongsai.core.announcements.model
from django.db import migrations, models

_KEYS = {"mayor": "chief-executive", "clerk": "chief-administrator"}


def _neutral(apps, schema_editor):
    """Who signs, by the key of the role."""
    rows = apps.get_model("announcements", "Announcement").objects
    for former, key in _KEYS.items():
        rows.using(schema_editor.connection.alias).filter(signer=former).update(signer=key)


class Migration(migrations.Migration):
    dependencies = [("announcements", "0001_squashed")]

    operations = [
        # No table changes: a backup of rows from before can be restored, and is moved then.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="announcement",
                    name="signer",
                    field=models.CharField(
                        default=prongsai.core.announcements.model.Signer["CHIEF_EXECUTIVE"],
                        max_length=20,
                    ),
                ),
            ],
        ),
        migrations.RunPython(_neutral, migrations.RunPython.noop, elidable=True),
    ]

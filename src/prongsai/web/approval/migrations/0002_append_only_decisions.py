from django.db import migrations

from prongsai.web.approval.guards import DECISIONS


def guard(apps, schema_editor):
    DECISIONS.guard(schema_editor.connection)


def unguard(apps, schema_editor):
    DECISIONS.unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("approval", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]

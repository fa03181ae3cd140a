from django.db import migrations

from prongsai.web.platform.db import append_only


def guard(apps, schema_editor):
    append_only.JOURNAL.guard(schema_editor.connection)


def unguard(apps, schema_editor):
    append_only.JOURNAL.unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_keeping")]

    operations = [migrations.RunPython(guard, unguard)]

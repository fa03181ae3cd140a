import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def _of_its_memo(apps, schema_editor):
    """Each version belongs to the agency of its memo."""
    using = schema_editor.connection.alias
    memos = apps.get_model("papers", "Memo").objects.using(using)
    versions = apps.get_model("papers", "MemoRevision").objects.using(using)
    own = memos.filter(pk=OuterRef("memo")).values("agency")
    versions.update(agency=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_squashed"), ("agency", "0003_roles")]

    operations = [
        migrations.RenameField("memorevision", "at", "made_at"),
        migrations.RenameField("memorevision", "by", "made_by"),
        migrations.RenameField("memorevision", "by_words", "made_by_words"),
        migrations.AddField(
            "memorevision",
            "agency",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agency.agency",
            ),
        ),
        migrations.RunPython(_of_its_memo, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "memorevision",
            "agency",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agency.agency",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

_ONCE = "wording_version_once"


class Migration(migrations.Migration):
    dependencies = [("agency", "0003_roles")]

    operations = [
        migrations.RemoveConstraint("wordingrow", _ONCE),
        migrations.AlterModelOptions("wordingrow", {"ordering": ["key", "-number"]}),
        migrations.RenameField("wordingrow", "version", "number"),
        migrations.RenameField("wordingrow", "at", "made_at"),
        migrations.RenameField("wordingrow", "by", "made_by"),
        migrations.RenameField("wordingrow", "by_words", "made_by_words"),
        migrations.AlterField(
            "wordingrow",
            "agency",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agency.agency",
            ),
        ),
        migrations.AddConstraint(
            "wordingrow",
            models.UniqueConstraint(fields=["agency", "key", "number"], name=_ONCE),
        ),
    ]

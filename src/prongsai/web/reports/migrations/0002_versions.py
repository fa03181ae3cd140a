from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RenameField("rowversion", "by", "made_by"),
        migrations.RenameField("rowversion", "by_words", "made_by_words"),
    ]

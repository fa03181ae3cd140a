from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.RenameField("groupversion", "by_words", "made_by_words"),
    ]

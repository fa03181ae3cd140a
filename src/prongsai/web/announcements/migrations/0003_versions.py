from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("announcements", "0002_roles")]

    operations = [
        migrations.RenameField("announcementversion", "by", "made_by"),
        migrations.RenameField("announcementversion", "by_words", "made_by_words"),
    ]

"""Why a version was made is its change reason."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A column's name only; no row changes."""

    dependencies: ClassVar = [("announcements", "0001_initial")]

    operations: ClassVar = [migrations.RenameField("NoticeVersion", "deed", "change_reason")]

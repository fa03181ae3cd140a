"""One edition of one announcement is an announcement, as its app is called."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import CASCADE, Q


class Migration(migrations.Migration):
    """Names only; no row changes."""

    dependencies: ClassVar = [("announcements", "0002_change_reason")]

    operations: ClassVar = [
        migrations.RemoveConstraint("notice", "notice_edition_once"),
        migrations.RemoveConstraint("notice", "notice_open_once"),
        migrations.RemoveConstraint("notice", "notice_stands_once"),
        migrations.RemoveConstraint("noticeversion", "notice_version_once"),
        migrations.RenameModel("Notice", "Announcement"),
        migrations.RenameModel("NoticeVersion", "AnnouncementVersion"),
        migrations.RenameField("announcementversion", "notice", "announcement"),
        migrations.AlterField(
            "announcement",
            "agency",
            models.ForeignKey("agency.agency", CASCADE, related_name="announcements"),
        ),
        migrations.RenameIndex(
            "announcement",
            new_name="announcemen_agency__59800e_idx",
            old_name="announcemen_agency__d880f6_idx",
        ),
        migrations.AddConstraint(
            "announcement",
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind", "edition"],
                name="announcement_edition_once",
            ),
        ),
        migrations.AddConstraint(
            "announcement",
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind"],
                condition=Q(state__in=["draft", "sent"]),
                name="announcement_open_once",
            ),
        ),
        migrations.AddConstraint(
            "announcement",
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "kind"],
                condition=Q(state__in=["signed", "published"]),
                name="announcement_stands_once",
            ),
        ),
        migrations.AddConstraint(
            "announcementversion",
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_version_once"
            ),
        ),
    ]

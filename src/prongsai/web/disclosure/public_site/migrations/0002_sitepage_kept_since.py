"""Since when former versions of a page may be shown: of pages of before, the version of now."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def keep_from_now(apps: Any, _editor: Any) -> None:
    """Whether an older version was withdrawn is no more known."""
    editions = apps.get_model("public_site", "SiteEdition").objects.filter(pk=OuterRef("published"))
    pages = apps.get_model("public_site", "SitePage").objects.exclude(published=None)
    shown = pages.filter(withdrawn_at=None)
    shown.update(kept_since=Subquery(editions.values("published_at")[:1]))
    pages.exclude(withdrawn_at=None).update(kept_since=F("withdrawn_at"))


class Migration(migrations.Migration):
    dependencies = [("public_site", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sitepage",
            name="kept_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_from_now, migrations.RunPython.noop, elidable=True),
    ]

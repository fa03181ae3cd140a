"""Signed copies that were drawn anew stay files of their paper, those of before this too."""

import re
import uuid

import django.db.models.deletion
from django.db import migrations, models

# As `tasks._name` calls a signed copy: its code, its version, what it is.
_NAMED = re.compile(r"([0-9A-Z]{4}-[0-9A-Z]{4}) ฉบับที่ (\d+) ลงนามแล้ว")


def find(apps, schema_editor):
    versions = apps.get_model("approval", "Version").objects
    entries = apps.get_model("platform", "JournalEntry").objects.filter(verb="approval-copied")
    files = apps.get_model("platform", "StoredFile").objects
    former = apps.get_model("approval", "FormerFile").objects
    for entry in entries.order_by("number").iterator():
        digest = entry.detail.get("digest", "")
        for file in files.filter(agency=entry.agency_id, digest=digest):
            named = _NAMED.search(file.name)
            if named is None:
                continue
            version = versions.filter(
                agency=entry.agency_id, submission__code=named[1], number=int(named[2])
            ).exclude(signed_file__digest=digest).first()  # fmt: skip
            if version is not None and not former.filter(version=version, file=file).exists():
                former.create(
                    agency_id=entry.agency_id, version=version, form="signed", file=file,
                    at=entry.at,
                )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("approval", "0014_set_aside"), ("platform", "0003_append_only_journal")]

    operations = [
        migrations.CreateModel(
            name="FormerFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_files",
                        to="approval.version",
                    ),
                ),
            ],
            options={"ordering": ["at"]},
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
    ]

"""What is to follow once a plan is approved is its follow-up."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A table's name only; no row changes."""

    dependencies: ClassVar = [("papers", "0001_initial")]

    operations: ClassVar = [migrations.RenameModel("PlanWish", "PlanFollowUp")]

"""A plan whose approval is objected to, or fell, bears its day no longer."""

from django.db import migrations

from prongsai.core.dates import long_date


def settle(apps, schema_editor):
    """As `services/approving.py` does it from now on whenever an approval is held or falls."""
    submissions = apps.get_model("approval", "Submission").objects
    disputed = set(submissions.filter(objected_at__isnull=False).values_list("pk", flat=True))
    fallen = set(submissions.filter(state="set-aside").values_list("pk", flat=True))
    plans = apps.get_model("measures", "PlanRow").objects
    approvals = apps.get_model("measures", "PlanInForce").objects
    of_disputed = approvals.filter(submission__in=disputed | fallen)
    for plan in plans.filter(pk__in=of_disputed.values("plan")):
        rows = approvals.filter(plan=plan).exclude(submission__in=fallen).order_by("-number")
        newest = rows.first()
        is_told = newest is not None and newest.submission not in disputed
        plans.filter(pk=plan.pk).update(approved=long_date(newest.day) if is_told else "")


class Migration(migrations.Migration):
    dependencies = [("approval", "0014_set_aside"), ("measures", "0004_responsible_units")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
